using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>Whole scans and installs on a Mac that answers from scripts; state and cache in a folder of the test, and nothing that restarts a machine.</summary>
internal sealed class MacScene : IInstallConsent, IDisposable
{
    private static readonly AgentContext s_agent = new() { InstanceId = "i-0123456789abcdef0", Region = "eu-west-1", CommandId = "7c64b8b8-1274-47db-8f0d-e26f6c0aae7b" };
    private readonly TemporaryFolder _folder = new();

    public ScriptedMac Mac { get; } = new();

    public MacEnvironment Environment { get; } = new();

    public RecordedEvents Events { get; } = new();

    public RecordingRestarter Restarter { get; } = new();

    /// <summary>Whether the agent started this.</summary>
    public bool IsUnderAgent { get; set; }

    public RebootOption RebootOption { get; set; } = RebootOption.RebootIfNeeded;

    public string CachePath => _folder.Combine("cache");

    /// <summary>The baseline that comes with the module.</summary>
    public static PatchBaseline Predefined() =>
        BaselineReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "module", "baselines", "AWS-MacOSDefaultPatchBaseline.json")), "predefined")[0];

    public static PatchBaseline Baseline(string classification = "*", string approved = "", string rejected = "", string action = "ALLOW_AS_DEPENDENCY") => BaselineReader.Read(
        Encoding.UTF8.GetBytes($$"""
        {
          "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "MACOS",
          "GlobalFilters": { "PatchFilters": [ { "Key": "PRODUCT", "Values": ["macOS13.*"] } ] },
          "ApprovalRules": { "PatchRules": [ {
            "PatchFilterGroup": { "PatchFilters": [ { "Key": "CLASSIFICATION", "Values": ["{{classification}}"] } ] },
            "ComplianceLevel": "HIGH", "ApproveAfterDays": 0, "EnableNonSecurity": false } ] },
          "ApprovedPatches": [{{approved}}], "RejectedPatches": [{{rejected}}], "RejectedPatchesAction": "{{action}}"
        }
        """),
        "test")[0];

    public Task<PatchOperationResult> ScanAsync(PatchBaseline? baseline = null, bool noRefresh = false, bool requireAllRepositories = false, string root = "/") =>
        new ScanOperation(Services()).RunAsync(Request(baseline, noRefresh, root) with { RequireAllRepositories = requireAllRepositories }, CancellationToken.None);

    public Task<PatchPlan> PlanAsync(PatchBaseline? baseline = null) =>
        new InstallOperation(Services()).PlanAsync(new InstallRequest { Scan = Request(baseline), RebootOption = RebootOption }, CancellationToken.None);

    public async Task<PatchOperationResult> InstallAsync(PatchBaseline? baseline = null, string? overrideList = null) =>
        await new InstallOperation(Services()).RunAsync(
            new InstallRequest { Scan = Request(baseline), InstallOverrideList = overrideList, RebootOption = RebootOption }, this, CancellationToken.None)
        ?? throw new InvalidOperationException("The install was not consented to.");

    public string WriteList(string yaml)
    {
        string path = _folder.Combine("list.yaml");
        File.WriteAllText(path, yaml);
        return path;
    }

    /// <summary>The patches, each as its id, its state and the version to be had.</summary>
    public static IReadOnlyList<string> States(PatchOperationResult result) =>
        [.. result.Patches.Select(patch => $"{patch.Id} {patch.State} {patch.AvailableVersion}".TrimEnd()).Order(StringComparer.Ordinal)];

    public static string ReasonOf(PatchOperationResult result, string id) => result.Patches.Single(patch => patch.Id == id).Reason;

    public bool MayRepair(string nodeId, IReadOnlyList<string> unfinished) => throw new InvalidOperationException("Nothing is ever unfinished.");

    public bool MayInstall(PatchPlan plan) => true;

    public bool MayRestart(string nodeId, string reason) => true;

    public void Dispose()
    {
        Mac.Dispose();
        _folder.Dispose();
    }

    private ScanRequest Request(PatchBaseline? baseline, bool noRefresh = false, string root = "/") => new()
    {
        Baseline = baseline ?? Predefined(),
        StatePath = _folder.Combine("state"),
        NoRefresh = noRefresh,
        Root = root,
        LockTimeout = TimeSpan.FromSeconds(30),
    };

    private EngineServices Services() => AptServices.Create(Events, _folder.Combine("none"), CachePath) with
    {
        Nodes = new NodeDetector(new PhysicalFileSystem(), SystemClock.Instance, Environment, Events),
        PackageManagers = node => node.PackageManager == PackageManagerKind.MacOS ? Mac.CreatePackageManager() : throw new InvalidOperationException($"{node.DisplayName} is no Mac."),
        System = SystemKind.MacOS,
        Agent = IsUnderAgent ? s_agent : new AgentContext(),
        Restarter = Restarter,
    };
}
