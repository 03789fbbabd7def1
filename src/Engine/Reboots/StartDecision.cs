namespace PatchBaselineAssociation.Reboots;

/// <summary>What an install that starts has to do, after what an earlier one left.</summary>
public sealed record StartDecision
{
    public required StartDecisionKind Kind { get; init; }

    /// <summary>What the run ends with; null where that follows from what it does.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The marker that holds from now on, and counts in <see cref="RebootSituation.Marker"/>; null where the one on disk is to be removed when the run has done its part.</summary>
    public RebootMarker? Marker { get; init; }

    /// <summary>A restart was asked for, and the system has started since.</summary>
    public bool HasBootedSince { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Reason { get; init; }
}
