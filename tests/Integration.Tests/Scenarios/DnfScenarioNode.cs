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
        _root.Install([.. packages.Where(package => package.Installed.Length > 0).Select(package => new RpmTestPackage(package.Name, package.Installed))]);
        _root.WriteFile("usr/lib/python3.9/site-packages/dnf-plugins/versionlock.py", "");
        _root.WriteFile("etc/dnf/plugins/versionlock.list", string.Concat(packages.Where(package => package.IsLocked).Select(package => $"{package.Name}-0:{package.Installed}.*\n")));
        RpmTestPackage[] fixes = [.. packages.SelectMany(package => package.Fixes.Select(version => new RpmTestPackage(package.Name, version)))];
        RpmTestPackage[] others = [.. packages.SelectMany(package => package.Others.Select(version => new RpmTestPackage(package.Name, version)))];
        _root.AddRepository("base", [.. fixes, .. others], fixes.Select((package, i) => new TestNotice($"RHSA-2026:{i}", package)));
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
