using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>What a baseline says about one package or update.</summary>
public sealed record PatchDecision
{
    public required InventoryEntry Entry { get; init; }

    public required DecisionKind Kind { get; init; }

    /// <summary>The newest approved version, not newer than installed where the node has it already; null unless <see cref="Kind"/> is Approved.</summary>
    public AvailablePatch? Approved { get; init; }

    /// <summary>An approved version is newer than what is installed, or the update is approved, applicable and absent.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Windows: a security update that applies, is absent and is not approved.</summary>
    public bool IsAvailableSecurityUpdate { get; init; }

    /// <summary>The highest level of all rules that approve it.</summary>
    public ComplianceLevel ComplianceLevel { get; init; }

    /// <summary>For <see cref="DecisionKind.Rejected"/>: the list entry, and whether the baseline blocks it.</summary>
    public string? RejectedBy { get; init; }

    public bool IsBlocked { get; init; }

    /// <summary>Why, for people: which rule approved it and when its delay ended, or which filter, list entry, hold, exclude, pin or missing version kept it out. Never empty.</summary>
    public required string Reason { get; init; }
}
