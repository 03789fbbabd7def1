using System.Globalization;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Of several versions the newest that is approved: found by the scan, and planned by dnf's solver as exactly it.</summary>
public sealed class DnfVersionChoiceTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Theory]
    [InlineData("2-1 Critical,3-1 Important,4-1", "2-1")]
    [InlineData("2-1 Critical,3-1 Critical,4-1 Low", "3-1")]
    [InlineData("2-1 Important,3-1 Critical", "3-1")]
    [InlineData("1:1-1 Critical,1:1~rc1-1 Critical,1:1^git1-1 Important", "1:1-1")]
    [InlineData("1.9-1 Critical,1.10-1 Critical", "1.10-1")]
    public async Task A_newer_version_that_is_not_approved_is_passed_over(string offered, string chosen) =>
        await CheckAsync([.. offered.Split(',').Select(Parse)], DnfScan.Baseline(severity: "Critical"), chosen);

    [Theory]
    [InlineData(0, "4-1")]
    [InlineData(7, "3-1")]
    [InlineData(30, "2-1")]
    public async Task A_version_that_has_to_wait_is_passed_over(int days, string chosen) =>
        await CheckAsync([("2-1", "Critical", 60), ("3-1", "Critical", 15), ("4-1", "Critical", 1)], DnfScan.Baseline(days: days), chosen);

    [Fact]
    public async Task A_version_that_is_rejected_is_passed_over() =>
        await CheckAsync([("2-1", "Critical", 60), ("3-1", "Critical", 60)], DnfScan.Baseline(rejected: "subject-3-1.noarch"), "2-1");

    [Fact]
    public async Task An_approved_list_may_name_the_version_in_the_middle() =>
        await CheckAsync([("2-1", "Low", 60), ("3-1", "Low", 60), ("4-1", "Low", 60)], DnfScan.Baseline(severity: "Critical", approved: "subject-3-1.noarch"), "3-1");

    [Fact]
    public async Task What_replaced_a_version_that_was_taken_back_has_its_fixes()
    {
        _root.InstallMany([new("subject", "1-1")]);
        _root.AddListedRepository("base", [new("subject", "3-1"), new("subject", "4-1")], TestNotice.File([new TestNotice("RHSA-2026:0002", new RpmTestPackage("subject", "2-1"))]));

        Assert.Equal(["subject.noarch:0:3-1"], _root.Planned("upgrade-minimal", "--security"));
        await CheckChosenAsync(DnfScan.Baseline(), "0:3-1");
    }

    [Fact]
    public async Task Architectures_of_a_library_go_to_the_same_version()
    {
        DnfTools.RequireMultipleArchitectures();
        string[] architectures = ["x86_64", "i686"];
        RpmTestPackage[] second = [.. architectures.Select(architecture => new RpmTestPackage("library", "2-1") { Architecture = architecture })];
        _root.InstallMany(architectures.Select(architecture => new RpmTestPackage("library", "1-1") { Architecture = architecture }));
        _root.AddListedRepository(
            "base", [.. second, .. architectures.Select(architecture => new RpmTestPackage("library", "3-1") { Architecture = architecture })], TestNotice.File([new TestNotice("RHSA-2026:0002", second)]));

        Assert.Equal(["library.i686:0:2-1", "library.x86_64:0:2-1"], Missing(await _scan.RunAsync(_root.Path)));
        PatchPlan plan = await _scan.PlanAsync(_root.Path, DnfScan.Baseline());
        Assert.Equal(["Upgrade library.i686 0:2-1", "Upgrade library.x86_64 0:2-1"], Describe(plan));
    }

    private async Task CheckAsync((string Version, string Severity, int Age)[] offered, PatchBaseline baseline, string chosen)
    {
        _root.InstallMany([new("subject", "1-1")]);
        TestNotice[] notices =
        [
            .. offered.Where(version => version.Severity.Length > 0).Select((version, i) => new TestNotice($"RHSA-2026:000{i}", new RpmTestPackage("subject", version.Version))
            {
                Severity = version.Severity,
                Updated = DateTime.UtcNow.AddDays(-version.Age).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            }),
        ];
        _root.AddListedRepository("base", [.. offered.Select(version => new RpmTestPackage("subject", version.Version))], TestNotice.File(notices));
        await CheckChosenAsync(baseline, chosen.Contains(':', StringComparison.Ordinal) ? chosen : "0:" + chosen);
    }

    private async Task CheckChosenAsync(PatchBaseline baseline, string chosen)
    {
        Assert.Equal([$"subject.noarch:{chosen}"], Missing(await _scan.RunAsync(_root.Path, baseline)));
        Assert.Equal([$"Upgrade subject.noarch {chosen}"], Describe(await _scan.PlanAsync(_root.Path, baseline)));
    }

    private static (string Version, string Severity, int Age) Parse(string text) =>
        text.Split(' ') is [string version, string severity] ? (version, severity, 60) : (text, "", 60);

    private static string[] Describe(PatchPlan plan) => [.. plan.Items.Select(item => $"{item.Action} {item.Id} {item.Version}").Order(StringComparer.Ordinal)];

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal)];
}
