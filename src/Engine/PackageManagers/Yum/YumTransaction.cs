using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>What yum would do to a node, and does.</summary>
internal sealed class YumTransaction : IPackageTransaction
{
    private const string Activity = "Installing";

    // What comes instead of something that is locked may itself be locked.
    private const int MostLockedRounds = 4;

    private readonly YumSystem _system;
    private readonly DnfInstalled _installed;
    private readonly TransactionOptions _options;
    private readonly bool _isPrivileged;
    private readonly IDetachedProcessRunner _detached;
    private readonly IEventSink _events;
    private readonly YumWaiter _waiter;
    private readonly HashSet<PackageVersion> _ofOtherArchitecture = [];
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private IReadOnlyList<PackageVersion> _avoided = [];

    public YumTransaction(
        YumSystem system,
        IReadOnlyList<RpmPackage> installed,
        TransactionOptions options,
        bool isPrivileged,
        IDetachedProcessRunner detached,
        ILockHolderFinder lockHolders,
        IClock clock,
        IEventSink events)
    {
        _system = system;
        _installed = new DnfInstalled(installed);
        _options = options;
        _isPrivileged = isPrivileged;
        _detached = detached;
        _events = events;
        _waiter = new YumWaiter(system, lockHolders, clock, events, Activity, options.LockTimeout);
    }

    public string MendingCommand => "yum check";

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
        IReadOnlyList<RpmPackage> packages = await ReadPackagesAsync(cancellationToken).ConfigureAwait(false);
        if (packages.GroupBy(package => package.Id, StringComparer.Ordinal).All(same => same.Take(2).Count() == 1))
            return null;
        string duplicates = await _system.Calls.CheckDuplicatesAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> older = YumDuplicates.FindOlder(duplicates, packages);
        return older.Count == 0 ? null : older;
    }

    public async Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished)
    {
        _events.Progress(Activity, "Finishing what was interrupted", 0);
        DetachedProcessResult result = await RunAsync("rpm", _system.Calls.Rpm.EraseArguments(unfinished), "rpm finishes an interrupted run", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        return new RepairReport(unfinished, YumReport.Parse(result.ExitCode, result.Output, []), await FindUnfinishedAsync(CancellationToken.None).ConfigureAwait(false) ?? []);
    }

    public Task WaitForOthersAsync(CancellationToken cancellationToken) => _waiter.WaitAsync(cancellationToken);

    public void Accept()
    {
        // The solver was led to nothing that it would have to be told again.
    }

    /// <summary>yum takes the newest companion that fits: it has to be told what not to take.</summary>
    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided) => _avoided = avoided;

    public async Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
            return new TransactionSimulation { IsPossible = true };
        for (int round = 0; ; round++)
        {
            YumPlan plan = await AskAsync(targets, cancellationToken).ConfigureAwait(false);
            TransactionSimulation simulation = plan.Simulation;
            foreach (KeyValuePair<string, long> size in plan.Sizes)
                _sizes[size.Key] = size.Value;
            if (simulation.IsPossible && FindLeftOut(simulation, targets) is { } problem)
                return new TransactionSimulation { IsPossible = false, Problem = problem };
            PackageStep[] locked = [.. simulation.Steps.Where(step => IsLocked(step, targets))];
            if (locked.Length == 0)
                return simulation;
            if (round == MostLockedRounds)
                return new TransactionSimulation { IsPossible = false, Problem = $"it needs {locked[0].Id} {locked[0].Version}, which versionlock keeps away" };
            _locked.UnionWith(locked.Select(step => Spec(step.Name, step.Version, step.Architecture)));
        }
    }

    /// <summary>yum says with two figures what is to be fetched, and not at all what it takes on the disk.</summary>
    public async Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        string[] updated = [.. steps.Where(step => step.Version.Length > 0 && step.InstalledVersion.Length > 0).Select(step => step.Id)];
        IReadOnlyList<string> services = updated.Length == 0
            ? []
            : ServiceUnits.Parse(await _system.Calls.Rpm.ListFilesAsync(updated, _options.QueryTimeout, cancellationToken).ConfigureAwait(false));
        Dictionary<string, long> download = new(StringComparer.Ordinal);
        foreach (PackageStep step in steps)
        {
            if (step.Version.Length > 0 && _sizes.TryGetValue(step.Id, out long size))
                download[step.Id] = size;
        }

        return new TransactionCost { DownloadBytes = download, DiskBytes = null, Services = services };
    }

    public async Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        if (steps.All(step => step.Version.Length == 0))
            return new Dictionary<string, string>(StringComparer.Ordinal);
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        _events.Progress(Activity, "Fetching packages", 0);
        DetachedProcessResult result = await RunAsync(targets, onlyFetches: true, shutdownReason: null, _options.DownloadTimeout, cancellationToken).ConfigureAwait(false);
        ThrowIfBusyOrFull(result);
        if (result.ExitCode == 0)
            return new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> failures = YumReport.DownloadFailures(result.Output, steps);
        if (failures.Count > 0)
            return failures;
        throw new PatchException(
            ErrorIds.DownloadFailed,
            ErrorKind.ConnectionError,
            $"The packages could not be fetched: {YumReport.Parse(result.ExitCode, result.Output, steps).Problem.TrimEnd('.')}. Nothing was installed.",
            "yum",
            $"Read '{_options.LogFile}', mend what it names, and run again.");
    }

    /// <summary>yum checks signatures here, before rpm begins.</summary>
    public async Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        await WaitForOthersAsync(CancellationToken.None).ConfigureAwait(false);
        _events.Progress(Activity, "Putting packages on", 10);
        DetachedProcessResult result = await RunAsync(targets, onlyFetches: false, "yum puts patches on", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        if (!YumReport.HasBegun(result.Output))
            ThrowIfBusyOrFull(result);
        return YumReport.Parse(result.ExitCode, result.Output, steps);
    }

    public async Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken) =>
        (await ReadPackagesAsync(cancellationToken).ConfigureAwait(false))
            .GroupBy(package => $"{package.Name}.{_installed.ArchitectureOf(package.Name, package.Architecture)}", StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => new InstalledState(DnfSystem.Newest(same).Version, IsWhole: true), StringComparer.Ordinal);

    /// <summary>An update leaves the reason alone for which yum has a package.</summary>
    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task MarkAutomaticAsync(IReadOnlyList<string> names) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => _system.IsRunning
        ? _system.Calls.AskForRestartAsync(_options.QueryTimeout, _events, cancellationToken)
        : Task.FromResult<IReadOnlyList<string>>([]);

    private static string Spec(string name, string version, string architecture) => $"{name}-{version}.{architecture}";

    private static void ThrowIfBusyOrFull(DetachedProcessResult result)
    {
        if (YumReport.FindLock(result.Output) is { } held)
            throw YumWaiter.Busy(held);
        if (DnfReport.FindFullDisk(result.Output) is { } full)
            throw RpmFailure.DiskFull("yum", full);
    }

    private Task<DetachedProcessResult> RunAsync(IReadOnlyList<PackageVersion> targets, bool onlyFetches, string? shutdownReason, TimeSpan timeout, CancellationToken cancellationToken) =>
        RunAsync("yum", _system.Calls.ChangeArguments(targets.Select(SpecOf), Excluded(), onlyFetches), shutdownReason, timeout, cancellationToken);

    private Task<DetachedProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, string? shutdownReason, TimeSpan timeout, CancellationToken cancellationToken) =>
        _detached.RunAsync(TransactionLog.Request(_options, tool, arguments, _system.Calls.Environment, shutdownReason, timeout), cancellationToken);

    private async Task<IReadOnlyList<RpmPackage>> ReadPackagesAsync(CancellationToken cancellationToken) =>
        RpmQuery.Parse(await _system.Calls.Rpm.QueryDatabaseAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false));

    private string[] Excluded() => [.. _avoided.Select(version => Spec(version.Name, version.Version, version.Architecture)), .. _locked];

    /// <summary>Without an architecture yum knows no version with an epoch.</summary>
    private string SpecOf(PackageVersion target) => _ofOtherArchitecture.Contains(target)
        ? $"{target.Name}-{target.Version.Substring(target.Version.IndexOf(':') + 1)}"
        : Spec(target.Name, target.Version, target.Architecture);

    private async Task<YumPlan> AskAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        string[] specs = [.. targets.Select(SpecOf)];
        ProcessResult result = await PlanAsync(specs, cancellationToken).ConfigureAwait(false);
        HashSet<string> unmatched = new(YumSimulation.Unmatched(result), StringComparer.Ordinal);
        if (unmatched.Count > 0)
        {
            // The new version may be for another architecture than the installed one.
            _ofOtherArchitecture.UnionWith(targets.Where((_, i) => unmatched.Contains(specs[i])));
            result = await PlanAsync([.. targets.Select(SpecOf)], cancellationToken).ConfigureAwait(false);
        }

        return YumSimulation.Parse(result, _installed);
    }

    private Task<ProcessResult> PlanAsync(IReadOnlyList<string> specs, CancellationToken cancellationToken) =>
        _waiter.AskAsync(() => _system.Calls.PlanAsync(specs, Excluded(), _isPrivileged, _options.QueryTimeout, cancellationToken), cancellationToken);

    /// <summary>yum leaves what it cannot update to out without a word.</summary>
    private static string? FindLeftOut(TransactionSimulation simulation, IReadOnlyList<PackageVersion> targets)
    {
        HashSet<(string Id, string Version)> done = [.. simulation.Steps.Select(step => (step.Id, step.Version))];
        return targets.FirstOrDefault(target => !done.Contains((target.Id, target.Version))) is { } missing ? $"yum leaves {missing} out without saying why" : null;
    }

    private bool IsLocked(PackageStep step, IReadOnlyList<PackageVersion> targets) =>
        step.Version.Length > 0
        && !targets.Any(target => string.Equals(target.Id, step.Id, StringComparison.Ordinal))
        && _system.Configuration.Locks.Reason(new DnfOffer { Name = step.Name, Architecture = step.Architecture, Version = step.Version, Repository = "" }) is not null;
}
