using System.Collections.Concurrent;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

internal sealed class RecordedEvents : IEventSink
{
    public ConcurrentQueue<EngineEvent> All { get; } = new();

    public string Text => string.Join('\n', All);

    public void Publish(EngineEvent engineEvent) => All.Enqueue(engineEvent);
}
