using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Installation;

/// <summary>What came of a transaction, by the package manager's database.</summary>
public sealed record TransactionOutcome
{
    /// <summary>Everything that is another version than before, in the order of ids.</summary>
    public required IReadOnlyList<PackageChange> Changes { get; init; }

    /// <summary>What was to be put on and is not.</summary>
    public required IReadOnlyList<KeptBack> KeptBack { get; init; }

    public IReadOnlyList<string> KeptConfigurationFiles { get; init; } = [];

    /// <summary>Packages that count as dependencies could not be marked so again: the next install has to.</summary>
    public bool AreMarksPending { get; init; }
}
