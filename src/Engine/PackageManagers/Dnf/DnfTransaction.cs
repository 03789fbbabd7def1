using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What dnf would do to a node.</summary>
internal sealed class DnfTransaction : IPackageTransaction
{
    private const string Activity = "Installing";

    // What comes instead of something that is locked may itself be locked.
    private const int MostLockedRounds = 4;

    private static readonly TimeSpan s_lockRetryInterval = TimeSpan.FromSeconds(1);

    private readonly DnfSystem _system;
    private readonly DnfInstalled _installed;
    private readonly TransactionOptions _options;
    private readonly bool _isPrivileged;
    private readonly ILockHolderFinder _lockHolders;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private IReadOnlyList<PackageVersion> _avoided = [];

    public DnfTransaction(
        DnfSystem system, IReadOnlyList<RpmPackage> installed, TransactionOptions options, bool isPrivileged, ILockHolderFinder lockHolders, IClock clock, IEventSink events)
    {
        _system = system;
        _installed = new DnfInstalled(installed);
        _options = options;
        _isPrivileged = isPrivileged;
        _lockHolders = lockHolders;
        _clock = clock;
        _events = events;
    }

    public string MendingCommand => "dnf check";

    public void Dispose()
    {
        // Nothing was made for a time.
    }

    /// <summary>A rpm that was interrupted leaves no package half configured: what it got to is in its database.</summary>
    public async Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished) => throw new InvalidOperationException("Nothing is ever unfinished.");

    public async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_lockRetryInterval)
        {
            if (_lockHolders.Find(_system.TransactionLock) is not { } holder)
                return;
            if (waited >= _options.LockTimeout)
            {
                throw new PatchException(
                    ErrorIds.PackageManagerBusy,
                    ErrorKind.ResourceBusy,
                    $"Another process uses the package manager: '{_system.TransactionLock}' is locked by {holder}, which did not give it up within {_options.LockTimeout.TotalSeconds:0} s. Nothing was installed.",
                    _system.TransactionLock,
                    "Wait for it to end, or wait longer with -LockTimeout.");
            }

            if (waited == TimeSpan.Zero)
                _events.Verbose($"Waiting for the lock '{_system.TransactionLock}', held by {holder}.");
            _events.Progress(Activity, $"Waiting for {holder}");
            await _clock.DelayAsync(s_lockRetryInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Accept()
    {
        // The solver was led to nothing that it would have to be told again.
    }

    /// <summary>dnf finds the version of a companion that is needed by itself, also where it is not the newest: it only has to be told what not to take.</summary>
    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided) => _avoided = avoided;

    public async Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
            return new TransactionSimulation { IsPossible = true };
        for (int round = 0; ; round++)
        {
            TransactionSimulation simulation = await AskAsync(targets, cancellationToken).ConfigureAwait(false);
            if (!simulation.IsPossible || FindLeftOut(simulation, targets) is not { } problem)
            {
                PackageStep[] locked = [.. simulation.Steps.Where(step => IsLocked(step, targets))];
                if (locked.Length == 0)
                    return simulation;
                if (round == MostLockedRounds)
                    return new TransactionSimulation { IsPossible = false, Problem = $"it needs {locked[0].Id} {locked[0].Version}, which versionlock keeps away" };
                _locked.UnionWith(locked.Select(step => Spec(step.Name, step.Version, step.Architecture)));
                continue;
            }

            return new TransactionSimulation { IsPossible = false, Problem = problem };
        }
    }

    public async Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        PackageStep[] coming = [.. steps.Where(step => step.Version.Length > 0)];
        Dictionary<string, long> download = new(StringComparer.Ordinal);
        if (coming.Length == 0)
            return new TransactionCost { DownloadBytes = download, DiskBytes = 0, Services = [] };

        // Without an architecture: that of a step is the one of what is installed.
        Task<string> sizesTask = _system.Calls.DescribeAsync(DnfSizes.Format, coming.Select(step => $"{step.Name}-{step.Version}"), _options.QueryTimeout, cancellationToken);
        Task<IReadOnlyList<string>> servicesTask = ReadServicesAsync(coming, cancellationToken);
        await Task.WhenAll(sizesTask, servicesTask).ConfigureAwait(false);
        long? disk = 0;
        ILookup<(string Name, string Version), (string Architecture, long Download, long Disk)> sizes = DnfSizes.Parse(await sizesTask.ConfigureAwait(false))
            .ToLookup(size => (size.Key.Name, size.Key.Version), size => (size.Key.Architecture, size.Value.Download, size.Value.Disk));
        foreach (PackageStep step in coming)
        {
            (string Architecture, long Download, long Disk)[] known = [.. sizes[(step.Name, step.Version)].Where(size => string.Equals(_installed.ArchitectureOf(step.Name, size.Architecture), step.Architecture, StringComparison.Ordinal))];
            if (known.Length == 0)
            {
                disk = null;
                continue;
            }

            download[step.Id] = known[0].Download;
            disk += known[0].Disk;
        }

        foreach (PackageStep step in steps)
            disk -= _installed.Find(step.Name, step.Architecture)?.InstalledBytes ?? 0;
        return new TransactionCost { DownloadBytes = download, DiskBytes = disk, Services = await servicesTask.ConfigureAwait(false) };
    }

    public Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => throw OnlyPlans();

    public Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps) => throw OnlyPlans();

    public async Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RpmPackage> packages = RpmQuery.Parse(await _system.Calls.QueryDatabaseAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false));
        return packages
            .GroupBy(package => $"{package.Name}.{_installed.ArchitectureOf(package.Name, package.Architecture)}", StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => new InstalledState(DnfSystem.Newest(same).Version, IsWhole: true), StringComparer.Ordinal);
    }

    /// <summary>An upgrade leaves the reason alone for which dnf has a package.</summary>
    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task MarkAutomaticAsync(IReadOnlyList<string> names) => Task.CompletedTask;

    private static InvalidOperationException OnlyPlans() => new("This transaction was opened to plan.");

    private static string Spec(string name, string version, string architecture) => $"{name}-{version}.{architecture}";

    private async Task<TransactionSimulation> AskAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        string[] excluded = [.. _avoided.Select(version => Spec(version.Name, version.Version, version.Architecture)), .. _locked];
        string[] specs = [.. targets.Select(target => Spec(target.Name, target.Version, target.Architecture))];
        ProcessResult result = await _system.Calls.PlanAsync(specs, excluded, _isPrivileged, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        HashSet<string> unmatched = new(DnfSimulation.Unmatched(result.StandardOutput), StringComparer.Ordinal);
        if (unmatched.Count > 0)
        {
            // The new version may be for another architecture than the installed one.
            specs = [.. targets.Select((target, i) => unmatched.Contains(specs[i]) ? $"{target.Name}-{target.Version}" : specs[i])];
            result = await _system.Calls.PlanAsync(specs, excluded, _isPrivileged, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        }

        return DnfSimulation.Parse(result, _installed);
    }

    /// <summary>dnf's configuration may let it leave out what it cannot do.</summary>
    private static string? FindLeftOut(TransactionSimulation simulation, IReadOnlyList<PackageVersion> targets)
    {
        HashSet<(string Id, string Version)> done = [.. simulation.Steps.Select(step => (step.Id, step.Version))];
        return targets.FirstOrDefault(target => !done.Contains((target.Id, target.Version))) is { } missing ? $"dnf leaves {missing} out without saying why" : null;
    }

    private bool IsLocked(PackageStep step, IReadOnlyList<PackageVersion> targets) =>
        step.Version.Length > 0
        && !targets.Any(target => string.Equals(target.Id, step.Id, StringComparison.Ordinal))
        && _system.Configuration.Locks.Reason(new DnfOffer { Name = step.Name, Architecture = step.Architecture, Version = step.Version, Repository = "" }) is not null;

    private async Task<IReadOnlyList<string>> ReadServicesAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        string[] packages = [.. steps.Where(step => step.InstalledVersion.Length > 0).Select(step => step.Id)];
        if (packages.Length == 0)
            return [];
        string output = await _system.Calls.ListFilesAsync(packages, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        return
        [
            .. output.Split('\n')
                .Where(path => path.IndexOf("/systemd/system/", StringComparison.Ordinal) >= 0 && path.EndsWith(".service", StringComparison.Ordinal) && path.IndexOf('@') < 0)
                .Select(path => path.Substring(path.LastIndexOf('/') + 1))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name, StringComparer.Ordinal),
        ];
    }
}
