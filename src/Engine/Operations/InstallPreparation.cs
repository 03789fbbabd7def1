using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Operations;

/// <summary>Everything that an install knows before it changes anything.</summary>
internal sealed record InstallPreparation
{
    public required NodeAssessment Assessment { get; init; }

    public required IPackageTransaction Transaction { get; init; }

    public required DependencyRules Rules { get; init; }

    public required TransactionPlanner Planner { get; init; }

    /// <summary>What the override list names; null where there is none.</summary>
    public required OverrideMatchResult? Matches { get; init; }

    public required InstallSelection Selection { get; init; }

    public required PlannedTransaction Planned { get; init; }

    public required TransactionCost Cost { get; init; }
}
