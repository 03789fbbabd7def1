using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Installation;

/// <summary>A transaction that the package manager's solver has agreed to.</summary>
public sealed record PlannedTransaction
{
    public required IReadOnlyList<InstallTarget> Targets { get; init; }

    public required IReadOnlyList<PackageStep> Steps { get; init; }

    /// <summary>What was taken out so that the rest is possible.</summary>
    public required IReadOnlyList<KeptBack> KeptBack { get; init; }

    public IReadOnlyList<PackageVersion> Versions => [.. Targets.Select(target => target.Version)];
}
