using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Decisions against what dnf itself says of the same root, and each difference that is meant.</summary>
public sealed class DnfComparisonTests : IDisposable
{
    private const string Security = "Security";
    private static readonly string[] s_minimal = ["upgrade-minimal", "--sec-severity=Critical", "--sec-severity=Important", "--bugfix"];
    private static readonly string[] s_nonSecurity = ["upgrade", "--security", "--sec-severity=Critical", "--sec-severity=Important", "--bugfix"];

    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Pending_and_installed_notices_are_those_of_updateinfo(int seed)
    {
        DnfTools.RequireMultipleArchitectures();
        new DnfScenario(seed).Build(_root);

        Inventory inventory = await _scan.ReadInventoryAsync(_root.Path);

        Dictionary<string, string> newest = inventory.Entries.ToDictionary(entry => entry.Id, entry => entry.Versions[^1].Version, StringComparer.Ordinal);
        foreach (string[] option in (string[][])[[], ["--security"]])
        {
            // What no repository offers is no patch: see the test of its own.
            string[] pending = Lines(_root.Notices(["--updates", .. option]).Where(row => RpmVersion.Compare(row.Version, newest[row.Package]) <= 0));
            string[] installed = Lines(_root.Notices(["--installed", .. option]));

            Assert.NotEmpty(pending);
            Assert.NotEmpty(installed);
            Assert.Equal(pending, Ours(inventory, option.Length > 0, order => order > 0));
            Assert.Equal(installed, Ours(inventory, option.Length > 0, order => order <= 0));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_predefined_baselines_approve_what_upgrade_minimal_takes(int seed)
    {
        DnfTools.RequireMultipleArchitectures();
        new DnfScenario(seed).Build(_root);
        foreach ((string osRelease, string name, string[] options) in ((string, string, string[])[])
        [
            (DnfRoot.RedHat, "AWS-RedHatDefaultPatchBaseline", s_minimal),
            (DnfRoot.AmazonLinux, "AWS-AmazonLinux2023DefaultPatchBaseline", s_minimal),
            (DnfRoot.Oracle, "AWS-OracleLinuxDefaultPatchBaseline", ["upgrade-minimal", "--sec-severity=Important", "--sec-severity=Moderate", "--bugfix"]),
        ])
        {
            _root.WriteFile("etc/os-release", osRelease);
            IReadOnlyList<string> taken = _root.Planned(options);

            Assert.NotEmpty(taken);
            Assert.Equal(taken, Missing(await _scan.RunAsync(_root.Path, DnfScan.Predefined(name))));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task With_non_security_updates_everything_is_approved_that_dnf_upgrades(int seed)
    {
        DnfTools.RequireMultipleArchitectures();
        new DnfScenario(seed).Build(_root);

        IReadOnlyList<string> taken = _root.Planned("upgrade");

        Assert.NotEmpty(taken);
        Assert.Equal(taken, Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))));
    }

    /// <summary>The same packages; the version is another where the newest has no notice that the rules take.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task With_non_security_updates_and_filters_the_packages_are_those_of_upgrade(int seed)
    {
        DnfTools.RequireMultipleArchitectures();
        new DnfScenario(seed).Build(_root);
        PatchBaseline baseline = DnfScan.Predefined("AWS-RedHatDefaultPatchBaseline");
        baseline = baseline with { ApprovalRules = [.. baseline.ApprovalRules.Select(rule => rule with { EnableNonSecurity = true })] };

        string[] taken = [.. _root.Planned("upgrade", "--sec-severity=Critical", "--sec-severity=Important", "--bugfix").Select(PackageOf)];

        Assert.NotEmpty(taken);
        Assert.Equal(taken, Missing(await _scan.RunAsync(_root.Path, baseline)).Select(PackageOf));
    }

    [Fact]
    public async Task A_newer_version_that_no_rule_takes_is_dnfs_choice_and_not_the_approved_one()
    {
        RpmTestPackage second = new("subject", "2-1"), third = new("subject", "3-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddListedRepository("base", [second, third], TestNotice.File([new TestNotice("RHSA-2026:0002", second)]));

        Assert.Equal(["subject.noarch:0:3-1"], _root.Planned(s_nonSecurity));
        Assert.Equal(["subject.noarch:0:2-1"], _root.Planned(s_minimal));
        Assert.Equal(["subject.noarch:0:2-1"], Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true, classification: "Security, Bugfix"))));
    }

    [Fact]
    public async Task Dnf_asks_severity_of_notices_of_every_type_and_a_rule_only_of_those_it_takes()
    {
        RpmTestPackage enhanced = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddListedRepository("base", [enhanced], TestNotice.File([new TestNotice("RHEA-2026:0002", enhanced) { Type = "enhancement", Severity = "Critical" }]));

        Assert.Equal(["subject.noarch:0:2-1"], _root.Planned(s_minimal));
        Assert.Empty(Missing(await _scan.RunAsync(_root.Path, DnfScan.Predefined("AWS-RedHatDefaultPatchBaseline"))));
    }

    /// <summary>dnf takes what any of its options names, a baseline what all filters of one rule name.</summary>
    [Fact]
    public async Task The_command_that_is_documented_for_oracle_takes_low_security_and_no_bugfix_and_its_baseline_the_other_way_round()
    {
        using DnfRoot root = new(DnfRoot.Oracle);
        RpmTestPackage low = new("low", "2-1"), moderate = new("moderate", "2-1"), bug = new("bug", "2-1");
        root.Install(new("low", "1-1"), new("moderate", "1-1"), new("bug", "1-1"));
        root.AddListedRepository("base", [low, moderate, bug], TestNotice.File([
            new TestNotice("ELSA-2026-0001", low) { Severity = "Low" },
            new TestNotice("ELSA-2026-0002", moderate) { Severity = "Moderate" },
            new TestNotice("ELBA-2026-0003", bug) { Type = "bugfix", Severity = "None" }]));

        Assert.Equal(["low.noarch:0:2-1", "moderate.noarch:0:2-1"], root.Planned("upgrade-minimal", "--security", "--sec-severity=Moderate", "--sec-severity=Important"));
        Assert.Equal(["bug.noarch:0:2-1", "moderate.noarch:0:2-1"], Missing(await _scan.RunAsync(root.Path, DnfScan.Predefined("AWS-OracleLinuxDefaultPatchBaseline"))));
    }

    [Fact]
    public async Task A_notice_of_a_version_that_nobody_offers_is_listed_by_dnf_and_is_no_patch()
    {
        RpmTestPackage second = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddListedRepository("base", [second], TestNotice.File([
            new TestNotice("RHBA-2026:0002", second) { Type = "bugfix" }, new TestNotice("RHSA-2026:0003", new RpmTestPackage("subject", "3-1"))]));

        Assert.Equal(["RHBA-2026:0002", "RHSA-2026:0003"], _root.Notices("--updates").Select(row => row.Id).Order(StringComparer.Ordinal));
        Assert.Empty(Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(classification: Security))));
        Assert.Equal(["subject.noarch:0:2-1"], Missing(await _scan.RunAsync(_root.Path)));
    }

    /// <summary>A notice is one, wherever it stands; dnf takes either text of it.</summary>
    [Fact]
    public async Task Of_a_notice_that_two_repositories_tell_differently_the_one_updated_last_counts()
    {
        RpmTestPackage second = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddListedRepository("old", [second], TestNotice.File([new TestNotice("RHSA-2026:0002", second) { Severity = "Critical" }]));
        _root.AddListedRepository("new", [second], TestNotice.File([new TestNotice("RHSA-2026:0002", second) { Severity = "Moderate", Updated = "2026-02-02 03:04:05" }]));

        Assert.Equal(["subject.noarch:0:2-1"], _root.Planned(s_minimal));
        Assert.Empty(Missing(await _scan.RunAsync(_root.Path, DnfScan.Predefined("AWS-RedHatDefaultPatchBaseline"))));
    }

    [Fact]
    public async Task What_replaces_a_package_under_another_name_is_taken_by_dnf_and_is_no_patch()
    {
        RpmTestPackage replacement = new("new", "1-1") { SpecFields = "Obsoletes: old < 5\nProvides: old = 5" };
        _root.Install(new RpmTestPackage("old", "1-1"));
        _root.AddRepository("base", [replacement], [new TestNotice("RHSA-2026:0001", replacement)]);

        Assert.Equal(["new.noarch:0:1-1"], _root.Planned("upgrade", "--security"));
        Assert.Empty(Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))));
    }

    [Fact]
    public async Task A_fix_of_a_package_that_another_replaces_is_a_patch_as_dnf_has_it_for_security_alone()
    {
        RpmTestPackage second = new("old", "2-1");
        _root.Install(new RpmTestPackage("old", "1-1"));
        _root.AddRepository("base", [second, new RpmTestPackage("new", "1-1") { SpecFields = "Obsoletes: old < 5\nProvides: old = 5" }], [new TestNotice("RHSA-2026:0001", second)]);

        Assert.Equal(["new.noarch:0:1-1"], _root.Planned("upgrade"));
        Assert.Equal(["old.noarch:0:2-1"], _root.Planned("upgrade", "--security"));
        Assert.Equal(["old.noarch:0:2-1"], Missing(await _scan.RunAsync(_root.Path)));
    }

    [Fact]
    public async Task Of_kernels_beside_each_other_dnf_takes_the_newest_and_so_does_a_scan()
    {
        RpmTestPackage[] kernels = [new("kernel", "5.1-1"), new("kernel", "5.2-1"), new("kernel", "5.4-1"), new("kernel", "5.5-1"), new("kernel", "5.6-1")];
        _root.Install(kernels[1], kernels[2]);
        _root.AddListedRepository("base", kernels, TestNotice.File(kernels[..4].Select((kernel, i) => new TestNotice($"RHSA-2026:000{i}", kernel))));

        Assert.Equal(["kernel.noarch:0:5.5-1"], _root.Planned(s_minimal));
        Assert.Equal(["kernel.noarch:0:5.5-1"], Missing(await _scan.RunAsync(_root.Path, DnfScan.Predefined("AWS-RedHatDefaultPatchBaseline"))));
    }

    /// <summary>Publishers give a notice for all architectures of a library. Where one does not, dnf puts neither on alone: it keeps both at one version.</summary>
    [Fact]
    public async Task A_notice_of_one_architecture_is_a_patch_that_dnf_cannot_put_on_alone()
    {
        DnfTools.RequireMultipleArchitectures();
        string[] architectures = ["x86_64", "i686"];
        RpmTestPackage[] second = [.. architectures.Select(architecture => new RpmTestPackage("library", "2-1") { Architecture = architecture })];
        _root.InstallMany(architectures.Select(architecture => new RpmTestPackage("library", "1-1") { Architecture = architecture }));
        _root.AddListedRepository("base", second, TestNotice.File([new TestNotice("RHSA-2026:0002", second[0])]));

        Assert.Equal(["library.x86_64:0:2-1"], Missing(await _scan.RunAsync(_root.Path)));
        PatchPlanItem item = Assert.Single((await _scan.PlanAsync(_root.Path, DnfScan.Baseline())).Items);
        Assert.NotEqual(PatchPlanAction.Upgrade, item.Action);
        Assert.Contains("inferior architecture", item.Reason, StringComparison.Ordinal);
    }

    private static string[] Ours(Inventory inventory, bool isSecurityOnly, Func<int, bool> isAsked) => Lines(
        from entry in inventory.Entries
        from version in entry.Versions
        where isAsked(RpmVersion.Compare(version.Version, entry.Installed!.Version))
        from advisory in version.Advisories
        where !isSecurityOnly || advisory.Classification is Security
        select (advisory.Id, entry.Id, version.Version));

    private static string[] Lines(IEnumerable<(string Id, string Package, string Version)> notices) =>
        [.. notices.Select(row => $"{row.Id} {row.Package}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string PackageOf(string title) => title.Split(':')[0];

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal)];
}
