using System.Globalization;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.IntegrationTests.Scenarios;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The table of all package managers, as far as Windows has what its rows are about.</summary>
/// <remarks>A package is a KB number there, and a version of it an update of a day: the second of the month for <c>2-1</c>, which replaces what came before.
/// A fix is a security update. The rows that are left out cannot be told on Windows: see <see cref="s_untold"/>.</remarks>
public sealed partial class WindowsScenarioTests(SharedWindows windows) : IClassFixture<SharedWindows>
{
    private const int FirstKb = 5200000;

    /// <summary>Rows that Windows has no way to tell.</summary>
    private static readonly Dictionary<string, string> s_untold = new(StringComparer.Ordinal)
    {
        ["ahead"] = "The agent does not offer what something installed has replaced.",
        ["epoch"] = "Updates have a day and a revision: there is no epoch.",
        ["raised"] = "Updates have a day and a revision: there is no epoch.",
        ["tilde"] = "Updates have a day and a revision: there is nothing before the first.",
        ["not-there"] = "An update that is not there is missing: it is no package that somebody chose to do without.",
    };

    private static readonly ScenarioPackage[] s_packages = [.. ScenarioTests.Packages.Where(package => !s_untold.ContainsKey(package.Name))];

    private WindowsMachine Machine => windows.Machine;

    [Fact]
    public void A_scan_comes_to_the_same_table()
    {
        Machine.Enter(Updates());

        List<string> table = [];
        foreach (ScenarioBaseline baseline in ScenarioTests.Baselines)
            table.AddRange(Describe(baseline.Name, Machine.Scan(BaselineOf(baseline))));

        Assert.Equal(Told(ScenarioTests.ExpectedScans), string.Join('\n', table));
    }

    [Fact]
    public void An_install_comes_to_the_same_table()
    {
        Machine.Enter(Updates());
        WindowsBaseline baseline = BaselineOf(ScenarioTests.Baselines[0]);

        WindowsRun installed = Machine.Install(baseline);
        // The install has asked for it; an image, which the other package managers work on, never does.
        Machine.Restart();
        WindowsRun after = Machine.Scan(baseline);

        Assert.Equal(Told(ScenarioTests.ExpectedInstall), string.Join('\n', Describe("install", installed)));
        Assert.Equal(Told(ScenarioTests.ExpectedInstall), string.Join('\n', Describe("install", after)));
    }

    /// <summary>The lines of a table that Windows can tell, without the counts, which the other rows are part of. Why a patch is not in the baseline is told in words of Windows.</summary>
    private static string Told(string table) => string.Join(
        '\n',
        table.Split('\n').Where(line => line.Contains(" | ", StringComparison.Ordinal) && !s_untold.ContainsKey(line.Split(" | ")[1])).Select(line => NotInBaseline().Replace(line, "${head}")));

    private static IEnumerable<string> Describe(string baseline, WindowsRun run) => run.Result.GetProperty("Patches").EnumerateArray().Select(patch =>
    {
        string Text(string property) => patch.GetProperty(property).GetString() ?? "";
        string name = s_packages[int.Parse(Text("Id").AsSpan(2), CultureInfo.InvariantCulture) - FirstKb].Name;
        return $"{baseline} | {name} | {Text("State")} | {Text("ComplianceLevel")} | {VersionOf(Text("InstalledVersion"))} | {VersionOf(Text("AvailableVersion"))} | {Reason(name, Text("Id"), Text("Reason"))}";
    });

    private static string Reason(string name, string id, string reason) => NotInBaseline().Replace(
        OwnParts().Replace(reason, "")
            .Replace($"'{id}'", $"'{name}'", StringComparison.Ordinal)
            .Replace("an administrator has hidden the update in Windows Update", "(its lock)", StringComparison.Ordinal),
        "${head}") is var neutral ? Day().Replace(neutral, match => VersionOf(match.Value)) : "";

    private static string VersionOf(string version) => version.Length == 0 ? "" : $"{int.Parse(version.AsSpan(8, 2), CultureInfo.InvariantCulture)}-1";

    private static WindowsBaseline BaselineOf(ScenarioBaseline baseline) => new()
    {
        Classifications = baseline.EnableNonSecurity ? ["SecurityUpdates", "Updates"] : ["SecurityUpdates"],
        Approved = [.. baseline.Approved.Select(KbOf)],
        Rejected = [.. baseline.Rejected.Select(KbOf)],
        RejectedAction = baseline.RejectedAction,
    };

    private static string KbOf(string name) => $"KB{FirstKb + Array.FindIndex(s_packages, package => package.Name == name)}";

    private static WorldUpdate[] Updates() => [.. s_packages.SelectMany(UpdatesOf)];

    private static IEnumerable<WorldUpdate> UpdatesOf(ScenarioPackage package)
    {
        string kb = KbOf(package.Name).Substring(2);
        int[] days = [.. package.Others.Concat(package.Fixes).Append(package.Installed).Select(DayOf).Distinct().Order()];
        foreach (int day in days.Where(day => day >= DayOf(package.Installed)))
        {
            bool isInstalled = day == DayOf(package.Installed);
            bool isFix = package.Fixes.Any(version => DayOf(version) == day);
            yield return WorldUpdate.Security(kb) with
            {
                Id = IdOf(kb, day),
                Released = string.Create(CultureInfo.InvariantCulture, $"2026-10-{day:00}"),
                Categories = [isFix ? WorldCategory.SecurityUpdates : WorldCategory.Updates, WorldCategory.Server],
                Supersedes = [.. days.Where(earlier => earlier < day).Select(earlier => IdOf(kb, earlier))],
                Installed = isInstalled,
                Hidden = package.IsLocked && !isInstalled,
            };
        }
    }

    private static int DayOf(string version) => int.Parse(version.Split('-')[0], CultureInfo.InvariantCulture);

    private static string IdOf(string kb, int day) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-{day:0000}-{kb.PadLeft(12, '0')}");

    [GeneratedRegex(@"(?<head>Not in the baseline): .*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInBaseline();

    [GeneratedRegex(@" \(PATCH_SET [^)]*\)| since its release on [\d-]+|; offered by .*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnParts();

    [GeneratedRegex(@"2026-10-\d\d\.1", RegexOptions.None, 1000)]
    private static partial Regex Day();
}
