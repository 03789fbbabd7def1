using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.States;

/// <summary>What classification needs besides the decisions.</summary>
public sealed record ClassificationContext
{
    public required PatchOperatingSystem OperatingSystem { get; init; }

    /// <summary>The baseline's setting for security updates that are available and not approved; null counts as compliant.</summary>
    public bool? AvailableSecurityUpdatesCompliant { get; init; }

    /// <summary>What the state file said before this run.</summary>
    public PatchStates PreviousStates { get; init; } = PatchStates.Empty;

    /// <summary>When the system last started; null where that is not known or it does not run.</summary>
    public DateTimeOffset? BootTime { get; init; }

    /// <summary>What an install was to put on and could not, by id.</summary>
    public IReadOnlyDictionary<string, InstallFailure> Failures { get; init; } = new Dictionary<string, InstallFailure>(StringComparer.Ordinal);

    /// <summary>After an install without an override list nothing is missing any more: what is still to be had and nobody keeps away has failed.</summary>
    public bool IsMissingFailed { get; init; }
}
