using System.Globalization;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>One node, described once: every package manager has to come to the same states, versions, reasons and counts.</summary>
public sealed partial class ScenarioTests
{
    internal const string ExpectedScans =
        """
        security | ahead | Installed | High | 3-1 |  | Approved by rule 1; the installed version is newer
        security | current | Installed | High | 2-1 |  | Approved by rule 1
        security | epoch | Installed | High | 1:1-1 |  | Approved by rule 1; the installed version is newer
        security | foreign | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        security | newer | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        security | plain | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        security | both | Missing | High | 1-1 | 2-1 | Approved by rule 1
        security | fixed | Missing | High | 1-1 | 2-1 | Approved by rule 1
        security | locked | Missing | High | 1-1 | 2-1 | Approved by rule 1; 2-1 cannot be installed here: (its lock)
        security | raised | Missing | High | 9-1 | 1:1-1 | Approved by rule 1
        security | several | Missing | High | 1-1 | 10-1 | Approved by rule 1
        security | tilde | Missing | High | 1~rc1-1 | 1-1 | Approved by rule 1
        security: NonCompliant, installed 3, other 3, rejected 0, pending 0, missing 6, failed 0, exit 0
        everything | ahead | Installed | High | 3-1 |  | Approved by rule 1
        everything | current | Installed | High | 2-1 |  | Approved by rule 1
        everything | epoch | Installed | High | 1:1-1 |  | Approved by rule 1
        everything | foreign | Installed | High | 1-1 |  | Approved by rule 1
        everything | plain | Installed | High | 1-1 |  | Approved by rule 1
        everything | both | Missing | High | 1-1 | 3-1 | Approved by rule 1
        everything | fixed | Missing | High | 1-1 | 2-1 | Approved by rule 1
        everything | locked | Missing | High | 1-1 | 2-1 | Approved by rule 1; 2-1 cannot be installed here: (its lock)
        everything | newer | Missing | High | 1-1 | 2-1 | Approved by rule 1
        everything | raised | Missing | High | 9-1 | 1:1-1 | Approved by rule 1
        everything | several | Missing | High | 1-1 | 10-1 | Approved by rule 1
        everything | tilde | Missing | High | 1~rc1-1 | 1-1 | Approved by rule 1
        everything: NonCompliant, installed 5, other 0, rejected 0, pending 0, missing 7, failed 0, exit 0
        approved | ahead | Installed | High | 3-1 |  | Approved by rule 1; the installed version is newer
        approved | current | Installed | High | 2-1 |  | Approved by rule 1
        approved | epoch | Installed | High | 1:1-1 |  | Approved by rule 1; the installed version is newer
        approved | foreign | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        approved | plain | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        approved | both | Missing | High | 1-1 | 2-1 | Approved by rule 1
        approved | fixed | Missing | High | 1-1 | 2-1 | Approved by rule 1
        approved | locked | Missing | High | 1-1 | 2-1 | Approved by rule 1; 2-1 cannot be installed here: (its lock)
        approved | newer | Missing | Unspecified | 1-1 | 2-1 | Approved by list entry 'newer'
        approved | raised | Missing | High | 9-1 | 1:1-1 | Approved by rule 1
        approved | several | Missing | High | 1-1 | 10-1 | Approved by rule 1
        approved | tilde | Missing | High | 1~rc1-1 | 1-1 | Approved by rule 1
        approved: NonCompliant, installed 3, other 2, rejected 0, pending 0, missing 7, failed 0, exit 0
        rejected | ahead | Installed | High | 3-1 |  | Approved by rule 1; the installed version is newer
        rejected | current | Installed | High | 2-1 |  | Approved by rule 1
        rejected | epoch | Installed | High | 1:1-1 |  | Approved by rule 1; the installed version is newer
        rejected | fixed | InstalledOther | Unspecified | 1-1 |  | Rejected by list entry 'fixed'; tolerated because the baseline allows rejected patches as dependencies
        rejected | foreign | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        rejected | newer | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        rejected | plain | InstalledOther | Unspecified | 1-1 |  | Rejected by list entry 'plain'; tolerated because the baseline allows rejected patches as dependencies
        rejected | both | Missing | High | 1-1 | 2-1 | Approved by rule 1
        rejected | locked | Missing | High | 1-1 | 2-1 | Approved by rule 1; 2-1 cannot be installed here: (its lock)
        rejected | raised | Missing | High | 9-1 | 1:1-1 | Approved by rule 1
        rejected | several | Missing | High | 1-1 | 10-1 | Approved by rule 1
        rejected | tilde | Missing | High | 1~rc1-1 | 1-1 | Approved by rule 1
        rejected: NonCompliant, installed 3, other 4, rejected 0, pending 0, missing 5, failed 0, exit 0
        blocked | ahead | Installed | High | 3-1 |  | Approved by rule 1; the installed version is newer
        blocked | current | Installed | High | 2-1 |  | Approved by rule 1
        blocked | epoch | Installed | High | 1:1-1 |  | Approved by rule 1; the installed version is newer
        blocked | foreign | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        blocked | newer | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        blocked | fixed | InstalledRejected | Unspecified | 1-1 |  | Rejected by list entry 'fixed'; the baseline forbids it, and it is installed
        blocked | plain | InstalledRejected | Unspecified | 1-1 |  | Rejected by list entry 'plain'; the baseline forbids it, and it is installed
        blocked | both | Missing | High | 1-1 | 2-1 | Approved by rule 1
        blocked | locked | Missing | High | 1-1 | 2-1 | Approved by rule 1; 2-1 cannot be installed here: (its lock)
        blocked | raised | Missing | High | 9-1 | 1:1-1 | Approved by rule 1
        blocked | several | Missing | High | 1-1 | 10-1 | Approved by rule 1
        blocked | tilde | Missing | High | 1~rc1-1 | 1-1 | Approved by rule 1
        blocked: NonCompliant, installed 3, other 2, rejected 2, pending 0, missing 5, failed 0, exit 0
        """;

    internal const string ExpectedInstall =
        """
        install | ahead | Installed | High | 3-1 |  | Approved by rule 1; the installed version is newer
        install | both | Installed | High | 2-1 |  | Approved by rule 1
        install | current | Installed | High | 2-1 |  | Approved by rule 1
        install | epoch | Installed | High | 1:1-1 |  | Approved by rule 1; the installed version is newer
        install | fixed | Installed | High | 2-1 |  | Approved by rule 1
        install | raised | Installed | High | 1:1-1 |  | Approved by rule 1
        install | several | Installed | High | 10-1 |  | Approved by rule 1
        install | tilde | Installed | High | 1-1 |  | Approved by rule 1
        install | foreign | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        install | newer | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        install | plain | InstalledOther | Unspecified | 1-1 |  | Not in the baseline: no version is a fix and rule 1 does not include non-security updates
        install | locked | Missing | High | 1-1 | 2-1 | Approved by rule 1; 2-1 cannot be installed here: (its lock)
        install: NonCompliant, installed 8, other 3, rejected 0, pending 0, missing 1, failed 0, exit 0
        """;

    internal static IReadOnlyList<ScenarioPackage> Packages { get; } =
    [
        new("ahead", "3-1", ["2-1"], []),
        new("both", "1-1", ["2-1"], ["3-1"]),
        new("current", "2-1", ["2-1"], ["1-1"]),
        new("epoch", "1:1-1", ["2-1"], []),
        new("fixed", "1-1", ["2-1"], ["1-1"]),
        new("foreign", "1-1", [], []),
        new("locked", "1-1", ["2-1"], []) { IsLocked = true },
        new("newer", "1-1", [], ["2-1"]),
        new("not-there", "", ["2-1"], ["1-1"]),
        new("plain", "1-1", [], ["1-1"]),
        new("raised", "9-1", ["1:1-1"], []),
        new("several", "1-1", ["2-1", "10-1"], ["9-1"]),
        new("tilde", "1~rc1-1", ["1-1"], []),
    ];

    internal static IReadOnlyList<ScenarioBaseline> Baselines { get; } =
    [
        new("security"),
        new("everything") { EnableNonSecurity = true },
        new("approved") { Approved = ["newer"] },
        new("rejected") { Rejected = ["fixed", "plain"] },
        new("blocked") { Rejected = ["fixed", "plain"], RejectedAction = "BLOCK" },
    ];

    public static TheoryData<string> Managers => new("apt", "dnf", "dnf5", "yum", "zypper");

    [Theory]
    [MemberData(nameof(Managers))]
    public async Task A_scan_comes_to_the_same_table(string manager)
    {
        using ScenarioNode node = Create(manager);
        node.Add(Packages);

        List<string> table = [];
        foreach (ScenarioBaseline baseline in Baselines)
            table.AddRange(Describe(baseline.Name, node, await node.ScanAsync(baseline)));

        Assert.Equal(ExpectedScans, string.Join('\n', table));
    }

    [Theory]
    [MemberData(nameof(Managers))]
    public async Task An_install_comes_to_the_same_table(string manager)
    {
        using ScenarioNode node = Create(manager);
        node.Add(Packages);

        PatchOperationResult installed = await node.InstallAsync(Baselines[0]);
        PatchOperationResult after = await node.ScanAsync(Baselines[0]);

        Assert.Equal(ExpectedInstall, string.Join('\n', Describe("install", node, installed)));
        Assert.Equal(ExpectedInstall, string.Join('\n', Describe("install", node, after)));
        Assert.All(installed.Patches, patch => Assert.Equal(patch.InstalledVersion, node.VersionOf(patch.Id.Substring(0, patch.Id.LastIndexOf('.')))));
    }

    /// <summary>The rows that a Mac can have are those of everybody; why it cannot have the others, <see cref="MacScenarioNode.WhyNot"/> says. The counts are those of all rows and not compared.</summary>
    [Fact]
    public async Task A_scan_of_a_Mac_comes_to_the_rows_that_it_can_have()
    {
        using MacScenarioNode node = new();
        node.Add(Packages);
        List<string> table = [], expected = [];
        foreach (ScenarioBaseline baseline in Baselines)
        {
            table.AddRange(Rows(Describe(baseline.Name, node, await node.ScanAsync(baseline)), baseline));
            expected.AddRange(Rows(ExpectedScans.Split('\n'), baseline));
        }

        Assert.Equal(27, expected.Count);
        Assert.Equal(expected, table);

        static IEnumerable<string> Rows(IEnumerable<string> all, ScenarioBaseline baseline) =>
            all.Where(row => row.StartsWith(baseline.Name + " | ", StringComparison.Ordinal) && MacScenarioNode.WhyNot(baseline, row.Split(" | ")[1]) is null);
    }

    /// <summary>A Mac runs, so that what an image has installed waits for a restart there. Apart from that an install leaves what a scan says it should.</summary>
    [Fact]
    public async Task An_install_on_a_Mac_puts_on_what_its_scan_misses()
    {
        using MacScenarioNode node = new();
        node.Add(Packages);
        ScenarioBaseline everything = Baselines[1];

        PatchOperationResult before = await node.ScanAsync(everything);
        PatchOperationResult installed = await node.InstallAsync(everything);
        PatchOperationResult after = await node.ScanAsync(everything);

        string[] missing = [.. before.Patches.Where(patch => patch.State == PatchState.Missing && patch.Id != "locked").Select(patch => $"{patch.Id} {patch.AvailableVersion}")];
        Assert.Equal(["both 3-1", "fixed 2-1", "newer 2-1", "several 10-1"], missing);
        Assert.Equal(missing, Waiting(installed));
        Assert.Equal(missing, Waiting(after));
        Assert.Equal(["locked"], after.Patches.Where(patch => patch.State == PatchState.Missing).Select(patch => patch.Id));
        Assert.All(after.Patches, patch => Assert.Equal(patch.InstalledVersion, node.VersionOf(patch.Id)));

        static string[] Waiting(PatchOperationResult result) =>
            [.. result.Patches.Where(patch => patch.State == PatchState.InstalledPendingReboot).Select(patch => $"{patch.Id} {patch.InstalledVersion}")];
    }

    private static ScenarioNode Create(string manager) => manager switch
    {
        "apt" => new AptScenarioNode(),
        "dnf" => new DnfScenarioNode(),
        "dnf5" => new Dnf5ScenarioNode(),
        "yum" => new YumScenarioNode(),
        "zypper" => new ZypperScenarioNode(),
        _ => throw new ArgumentOutOfRangeException(nameof(manager), manager, "No such package manager."),
    };

    private static IEnumerable<string> Describe(string baseline, ScenarioNode node, PatchOperationResult result)
    {
        foreach (PatchRecord patch in result.Patches)
        {
            string name = node.NameOf(patch.Id);
            yield return $"{baseline} | {name} | {patch.State} | {patch.ComplianceLevel} | {Neutral(patch.InstalledVersion)} | {Neutral(patch.AvailableVersion)} | {Reason(node, patch.Reason)}";
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{baseline}: {result.Compliance}, installed {result.InstalledCount}, other {result.InstalledOtherCount}, rejected {result.InstalledRejectedCount}, pending {result.InstalledPendingRebootCount}, missing {result.MissingCount}, failed {result.FailedCount}, exit {result.ExitCode}");
    }

    /// <summary>Without what belongs to one package manager alone: its words for a lock, its filters, dates and repositories.</summary>
    private static string Reason(ScenarioNode node, string reason) => Neutral(OwnParts().Replace(reason, "")
        .Replace(node.LockWords, "(its lock)", StringComparison.Ordinal)
        .Replace(node.NoFixWords, "no version is a fix", StringComparison.Ordinal));

    /// <summary>RPM writes an epoch of 0, Debian leaves it out.</summary>
    private static string Neutral(string text) => ZeroEpoch().Replace(text, "");

    [GeneratedRegex(@"(?<![\d:])0:(?=\d)", RegexOptions.None, 1000)]
    private static partial Regex ZeroEpoch();

    [GeneratedRegex(@" \((PRIORITY|CLASSIFICATION) \*[^)]*\)| since its release on [\d-]+|; offered by .*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnParts();
}
