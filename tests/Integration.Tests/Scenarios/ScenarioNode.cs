using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>An image with the packages of a scenario, which one package manager looks after.</summary>
internal abstract class ScenarioNode : IInstallConsent, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordedEvents Events { get; } = new();

    /// <summary>The name of the package that an id is of.</summary>
    public virtual string NameOf(string id) => id.Substring(0, id.LastIndexOf('.'));

    /// <summary>The system, as baselines name it.</summary>
    public abstract string OperatingSystem { get; }

    /// <summary>The keys that filters of its baselines have.</summary>
    public abstract string[] FilterKeys { get; }

    /// <summary>The words of a reason for a package that the administrator keeps as it is.</summary>
    public abstract string LockWords { get; }

    /// <summary>The words of a reason for a package of which no version is known to mend something.</summary>
    public abstract string NoFixWords { get; }

    /// <summary>An image is never restarted.</summary>
    protected virtual RebootOption RebootOption => RebootOption.RebootIfNeeded;

    protected abstract string Root { get; }

    public abstract void Add(IReadOnlyList<ScenarioPackage> packages);

    /// <summary>The installed version by the package manager's own database.</summary>
    public abstract string VersionOf(string name);

    public Task<PatchOperationResult> ScanAsync(ScenarioBaseline baseline) => new ScanOperation(Services()).RunAsync(Scan(baseline), CancellationToken.None);

    public async Task<PatchOperationResult> InstallAsync(ScenarioBaseline baseline) =>
        await new InstallOperation(Services()).RunAsync(new InstallRequest { Scan = Scan(baseline), RebootOption = RebootOption }, this, CancellationToken.None)
        ?? throw new InvalidOperationException("The install was not consented to.");

    public bool MayRepair(string nodeId, IReadOnlyList<string> unfinished) => throw new InvalidOperationException("Nothing was interrupted.");

    public bool MayInstall(PatchPlan plan) => true;

    public bool MayRestart(string nodeId, string reason) => throw new InvalidOperationException("An image is not restarted.");

    public virtual void Dispose() => _folder.Dispose();

    /// <summary>Makes the package manager; null for the one that the services have.</summary>
    protected virtual IPackageManager? CreatePackageManager() => null;

    /// <summary>Changes what the engine is given.</summary>
    protected virtual EngineServices Change(EngineServices services) => services;

    private ScanRequest Scan(ScenarioBaseline baseline) => new()
    {
        Baseline = baseline.For(OperatingSystem, FilterKeys),
        Root = Root,
        StatePath = _folder.Combine("state"),
        LockTimeout = TimeSpan.FromSeconds(30),
    };

    private EngineServices Services()
    {
        EngineServices services = AptServices.Create(Events, _folder.Combine("none"), _folder.Combine("cache"));
        return Change(CreatePackageManager() is { } manager ? services with { PackageManagers = _ => manager } : services);
    }
}
