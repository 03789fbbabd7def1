using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Reboots;

/// <summary>What decides about a restart when an install has done its work.</summary>
public sealed record RebootSituation
{
    public required RebootOption Option { get; init; }

    public required bool InstalledSomething { get; init; }

    /// <summary>A patch waits for a restart, from this run or an earlier one.</summary>
    public required bool PendingFound { get; init; }

    /// <summary>False for a mounted image.</summary>
    public required bool IsRunningSystem { get; init; }

    public required AgentContext Agent { get; init; }

    /// <summary>The marker that the start of the run left (<see cref="StartDecision.Marker"/>): a restart was asked for and has not happened.</summary>
    public RebootMarker? Marker { get; init; }

    public required SystemKind System { get; init; }
}
