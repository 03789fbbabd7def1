using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Tests.Installation;

/// <summary>A solver over a few packages that need, break and replace each other. More targets never make less trouble.</summary>
internal sealed class SolverModel : IPackageTransaction
{
    /// <summary>Packages that cannot be put on at all.</summary>
    public HashSet<string> Broken { get; init; } = [];

    /// <summary>Packages that go together with no other of these.</summary>
    public List<(string One, string Other)> Conflicts { get; init; } = [];

    /// <summary>What comes along.</summary>
    public List<(string Name, string Needed)> Needs { get; init; } = [];

    /// <summary>What would have to go.</summary>
    public List<(string Name, string Removed)> Removals { get; init; } = [];

    public bool IsUnsound { get; init; }

    public List<IReadOnlyList<PackageVersion>> Questions { get; } = [];

    public List<IReadOnlyList<PackageVersion>> Preferred { get; } = [];

    public Action? OnQuestion { get; init; }

    public IReadOnlyList<PackageVersion> Avoided { get; private set; } = [];

    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided)
    {
        Preferred.Add(preferred);
        Avoided = [.. avoided];
    }

    public string MendingCommand => "mend";

    public void Dispose()
    {
    }

    public Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        Questions.Add(targets);
        OnQuestion?.Invoke();
        return Task.FromResult(Solve(targets));
    }

    public TransactionSimulation Solve(IReadOnlyList<PackageVersion> targets)
    {
        HashSet<string> all = new(targets.Select(target => target.Name), StringComparer.Ordinal);
        while (Needs.Find(need => all.Contains(need.Name) && !all.Contains(need.Needed)) is { Needed: { } needed })
            all.Add(needed);

        string[] problems =
        [
            .. IsUnsound ? ["something installed is broken"] : Array.Empty<string>(),
            .. Avoided.Where(version => all.Contains(version.Name)).Select(version => $"{version.Name} is not installable"),
            .. Broken.Where(all.Contains).Select(name => $"{name} : Depends: nothing that there is"),
            .. Conflicts.Where(pair => all.Contains(pair.One) && all.Contains(pair.Other)).Select(pair => $"{pair.One} : Conflicts: {pair.Other}"),
        ];
        return problems.Length > 0
            ? new TransactionSimulation { IsPossible = false, Problem = string.Join("; ", problems) }
            : InstallSamples.Possible(
            [
                .. Removals.Where(removal => all.Contains(removal.Name)).Select(removal => InstallSamples.Step(PackageStepKind.Remove, removal.Removed, "1")),
                .. all.Select(name => InstallSamples.Upgrade(name)),
            ]);
    }

    public Task WaitForOthersAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Accept()
    {
    }

    public Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished) => throw new NotSupportedException();

    public Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task MarkAutomaticAsync(IReadOnlyList<string> names) => throw new NotSupportedException();
}
