using PatchBaselineAssociation.IntegrationTests.Dnf;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>The packages of a scenario as RPM packages.</summary>
internal sealed class RpmScenario(IReadOnlyList<ScenarioPackage> packages)
{
    private readonly RpmTestPackage[] _fixes = [.. packages.SelectMany(package => package.Fixes.Select(version => new RpmTestPackage(package.Name, version)))];

    public RpmTestPackage[] Installed { get; } = [.. packages.Where(package => package.Installed.Length > 0).Select(package => new RpmTestPackage(package.Name, package.Installed))];

    public RpmTestPackage[] Locked { get; } = [.. packages.Where(package => package.IsLocked).Select(package => new RpmTestPackage(package.Name, package.Installed))];

    public IReadOnlyList<RpmTestPackage> Offers => [.. _fixes, .. packages.SelectMany(package => package.Others.Select(version => new RpmTestPackage(package.Name, version)))];

    public IReadOnlyList<TestNotice> Notices => [.. _fixes.Select((package, i) => new TestNotice($"NOTICE-2026:{i}", package))];
}
