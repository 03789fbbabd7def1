namespace PatchBaselineAssociation.Platform;

/// <summary>Receives the engine's events. Called from any thread.</summary>
public interface IEventSink
{
    void Publish(EngineEvent engineEvent);
}
