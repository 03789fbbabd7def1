using CsCheck;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using static PatchBaselineAssociation.Tests.Evaluation.Samples;

namespace PatchBaselineAssociation.Tests.Evaluation;

public sealed class PatchListTests
{
    [Theory]
    [InlineData("bind-libs", true)]
    [InlineData("BIND-libs", true)]
    [InlineData("bind-libs.x86_64", true)]
    [InlineData("bind-libs-9.8.2", true)]
    [InlineData("bind-libs-9.8.2-0.62.amzn1", true)]
    [InlineData("bind-libs-9.8.2-0.62.amzn1.x86_64", true)]
    [InlineData("bind-libs-32:9.8.2-0.62.amzn1", true)]
    [InlineData("bind-libs-32:9.8.2-0.62.amzn1.x86_64", true)]
    [InlineData("32:bind-libs-9.8.2-0.62.amzn1.x86_64", true)]
    [InlineData("bind-libs.x86_64:32:9.8.2-0.62.amzn1", true)]
    [InlineData("RHSA-2017:0864", true)]
    [InlineData("rhsa-2017:0864", true)]
    [InlineData("CVE-2018-1234567", true)]
    [InlineData("1234567", true)]
    [InlineData("bind*", true)]
    [InlineData("*", true)]
    [InlineData("bind-libs-*.amzn1.x86_64", true)]
    [InlineData("bind-libs-*-0.62.amzn1.x86_64", true)]
    [InlineData("bind-libs-9*.amzn1.x86_64", true)]
    [InlineData("32:bind*", true)]
    [InlineData("3?:bind*", true)]
    [InlineData("*32:9.8.2-0.62*", true)]
    [InlineData("*nd-lib*", true)]
    [InlineData("bind-lib[rs]", true)]
    [InlineData("bind", false)]
    [InlineData("bind-libs.i686", false)]
    [InlineData("bind-libs-9.8.2-0.63.amzn1", false)]
    [InlineData("31:bind*", false)]
    [InlineData("9.8.2", false)]
    [InlineData("9.8.2-0.62.amzn1", false)]
    [InlineData("32:9.8.2-0.62.amzn1", false)]
    [InlineData("9.*", false)]
    [InlineData("bind-lib", false)]
    [InlineData("ind-libs", false)]
    [InlineData("bind-lib[!rs]", false)]
    [InlineData("*.noarch", false)]
    [InlineData("*dibn*", false)]
    [InlineData("RHSA-2017:0865", false)]
    [InlineData("CVE-2018-123456", false)]
    [InlineData("12345", false)]
    public void RPM_entries(string text, bool expected)
    {
        AvailablePatch patch = Security("32:9.8.2-0.62.amzn1") with
        {
            Advisories = [new Advisory { Id = "RHSA-2017:0864", CveIds = ["CVE-2018-1234567"], BugzillaIds = ["1234567"] }],
        };
        Check(PatchOperatingSystem.RedHatEnterpriseLinux, text, Installed("bind-libs", patch), expected);
    }

    [Theory]
    [InlineData("example-pkg-2018.11.4-46.17.1.x86_64.rpm", true)]
    [InlineData("example-pkg-2018.11.4-46.17.1.x86_64", true)]
    [InlineData("example-pkg-2018.11.4-46.17.1.*.rpm", true)]
    [InlineData("example-pkg-2018.11.4-46.17.1.i586.rpm", false)]
    [InlineData("SUSE-SLE-Example-Package-12-2018-123", true)]
    [InlineData("SUSE-SLE-Example-Package-12-2018-*", true)]
    [InlineData("SUSE-SLE-Other-12-2018-*", false)]
    [InlineData("*-12-2018-*", false)]
    [InlineData("example", false)]
    [InlineData("example-pkg > 2018.11.4-46.17.0", true)]
    [InlineData("example-pkg > 2018.11.4-46.17.1", false)]
    [InlineData("example-pkg < 2018.11.4-46.17.2", true)]
    [InlineData("example-pkg < 2018.11.4-46.17.1", false)]
    [InlineData("example-pkg = 2018.11.4-46.17.1", true)]
    [InlineData("example-pkg = 2018.11.4-46.17.2", false)]
    [InlineData("example-pkg != 2018.11.4-46.17.2", true)]
    [InlineData("example-pkg != 2018.11.4-46.17.1", false)]
    [InlineData("example-pkg = 2018.*", true)]
    [InlineData("example-pkg = 2019.*", false)]
    [InlineData("example* < 2019.* > 2018.1.1-2.3.1", true)]
    [InlineData("example* < 2019.* > 2018.12", false)]
    [InlineData("example*.x86_64 = 2018.11.4-46.17.1", true)]
    [InlineData("example*.i586 = 2018.11.4-46.17.1", false)]
    [InlineData("example > 1", false)]
    [InlineData("example-pkg-2018* > 1", false)]
    [InlineData("example-pkg = 0:2018.11.4-46.17.1", true)]
    [InlineData("example-pkg < 1:1", true)]
    public void SUSE_entries(string text, bool expected)
    {
        AvailablePatch patch = Security("2018.11.4-46.17.1") with { Advisories = [new Advisory { Id = "SUSE-SLE-Example-Package-12-2018-123" }] };
        Check(PatchOperatingSystem.Suse, text, Installed("example-pkg", patch), expected);
    }

    [Fact]
    public void A_SUSE_patch_is_named_by_its_own_name()
    {
        InventoryEntry entry = new() { Name = "SUSE-SLE-Example-12-2018-1", Architecture = "noarch", IsMissingWhenAbsent = true, Versions = [Security("1")] };
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Suse) with { ApprovedPatches = ["SUSE-SLE-Example-*"] };
        Assert.True(Evaluate(baseline, entry).IsMissing);
    }

    [Theory]
    [InlineData("kernel >")]
    [InlineData("kernel >= 1")]
    [InlineData("kernel 1")]
    [InlineData("kernel > 1 <")]
    public void A_range_that_cannot_be_read_is_an_error(string text)
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Suse) with { RejectedPatches = [text] };
        PatchException error = Assert.Throws<PatchException>(() => new PatchEvaluator(baseline, NodeOf(PatchOperatingSystem.Suse), AsOf));
        Assert.Equal((ErrorIds.BaselineInvalid, (object)text), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("libssl3", true)]
    [InlineData("LibSSL3", true)]
    [InlineData("libssl3.x86_64", true)]
    [InlineData("libssl3.arm64", false)]
    [InlineData("libssl", false)]
    [InlineData("libssl*", false)]
    [InlineData("libssl3-3.0.1-1", false)]
    [InlineData("3.0.1-1", false)]
    public void Debian_entries(string text, bool expected)
    {
        foreach (PatchOperatingSystem system in new[] { PatchOperatingSystem.Debian, PatchOperatingSystem.Ubuntu, PatchOperatingSystem.Raspbian })
            Check(system, text, Installed("libssl3", Security("3.0.1-1")), expected);
    }

    [Theory]
    [InlineData("XProtectPlistConfigData", true)]
    [InlineData("XProtectPlistConfigData.2166", true)]
    [InlineData("XProtectPlistConfigData.2167", false)]
    [InlineData("XProtect*", false)]
    [InlineData("2166", false)]
    public void MacOS_entries(string text, bool expected) =>
        Check(PatchOperatingSystem.MacOS, text, Installed("XProtectPlistConfigData", Plain("2166")) with { Architecture = "" }, expected);

    [Theory]
    [InlineData("KB2032276", true)]
    [InlineData("kb2032276", true)]
    [InlineData("2032276", true)]
    [InlineData("MS10-048", true)]
    [InlineData("ms10-048", true)]
    [InlineData("KB203227", false)]
    [InlineData("KB*", false)]
    [InlineData("MS10-049", false)]
    public void Windows_entries(string text, bool expected)
    {
        AvailablePatch patch = Plain("") with { KbIds = ["KB2032276"], BulletinIds = ["MS10-048"] };
        Check(PatchOperatingSystem.Windows, text, Installed("An update", patch) with { Architecture = "" }, expected);
    }

    [Fact]
    public void Many_patterns_are_all_tried()
    {
        string[] entries = [.. Enumerable.Range(0, 200).Select(i => $"*package-{i}-end*")];
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2) with { RejectedPatches = entries };
        foreach (int i in new[] { 0, 63, 64, 127, 199 })
            Assert.Equal(entries[i], Evaluate(baseline, Installed($"package-{i}-end", Security("1-1"))).RejectedBy);
        Assert.Equal(DecisionKind.NotInBaseline, Evaluate(baseline, Installed("package-200-end", Security("1-1"))).Kind);
    }

    [Fact]
    public void The_index_finds_what_trying_every_name_finds() =>
        Gen.Select(
            Gen.Char["ab1*?[]-.:_"].Array[1, 8].Array[1, 4],
            Gen.Char["ab1-._"].Array[1, 4], Gen.OneOf("", "a", "x_1"), Gen.OneOf("1-1", "1:b-a", "11:1.a", "a", "b-", "")).Sample((texts, nameCharacters, architecture, version) =>
        {
            string[] entries = [.. texts.Select(text => new string(text))];
            InventoryEntry entry = new() { Name = new string(nameCharacters), Architecture = architecture };
            ListSubject subject = new(SystemFamily.Rpm);
            subject.Set(entry, version, patch: null);
            IReadOnlyList<string> names = PackageNames.ForRpm(entry.Name, architecture, version, includeBareVersions: false);
            bool expected = Array.Exists(entries, text => names.Any(new GlobPattern(text).IsMatch));
            Assert.Equal(expected, new PatchList(entries, SystemFamily.Rpm).Find(subject) is not null);
        }, iter: 50_000);

    private static void Check(PatchOperatingSystem system, string text, InventoryEntry installed, bool expected)
    {
        PatchDecision rejected = Evaluate(Baseline(system, Rule() with { EnableNonSecurity = true }) with { RejectedPatches = ["unrelated", text] }, installed);
        Assert.Equal(expected ? DecisionKind.Rejected : DecisionKind.Approved, rejected.Kind);
        Assert.Equal(expected ? text : null, rejected.RejectedBy);

        PatchDecision approved = Evaluate(Baseline(system) with { ApprovedPatches = [text, "unrelated"] }, installed);
        Assert.Equal(expected ? DecisionKind.Approved : DecisionKind.NotInBaseline, approved.Kind);
    }
}
