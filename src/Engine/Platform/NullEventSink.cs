namespace PatchBaselineAssociation.Platform;

/// <summary>For callers that want no events.</summary>
public sealed class NullEventSink : IEventSink
{
    public static NullEventSink Instance { get; } = new();

    public void Publish(EngineEvent engineEvent)
    {
    }
}
