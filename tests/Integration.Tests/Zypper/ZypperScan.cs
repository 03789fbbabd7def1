using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Zypper;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>Whole runs, everything real, with state and cache in a folder of the test.</summary>
internal sealed class ZypperScan : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordedEvents Events { get; } = new();

    public string CachePath => CacheFolder ?? _folder.Combine("cache");

    /// <summary>Where the cache is instead.</summary>
    public string? CacheFolder { get; init; }

    public string StatePath => _folder.Combine("state");

    /// <summary>Replaces the process runner.</summary>
    public IProcessRunner? Processes { get; init; }

    /// <summary>Goes between the adapter and the process that changes something.</summary>
    public Func<IDetachedProcessRunner, IDetachedProcessRunner> Detached { get; init; } = runner => runner;

    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A baseline of one rule.</summary>
    public static PatchBaseline Baseline(
        bool enableNonSecurity = false, string classification = "*", string severity = "*", string rejected = "", string approved = "", int days = 0) =>
        DnfScan.Baseline(enableNonSecurity, classification, severity, rejected, approved, days, "SUSE");

    public Task<PatchOperationResult> RunAsync(string root, PatchBaseline? baseline = null, bool noRefresh = false, bool requireAllRepositories = false) =>
        new ScanOperation(Services()).RunAsync(Request(root, baseline ?? Baseline(), noRefresh, requireAllRepositories), CancellationToken.None);

    /// <summary>What an install would do.</summary>
    public Task<PatchPlan> PlanAsync(string root, PatchBaseline? baseline = null) =>
        new InstallOperation(Services()).PlanAsync(new InstallRequest { Scan = Request(root, baseline ?? Baseline(enableNonSecurity: true)) }, CancellationToken.None);

    public async Task<PatchOperationResult> InstallAsync(
        string root, PatchBaseline? baseline = null, Action? beforeTransaction = null, string? overrideList = null, bool requireAllRepositories = false) =>
        await new InstallOperation(Services()).RunAsync(
            new InstallRequest { Scan = Request(root, baseline ?? Baseline(enableNonSecurity: true), requireAllRepositories: requireAllRepositories), InstallOverrideList = overrideList }, new Consent(beforeTransaction), CancellationToken.None)
        ?? throw new InvalidOperationException("The install was not consented to.");

    public void Dispose() => _folder.Dispose();

    private ScanRequest Request(string root, PatchBaseline baseline, bool noRefresh = false, bool requireAllRepositories = false) => new()
    {
        Baseline = baseline,
        Root = root,
        StatePath = StatePath,
        NoRefresh = noRefresh,
        RequireAllRepositories = requireAllRepositories,
        LockTimeout = LockTimeout,
    };

    private EngineServices Services()
    {
        PhysicalFileSystem files = new();
        return AptServices.Create(Events, _folder.Combine("none"), CachePath) with
        {
            PackageManagers = _ => new ZypperPackageManager(
                Processes ?? new ProcessRunner(Events), Detached(new DetachedProcessRunner(SystemClock.Instance, Events)), files, new FileLockHolder(files), SystemClock.Instance, Events),
        };
    }

    private sealed class Consent(Action? beforeTransaction) : IInstallConsent
    {
        public bool MayRepair(string nodeId, IReadOnlyList<string> unfinished) => true;

        public bool MayInstall(PatchPlan plan)
        {
            beforeTransaction?.Invoke();
            return true;
        }

        public bool MayRestart(string nodeId, string reason) => throw new InvalidOperationException("An image is not restarted.");
    }
}
