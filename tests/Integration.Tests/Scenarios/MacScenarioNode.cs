using PatchBaselineAssociation.IntegrationTests.MacOS;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>A Mac whose packages are formulae of Homebrew; its tools are scripts.</summary>
internal sealed class MacScenarioNode : ScenarioNode
{
    /// <summary>Packages of the table that no Mac can have, and why.</summary>
    private static readonly Dictionary<string, string> s_impossible = new(StringComparer.Ordinal)
    {
        ["epoch"] = "Homebrew's versions have no epoch.",
        ["raised"] = "Homebrew's versions have no epoch.",
        ["tilde"] = "Homebrew's versions have no tilde that sorts before nothing.",
    };

    /// <summary>Packages of which no Mac can have the row where a baseline takes fixes alone, and why.</summary>
    private static readonly Dictionary<string, string> s_onlyWithEverything = new(StringComparer.Ordinal)
    {
        ["ahead"] = "brew offers no version that is older than the installed one, so nothing approves an older one.",
        ["both"] = "Nothing says which version is a fix, so the newest is taken.",
        ["foreign"] = "Nothing says what is a fix, so nothing is left out for not being one.",
        ["newer"] = "Nothing says what is a fix, so nothing is left out for not being one.",
        ["plain"] = "Nothing says what is a fix, so nothing is left out for not being one.",
    };

    private readonly ScriptedMac _mac = new();

    public override string OperatingSystem => "MACOS";

    public override string[] FilterKeys => ["CLASSIFICATION"];

    public override string LockWords => "Homebrew pins it at 1-1 (brew unpin locked releases it)";

    public override string NoFixWords => "(nothing is left out for being no fix)";

    protected override string Root => "/";

    /// <summary>A Mac runs: what was put on waits for its restart.</summary>
    protected override RebootOption RebootOption => RebootOption.NoReboot;

    public override string NameOf(string id) => id;

    /// <summary>Why a row of the table is not to be had on a Mac; null where it is.</summary>
    public static string? WhyNot(ScenarioBaseline baseline, string package)
    {
        if (s_impossible.TryGetValue(package, out string? why))
            return why;
        bool isJudgedByName = baseline.EnableNonSecurity || baseline.Rejected.Contains(package);
        return !isJudgedByName && s_onlyWithEverything.TryGetValue(package, out why) ? why : null;
    }

    /// <summary>brew offers one version: the newest, where that is newer.</summary>
    public override void Add(IReadOnlyList<ScenarioPackage> packages)
    {
        _mac.InstallHomebrew();
        foreach (ScenarioPackage package in packages.Where(package => package.Installed.Length > 0 && !s_impossible.ContainsKey(package.Name)))
        {
            string newest = package.Fixes.Concat(package.Others).Append(package.Installed).Order(Inventories.VersionScheme.MacOS).Last();
            _mac.AddPackage(
                package.Name, package.Installed, newest == package.Installed ? "" : newest, files: package.IsLocked ? new Dictionary<string, string> { ["pin"] = "" } : null);
        }
    }

    public override string VersionOf(string name) => _mac.VersionOf(name);

    public override void Dispose()
    {
        _mac.Dispose();
        base.Dispose();
    }

    protected override IPackageManager? CreatePackageManager() => _mac.CreatePackageManager();

    protected override EngineServices Change(EngineServices services) => services with
    {
        Nodes = new NodeDetector(new PhysicalFileSystem(), SystemClock.Instance, new MacEnvironment(), Events),
        System = SystemKind.MacOS,
    };
}
