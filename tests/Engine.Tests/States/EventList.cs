using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

internal sealed class EventList : IEventSink
{
    public List<EngineEvent> All { get; } = [];

    public IEnumerable<WarningEvent> Warnings => All.OfType<WarningEvent>();

    public void Publish(EngineEvent engineEvent) => All.Add(engineEvent);
}
