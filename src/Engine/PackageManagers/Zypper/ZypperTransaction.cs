using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What zypper would do to a node, and does.</summary>
internal sealed class ZypperTransaction : IPackageTransaction
{
    private const string Activity = "Installing";

    private static readonly TimeSpan s_lockRetryInterval = TimeSpan.FromSeconds(1);

    private readonly ZypperSystem _system;
    private readonly DnfInstalled _installed;
    private readonly TransactionOptions _options;
    private readonly IDetachedProcessRunner _detached;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly IDisposable? _traces;
    private readonly HashSet<string> _ofOtherArchitecture = new(StringComparer.Ordinal);
    private IReadOnlyList<PackageVersion> _avoided = [];
    private bool _knowsRepositories;

    public ZypperTransaction(ZypperSystem system, IReadOnlyList<RpmPackage> installed, TransactionOptions options, IDetachedProcessRunner detached, IClock clock, IEventSink events, IDisposable? traces)
    {
        _system = system;
        _installed = new DnfInstalled(installed);
        _options = options;
        _detached = detached;
        _clock = clock;
        _events = events;
        _traces = traces;
    }

    public string MendingCommand => "zypper verify";

    public void Dispose()
    {
        _traces?.Dispose();
        _system.Dispose();
    }

    /// <summary>A rpm that was interrupted leaves no package half configured, but the versions that it had still to take away.</summary>
    public async Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RpmPackage> packages = await ReadPackagesAsync(cancellationToken).ConfigureAwait(false);
        IGrouping<string, RpmPackage>[] several = [.. packages.GroupBy(package => package.Id, StringComparer.Ordinal).Where(same => same.Skip(1).Any())];
        if (several.Length == 0)
            return null;
        string provides = await _system.Calls.DescribeProvidesAsync(several.Select(same => same.First().Name).Distinct(StringComparer.Ordinal), _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<string> kept = _system.Configuration.Multiversion.Find(provides);
        string[] older =
        [
            .. several.Where(same => !kept.Contains(same.First().Name, StringComparer.Ordinal))
                .SelectMany(same => same.OrderByDescending(package => package.Version, VersionScheme.Rpm).Skip(1))
                .Select(package => $"{package.Name}-{package.Version}.{package.Architecture}"),
        ];
        return older.Length == 0 ? null : older;
    }

    public async Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished)
    {
        _events.Progress(Activity, "Finishing what was interrupted", 0);
        DetachedProcessResult result = await RunAsync("rpm", _system.Calls.Rpm.EraseArguments(unfinished), "rpm finishes an interrupted run", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        IReadOnlyList<string> problems = RpmQuery.Problems(result.Output);
        TransactionReport report = new() { IsSuccess = result.ExitCode == 0, Problem = result.ExitCode == 0 ? "" : SecretRedactor.Redact(string.Join(" ", problems)) };
        return new RepairReport(unfinished, report, await FindUnfinishedAsync(CancellationToken.None).ConfigureAwait(false) ?? []);
    }

    public async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_lockRetryInterval)
        {
            if (_system.Users.Find() is not { } user)
                return;
            if (waited >= _options.LockTimeout)
                throw ZypperFailure.Busy($"'{user.File}' belongs to {user.Holder}, which did not give it up within {_options.LockTimeout.TotalSeconds:0} s");
            if (waited == TimeSpan.Zero)
                _events.Verbose($"Waiting for {user.Holder}, to whom '{user.File}' belongs.");
            _events.Progress(Activity, $"Waiting for {user.Holder}");
            await _clock.DelayAsync(s_lockRetryInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Accept()
    {
        // The solver was led to nothing that it would have to be told again.
    }

    /// <summary>zypper finds the version of a companion that is needed by itself: it only has to be told what not to take.</summary>
    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided) => _avoided = avoided;

    public async Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
            return new TransactionSimulation { IsPossible = true };
        ProcessResult result = await AskAsync(targets, cancellationToken).ConfigureAwait(false);
        TransactionSimulation simulation = ZypperSimulation.Parse(result, _installed);
        if (!simulation.IsPossible)
            return simulation;
        HashSet<(string Id, string Version)> done = [.. simulation.Steps.Select(step => (step.Id, step.Version))];
        return targets.FirstOrDefault(target => !done.Contains((target.Id, target.Version))) is { } missing
            ? new TransactionSimulation { IsPossible = false, Problem = $"zypper leaves {missing} out without saying why" }
            : simulation;
    }

    public async Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        PackageStep[] coming = [.. steps.Where(step => step.Version.Length > 0)];
        if (coming.Length == 0)
            return new TransactionCost { DownloadBytes = new Dictionary<string, long>(StringComparer.Ordinal), DiskBytes = 0, Services = [] };

        // zypper tells the sum alone; it stands with the first.
        ZypperOutput output = ZypperOutput.Read((await AskAsync(targets, cancellationToken).ConfigureAwait(false)).StandardOutput);
        Dictionary<string, long> download = new(StringComparer.Ordinal);
        if (ZypperSimulation.DownloadBytes(output) is { } bytes)
        {
            foreach (PackageStep step in coming)
                download[step.Id] = 0;
            download[coming[0].Id] = bytes;
        }

        return new TransactionCost
        {
            DownloadBytes = download,
            DiskBytes = ZypperSimulation.DiskBytes(output),
            Services = await ReadServicesAsync(coming, cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        PackageStep[] coming = [.. steps.Where(step => step.Version.Length > 0)];
        if (coming.Length == 0)
            return new Dictionary<string, string>(StringComparer.Ordinal);
        await WaitForOthersAsync(cancellationToken).ConfigureAwait(false);
        _events.Progress(Activity, "Fetching packages", 0);
        DetachedProcessResult result = await FetchAsync(coming, cancellationToken).ConfigureAwait(false);
        ZypperOutput output = ZypperOutput.Read(result.Output);
        if (LearnArchitectures(result.ExitCode, output, coming.Select(step => step.Id)))
        {
            result = await FetchAsync(coming, cancellationToken).ConfigureAwait(false);
            output = ZypperOutput.Read(result.Output);
        }

        ThrowIfBusyOrFull(result, output);
        IReadOnlyDictionary<string, string> failures = ZypperReport.DownloadFailures(output, coming);
        if (failures.Count > 0)
            return failures;
        if (ZypperExitCodes.IsDone(result.ExitCode) && ZypperReport.NotTold(output, coming).Count == 0)
            return failures;
        string words = ZypperFailure.Words(output);
        throw new PatchException(
            ErrorIds.DownloadFailed,
            ErrorKind.ConnectionError,
            $"The packages could not be fetched: {(words.Length > 0 ? words.TrimEnd('.') : ZypperExitCodes.Describe(result.ExitCode))}. Nothing was installed.",
            "zypper",
            $"Read '{_options.LogFile}', mend what it names, and run again.");
    }

    public async Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        await WaitForOthersAsync(CancellationToken.None).ConfigureAwait(false);
        _events.Progress(Activity, "Putting packages on", 10);

        // What is to be avoided is known only where the solver is asked: it is led past that by naming all that was planned.
        IEnumerable<string> specs = _avoided.Count == 0 ? targets.Select(SpecOf) : steps.Where(step => step.Version.Length > 0).Select(SpecOf);
        DetachedProcessResult result = await RunAsync("zypper", _system.Calls.ChangeArguments(specs), "zypper puts patches on", _options.InstallTimeout, CancellationToken.None).ConfigureAwait(false);
        ZypperOutput output = ZypperOutput.Read(result.Output);
        if (!ZypperReport.HasBegun(output))
            ThrowIfBusyOrFull(result, output);
        if (result.ExitCode == (int)ZypperExitCode.RestartNeeded)
            _events.Verbose("zypper has updated itself; what it has left is planned anew with the new one.");
        return ZypperReport.Parse(result.ExitCode, output, steps);
    }

    public async Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken) =>
        (await ReadPackagesAsync(cancellationToken).ConfigureAwait(false))
            .GroupBy(package => $"{package.Name}.{_installed.ArchitectureOf(package.Name, package.Architecture)}", StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => new InstalledState(DnfSystem.Newest(same).Version, IsWhole: true), StringComparer.Ordinal);

    /// <summary>zypper takes a package for one that somebody asked for once it was named, be it for an update.</summary>
    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        HashSet<string> names = new(ZypperAutomatic.Parse(_system.Files.ReadText(ZypperAutomatic.Path) ?? ""), StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>([.. steps.Where(step => step.InstalledVersion.Length > 0 && step.Version.Length > 0 && names.Contains(step.Name)).Select(step => step.Id)]);
    }

    /// <summary>What <c>zypper needs-rebooting</c> says is in a file, which is read with those of other systems.</summary>
    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task MarkAutomaticAsync(IReadOnlyList<string> names)
    {
        _system.MarkAutomatic(names.Select(ZypperAutomatic.NameOf));
        return Task.CompletedTask;
    }

    private static void ThrowIfBusyOrFull(DetachedProcessResult result, ZypperOutput output)
    {
        if (result.ExitCode == (int)ZypperExitCode.Locked)
            throw ZypperFailure.Busy(ZypperFailure.Words(output));
        if (ZypperReport.FindFullDisk(result.Output) is { } full)
            throw RpmFailure.DiskFull("zypper", full);
        if (ZypperReport.FindFailedCopy(output) is { } copy && DiskRoom.IsUsedUp(copy.Folder))
            throw RpmFailure.DiskFull("zypper", copy.Words);
    }

    private async Task<IReadOnlyList<RpmPackage>> ReadPackagesAsync(CancellationToken cancellationToken) =>
        RpmQuery.Parse(await _system.Calls.Rpm.QueryDatabaseAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false));

    private async Task<ProcessResult> AskAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        if (!_knowsRepositories)
        {
            IReadOnlyList<ZypperRepository> repositories = await _system.Calls.ListRepositoriesAsync(_options.QueryTimeout, cancellationToken).ConfigureAwait(false);
            ILookup<bool, ZypperRepository> byUse = repositories.ToLookup(repository => _system.Folder.IndexOf(repository.Alias) is not null);
            _system.Calls.UseOnly([.. byUse[true]], [.. byUse[false]]);
            _knowsRepositories = true;
        }

        _system.Folder.Avoid(ZypperAvoidance.Write(_avoided));
        ProcessResult result = await _system.Calls.PlanAsync(targets.Select(SpecOf), _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        return LearnArchitectures(result.ExitCode, ZypperOutput.Read(result.StandardOutput), targets.Select(target => target.Id))
            ? await _system.Calls.PlanAsync(targets.Select(SpecOf), _options.QueryTimeout, cancellationToken).ConfigureAwait(false)
            : result;
    }

    private Task<DetachedProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, string? shutdownReason, TimeSpan timeout, CancellationToken cancellationToken) =>
        _detached.RunAsync(TransactionLog.Request(_options, tool, arguments, _system.Calls.ChangeEnvironment, shutdownReason, timeout), cancellationToken);

    private Task<DetachedProcessResult> FetchAsync(IEnumerable<PackageStep> coming, CancellationToken cancellationToken) =>
        RunAsync("zypper", _system.Calls.DownloadArguments(coming.Select(SpecOf)), shutdownReason: null, _options.DownloadTimeout, cancellationToken);

    private string SpecOf(PackageStep step) => SpecOf(new PackageVersion(step.Name, step.Architecture, step.Version));

    private string SpecOf(PackageVersion version) => _ofOtherArchitecture.Contains(version.Id) ? $"{version.Name}={version.Version}" : $"{version.Id}={version.Version}";

    /// <summary>The new version may be for another architecture than the installed one.</summary>
    /// <returns>Whether there is something to be asked anew.</returns>
    private bool LearnArchitectures(int exitCode, ZypperOutput output, IEnumerable<string> ids)
    {
        if (exitCode != (int)ZypperExitCode.CapabilityNotFound)
            return false;
        string[] missing = [.. ids.Where(id => output.Messages.Any(message => message.Text.IndexOf($"'{id} ", StringComparison.Ordinal) >= 0 || message.Text.IndexOf($"'{id}=", StringComparison.Ordinal) >= 0))];
        int before = _ofOtherArchitecture.Count;
        _ofOtherArchitecture.UnionWith(missing);
        return _ofOtherArchitecture.Count > before;
    }

    private async Task<IReadOnlyList<string>> ReadServicesAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        string[] packages = [.. steps.Where(step => step.InstalledVersion.Length > 0).Select(step => step.Id)];
        if (packages.Length == 0)
            return [];
        string output = await _system.Calls.Rpm.ListFilesAsync(packages, _options.QueryTimeout, cancellationToken).ConfigureAwait(false);
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
