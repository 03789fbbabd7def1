using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Counts the steps that the engine tells of, and dies at one of them.</summary>
internal sealed class DyingEvents(Death death) : IEventSink
{
    private readonly List<string> _messages = [];

    public IReadOnlyList<string> Messages => _messages;

    public void Publish(EngineEvent engineEvent)
    {
        lock (_messages)
        {
            _messages.Add(engineEvent.ToString().ReplaceLineEndings(" "));
            death.ComeAt(Death.AtEvent, _messages.Count);
        }
    }
}
