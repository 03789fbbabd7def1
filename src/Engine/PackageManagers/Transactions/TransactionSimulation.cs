namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What the package manager's solver makes of a request.</summary>
public sealed record TransactionSimulation
{
    public required bool IsPossible { get; init; }

    /// <summary>In the order in which they would be done.</summary>
    public IReadOnlyList<PackageStep> Steps { get; init; } = [];

    /// <summary>The solver's own words about why it is not possible, on one line; empty where it is.</summary>
    public string Problem { get; init; } = "";
}
