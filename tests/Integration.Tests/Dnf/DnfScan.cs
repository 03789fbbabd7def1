using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>The whole scan, everything real, with state and cache in a folder of the test.</summary>
internal sealed class DnfScan : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordedEvents Events { get; } = new();

    public string CachePath => _folder.Combine("cache");

    public string StatePath => StateFolder ?? _folder.Combine("state");

    /// <summary>Where the state is instead.</summary>
    public string? StateFolder { get; init; }

    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What happens while the question is open whether to install.</summary>
    public Action OnInstallAsked { get; set; } = () => { };

    /// <summary>Changes what the engine is given.</summary>
    public Func<EngineServices, EngineServices> Change { get; init; } = services => services;

    /// <summary>Replaces the process runner.</summary>
    public IProcessRunner? Processes { get; init; }

    /// <summary>Whether dnf is asked as one who has rights.</summary>
    public bool IsPrivileged { get; init; } = true;

    /// <summary>Replaces dnf.</summary>
    public Func<IPackageManager>? PackageManager { get; init; }

    /// <summary>A baseline of one rule.</summary>
    public static PatchBaseline Baseline(
        bool enableNonSecurity = false, string classification = "*", string severity = "*", string rejected = "", string approved = "", int days = 0, string system = "REDHAT_ENTERPRISE_LINUX") =>
        BaselineReader.Read(
            Encoding.UTF8.GetBytes($$"""
            {
              "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "{{system}}",
              "GlobalFilters": { "PatchFilters": [] },
              "ApprovalRules": { "PatchRules": [ {
                "PatchFilterGroup": { "PatchFilters": [ { "Key": "CLASSIFICATION", "Values": [{{Quote(classification)}}] }, { "Key": "SEVERITY", "Values": [{{Quote(severity)}}] } ] },
                "ComplianceLevel": "HIGH", "ApproveAfterDays": {{days}}, "EnableNonSecurity": {{(enableNonSecurity ? "true" : "false")}} } ] },
              "ApprovedPatches": [{{Quote(approved)}}], "RejectedPatches": [{{Quote(rejected)}}], "RejectedPatchesAction": "ALLOW_AS_DEPENDENCY"
            }
            """),
            "test")[0];

    /// <summary>A baseline that ships with the module.</summary>
    public static PatchBaseline Predefined(string name) =>
        BaselineReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "module", "baselines", name + ".json")), name)[0];

    /// <summary>What rpm, dnf and the notices say of a root, before any baseline.</summary>
    public async Task<Inventory> ReadInventoryAsync(string root)
    {
        EngineServices services = Services();
        Node node = services.Nodes.Detect(root);
        return await services.PackageManagers(node).ReadInventoryAsync(node, new InventoryOptions { CacheFolder = CachePath }, CancellationToken.None);
    }

    public Task<PatchOperationResult> RunAsync(string root, PatchBaseline? baseline = null, bool noRefresh = false, bool requireAllRepositories = false) =>
        new ScanOperation(Services()).RunAsync(Request(root, baseline, noRefresh, requireAllRepositories), CancellationToken.None);

    /// <summary>What an install would do.</summary>
    public async Task<PatchPlan> PlanAsync(string root, PatchBaseline? baseline = null) =>
        await new InstallOperation(Services()).PlanAsync(new InstallRequest { Scan = Request(root, baseline ?? Baseline(enableNonSecurity: true), noRefresh: false, requireAllRepositories: false) }, CancellationToken.None);

    public async Task<PatchOperationResult> InstallAsync(string root, PatchBaseline? baseline = null, bool requireAllRepositories = false, string? overrideList = null) =>
        await new InstallOperation(Services()).RunAsync(
            new InstallRequest { Scan = Request(root, baseline ?? Baseline(enableNonSecurity: true), noRefresh: false, requireAllRepositories), InstallOverrideList = overrideList }, new Consent(this), CancellationToken.None)
        ?? throw new InvalidOperationException("The install was not consented to.");

    private ScanRequest Request(string root, PatchBaseline? baseline, bool noRefresh, bool requireAllRepositories) => new()
    {
        Baseline = baseline ?? Baseline(),
        Root = root,
        StatePath = StatePath,
        NoRefresh = noRefresh,
        RequireAllRepositories = requireAllRepositories,
        LockTimeout = LockTimeout,
    };

    private EngineServices Services()
    {
        PhysicalFileSystem files = new();
        return Change(AptServices.Create(Events, _folder.Combine("none"), CachePath) with
        {
            PackageManagers = _ => PackageManager?.Invoke() ?? new DnfPackageManager(
                Processes ?? new ProcessRunner(Events), new DetachedProcessRunner(SystemClock.Instance, Events), files, new FileLockHolder(files), SystemClock.Instance, Events, () => IsPrivileged),
        });
    }

    public void Dispose() => _folder.Dispose();

    private static string Quote(string list) =>
        string.Join(", ", list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => $"\"{item.Trim()}\""));

    private sealed class Consent(DnfScan scan) : IInstallConsent
    {
        public bool MayRepair(string nodeId, IReadOnlyList<string> unfinished) => true;

        public bool MayInstall(PatchPlan plan)
        {
            scan.OnInstallAsked();
            return true;
        }

        public bool MayRestart(string nodeId, string reason) => throw new InvalidOperationException("An image is not restarted.");
    }
}
