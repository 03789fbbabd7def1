using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.IntegrationTests.Dnf5;
using PatchBaselineAssociation.PackageManagers;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>Its dnf 5 answers from a script.</summary>
internal sealed class Dnf5ScenarioNode : ScenarioNode
{
    private readonly Dnf5Scene _scene = new();

    public override string OperatingSystem => "REDHAT_ENTERPRISE_LINUX";

    public override string[] FilterKeys => ["CLASSIFICATION", "SEVERITY"];

    public override string LockWords => "versionlock keeps it away (entry 'locked evr = 1-1' of /etc/dnf/versionlock.toml)";

    public override string NoFixWords => "no version is carried by an update notice";

    protected override string Root => _scene.Root.Path;

    public override void Add(IReadOnlyList<ScenarioPackage> packages)
    {
        RpmScenario scenario = new(packages);
        _scene.Root.Install(scenario.Installed);
        foreach (RpmTestPackage package in scenario.Locked)
            _scene.Lock(package.Name, package.Version);
        _scene.AddRepository("base", [.. scenario.Offers], scenario.Notices);
    }

    public override string VersionOf(string name) => _scene.Root.VersionOf(name);

    public override void Dispose()
    {
        _scene.Dispose();
        base.Dispose();
    }

    protected override IPackageManager? CreatePackageManager() => _scene.Scan.PackageManager!();
}
