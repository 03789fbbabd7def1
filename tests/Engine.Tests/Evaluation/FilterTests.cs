using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using static PatchBaselineAssociation.Tests.Evaluation.Samples;

namespace PatchBaselineAssociation.Tests.Evaluation;

public sealed class FilterTests
{
    public static TheoryData<PatchOperatingSystem> AllSystems => [.. OperatingSystems.All];

    /// <summary>The keys of reference by family; every other key is an error.</summary>
    private static readonly Dictionary<PatchOperatingSystem, PatchFilterKey[]> s_keys = OperatingSystems.All.ToDictionary(system => system, system => system switch
    {
        PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian =>
            [PatchFilterKey.Product, PatchFilterKey.Priority, PatchFilterKey.Section],
        PatchOperatingSystem.MacOS => [PatchFilterKey.Product, PatchFilterKey.Classification],
        PatchOperatingSystem.Windows =>
            [PatchFilterKey.PatchSet, PatchFilterKey.Product, PatchFilterKey.ProductFamily, PatchFilterKey.Classification, PatchFilterKey.MsrcSeverity],
        _ => (PatchFilterKey[])[PatchFilterKey.Product, PatchFilterKey.Classification, PatchFilterKey.Severity],
    });

    [Theory]
    [MemberData(nameof(AllSystems))]
    public void A_key_of_another_system_is_an_error(PatchOperatingSystem system)
    {
        foreach (PatchFilterKey key in Enum.GetValues<PatchFilterKey>())
        {
            PatchBaseline inRule = Baseline(system, Rule(Filter(key, "x")));
            PatchBaseline global = Baseline(system) with { GlobalFilters = [Filter(key, "x")] };
            foreach (PatchBaseline baseline in new[] { inRule, global })
            {
                if (s_keys[system].Contains(key))
                {
                    _ = new PatchEvaluator(baseline, NodeOf(system), AsOf);
                    continue;
                }

                PatchException error = Assert.Throws<PatchException>(() => new PatchEvaluator(baseline, NodeOf(system), AsOf));
                Assert.Equal(ErrorIds.BaselineInvalid, error.ErrorId);
                Assert.NotNull(error.Target);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllSystems))]
    public void Every_key_lets_in_its_value_and_any_and_nothing_else(PatchOperatingSystem system)
    {
        AvailablePatch patch = new()
        {
            Version = system == PatchOperatingSystem.Windows ? "" : "2",
            IsSecurity = true,
            PatchSet = "Value",
            Products = system == PatchOperatingSystem.Windows ? ["Other", "Value"] : [],
            ProductFamilies = ["Value"],
            Classifications = ["Other", "Value"],
            Severities = ["Value"],
            Priority = "value",
            Section = "vAlue",
        };
        InventoryEntry entry = Update("update", patch);
        foreach (PatchFilterKey key in s_keys[system])
        {
            Assert.True(IsApproved(system, entry, key, "Value"), $"{key} value");
            Assert.True(IsApproved(system, entry, key, "miss", "VALUE"), $"{key} second value, other case");
            Assert.True(IsApproved(system, entry, key, "*"), $"{key} any");
            Assert.False(IsApproved(system, entry, key, "miss"), $"{key} miss");
            Assert.False(IsApproved(system, entry, key, "Val"), $"{key} part");
            Assert.False(IsApproved(system, entry, key), $"{key} no value");
        }
    }

    [Theory]
    [MemberData(nameof(AllSystems))]
    public void A_rule_without_filters_takes_everything(PatchOperatingSystem system)
    {
        PatchDecision decision = Evaluate(Baseline(system, Rule()), Update("update", Security("2")));
        Assert.Equal((DecisionKind.Approved, true), (decision.Kind, decision.IsMissing));
    }

    [Theory]
    [InlineData(PatchOperatingSystem.CentOS, "CentOS7.9", "CentOS7.*", true)]
    [InlineData(PatchOperatingSystem.CentOS, "CentOS8.1", "CentOS7.*", false)]
    [InlineData(PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux8.4", "redhatenterpriselinux8*", true)]
    [InlineData(PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux9.4", "RedhatEnterpriseLinux8*", false)]
    [InlineData(PatchOperatingSystem.Debian, "Debian12", "Debian12", true)]
    [InlineData(PatchOperatingSystem.Debian, "Debian12", "Debian1", false)]
    [InlineData(PatchOperatingSystem.MacOS, "MacOS14.1", "MacOS14.*", true)]
    [InlineData(PatchOperatingSystem.Windows, "WindowsServer2016", "WindowsServer2016", true)]
    [InlineData(PatchOperatingSystem.Windows, "WindowsServer2016", "WindowsServer2019", false)]
    public void PRODUCT_is_the_nodes_unless_the_update_has_its_own(PatchOperatingSystem system, string product, string value, bool expected)
    {
        PatchBaseline baseline = Baseline(system, Rule(Filter(PatchFilterKey.Product, value)));
        Assert.Equal(expected, Evaluate(baseline, Update("update", Security("2")), product: product).Kind == DecisionKind.Approved);
    }

    [Theory]
    [InlineData("AmazonLinux2", DecisionKind.Approved)]
    [InlineData("AmazonLinux2.0", DecisionKind.Approved)]
    [InlineData("AmazonLinux2.*", DecisionKind.Approved)]
    [InlineData("AmazonLinux2.1", DecisionKind.NotInBaseline)]
    [InlineData("AmazonLinux2023", DecisionKind.NotInBaseline)]
    public void PRODUCT_takes_every_spelling_of_the_nodes(string value, DecisionKind expected)
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2, Rule(Filter(PatchFilterKey.Product, value)));
        Node node = NodeOf(PatchOperatingSystem.AmazonLinux2, "AmazonLinux2") with { ProductAliases = ["AmazonLinux2.0"] };
        InventoryEntry entry = Installed("bash", Plain("1"), WithNotices("2", Notice("Security")));
        Assert.Equal(expected, new PatchEvaluator(baseline, node, AsOf).Evaluate(entry, VersionScheme.Rpm).Kind);
    }

    [Fact]
    public void PRODUCT_on_Linux_ignores_products_of_the_patch()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Debian, Rule(Filter(PatchFilterKey.Product, "Debian12")));
        InventoryEntry entry = Installed("a", Security("1"), Security("2") with { Products = ["Debian12"] });
        PatchDecision decision = Evaluate(baseline, entry, product: "Debian11");
        Assert.Equal(DecisionKind.NotInBaseline, decision.Kind);
        Assert.Contains("Debian11", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Security", "Critical", true)]
    [InlineData("Bugfix", "None", true)]
    [InlineData("Security", "Low", false)]
    [InlineData("Bugfix", "Critical", false)]
    [InlineData("Security", "None", false)]
    public void Classification_and_severity_come_from_one_notice(string classification, string severity, bool expected)
    {
        ApprovalRule rule = Rule(Filter(PatchFilterKey.Classification, classification), Filter(PatchFilterKey.Severity, severity));
        InventoryEntry entry = Installed("a", Plain("1"), WithNotices("2", Notice("Security", "Critical"), Notice("Bugfix"), Notice("Enhancement", "Low")));
        Assert.Equal(expected, Evaluate(Baseline(PatchOperatingSystem.AmazonLinux2023, rule), entry).IsMissing);
        Assert.Equal(expected, Evaluate(Baseline(PatchOperatingSystem.Suse, rule), entry).IsMissing);
    }

    [Fact]
    public void Global_filter_and_rule_look_at_one_notice()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2, Rule(Filter(PatchFilterKey.Severity, "Critical"))) with
        {
            GlobalFilters = [Filter(PatchFilterKey.Classification, "Security")],
        };
        Assert.False(Evaluate(baseline, Installed("a", Plain("1"), WithNotices("2", Notice("Security", "Low"), Notice("Bugfix", "Critical")))).IsMissing);
        Assert.True(Evaluate(baseline, Installed("a", Plain("1"), WithNotices("2", Notice("Security", "Critical")))).IsMissing);
    }

    [Theory]
    [InlineData("Medium", "Moderate", true)]
    [InlineData("Moderate", "Medium", true)]
    [InlineData("moderate", "MEDIUM", true)]
    [InlineData("Medium", "Low", false)]
    [InlineData("None", "", true)]
    [InlineData("Low", "", false)]
    [InlineData("*", "", true)]
    public void Severity_has_synonyms_and_a_word_for_none(string value, string severity, bool expected)
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2023, Rule(Filter(PatchFilterKey.Severity, value)));
        Assert.Equal(expected, Evaluate(baseline, Installed("a", Plain("1"), WithNotices("2", Notice("Security", severity)))).IsMissing);
    }

    [Theory]
    [InlineData("Unspecified", true)]
    [InlineData("Critical", false)]
    public void An_update_without_MSRC_severity_is_Unspecified(string value, bool expected)
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Windows, Rule(Filter(PatchFilterKey.MsrcSeverity, value)));
        Assert.Equal(expected, Evaluate(baseline, Update("KB1", Plain(""))).IsMissing);
    }

    [Theory]
    [InlineData("SecurityUpdates", "Security Updates")]
    [InlineData("security updates", "SecurityUpdates")]
    public void Spaces_do_not_matter_on_Windows(string value, string classification)
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Windows, Rule(Filter(PatchFilterKey.Classification, value)));
        Assert.True(Evaluate(baseline, Update("KB1", Plain("") with { Classifications = [classification] })).IsMissing);
    }

    [Fact]
    public void Filters_of_a_group_must_all_hold_even_of_one_key()
    {
        InventoryEntry entry = Update("KB1", Plain("") with { Products = ["A", "B"] });
        Assert.True(Evaluate(Baseline(PatchOperatingSystem.Windows, Rule(Filter(PatchFilterKey.Product, "A"), Filter(PatchFilterKey.Product, "B"))), entry).IsMissing);
        Assert.False(Evaluate(Baseline(PatchOperatingSystem.Windows, Rule(Filter(PatchFilterKey.Product, "A"), Filter(PatchFilterKey.Product, "C"))), entry).IsMissing);
    }

    [Fact]
    public void Debian_priority_and_section_must_both_hold()
    {
        ApprovalRule rule = Rule(Filter(PatchFilterKey.Priority, "Required", "Important"), Filter(PatchFilterKey.Section, "libs"));
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Ubuntu, rule);
        Assert.True(Evaluate(baseline, Installed("a", Plain("1"), Security("2") with { Priority = "important", Section = "libs" })).IsMissing);
        PatchDecision miss = Evaluate(baseline, Installed("a", Plain("1"), Security("2") with { Priority = "optional", Section = "libs" }));
        Assert.False(miss.IsMissing);
        Assert.Contains("PRIORITY optional", miss.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Global_filters_leave_out_what_rules_would_take()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Debian, Rule()) with { GlobalFilters = [Filter(PatchFilterKey.Section, "libs")] };
        PatchDecision decision = Evaluate(baseline, Installed("a", Security("1"), Security("2") with { Section = "admin" }));
        Assert.Equal(DecisionKind.NotInBaseline, decision.Kind);
        Assert.Contains("SECTION libs", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PatchOperatingSystem.Debian, false, false)]
    [InlineData(PatchOperatingSystem.Debian, true, true)]
    [InlineData(PatchOperatingSystem.AmazonLinux2, false, false)]
    [InlineData(PatchOperatingSystem.AmazonLinux2, true, true)]
    [InlineData(PatchOperatingSystem.Suse, false, false)]
    [InlineData(PatchOperatingSystem.Suse, true, true)]
    [InlineData(PatchOperatingSystem.MacOS, false, true)]
    [InlineData(PatchOperatingSystem.Windows, false, true)]
    public void EnableNonSecurity_is_for_Linux(PatchOperatingSystem system, bool enable, bool expected)
    {
        PatchDecision byRule = Evaluate(Baseline(system, Rule() with { EnableNonSecurity = enable }), Update("a", Plain("2")));
        Assert.Equal(expected, byRule.IsMissing);
        string name = system == PatchOperatingSystem.Windows ? "KB1" : "a";
        PatchDecision byList = Evaluate(Baseline(system) with { ApprovedPatches = [name], ApprovedPatchesEnableNonSecurity = enable }, Update(name, Plain("2")));
        Assert.Equal(expected, byList.IsMissing);
        if (!expected)
        {
            Assert.Contains("rule 1 does not include non-security updates", byRule.Reason, StringComparison.Ordinal);
            Assert.Contains("'a'", byList.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_newer_version_that_is_no_security_update_hides_no_fix()
    {
        PatchDecision decision = Evaluate(Baseline(PatchOperatingSystem.Debian, Rule()), Installed("a", Plain("1"), Security("2"), Plain("3")));
        Assert.True(decision.IsMissing);
        Assert.Equal("2", decision.Approved!.Version);
    }

    [Fact]
    public void A_baseline_for_another_system_is_refused()
    {
        PatchException error = Assert.Throws<PatchException>(() =>
            new PatchEvaluator(Baseline(PatchOperatingSystem.Debian), NodeOf(PatchOperatingSystem.Ubuntu), AsOf));
        Assert.Equal(ErrorIds.BaselineOperatingSystemMismatch, error.ErrorId);
    }

    [Fact]
    public void More_rules_than_can_be_told_apart_are_refused()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.Debian, [.. Enumerable.Repeat(Rule(), 64)]);
        Assert.Equal(ErrorIds.BaselineInvalid, Assert.Throws<PatchException>(() => new PatchEvaluator(baseline, NodeOf(PatchOperatingSystem.Debian), AsOf)).ErrorId);
        Assert.True(Evaluate(baseline with { ApprovalRules = [.. Enumerable.Repeat(Rule(Filter(PatchFilterKey.Section, "x")), 62), Rule()] }, Installed("a", Security("1"), Security("2"))).IsMissing);
    }

    private static bool IsApproved(PatchOperatingSystem system, InventoryEntry entry, PatchFilterKey key, params string[] values) =>
        Evaluate(Baseline(system, Rule(Filter(key, values))), entry, product: "Value").Kind == DecisionKind.Approved;
}
