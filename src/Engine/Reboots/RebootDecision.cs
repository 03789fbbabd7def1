namespace PatchBaselineAssociation.Reboots;

/// <summary>Whether the system is restarted after an install, and by whom.</summary>
public sealed record RebootDecision
{
    public required RebootDecisionKind Kind { get; init; }

    /// <summary>What the run ends with; null where it ends with its own result.</summary>
    public int? ExitCode { get; init; }

    /// <summary>For the marker that is written before the restart is asked for; 0 where none is asked for.</summary>
    public int Tries { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Reason { get; init; }
}
