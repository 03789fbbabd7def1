using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;
using PatchBaselineAssociation.Tests.Nodes;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>A running Debian whose packages, clock and restarts are the test's, with its state files on the disk.</summary>
internal sealed class InstallScene : IInstallConsent, IDisposable
{
    public const string Command = "a7f84bef-2aa8-4853-a28f-e6e0108c8285";

    private static readonly PatchBaseline s_baseline = BaselineReader.Read(
        Encoding.UTF8.GetBytes("""
        {
          "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "DEBIAN",
          "GlobalFilters": { "PatchFilters": [] },
          "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ { "Key": "PRIORITY", "Values": ["*"] } ] }, "ComplianceLevel": "HIGH", "ApproveAfterDays": 0, "EnableNonSecurity": false } ] },
          "ApprovedPatches": [], "RejectedPatches": [], "RejectedPatchesAction": "ALLOW_AS_DEPENDENCY"
        }
        """),
        "test")[0];

    private readonly TemporaryFolder _folder = new();
    private readonly SampleEnvironment _environment = new() { Kind = SystemKind.Linux };

    public InstallScene()
    {
        Manager = new MemoryPackageManager(Clock);
        Files = new ConfinedFileSystem(_folder.Path);
        BootTime = Clock.UtcNow.AddDays(-10);
    }

    public SettableClock Clock { get; } = new();

    public EventList Events { get; } = new();

    public MemoryPackageManager Manager { get; }

    public ConfinedFileSystem Files { get; }

    public RecordingRestarter Restarter { get; } = new();

    public MemorySystemsManager Aws { get; } = new();

    /// <summary>Null where it cannot be known.</summary>
    public DateTimeOffset? BootTime { get; set; }

    public AgentContext Agent { get; set; } = new();

    public string AssociationId { get; set; } = "";

    public bool IsRestartAllowed { get; set; } = true;

    public bool IsInstallAllowed { get; set; } = true;

    public string StatePath => _folder["state"];

    public string JournalPath => Path.Combine(StatePath, "install-journal.json");

    public string MarkerPath => Path.Combine(StatePath, RebootMarkerStore.FileName);

    public PatchStates StateFile => PatchStatesFile.Read(File.ReadAllBytes(Path.Combine(StatePath, "patch-states-configuration.json")));

    public RebootMarker? Marker => File.Exists(MarkerPath) ? RebootMarkerFile.Read(File.ReadAllBytes(MarkerPath), MarkerPath) : null;

    public InstallJournal? Journal => File.Exists(JournalPath) ? InstallJournal.FromJson(File.ReadAllBytes(JournalPath), JournalPath) : null;

    public IReadOnlyList<RunRecord> Runs => OpenStore().Runs();

    public static AgentContext AgentWith(string command = Command) => new() { InstanceId = "i-0123456789abcdef0", CommandId = command };

    public void Boot()
    {
        Clock.UtcNow += TimeSpan.FromMinutes(2);
        BootTime = Clock.UtcNow;
        Clock.UtcNow += TimeSpan.FromMinutes(1);
    }

    public StateStore OpenStore() => StateStore.Open(
        new StateStoreOptions { StatePath = StatePath, Folders = StateFolders.OfUnix(_ => null) }, StateAccess.Write, Files, Clock, Events);

    public Task<PatchOperationResult> InstallAsync(RebootOption option = RebootOption.RebootIfNeeded, string? list = null, CancellationToken cancellationToken = default)
    {
        string? path = null;
        if (list is not null)
            File.WriteAllText(path = _folder["list.yaml"], list);
        return InstallFromAsync(path, option, cancellationToken);
    }

    public async Task<PatchOperationResult> InstallFromAsync(string? source, RebootOption option = RebootOption.RebootIfNeeded, CancellationToken cancellationToken = default)
    {
        Clock.UtcNow += TimeSpan.FromMinutes(1);
        InstallRequest request = new() { Scan = Request(), RebootOption = option, InstallOverrideList = source };
        return await new InstallOperation(Services()).RunAsync(request, this, cancellationToken) ?? throw new InvalidOperationException("The install was not consented to.");
    }

    public Task<PatchOperationResult> ScanAsync()
    {
        Clock.UtcNow += TimeSpan.FromMinutes(1);
        return new ScanOperation(Services()).RunAsync(Request(), CancellationToken.None);
    }

    public static PatchState StateOf(PatchOperationResult result, string name) => Assert.Single(result.Patches, patch => patch.Name == name).State;

    public static IReadOnlyList<string> Waiting(PatchOperationResult result) =>
        [.. result.Patches.Where(patch => patch.State == PatchState.InstalledPendingReboot).Select(patch => patch.Name)];

    public IReadOnlyList<string> WaitingInFile() =>
        [.. StateFile.Patches.Values.Where(entry => entry.State == PatchState.InstalledPendingReboot).Select(entry => entry.Id.Split('.')[0]).Order(StringComparer.Ordinal)];

    bool IInstallConsent.MayRepair(string nodeId, IReadOnlyList<string> unfinished) => true;

    bool IInstallConsent.MayInstall(PatchPlan plan) => IsInstallAllowed;

    bool IInstallConsent.MayRestart(string nodeId, string reason) => IsRestartAllowed;

    public void Dispose() => _folder.Dispose();

    public ScanRequest Request() => new() { Baseline = s_baseline, StatePath = StatePath, AssociationId = AssociationId, LockTimeout = TimeSpan.Zero };

    public EngineServices Services()
    {
        SampleFiles system = new SampleFiles().Add("/etc/os-release", "ID=debian\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n");
        if (BootTime is { } boot)
            system.Add("/proc/uptime", string.Create(CultureInfo.InvariantCulture, $"{(Clock.UtcNow - boot).TotalSeconds:0.00} 0.00\n"));
        DocumentLoader documents = new(Files, () => throw new InvalidOperationException("Nothing is fetched from the web here."), () => Aws);
        return new EngineServices
        {
            Files = Files,
            Clock = Clock,
            Events = Events,
            Nodes = new NodeDetector(system, Clock, _environment, Events),
            Baselines = new BaselineResolver(new OfflineBaselineResolver(Files, new PredefinedBaselines(Files, _folder["none"]), Events), new BaselineOverrideLoader(documents), () => Aws, Agent, Events),
            SystemsManager = () => Aws,
            PackageManagers = _ => Manager,
            StateFolders = StateFolders.OfUnix(_ => null),
            CacheFolders = [_folder["cache"]],
            OverrideLists = new OverrideListLoader(documents),
            Agent = Agent,
            System = SystemKind.Linux,
            Restarter = Restarter,
            IsPrivileged = () => true,
        };
    }
}
