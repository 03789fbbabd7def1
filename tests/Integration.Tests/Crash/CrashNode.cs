using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>A folder with a root, its state and its cache. The engine takes the root for the running system; its package manager knows better. Nothing is ever restarted.</summary>
/// <param name="folder">Holds <c>root</c>, <c>state</c> and <c>cache</c>.</param>
internal sealed class CrashNode(string folder) : IInstallConsent
{
    public string Folder { get; } = folder;

    public string Root => Path.Combine(Folder, "root");

    public string StatePath { get; init; } = Path.Combine(folder, "state");

    public string CachePath { get; init; } = Path.Combine(folder, "cache");

    public TimeSpan Uptime { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Called in the place of a question, before anything is installed.</summary>
    public Action BeforeInstall { get; init; } = () => { };

    public IClock Clock { get; init; } = SystemClock.Instance;

    public RecordingRestarter Restarter { get; } = new();

    public Task<PatchOperationResult> ScanAsync(IEventSink events, IFileSystem? files = null, CancellationToken cancellationToken = default) =>
        new ScanOperation(Services(events, files)).RunAsync(Request(), cancellationToken);

    public async Task<PatchOperationResult> InstallAsync(RebootOption option, IEventSink events, IFileSystem? files = null, CancellationToken cancellationToken = default) =>
        await new InstallOperation(Services(events, files)).RunAsync(new InstallRequest { Scan = Request(), RebootOption = option }, this, cancellationToken)
            ?? throw new InvalidOperationException("The install was not consented to.");

    bool IInstallConsent.MayRepair(string nodeId, IReadOnlyList<string> unfinished) => true;

    bool IInstallConsent.MayInstall(PatchPlan plan)
    {
        BeforeInstall();
        return true;
    }

    bool IInstallConsent.MayRestart(string nodeId, string reason) => true;

    private bool IsDnf => Directory.Exists(Path.Combine(Root, "etc/dnf"));

    private ScanRequest Request() => new() { Baseline = IsDnf ? DnfScan.Baseline(enableNonSecurity: true) : AptScan.Baseline(), StatePath = StatePath, LockTimeout = LockTimeout };

    private EngineServices Services(IEventSink events, IFileSystem? files)
    {
        files ??= new PhysicalFileSystem();
        EngineServices services = AptServices.Create(events, Path.Combine(Folder, "none"), CachePath, Clock, files: files);
        Func<Node, IPackageManager> packageManagers = IsDnf
            ? _ => new DnfPackageManager(new ProcessRunner(events), new DetachedProcessRunner(services.Clock, events), files, new FileLockHolder(files), services.Clock, events, () => true)
            : services.PackageManagers;
        return services with
        {
            Files = new ConfinedFiles(files, Folder),
            Nodes = new NodeDetector(new RootedFiles(new PhysicalFileSystem(), Root, Uptime), services.Clock, new SystemEnvironment(), events),
            PackageManagers = node => new RootedPackageManager(packageManagers(node), Root),
            Restarter = Restarter,
        };
    }
}
