using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>What yum says that it would do.</summary>
/// <param name="Simulation">The steps.</param>
/// <param name="Sizes">What packages take to fetch, in bytes and about, by id.</param>
internal sealed record YumPlan(TransactionSimulation Simulation, IReadOnlyDictionary<string, long> Sizes)
{
    public static YumPlan Impossible(string problem) => new(new TransactionSimulation { IsPossible = false, Problem = problem }, new Dictionary<string, long>(StringComparer.Ordinal));

    public static YumPlan Nothing => new(new TransactionSimulation { IsPossible = true }, new Dictionary<string, long>(StringComparer.Ordinal));
}
