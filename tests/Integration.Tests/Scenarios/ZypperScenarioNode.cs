using PatchBaselineAssociation.IntegrationTests.Zypper;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Zypper;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

internal sealed class ZypperScenarioNode : ScenarioNode
{
    private readonly ZypperRoot _root = new();

    public override string OperatingSystem => "SUSE";

    public override string[] FilterKeys => ["CLASSIFICATION", "SEVERITY"];

    public override string LockWords => "zypper's lock 'locked' keeps the installed version";

    public override string NoFixWords => "no version is carried by an update notice";

    protected override string Root => _root.Path;

    public override void Add(IReadOnlyList<ScenarioPackage> packages)
    {
        RpmScenario scenario = new(packages);
        _root.Install(scenario.Installed);
        _root.WriteFile("etc/zypp/locks", string.Concat(scenario.Locked.Select(package => $"type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: {package.Name}\n\n")));
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
        return new ZypperPackageManager(new ProcessRunner(Events), new DetachedProcessRunner(SystemClock.Instance, Events), files, new FileLockHolder(files), SystemClock.Instance, Events);
    }
}
