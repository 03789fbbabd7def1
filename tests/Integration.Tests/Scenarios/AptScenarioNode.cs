using PatchBaselineAssociation.IntegrationTests.Apt;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

internal sealed class AptScenarioNode : ScenarioNode
{
    private readonly AptRoot _root = new();

    public override string OperatingSystem => "DEBIAN";

    public override string[] FilterKeys => ["PRIORITY"];

    public override string LockWords => "the package is on hold (apt-mark unhold releases it)";

    public override string NoFixWords => "no version comes from a security archive";

    protected override string Root => _root.Path;

    public override void Add(IReadOnlyList<ScenarioPackage> packages)
    {
        _root.Install([.. packages.Where(package => package.Installed.Length > 0).Select(package => new TestPackage(package.Name, package.Installed))]);
        foreach (ScenarioPackage package in packages.Where(package => package.IsLocked))
            _root.Hold(package.Name);
        _root.AddRepository("main", "bookworm", packages.SelectMany(package => package.Others.Select(version => new TestPackage(package.Name, version))));
        _root.AddRepository("security", "bookworm-security", packages.SelectMany(package => package.Fixes.Select(version => new TestPackage(package.Name, version))), "Debian-Security");
    }

    public override string VersionOf(string name) => _root.StatusOf(name).Split(' ')[^1];

    public override void Dispose()
    {
        _root.Dispose();
        base.Dispose();
    }
}
