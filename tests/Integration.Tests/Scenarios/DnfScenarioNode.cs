using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

internal sealed class DnfScenarioNode : ScenarioNode
{
    private readonly DnfRoot _root = new();

    public override string OperatingSystem => "REDHAT_ENTERPRISE_LINUX";

    public override string[] FilterKeys => ["CLASSIFICATION", "SEVERITY"];

    public override string LockWords => "versionlock keeps it away (entry 'locked-0:1-1.*' of /etc/dnf/plugins/versionlock.list)";

    public override string NoFixWords => "no version is carried by an update notice";

    protected override string Root => _root.Path;

    public override void Add(IReadOnlyList<ScenarioPackage> packages)
    {
        RpmScenario scenario = new(packages);
        _root.Install(scenario.Installed);
        _root.WriteFile("usr/lib/python3.9/site-packages/dnf-plugins/versionlock.py", "");
        _root.WriteFile("etc/dnf/plugins/versionlock.list", string.Concat(scenario.Locked.Select(package => $"{package.Name}-0:{package.Version}.*\n")));
        _root.AddRepository("base", scenario.Offers, scenario.Notices);
    }

    public override string VersionOf(string name) => _root.VersionOf(name);

    public override void Dispose()
    {
        _root.Dispose();
        base.Dispose();
    }

    protected override IPackageManager CreatePackageManager()
    {
        PhysicalFileSystem files = new();
        return new DnfPackageManager(new ProcessRunner(Events), new DetachedProcessRunner(SystemClock.Instance, Events), files, new FileLockHolder(files), SystemClock.Instance, Events, () => true);
    }
}
