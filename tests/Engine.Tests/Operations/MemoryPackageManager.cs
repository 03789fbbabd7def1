using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>A package manager whose packages are in memory: it does what a real one promises, and fails where it is told to.</summary>
internal sealed class MemoryPackageManager(IClock clock) : IPackageManager, IPackageTransaction
{
    public List<MemoryPackage> Packages { get; } = [];

    /// <summary>How often packages were put on.</summary>
    public int Transactions { get; private set; }

    /// <summary>Called when the packages are read.</summary>
    public Action OnRead { get; set; } = () => { };

    /// <summary>Called when the package manager starts, before it changes anything.</summary>
    public Action OnStart { get; set; } = () => { };

    /// <summary>Called when it has ended.</summary>
    public Action OnEnd { get; set; } = () => { };

    public PackageManagerKind Kind => PackageManagerKind.Apt;

    public MemoryPackage this[string name] => Packages.Single(package => package.Name == name);

    public MemoryPackage Add(string name, string? update = null)
    {
        MemoryPackage package = new(name) { Update = update };
        Packages.Add(package);
        return package;
    }

    public string MendingCommand => "mend";

    public Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnRead();
        return Task.FromResult(new Inventory { VersionScheme = VersionScheme.Debian, Entries = [.. Packages.Select(EntryOf)] });
    }

    public Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken) => Task.FromResult<IPackageTransaction>(this);

    public Task WaitForOthersAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Accept()
    {
    }

    public void Dispose()
    {
    }

    public Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>?>(null);

    public Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished) => throw new NotSupportedException();

    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided)
    {
    }

    public Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        string? problem = targets.Select(target => this[target.Name].Conflict).FirstOrDefault(conflict => conflict is not null);
        return Task.FromResult(problem is not null
            ? new TransactionSimulation { IsPossible = false, Problem = problem }
            : new TransactionSimulation
            {
                IsPossible = true,
                Steps =
                [
                    .. targets.Where(target => this[target.Name].Installed != target.Version).Select(target => new PackageStep
                    {
                        Kind = PackageStepKind.Upgrade,
                        Name = target.Name,
                        Architecture = target.Architecture,
                        InstalledVersion = this[target.Name].Installed,
                        Version = target.Version,
                    }),
                ],
            });
    }

    public Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) =>
        Task.FromResult(new TransactionCost { DownloadBytes = new Dictionary<string, long>(StringComparer.Ordinal), DiskBytes = 0, Services = [] });

    public Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyDictionary<string, string>>(steps
            .Where(step => this[step.Name].DownloadProblem is not null)
            .ToDictionary(step => step.Id, step => this[step.Name].DownloadProblem!, StringComparer.Ordinal));
    }

    public Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        OnStart();
        Transactions++;
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        foreach (PackageStep step in steps)
        {
            MemoryPackage package = this[step.Name];
            if (package.IsLate && Transactions == 1)
                continue;
            package.IsAutomatic = false;
            if (package.Failure is { } failure)
            {
                failures[step.Id] = failure;
                continue;
            }

            package.Installed = step.Version;
            package.InstalledTime = clock.UtcNow;
        }

        OnEnd();
        return Task.FromResult(new TransactionReport { IsSuccess = failures.Count == 0, Failures = failures, Problem = failures.Count == 0 ? "" : "Some failed." });
    }

    public Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, InstalledState>>(Packages.ToDictionary(package => package.Id, package => new InstalledState(package.Installed, IsWhole: true), StringComparer.Ordinal));

    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. steps.Where(step => this[step.Name].IsAutomatic).Select(step => step.Name)]);

    /// <summary>Called when packages are marked as dependencies.</summary>
    public Action OnMark { get; set; } = () => { };

    /// <summary>Says what the manager's tool says of a restart.</summary>
    public Func<IReadOnlyList<string>> OnRestartQuestion { get; set; } = () => [];

    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => Task.FromResult(OnRestartQuestion());

    public Task MarkAutomaticAsync(IReadOnlyList<string> names)
    {
        OnMark();
        foreach (string name in names)
            this[name].IsAutomatic = true;
        return Task.CompletedTask;
    }

    private static InventoryEntry EntryOf(MemoryPackage package)
    {
        List<AvailablePatch> versions = [new() { Version = package.Installed, IsSecurity = true, Priority = "optional", RestartAdvisoryIds = package.RestartAdvisoryIds }];
        if (package.Update is { } update && update != package.Installed)
            versions.Add(new() { Version = update, IsSecurity = true, Priority = "optional", Restriction = package.Restriction });
        return new InventoryEntry
        {
            Name = package.Name,
            Architecture = "amd64",
            Installed = new InstalledPackage { Version = package.Installed, InstalledTime = package.InstalledTime },
            Versions = versions,
        };
    }
}
