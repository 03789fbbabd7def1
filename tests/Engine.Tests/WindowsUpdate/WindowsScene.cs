using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;
using PatchBaselineAssociation.Tests.Nodes;
using PatchBaselineAssociation.Tests.Operations;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>A Windows Server 2022 whose updates, clock and restarts are the test's, with its state files on the disk.</summary>
internal sealed class WindowsScene : IInstallConsent, IDisposable
{
    public const string Command = "a7f84bef-2aa8-4853-a28f-e6e0108c8285";

    private readonly TemporaryFolder _folder = new();

    public WindowsScene()
    {
        Files = new ConfinedFileSystem(_folder.Path);
        BootTime = Clock.UtcNow.AddDays(-10);
    }

    public UpdateWorld World { get; } = new();

    public SettableClock Clock { get; } = new();

    public EventList Events { get; } = new();

    public ConfinedFileSystem Files { get; }

    public RecordingRestarter Restarter { get; } = new();

    public DateTimeOffset BootTime { get; set; }

    public AgentContext Agent { get; set; } = new();

    public bool IsInstallAllowed { get; set; } = true;

    public bool IsPrivileged { get; set; } = true;

    /// <summary>What an agent may take; never over, unless the test says so.</summary>
    public Func<TimeSpan, CancellationToken, Task> Delay { get; set; } = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);

    public PatchBaseline Baseline { get; set; } = BaselineReader.Read(
        Encoding.UTF8.GetBytes("""
        {
          "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "WINDOWS",
          "GlobalFilters": { "PatchFilters": [] },
          "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [
            { "Key": "CLASSIFICATION", "Values": ["SecurityUpdates"] }, { "Key": "PRODUCT", "Values": ["WindowsServer2022"] } ] },
            "ComplianceLevel": "HIGH", "ApproveAfterDays": 7 } ] },
          "ApprovedPatches": [], "RejectedPatches": [], "RejectedPatchesAction": "ALLOW_AS_DEPENDENCY"
        }
        """),
        "test")[0];

    public string StatePath => _folder["state"];

    public static AgentContext AgentWith(string command = Command) => new() { InstanceId = "i-0123456789abcdef0", CommandId = command };

    public void Boot()
    {
        Clock.UtcNow += TimeSpan.FromMinutes(2);
        BootTime = Clock.UtcNow;
        Clock.UtcNow += TimeSpan.FromMinutes(1);
        World.Restart();
    }

    public Task<PatchOperationResult> ScanAsync(bool noRefresh = false)
    {
        Clock.UtcNow += TimeSpan.FromMinutes(1);
        return new ScanOperation(Services()).RunAsync(Request() with { NoRefresh = noRefresh }, CancellationToken.None);
    }

    public async Task<PatchOperationResult> InstallAsync(RebootOption option = RebootOption.RebootIfNeeded, string? list = null, CancellationToken cancellationToken = default) =>
        await new InstallOperation(Services()).RunAsync(Install(option, list), this, cancellationToken) ?? throw new InvalidOperationException("The install was not consented to.");

    public Task<PatchOperationResult?> AskToInstallAsync() => new InstallOperation(Services()).RunAsync(Install(RebootOption.NoReboot, null), this, CancellationToken.None);

    public Task<PatchPlan> PlanAsync() => new InstallOperation(Services()).PlanAsync(Install(RebootOption.RebootIfNeeded, null), CancellationToken.None);

    public static PatchRecord Patch(PatchOperationResult result, string kb) => Assert.Single(result.Patches, patch => patch.Id == "KB" + kb);

    public static IReadOnlyDictionary<string, PatchState> States(PatchOperationResult result) => result.Patches.ToDictionary(patch => patch.Id, patch => patch.State, StringComparer.Ordinal);

    public string Log(PatchOperationResult result) => File.ReadAllText(result.LogPath);

    bool IInstallConsent.MayRepair(string nodeId, IReadOnlyList<string> unfinished) => throw new InvalidOperationException("Windows has nothing to repair.");

    bool IInstallConsent.MayInstall(PatchPlan plan) => IsInstallAllowed;

    bool IInstallConsent.MayRestart(string nodeId, string reason) => true;

    public void Dispose() => _folder.Dispose();

    private InstallRequest Install(RebootOption option, string? list)
    {
        Clock.UtcNow += TimeSpan.FromMinutes(1);
        string? path = null;
        if (list is not null)
            File.WriteAllText(path = _folder["list.yaml"], list);
        return new InstallRequest { Scan = Request(), RebootOption = option, InstallOverrideList = path };
    }

    private ScanRequest Request() => new() { Baseline = Baseline, StatePath = StatePath, LockTimeout = TimeSpan.FromMinutes(5) };

    private EngineServices Services()
    {
        SampleEnvironment environment = new() { Kind = SystemKind.Windows, SystemVersion = new Version(10, 0, 20348), IsWindowsServer = true, BootTime = BootTime };
        MemorySystemsManager aws = new();
        DocumentLoader documents = new(Files, () => throw new InvalidOperationException("Nothing is fetched from the web here."), () => aws);
        return new EngineServices
        {
            Files = Files,
            Clock = Clock,
            Events = Events,
            Nodes = new NodeDetector(new SampleFiles(), Clock, environment, Events),
            Baselines = new BaselineResolver(new OfflineBaselineResolver(Files, new PredefinedBaselines(Files, _folder["none"]), Events), new BaselineOverrideLoader(documents), () => aws, Agent, Events),
            SystemsManager = () => aws,
            PackageManagers = _ => new WindowsUpdatePackageManager(() => new ScriptedAgent(World), World, Files, Clock, Events, (limit, token) => Delay(limit, token)),
            StateFolders = StateFolders.OfUnix(_ => null),
            CacheFolders = [_folder["cache"]],
            OverrideLists = new OverrideListLoader(documents),
            Agent = Agent,
            System = SystemKind.Windows,
            Restarter = Restarter,
            IsPrivileged = () => IsPrivileged,
        };
    }
}
