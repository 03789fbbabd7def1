using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>What softwareupdate and brew would do to a Mac, and do.</summary>
/// <remarks>Neither has a solver that could be asked: softwareupdate's updates stand for themselves, and brew brings what its packages need.
/// Both fetch each update just before they put it on, so one that cannot be had keeps none of the others away.</remarks>
internal sealed class MacOSTransaction : IPackageTransaction
{
    private const string Activity = "Installing";

    /// <summary>softwareupdate looks through the catalogue of all its updates.</summary>
    private static readonly TimeSpan s_listTimeout = TimeSpan.FromMinutes(15);

    private readonly MacOSSystem _system;
    private readonly Node _node;
    private readonly TransactionOptions _options;
    private readonly OwnInstalls _own;
    private readonly IDetachedProcessRunner _detached;
    private readonly IClock _clock;
    private readonly Action<MacOSSnapshot> _tell;
    private readonly IEventSink _events;
    private MacOSSnapshot? _snapshot;
    private bool _hasChanged;
    private bool _hasUpdated;

    /// <param name="system">The sources.</param>
    /// <param name="node">The Mac.</param>
    /// <param name="options">What the transaction may take.</param>
    /// <param name="known">What the sources said just before; null where they are still to be asked.</param>
    /// <param name="own">Remembers what was put on.</param>
    /// <param name="detached">Runs what changes the Mac.</param>
    /// <param name="clock">The time.</param>
    /// <param name="tell">Takes what the sources say after a change.</param>
    /// <param name="events">Hears of progress.</param>
    public MacOSTransaction(
        MacOSSystem system,
        Node node,
        TransactionOptions options,
        MacOSSnapshot? known,
        OwnInstalls own,
        IDetachedProcessRunner detached,
        IClock clock,
        Action<MacOSSnapshot> tell,
        IEventSink events)
    {
        _system = system;
        _node = node;
        _options = options;
        _snapshot = known;
        _own = own;
        _detached = detached;
        _clock = clock;
        _tell = tell;
        _events = events;
    }

    public string MendingCommand => "softwareupdate --list";

    public void Dispose()
    {
        // Nothing was made for a time.
    }

    /// <summary>softwareupdate and brew begin anew what they were interrupted in.</summary>
    public Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>?>(null);

    public Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished) => throw new InvalidOperationException("Nothing is ever unfinished here.");

    /// <summary>softwareupdate's service takes its callers in turn, and brew names what is locked.</summary>
    public Task WaitForOthersAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Accept()
    {
        // There is no solver that would have been led to anything.
    }

    public void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided)
    {
        // There is no solver that would choose.
    }

    /// <summary>Only what is offered can be put on: that is all that is known beforehand.</summary>
    public async Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken)
    {
        (MacOSSnapshot snapshot, IReadOnlyList<InventoryEntry> entries, IReadOnlyDictionary<string, HomebrewPackage> packages) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, InventoryEntry> byId = entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        List<PackageStep> steps = [];
        foreach (PackageVersion target in targets)
        {
            if (FindUpdate(snapshot, target) is null && !IsOffered(packages, target))
                return new TransactionSimulation { IsPossible = false, Problem = $"{target} is no longer offered" };
            string installed = byId.TryGetValue(target.Id, out InventoryEntry? entry) ? entry.Installed?.Version ?? "" : "";
            steps.Add(new PackageStep
            {
                Kind = installed.Length == 0 ? PackageStepKind.Install : PackageStepKind.Upgrade,
                Name = target.Name,
                Architecture = target.Architecture,
                InstalledVersion = installed,
                Version = target.Version,
            });
        }

        return new TransactionSimulation { IsPossible = true, Steps = steps };
    }

    /// <summary>brew tells no sizes.</summary>
    public async Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken)
    {
        MacOSSnapshot snapshot = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Snapshot;
        Dictionary<string, long> download = new(StringComparer.Ordinal);
        foreach (PackageVersion target in targets)
        {
            if (FindUpdate(snapshot, target) is { Bytes: { } bytes })
                download[target.Id] = bytes;
        }

        return new TransactionCost { DownloadBytes = download, DiskBytes = null, Services = [] };
    }

    public Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Homebrew's packages first: an update of the system may leave the Mac waiting for a restart.</summary>
    public async Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps)
    {
        (MacOSSnapshot snapshot, _, IReadOnlyDictionary<string, HomebrewPackage> packages) = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        List<string> problems = [];
        (PackageVersion Target, HomebrewPackage Package)[] upgrades = [.. targets.Where(target => IsOffered(packages, target)).Select(target => (target, packages[target.Id]))];
        foreach (bool isCask in (bool[])[false, true])
            await UpgradeAsync([.. upgrades.Where(upgrade => upgrade.Package.IsCask == isCask)], isCask, failures, problems).ConfigureAwait(false);
        (PackageVersion Target, SoftwareUpdateItem Item)[] updates =
            [.. targets.Select(target => (target, Item: FindUpdate(snapshot, target))).Where(update => update.Item is not null).Select(update => (update.target, update.Item!))];
        if (updates.Length > 0)
            await UpdateAsync(updates, failures, problems).ConfigureAwait(false);
        return new TransactionReport { IsSuccess = failures.Count == 0 && problems.Count == 0, Failures = failures, Problem = string.Join(" ", problems) };
    }

    /// <summary>What the sources say now. After a change they are asked anew, because neither tool's exit code says what came of it.</summary>
    public async Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<InventoryEntry> entries = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Entries;
        return entries.Where(entry => entry.Installed is not null).ToDictionary(entry => entry.Id, entry => new InstalledState(entry.Installed!.Version, IsWhole: true), StringComparer.Ordinal);
    }

    /// <summary>brew remembers by itself which packages it brought along.</summary>
    public Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task MarkAutomaticAsync(IReadOnlyList<string> names) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. _own.Read().Where(install => install.IsPrepared && _node.BootTime < install.Time).Select(install => $"softwareupdate puts '{install.Title}' on when the Mac restarts.")]);

    private async Task UpgradeAsync(IReadOnlyList<(PackageVersion Target, HomebrewPackage Package)> upgrades, bool isCask, Dictionary<string, string> failures, List<string> problems)
    {
        if (upgrades.Count == 0)
            return;
        if (await _system.OpenHomebrewAsync(CancellationToken.None).ConfigureAwait(false) is not { } homebrew)
        {
            problems.Add("Homebrew can no longer be asked.");
            return;
        }

        _events.Progress(Activity, "Upgrading Homebrew's packages", 10);
        (string tool, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) = homebrew.Upgrade(upgrades.Select(upgrade => upgrade.Package), isCask);
        (DetachedProcessResult? result, string problem) = await RunAsync(tool, arguments, environment).ConfigureAwait(false);
        if (result is null)
        {
            problems.Add(problem);
            return;
        }

        HomebrewReport report = HomebrewReport.Parse(result.ExitCode, result.Output, [.. upgrades.Select(upgrade => upgrade.Package)]);
        foreach ((PackageVersion target, HomebrewPackage package) in upgrades)
        {
            if (report.Failures.TryGetValue(package.Spec, out string? failure))
                failures[target.Id] = failure;
        }

        if (report.Problem.Length > 0)
            problems.Add(report.Problem);
    }

    private async Task UpdateAsync(IReadOnlyList<(PackageVersion Target, SoftwareUpdateItem Item)> updates, Dictionary<string, string> failures, List<string> problems)
    {
        _events.Progress(Activity, "Putting Apple's updates on", 50);
        DateTimeOffset start = _clock.UtcNow;
        _hasUpdated = true;
        SoftwareUpdateItem[] items = [.. updates.Select(update => update.Item)];
        (string tool, IReadOnlyList<string> arguments) = MacOSSystem.Install(items.Select(item => item.Label));
        (DetachedProcessResult? result, string problem) = await RunAsync(tool, arguments, new Dictionary<string, string>(StringComparer.Ordinal)).ConfigureAwait(false);
        SoftwareUpdateReport report = result is null
            ? new SoftwareUpdateReport { Failures = new Dictionary<string, string>(StringComparer.Ordinal), Problem = problem, AsksForRestart = false }
            : SoftwareUpdateReport.Parse(result.ExitCode, result.Output, items);
        MacOSSnapshot after;
        try
        {
            after = await ReadSourcesAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (PatchException e)
        {
            // Whoever reads what is installed asks again, and has to say so where that fails too.
            problems.Add($"What came of Apple's updates cannot be told: {e.Message.TrimEnd('.')}.");
            return;
        }

        SoftwareUpdateOutcome outcome = SoftwareUpdateOutcome.Of(items, report, after, start);
        Remember(outcome.Done);
        _snapshot = after;
        _tell(after);
        foreach ((PackageVersion target, SoftwareUpdateItem item) in updates)
        {
            if (outcome.Missed.TryGetValue(item.Label, out string? why))
                failures[target.Id] = why;
        }

        if (report.Problem.Length > 0)
            problems.Add(report.Problem);
    }

    /// <summary>The updates are on: that it cannot be noted takes nothing away from it.</summary>
    private void Remember(IReadOnlyList<OwnInstall> done)
    {
        try
        {
            _own.Add(done);
        }
        catch (PatchException e)
        {
            _events.Warn(e.ErrorId, $"What softwareupdate was told to install could not be noted, so the next scan judges by its list and the history alone: {e.Message}", e.Target);
        }
    }

    private async Task<(DetachedProcessResult? Result, string Problem)> RunAsync(string tool, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        // What the sources said before holds no more, however this ends.
        _snapshot = null;
        _hasChanged = true;
        try
        {
            return (await _detached.RunAsync(
                TransactionLog.Request(_options, tool, arguments, environment, $"{tool} puts patches on", _options.InstallTimeout), CancellationToken.None).ConfigureAwait(false), "");
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.ToolTimedOut, StringComparison.Ordinal))
        {
            return (null, e.Message);
        }
    }

    private async Task<(MacOSSnapshot Snapshot, IReadOnlyList<InventoryEntry> Entries, IReadOnlyDictionary<string, HomebrewPackage> Packages)> ReadAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null)
        {
            _snapshot = await ReadSourcesAsync(cancellationToken).ConfigureAwait(false);
            if (_hasChanged)
                _tell(_snapshot);
        }

        MacOSInventoryBuilder builder = new(_snapshot, _own.Read(), _node.BootTime);
        return (_snapshot, builder.Build(), builder.Packages);
    }

    private Task<MacOSSnapshot> ReadSourcesAsync(CancellationToken cancellationToken) =>
        _system.ReadAsync(_node, _hasUpdated ? MacOSRefresh.Apple : MacOSRefresh.None, s_listTimeout, _options.QueryTimeout, cancellationToken);

    private static SoftwareUpdateItem? FindUpdate(MacOSSnapshot snapshot, PackageVersion target) => snapshot.Updates.FirstOrDefault(item =>
        string.Equals(item.Title, target.Name, StringComparison.Ordinal) && string.Equals(item.Version, target.Version, StringComparison.Ordinal));

    private static bool IsOffered(IReadOnlyDictionary<string, HomebrewPackage> packages, PackageVersion target) =>
        packages.TryGetValue(target.Id, out HomebrewPackage? package) && string.Equals(package.OfferedVersion, target.Version, StringComparison.Ordinal);
}
