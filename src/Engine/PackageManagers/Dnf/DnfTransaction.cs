using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What dnf would do to a node, and does.</summary>
internal sealed class DnfTransaction : IPackageTransaction
{
    private const string Activity = "Installing";

    // What comes instead of something that is locked may itself be locked.
    private const int MostLockedRounds = 4;

    private readonly DnfSystem _system;
    private readonly DnfInstalled _installed;
    private readonly TransactionOptions _options;
    private readonly bool _isPrivileged;
    private readonly IDetachedProcessRunner _detached;
    private readonly IEventSink _events;
    private readonly HashSet<PackageVersion> _ofOtherArchitecture = [];
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private IReadOnlyList<PackageVersion> _avoided = [];

    public DnfTransaction(
        DnfSystem system,
        IReadOnlyList<RpmPackage> installed,
        TransactionOptions options,
        bool isPrivileged,
        IDetachedProcessRunner detached,
        IEventSink events)
    {
        _system = system;
        _installed = new DnfInstalled(installed);
        _options = options;
        _isPrivileged = isPrivileged;
        _detached = detached;
        _events = events;
    }

    public string MendingCommand => "dnf check";

    /// <summary>Takes away what was fetched into the module's own cache, and the baseline's sources.</summary>
    public void Dispose()
    {
        try
        {
            if (_options.LogFile is not null)
                _system.Cache.RemovePackages();
        }
        catch (PatchException e)
        {
            _events.Warn(e.ErrorId, e.Message, e.Target);
        }
        finally
        {
            _system.Dispose();
        }
    }

    /// <summary>A rpm that was interrupted leaves no package half configured, but the versions that it had still to take away.</summary>
    public async Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RpmPackage> packages = RpmQuery.Parse(await _system.Calls.Rpm.QueryDatabaseAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false));
        if (packages.GroupBy(package => package.Id, StringComparer.Ordinal).All(same => same.Take(2).Count() == 1))
            return null;
        IReadOnlyList<DnfOffer> duplicates = DnfRepoQuery.Parse(await _system.Calls.ListDuplicatesAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false));
        string[] older =
        [
            .. duplicates
                .GroupBy(package => $"{package.Name}.{package.Architecture}", StringComparer.Ordinal)
                .SelectMany(same => same.OrderByDescending(package => package.Version, VersionScheme.Rpm).Skip(1))
                .Select(package => Spec(package.Name, package.Version, package.Architecture)),
        ];
        return older.Length == 0 ? null : older;
    }

    public async Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished)
    {
        _events.Progress(Activity, "Finishing what was interrupted", 0);
        DetachedProcessResult result = await RunAsync("rpm", _system.Calls.Rpm.EraseArguments(unfinished), "rpm finishes an interrupted run", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        return new RepairReport(unfinished, DnfReport.Parse(result.ExitCode, result.Output, []), await FindUnfinishedAsync(CancellationToken.None).ConfigureAwait(false) ?? []);
    }

    public Task WaitForOthersAsync(CancellationToken cancellationToken) => _system.Locks.WaitAsync(Activity, cancellationToken);

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

    public async Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        if (steps.All(step => step.Version.Length == 0))
            return new Dictionary<string, string>(StringComparer.Ordinal);
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        _events.Progress(Activity, "Fetching packages", 0);
        DetachedProcessResult result = await RunAsync(targets, onlyFetches: true, shutdownReason: null, _options.DownloadTimeout, cancellationToken).ConfigureAwait(false);
        ThrowIfFull(result);
        if (result.ExitCode == 0)
            return new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> failures = _system.Dialect.DownloadFailures(result.Output, steps);
        if (failures.Count > 0)
            return failures;
        throw new PatchException(
            ErrorIds.DownloadFailed,
            ErrorKind.ConnectionError,
            $"The packages could not be fetched: {DnfReport.Parse(result.ExitCode, _system.Dialect.Plain(result.Output), steps).Problem.TrimEnd('.')}. Nothing was installed.",
            "dnf",
            $"Read '{_options.LogFile}', mend what it names, and run again.");
    }

    public async Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        await WaitForOthersAsync(CancellationToken.None).ConfigureAwait(false);
        _events.Progress(Activity, "Putting packages on", 10);
        DetachedProcessResult result = await RunAsync(targets, onlyFetches: false, "dnf puts patches on", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        if (!_system.Dialect.HasBegun(result.Output))
            ThrowIfFull(result);
        return DnfReport.Parse(result.ExitCode, _system.Dialect.Plain(result.Output), steps);
    }

    public async Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RpmPackage> packages = RpmQuery.Parse(await _system.Calls.Rpm.QueryDatabaseAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false));
        return packages
            .GroupBy(package => $"{package.Name}.{_installed.ArchitectureOf(package.Name, package.Architecture)}", StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => new InstalledState(DnfSystem.Newest(same).Version, IsWhole: true), StringComparer.Ordinal);
    }

    /// <summary>An upgrade leaves the reason alone for which dnf has a package.</summary>
    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task MarkAutomaticAsync(IReadOnlyList<string> names) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => _system.IsRunning
        ? _system.Calls.AskForRestartAsync(_options.QueryTimeout, _events, cancellationToken)
        : Task.FromResult<IReadOnlyList<string>>([]);

    private static string Spec(string name, string version, string architecture) => $"{name}-{version}.{architecture}";

    private static void ThrowIfFull(DetachedProcessResult result)
    {
        if (DnfReport.FindFullDisk(result.Output) is { } full)
            throw RpmFailure.DiskFull("dnf", full);
    }

    private Task<DetachedProcessResult> RunAsync(IReadOnlyList<PackageVersion> targets, bool onlyFetches, string? shutdownReason, TimeSpan timeout, CancellationToken cancellationToken) =>
        _system.Locks.RepeatAsync(
            Activity,
            () => RunAsync(_system.Dialect.Tool, _system.Calls.ChangeArguments(targets.Select(SpecOf), Excluded(), onlyFetches), shutdownReason, timeout, cancellationToken),
            result => _system.Dialect.FindLock(result.ExitCode, result.Output),
            cancellationToken);

    private Task<DetachedProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, string? shutdownReason, TimeSpan timeout, CancellationToken cancellationToken) =>
        _detached.RunAsync(TransactionLog.Request(_options, tool, arguments, _system.Calls.Environment, shutdownReason, timeout), cancellationToken);

    private string[] Excluded() => [.. _avoided.Select(version => Spec(version.Name, version.Version, version.Architecture)), .. _locked];

    private string SpecOf(PackageVersion target) =>
        _ofOtherArchitecture.Contains(target) ? $"{target.Name}-{target.Version}" : Spec(target.Name, target.Version, target.Architecture);

    private async Task<TransactionSimulation> AskAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        string[] excluded = Excluded();
        string[] specs = [.. targets.Select(SpecOf)];
        ProcessResult result = await _system.Calls.PlanAsync(specs, excluded, _isPrivileged, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        HashSet<string> unmatched = new(_system.Dialect.Unmatched(result), StringComparer.Ordinal);
        if (unmatched.Count > 0)
        {
            // The new version may be for another architecture than the installed one.
            _ofOtherArchitecture.UnionWith(targets.Where((_, i) => unmatched.Contains(specs[i])));
            result = await _system.Calls.PlanAsync(targets.Select(SpecOf), excluded, _isPrivileged, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        }

        return _system.Dialect.ReadPlan(result, _installed);
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
        string output = await _system.Calls.Rpm.ListFilesAsync(packages, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        return ServiceUnits.Parse(output);
    }
}
