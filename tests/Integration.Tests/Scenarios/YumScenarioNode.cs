using PatchBaselineAssociation.IntegrationTests.Yum;
using PatchBaselineAssociation.PackageManagers;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>Its yum answers from a script.</summary>
internal sealed class YumScenarioNode : ScenarioNode
{
    private readonly YumScene _scene = new();

    public override string OperatingSystem => "CENTOS";

    public override string[] FilterKeys => ["CLASSIFICATION", "SEVERITY"];

    public override string LockWords => "versionlock keeps it away (entry 'locked-0:1-1.*' of /etc/yum/pluginconf.d/versionlock.list)";

    public override string NoFixWords => "no version is carried by an update notice";

    protected override string Root => _scene.Root.Path;

    public override void Add(IReadOnlyList<ScenarioPackage> packages)
    {
        RpmScenario scenario = new(packages);
        _scene.Root.Install(scenario.Installed);
        _scene.Root.WriteFile("usr/lib/yum-plugins/versionlock.py", "");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.conf", "[main]\nenabled = 1\nlocklist = /etc/yum/pluginconf.d/versionlock.list\n");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.list", string.Concat(scenario.Locked.Select(package => $"0:{package.Name}-{package.Version}.*\n")));
        _scene.Yum.AddRepository("base", scenario.Offers, scenario.Notices);
    }

    public override string VersionOf(string name) => _scene.Root.VersionOf(name);

    public override void Dispose()
    {
        _scene.Dispose();
        base.Dispose();
    }

    protected override IPackageManager? CreatePackageManager() => _scene.Scan.PackageManager!();
}
