using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>What the cmdlets call.</summary>
public sealed class PatchEngine
{
    private const string BaselinesFolder = "baselines";

    private readonly EngineServices _services;

    public PatchEngine(EngineServices services) => _services = services;

    /// <summary>The engine on this machine.</summary>
    /// <param name="moduleFolder">The folder of the module, which holds the predefined baselines.</param>
    /// <param name="events">Hears of progress, details and warnings.</param>
    public static PatchEngine Create(string moduleFolder, IEventSink events)
    {
        PhysicalFileSystem files = new();
        SystemClock clock = SystemClock.Instance;
        SystemEnvironment environment = new();
        return new PatchEngine(new EngineServices
        {
            Files = files,
            Clock = clock,
            Events = events,
            Nodes = new NodeDetector(files, clock, environment, events),
            Baselines = new OfflineBaselineResolver(files, new PredefinedBaselines(files, Path.Combine(moduleFolder, BaselinesFolder)), events),
            PackageManagers = node => PackageManagerOf(node, files, clock, events),
            StateFolders = StateFolders.OfThisMachine(),
            CacheFolders = Platform.CacheFolders.OfThisMachine(),
            OverrideLists = new OverrideListLoader(files, () => new HttpsFetcher(clock), () => throw new InvalidOperationException()),
            Agent = AgentContext.OfThisProcess(),
            System = environment.Kind,
            Restarter = new SystemRestarter(new ProcessRunner(events), environment.Kind),
            IsPrivileged = Privileges.IsAdministrator,
        });
    }

    /// <summary>Finds the baseline that applies.</summary>
    /// <param name="request">What is known; nothing is the predefined one of the node's operating system.</param>
    /// <param name="root">The system it is for; not looked at where the request names an operating system.</param>
    /// <exception cref="PatchException">There is none, or it is not valid.</exception>
    public PatchBaseline ResolveBaseline(BaselineRequest request, string root) =>
        _services.Baselines.Resolve(request, request.OperatingSystem is null ? _services.Nodes.Detect(root) : null);

    public Task<PatchOperationResult> ScanAsync(ScanRequest request, CancellationToken cancellationToken) =>
        new ScanOperation(_services).RunAsync(request, cancellationToken);

    /// <summary>What an install would do; changes nothing.</summary>
    public Task<PatchPlan> PlanAsync(InstallRequest request, CancellationToken cancellationToken) =>
        new InstallOperation(_services).PlanAsync(request, cancellationToken);

    /// <summary>What an install override list names on the node, entry by entry; changes nothing.</summary>
    /// <exception cref="PatchException">The list as a whole is not valid, or the node cannot be read.</exception>
    public Task<IReadOnlyList<OverrideListEntryResult>> TestOverrideListAsync(InstallRequest request, CancellationToken cancellationToken) =>
        new InstallOperation(_services).TestListAsync(request, cancellationToken);

    /// <returns>Null where the consent was not given.</returns>
    public Task<PatchOperationResult?> InstallAsync(InstallRequest request, IInstallConsent consent, CancellationToken cancellationToken) =>
        new InstallOperation(_services).RunAsync(request, consent, cancellationToken);

    /// <summary>The patches of the last operation, from the state files alone.</summary>
    /// <exception cref="PatchException">StateNotFound: there was none.</exception>
    public IReadOnlyList<PatchRecord> GetState(string? statePath, string root)
    {
        StateStore store = OpenForReading(statePath, root);
        return (store.LastRun() ?? throw NoState(store)).Patches;
    }

    /// <summary>Earlier operations, newest first.</summary>
    /// <exception cref="PatchException">StateNotFound: there was none.</exception>
    public IReadOnlyList<PatchOperationResult> GetHistory(string? statePath, string root)
    {
        StateStore store = OpenForReading(statePath, root);
        IReadOnlyList<RunRecord> runs = store.Runs();
        return runs.Count == 0 ? throw NoState(store) : runs.Select(PatchOperationResult.Of).ToArray();
    }

    private StateStore OpenForReading(string? statePath, string root) => StateStore.Open(
        new StateStoreOptions { StatePath = statePath, Root = root, Folders = _services.StateFolders },
        StateAccess.Read,
        _services.Files,
        _services.Clock,
        _services.Events);

    private static PatchException NoState(StateStore store) => new(
        ErrorIds.StateNotFound,
        ErrorKind.ObjectNotFound,
        $"There is no state of an earlier operation in '{store.Folder}'.",
        store.Folder,
        "Run Invoke-PatchScan first, or give the folder with -StatePath.");

    private static IPackageManager PackageManagerOf(Node node, IFileSystem files, IClock clock, IEventSink events) => node.PackageManager switch
    {
        PackageManagerKind.Apt => new AptPackageManager(new ProcessRunner(events), new DetachedProcessRunner(clock, events), files, new FileLockHolder(files), clock, events),
        _ => throw new PatchException(
            ErrorIds.OperatingSystemNotSupportedYet,
            ErrorKind.NotImplemented,
            $"This version of the module cannot scan {node.DisplayName}: it has no adapter for the package manager {node.PackageManager}.",
            node.OperatingSystem.ToWireName(),
            "Scan a system of the Debian family. Resolve-PatchBaseline works for every operating system."),
    };
}
