using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.MacOS;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.PackageManagers.Yum;
using PatchBaselineAssociation.PackageManagers.Zypper;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>What the cmdlets call.</summary>
public sealed class PatchEngine : IDisposable
{
    private const string BaselinesFolder = "baselines";

    private readonly EngineServices _services;
    private readonly Lazy<ISystemsManager>? _systemsManager;

    public PatchEngine(EngineServices services) => _services = services;

    private PatchEngine(EngineServices services, Lazy<ISystemsManager> systemsManager)
        : this(services) => _systemsManager = systemsManager;

    /// <summary>The engine on this machine.</summary>
    /// <param name="moduleFolder">The folder of the module, which holds the predefined baselines.</param>
    /// <param name="events">Hears of progress, details and warnings.</param>
    /// <param name="systemsManager">Makes the connection to AWS, where one is needed; it ends with the engine.</param>
    public static PatchEngine Create(string moduleFolder, IEventSink events, Func<ISystemsManager> systemsManager)
    {
        PhysicalFileSystem files = new();
        SystemClock clock = SystemClock.Instance;
        SystemEnvironment environment = new();
        AgentContext agent = AgentContext.OfThisProcess();
        Lazy<ISystemsManager> connection = new(systemsManager);
        DocumentLoader documents = new(files, () => new HttpsFetcher(clock), () => connection.Value);
        OfflineBaselineResolver offline = new(files, new PredefinedBaselines(files, Path.Combine(moduleFolder, BaselinesFolder)), events);
        EngineServices services = new()
        {
            Files = files,
            Clock = clock,
            Events = events,
            Nodes = new NodeDetector(files, clock, environment, events),
            Baselines = new BaselineResolver(offline, new BaselineOverrideLoader(documents), () => connection.Value, agent, events),
            SystemsManager = () => connection.Value,
            PackageManagers = node => PackageManagerOf(node, files, clock, events),
            StateFolders = StateFolders.OfThisMachine(),
            CacheFolders = Platform.CacheFolders.OfThisMachine(),
            OverrideLists = new OverrideListLoader(documents),
            Agent = agent,
            System = environment.Kind,
            Restarter = new SystemRestarter(new ProcessRunner(events), environment.Kind),
            SystemLog = environment.Kind == SystemKind.Windows ? new WindowsEventLog(new ProcessRunner(events), events) : null,
            IsPrivileged = Privileges.IsAdministrator,
        };
        return new PatchEngine(services, connection);
    }

    public void Dispose()
    {
        if (_systemsManager is { IsValueCreated: true } connection)
            connection.Value.Dispose();
    }

    /// <summary>Finds the baseline that applies.</summary>
    /// <param name="request">What is known.</param>
    /// <param name="root">The system it is for; not looked at where the request names an operating system.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatchException">There is none, it cannot be had, or it is not valid.</exception>
    public Task<PatchBaseline> ResolveBaselineAsync(BaselineRequest request, string root, CancellationToken cancellationToken) =>
        _services.Baselines.ResolveAsync(request, request.OperatingSystem is null ? _services.Nodes.Detect(root) : null, cancellationToken);

    public async Task<PatchOperationResult> ScanAsync(ScanRequest request, CancellationToken cancellationToken) =>
        (await NoteAsync(PatchOperation.Scan, async () => await new ScanOperation(_services).RunAsync(request, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))!;

    /// <summary>What an install would do; changes nothing.</summary>
    public Task<PatchPlan> PlanAsync(InstallRequest request, CancellationToken cancellationToken) =>
        new InstallOperation(_services).PlanAsync(request, cancellationToken);

    /// <summary>What an install override list names on the node, entry by entry; changes nothing.</summary>
    /// <exception cref="PatchException">The list as a whole is not valid, or the node cannot be read.</exception>
    public Task<IReadOnlyList<OverrideListEntryResult>> TestOverrideListAsync(InstallRequest request, CancellationToken cancellationToken) =>
        new InstallOperation(_services).TestListAsync(request, cancellationToken);

    /// <summary>Writes patches as an install override list into a file.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="list">What <see cref="OverrideListWriter"/> made.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="PatchException">It is there and is not to be replaced, or cannot be written.</exception>
    public void WriteOverrideList(string path, string list, bool overwrite) => OverrideListFile.Write(_services.Files, path, list, overwrite);

    /// <summary>Refuses a path at which <see cref="WriteOverrideList"/> could write nothing, before the work for a list begins.</summary>
    /// <exception cref="PatchException">A file is there and is not to be replaced, or none can be there.</exception>
    public void RefuseOverrideListTarget(string path, bool overwrite) => OverrideListFile.RefuseTarget(_services.Files, path, overwrite);

    /// <summary>The results in a file: one out of a node's history, or those of a report in JSON.</summary>
    /// <exception cref="PatchException">ReportResultUnreadable; StateFileNewer.</exception>
    public IReadOnlyList<RunRecord> ReadResults(string path) => ReportFile.Read(_services.Files, path);

    /// <summary>Writes a report that is made now.</summary>
    /// <exception cref="PatchException">A file is there and is not to be replaced, or none can be there.</exception>
    public void WriteReport(string path, IReadOnlyList<RunRecord> runs, string title, ReportFormat format, bool overwrite) =>
        ReportFile.Target.Write(_services.Files, path, new PatchReport(_services.Clock.UtcNow, runs) { Title = title }.Write(format), overwrite);

    /// <summary>Refuses a path at which <see cref="WriteReport"/> could write nothing, before the work for a report begins.</summary>
    /// <exception cref="PatchException">A file is there and is not to be replaced, or none can be there.</exception>
    public void RefuseReportTarget(string path, bool overwrite) => ReportFile.Target.RefuseTarget(_services.Files, path, overwrite);

    /// <summary>Ids and names of the baselines that come with the module, those for one system or all.</summary>
    public static IEnumerable<(string Id, string Name)> PredefinedBaselineIds(PatchOperatingSystem? operatingSystem) => PredefinedBaselines.Index
        .Where(entry => operatingSystem is null || entry.OperatingSystem == operatingSystem)
        .Select(entry => (entry.Id, entry.Name));

    /// <returns>Null where the consent was not given.</returns>
    public Task<PatchOperationResult?> InstallAsync(InstallRequest request, IInstallConsent consent, CancellationToken cancellationToken) =>
        NoteAsync(PatchOperation.Install, () => new InstallOperation(_services).RunAsync(request, consent, cancellationToken));

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

    /// <summary>An entry in the machine's log for each run that came to an end.</summary>
    private async Task<PatchOperationResult?> NoteAsync(PatchOperation operation, Func<Task<PatchOperationResult?>> run)
    {
        if (_services.SystemLog is not { } log)
            return await run().ConfigureAwait(false);
        try
        {
            PatchOperationResult? result = await run().ConfigureAwait(false);
            if (result is not null)
                await log.WriteAsync(SystemLogEntry.Of(result)).ConfigureAwait(false);
            return result;
        }
        catch (PatchException e)
        {
            await log.WriteAsync(SystemLogEntry.Of(operation, e)).ConfigureAwait(false);
            throw;
        }
    }

    private StateStore OpenForReading(string? statePath, string root) => StateStore.Open(
        new StateStoreOptions { StatePath = statePath, Root = _services.Nodes.RootOf(root), Folders = _services.StateFolders },
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
        PackageManagerKind.Dnf => new DnfPackageManager(new ProcessRunner(events), new DetachedProcessRunner(clock, events), files, new FileLockHolder(files), clock, events, Privileges.IsAdministrator),
        PackageManagerKind.Yum => new YumPackageManager(new ProcessRunner(events), new DetachedProcessRunner(clock, events), files, new FileLockHolder(files), clock, events, Privileges.IsAdministrator),
        PackageManagerKind.Zypper => new ZypperPackageManager(new ProcessRunner(events), new DetachedProcessRunner(clock, events), files, new FileLockHolder(files), clock, events),
        PackageManagerKind.MacOS => new MacOSPackageManager(new ProcessRunner(events), new DetachedProcessRunner(clock, events), files, clock, events, Privileges.IsAdministrator),
        PackageManagerKind.WindowsUpdate => new WindowsUpdatePackageManager(() => new ComWindowsUpdateAgent(), new RegistryUpdatePolicy(), files, clock, events, Task.Delay),
        _ => throw new PatchException(
            ErrorIds.OperatingSystemNotSupportedYet,
            ErrorKind.NotImplemented,
            $"This version of the module cannot scan {node.DisplayName}: it has no adapter for the package manager {node.PackageManager}.",
            node.OperatingSystem.ToWireName(),
            "Scan a system with apt, dnf, yum or zypper, Windows or a Mac. Resolve-PatchBaseline works for every operating system.")
        { ExitCode = ExitCodes.OperatingSystemNotSupported },
    };
}
