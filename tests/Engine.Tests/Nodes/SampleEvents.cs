using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Nodes;

internal sealed class SampleEvents : IEventSink
{
    public List<EngineEvent> All { get; } = [];

    public void Publish(EngineEvent engineEvent) => All.Add(engineEvent);
}
