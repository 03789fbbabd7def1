using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>The whole install, everything real, with state and cache in a folder of the test.</summary>
internal sealed class AptInstall : IInstallConsent, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordedEvents Events { get; } = new();

    public string StatePath => _folder.Combine("state");

    public string CachePath => _folder.Combine("cache");

    /// <summary>The plan that consent was asked for.</summary>
    public PatchPlan? AskedAbout { get; private set; }

    /// <summary>What was asked to be finished first.</summary>
    public IReadOnlyList<string>? AskedToRepair { get; private set; }

    public bool IsRepairAllowed { get; init; } = true;

    public bool IsInstallAllowed { get; init; } = true;

    /// <summary>What happens while the question is open.</summary>
    public Action OnInstallAsked { get; set; } = () => { };

    public bool IsRestartAllowed { get; init; } = true;

    /// <summary>Replaces what runs the tools that only read.</summary>
    public IProcessRunner? Processes { get; init; }

    /// <summary>Changes what the engine is given.</summary>
    public Func<EngineServices, EngineServices> Services { get; init; } = services => services;

    public static InstallRequest Request(string root, string statePath, PatchBaseline? baseline = null, string? list = null, RebootOption rebootOption = RebootOption.RebootIfNeeded, bool noRefresh = false) => new()
    {
        Scan = new ScanRequest
        {
            Baseline = baseline ?? AptScan.Baseline(),
            Root = root,
            StatePath = statePath,
            NoRefresh = noRefresh,
            LockTimeout = TimeSpan.FromSeconds(30),
        },
        InstallOverrideList = list,
        RebootOption = rebootOption,
    };

    /// <summary>Writes an override list and gives its path.</summary>
    public string List(string yaml)
    {
        string path = _folder.Combine("list.yaml");
        File.WriteAllText(path, yaml);
        return path;
    }

    public async Task<PatchOperationResult> RunAsync(
        string root,
        PatchBaseline? baseline = null,
        string? list = null,
        RebootOption rebootOption = RebootOption.RebootIfNeeded,
        Func<InstallRequest, InstallRequest>? change = null,
        CancellationToken cancellationToken = default)
    {
        InstallRequest request = Request(root, StatePath, baseline, list, rebootOption);
        PatchOperationResult? result = await Operation().RunAsync(change?.Invoke(request) ?? request, this, cancellationToken);
        return result ?? throw new InvalidOperationException("The install was not consented to.");
    }

    public Task<PatchPlan> PlanAsync(string root, PatchBaseline? baseline = null, string? list = null) =>
        Operation().PlanAsync(Request(root, StatePath, baseline, list), CancellationToken.None);

    public Task<IReadOnlyList<OverrideListEntryResult>> TestListAsync(string root, string list, PatchBaseline? baseline = null) =>
        Operation().TestListAsync(Request(root, StatePath, baseline, list), CancellationToken.None);

    public async Task<PatchOperationResult> ScanAsync(string root, PatchBaseline? baseline = null) =>
        await new ScanOperation(CreateServices()).RunAsync(Request(root, StatePath, baseline).Scan, CancellationToken.None);

    public static PatchRecord Record(PatchOperationResult result, string id) =>
        Assert.Single(result.Patches, record => record.Id == id);

    /// <summary>The states of all patches, in the order of ids: "subject.all Installed".</summary>
    public static IReadOnlyList<string> States(PatchOperationResult result) =>
        [.. result.Patches.Select(record => $"{record.Id} {record.State}").Order(StringComparer.Ordinal)];

    bool IInstallConsent.MayRepair(string nodeId, IReadOnlyList<string> unfinished)
    {
        AskedToRepair = unfinished;
        return IsRepairAllowed;
    }

    bool IInstallConsent.MayInstall(PatchPlan plan)
    {
        AskedAbout = plan;
        OnInstallAsked();
        return IsInstallAllowed;
    }

    bool IInstallConsent.MayRestart(string nodeId, string reason) => IsRestartAllowed;

    public void Dispose() => _folder.Dispose();

    private InstallOperation Operation() => new(CreateServices());

    private EngineServices CreateServices() => Services(AptServices.Create(Events, _folder.Combine("none"), CachePath, processes: Processes));
}
