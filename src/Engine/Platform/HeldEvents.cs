using System.Collections.Concurrent;

namespace PatchBaselineAssociation.Platform;

/// <summary>Keeps the events of work whose result may not be used.</summary>
internal sealed class HeldEvents : IEventSink
{
    private readonly ConcurrentQueue<EngineEvent> _events = new();

    public void Publish(EngineEvent engineEvent) => _events.Enqueue(engineEvent);

    /// <summary>Passes them on, in their order.</summary>
    public void Tell(IEventSink events)
    {
        while (_events.TryDequeue(out EngineEvent? next))
            events.Publish(next);
    }
}
