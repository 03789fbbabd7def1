using System.Collections.Concurrent;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Keeps what the engine tells its caller.</summary>
internal sealed class RecordedEvents : IEventSink
{
    private readonly ConcurrentQueue<EngineEvent> _events = new();

    public IReadOnlyList<WarningEvent> Warnings => [.. _events.OfType<WarningEvent>()];

    public IReadOnlyList<string> Verbose => [.. _events.OfType<VerboseEvent>().Select(verbose => verbose.Message)];

    public IReadOnlyList<ProgressEvent> Progress => [.. _events.OfType<ProgressEvent>()];

    public void Publish(EngineEvent engineEvent) => _events.Enqueue(engineEvent);
}
