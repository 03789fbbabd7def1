using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using static PatchBaselineAssociation.Tests.Evaluation.Samples;

namespace PatchBaselineAssociation.Tests.Evaluation;

public sealed class PatchEvaluatorTests
{
    private static readonly PatchBaseline s_all = Baseline(PatchOperatingSystem.AmazonLinux2023, Rule() with { EnableNonSecurity = true });
    private static readonly Restriction s_hold = new(RestrictionKind.Hold, "the administrator holds a (apt-mark hold)");

    [Theory]
    [InlineData(PatchOperatingSystem.Debian, "1.9-1", "1.10-1", "1.10-1")]
    [InlineData(PatchOperatingSystem.Debian, "1:1.0-1", "2.0-1", "1:1.0-1")]
    [InlineData(PatchOperatingSystem.Debian, "1.0~rc1-1", "1.0-1", "1.0-1")]
    [InlineData(PatchOperatingSystem.AmazonLinux2023, "0:1.9-1", "0:1.10-1", "0:1.10-1")]
    [InlineData(PatchOperatingSystem.AmazonLinux2023, "32:1.0-1", "0:2.0-1", "32:1.0-1")]
    [InlineData(PatchOperatingSystem.AmazonLinux2023, "0:1.0-1", "0:1.0^git1-1", "0:1.0^git1-1")]
    [InlineData(PatchOperatingSystem.Suse, "4.18.0-80", "4.18.0-147", "4.18.0-147")]
    public void The_newest_version_is_chosen(PatchOperatingSystem system, string one, string other, string newest)
    {
        PatchBaseline baseline = Baseline(system, Rule());
        foreach (AvailablePatch[] versions in new[] { new[] { Security(one), Security(other) }, [Security(other), Security(one)] })
        {
            PatchDecision decision = Evaluate(baseline, Installed("a", [Plain("0-0"), .. versions]));
            Assert.Equal((true, newest), (decision.IsMissing, decision.Approved!.Version));
        }
    }

    [Fact]
    public void Installed_and_newer_than_everything_approved_is_approved()
    {
        PatchDecision decision = Evaluate(Baseline(PatchOperatingSystem.Debian, Rule()), Installed("a", Plain("3"), Security("1"), Security("2")));
        Assert.Equal((DecisionKind.Approved, false, "2"), (decision.Kind, decision.IsMissing, decision.Approved!.Version));
        Assert.EndsWith("; the installed version is newer", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_installed_version_counts_where_it_matches()
    {
        PatchDecision decision = Evaluate(s_all, Installed("local", Plain("1-1")));
        Assert.Equal((DecisionKind.Approved, false, "1-1"), (decision.Kind, decision.IsMissing, decision.Approved!.Version));
        Assert.Equal("Approved by rule 1 (every patch)", decision.Reason);
    }

    /// <summary>What the package manager has not finished is not there, whatever version it is of.</summary>
    [Theory]
    [InlineData("1", true, "1", true, "; the package manager has not finished installing it")]
    [InlineData("1", false, "1", false, "")]
    [InlineData("1,2", true, "2", true, "")]
    [InlineData("0", true, "0", false, "; the installed version is newer")]
    public void An_approved_version_that_is_not_finished_is_missing(string approved, bool isHalfInstalled, string expected, bool isMissing, string ending)
    {
        InventoryEntry entry = Installed("a", [Plain("1"), .. approved.Split(',').Select(version => Security(version))]);
        entry = entry with
        {
            Installed = entry.Installed! with { IsHalfInstalled = isHalfInstalled },
            Versions = [.. entry.Versions.GroupBy(version => version.Version).Select(same => same.Last())],
        };

        PatchDecision decision = Evaluate(Baseline(PatchOperatingSystem.Debian, Rule()), entry);

        Assert.Equal((expected, isMissing), (decision.Approved!.Version, decision.IsMissing));
        Assert.Equal("Approved by rule 1 (every patch)" + ending, decision.Reason);
    }

    [Fact]
    public void Versions_written_differently_may_be_the_same()
    {
        Assert.False(Evaluate(s_all, Installed("a", Plain("0:1.0-1"), Plain("1.00-1"))).IsMissing);
    }

    [Fact]
    public void What_no_rule_takes_is_not_in_the_baseline_and_says_by_what_it_was_judged()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2023, Rule(Filter(PatchFilterKey.Classification, "Security")));
        PatchDecision decision = Evaluate(baseline, Installed("a", Plain("1"), WithNotices("2", Notice("Bugfix", "Low"))));
        Assert.Equal((DecisionKind.NotInBaseline, false), (decision.Kind, decision.IsMissing));
        Assert.Equal("Not in the baseline: no rule takes CLASSIFICATION Bugfix with SEVERITY Low", decision.Reason);
    }

    [Fact]
    public void Each_rule_says_why_it_takes_no_version()
    {
        Assert.Equal(
            "Not in the baseline: no version comes from a security archive and rule 1 does not include non-security updates",
            Evaluate(Baseline(PatchOperatingSystem.Debian, Rule()), Installed("a", Plain("1"), Plain("2"))).Reason);
        Assert.Equal(
            "Not in the baseline: it has no approval rules, and no entry of its approved list names this",
            Evaluate(Baseline(PatchOperatingSystem.Debian), Installed("a", Security("1"))).Reason);
        Assert.Equal(
            "Not in the baseline: no version of it is known, installed or in a repository",
            Evaluate(s_all, Absent("a")).Reason);
    }

    [Fact]
    public void A_package_that_is_absent_is_not_missing()
    {
        PatchDecision decision = Evaluate(s_all, Absent("a", Security("1")));
        Assert.Equal((DecisionKind.Approved, false), (decision.Kind, decision.IsMissing));
        Assert.Contains("not installed", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void An_update_that_is_absent_is_missing_where_it_applies(bool isApplicable, bool expected)
    {
        PatchDecision decision = Evaluate(Baseline(PatchOperatingSystem.Windows, Rule()), Update("KB1", Plain("")) with { IsApplicable = isApplicable });
        Assert.Equal((DecisionKind.Approved, expected), (decision.Kind, decision.IsMissing));
        Assert.Equal(!expected, decision.Reason.Contains("does not apply", StringComparison.Ordinal));
    }

    [Fact]
    public void An_update_that_is_there_is_not_missing()
    {
        InventoryEntry entry = Update("KB1", Plain("")) with { Installed = new InstalledPackage { Version = "" } };
        PatchDecision decision = Evaluate(Baseline(PatchOperatingSystem.Windows, Rule()), entry);
        Assert.Equal((DecisionKind.Approved, false), (decision.Kind, decision.IsMissing));
    }

    [Theory]
    [InlineData("SecurityUpdates", true, false, true)]
    [InlineData("Security Updates", true, false, true)]
    [InlineData("security updates", true, false, true)]
    [InlineData("Critical Updates", true, false, false)]
    [InlineData("Security Updates", false, false, false)]
    [InlineData("Security Updates", true, true, false)]
    public void A_security_update_that_is_not_approved_is_available(string classification, bool isApplicable, bool isInstalled, bool expected)
    {
        InventoryEntry entry = Update("KB1", Plain("") with { Classifications = [classification] }) with
        {
            IsApplicable = isApplicable,
            Installed = isInstalled ? new InstalledPackage { Version = "" } : null,
        };
        PatchBaseline none = Baseline(PatchOperatingSystem.Windows);
        PatchDecision decision = Evaluate(none, entry);
        Assert.Equal((DecisionKind.NotInBaseline, expected), (decision.Kind, decision.IsAvailableSecurityUpdate));
        Assert.False(Evaluate(Baseline(PatchOperatingSystem.Windows, Rule()), entry).IsAvailableSecurityUpdate);
        if (!isInstalled)
        {
            PatchDecision rejected = Evaluate(none with { RejectedPatches = ["KB1"] }, entry);
            Assert.Equal((DecisionKind.Rejected, false), (rejected.Kind, rejected.IsAvailableSecurityUpdate));
        }
    }

    [Fact]
    public void Only_Windows_has_available_security_updates() =>
        Assert.False(Evaluate(Baseline(PatchOperatingSystem.MacOS), Update("a", Plain("1") with { Classifications = ["SecurityUpdates"] })).IsAvailableSecurityUpdate);

    [Theory]
    [InlineData(ComplianceLevel.Low, ComplianceLevel.Critical, ComplianceLevel.Unspecified, ComplianceLevel.Critical)]
    [InlineData(ComplianceLevel.Critical, ComplianceLevel.Low, ComplianceLevel.High, ComplianceLevel.Critical)]
    [InlineData(ComplianceLevel.Low, ComplianceLevel.Medium, ComplianceLevel.High, ComplianceLevel.High)]
    [InlineData(ComplianceLevel.Unspecified, ComplianceLevel.Unspecified, ComplianceLevel.Unspecified, ComplianceLevel.Unspecified)]
    public void The_highest_level_counts(ComplianceLevel first, ComplianceLevel second, ComplianceLevel list, ComplianceLevel expected)
    {
        PatchBaseline baseline = Baseline(
            PatchOperatingSystem.Debian,
            Rule() with { ComplianceLevel = first },
            Rule() with { ComplianceLevel = second },
            Rule(Filter(PatchFilterKey.Section, "elsewhere")) with { ComplianceLevel = ComplianceLevel.Critical }) with
        {
            ApprovedPatches = ["a"],
            ApprovedPatchesComplianceLevel = list,
        };
        Assert.Equal(expected, Evaluate(baseline, Installed("a", Security("1"), Security("2"))).ComplianceLevel);
        Assert.Equal(expected, Evaluate(baseline, Installed("a", Security("1"))).ComplianceLevel);
    }

    [Fact]
    public void The_level_of_a_missing_patch_is_that_of_any_version_it_lacks()
    {
        PatchBaseline baseline = Baseline(
            PatchOperatingSystem.AmazonLinux2,
            Rule(Filter(PatchFilterKey.Severity, "Critical")) with { ComplianceLevel = ComplianceLevel.Critical },
            Rule(Filter(PatchFilterKey.Severity, "Low")) with { ComplianceLevel = ComplianceLevel.Low });
        AvailablePatch critical = WithNotices("2", Notice("Security", "Critical")), low = WithNotices("3", Notice("Security", "Low"));
        PatchDecision lacksBoth = Evaluate(baseline, Installed("a", Plain("1"), critical, low));
        Assert.Equal(("3", ComplianceLevel.Critical), (lacksBoth.Approved!.Version, lacksBoth.ComplianceLevel));
        Assert.Equal(ComplianceLevel.Low, Evaluate(baseline, Installed("a", critical, low)).ComplianceLevel);
    }

    [Fact]
    public void The_approved_list_escapes_filters_and_delays()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2, Rule() with { ApproveAfterDays = 360 }) with
        {
            GlobalFilters = [Filter(PatchFilterKey.Classification, "Bugfix")],
            ApprovedPatches = ["a"],
        };
        PatchDecision decision = Evaluate(baseline, Installed("a", Plain("1"), WithNotices("2", Notice("Security", updated: AsOf))));
        Assert.True(decision.IsMissing);
        Assert.Equal("Approved by list entry 'a'", decision.Reason);
        Assert.Equal(DecisionKind.NotInBaseline, Evaluate(baseline, Installed("b", Plain("1"), WithNotices("2", Notice("Security", updated: AsOf)))).Kind);
    }

    [Theory]
    [InlineData(RejectedPatchesAction.AllowAsDependency, true)]
    [InlineData(RejectedPatchesAction.AllowAsDependency, false)]
    [InlineData(RejectedPatchesAction.Block, true)]
    [InlineData(RejectedPatchesAction.Block, false)]
    public void Rejected_wins_over_approved(RejectedPatchesAction action, bool isInstalled)
    {
        PatchBaseline baseline = s_all with { ApprovedPatches = ["a"], RejectedPatches = ["a*"], RejectedPatchesAction = action };
        PatchDecision decision = Evaluate(baseline, isInstalled ? Installed("a", Security("1"), Security("2")) : Absent("a", Security("1"), Security("2")));
        Assert.Equal((DecisionKind.Rejected, "a*", action == RejectedPatchesAction.Block, false),
            (decision.Kind, decision.RejectedBy, decision.IsBlocked, decision.IsMissing));
        Assert.StartsWith("Rejected by list entry 'a*'", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_version_leaves_the_others()
    {
        PatchBaseline baseline = s_all with { RejectedPatches = ["a-3-1"] };
        PatchDecision older = Evaluate(baseline, Installed("a", Plain("1-1"), Security("2-1"), Security("3-1")));
        Assert.Equal((true, "2-1"), (older.IsMissing, older.Approved!.Version));
        Assert.Contains("3-1 is rejected by list entry 'a-3-1'", older.Reason, StringComparison.Ordinal);

        PatchDecision installed = Evaluate(baseline, Installed("a", Plain("1-1"), Security("3-1")));
        Assert.Equal((DecisionKind.Approved, false, "1-1"), (installed.Kind, installed.IsMissing, installed.Approved!.Version));
        Assert.Contains("3-1 is rejected by list entry 'a-3-1'", installed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_only_approved_version_is_rejected_nothing_is_in_the_baseline()
    {
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2, Rule()) with { RejectedPatches = ["a-3-1"], RejectedPatchesAction = RejectedPatchesAction.Block };
        PatchDecision decision = Evaluate(baseline, Installed("a", Plain("1-1"), Security("3-1")));
        Assert.Equal((DecisionKind.NotInBaseline, false), (decision.Kind, decision.IsBlocked));
        Assert.Contains("'a-3-1'", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_installed_version_that_is_rejected_is_rejected_though_newer_ones_are_not()
    {
        PatchBaseline baseline = s_all with { RejectedPatches = ["a-1-1"] };
        Assert.Equal(DecisionKind.Rejected, Evaluate(baseline, Installed("a", Plain("1-1"), Security("2-1"))).Kind);
        InventoryEntry unlisted = Installed("a", Plain("1-1")) with { Versions = [Security("2-1")] };
        Assert.Equal(DecisionKind.Rejected, Evaluate(baseline, unlisted).Kind);
    }

    [Theory]
    [InlineData(RestrictionKind.Phased)]
    [InlineData(RestrictionKind.NotAutomatic)]
    [InlineData(RestrictionKind.SystemUpgrade)]
    public void What_the_publisher_withholds_is_not_missing(RestrictionKind kind)
    {
        AvailablePatch withheld = Security("3-1") with { Restriction = new Restriction(kind, "phased at 10 %") };
        PatchDecision decision = Evaluate(s_all, Installed("a", Plain("1-1"), withheld));
        Assert.Equal((DecisionKind.Approved, false), (decision.Kind, decision.IsMissing));
        Assert.Contains("phased at 10 %", decision.Reason, StringComparison.Ordinal);
        Assert.Equal("2-1", Evaluate(s_all, Installed("a", Plain("1-1"), withheld, Plain("2-1"))).Approved!.Version);

        PatchDecision only = Evaluate(s_all with { ApprovalRules = [Rule()] }, Installed("a", Plain("1-1"), withheld));
        Assert.Equal(DecisionKind.NotInBaseline, only.Kind);
        Assert.Contains("phased at 10 %", only.Reason, StringComparison.Ordinal);

        PatchDecision alreadyThere = Evaluate(s_all, Installed("a", withheld));
        Assert.Equal((DecisionKind.Approved, false), (alreadyThere.Kind, alreadyThere.IsMissing));
    }

    [Theory]
    [InlineData(RestrictionKind.Hold)]
    [InlineData(RestrictionKind.Pin)]
    [InlineData(RestrictionKind.Exclude)]
    [InlineData(RestrictionKind.Lock)]
    [InlineData(RestrictionKind.Untrusted)]
    [InlineData(RestrictionKind.ByHand)]
    public void What_is_kept_away_locally_is_missing_with_the_reason(RestrictionKind kind)
    {
        AvailablePatch kept = Security("3-1") with { Restriction = s_hold with { Kind = kind } };
        PatchDecision decision = Evaluate(s_all, Installed("a", Plain("1-1"), kept, Security("2-1") with { Restriction = kept.Restriction }));
        Assert.Equal((true, "3-1"), (decision.IsMissing, decision.Approved!.Version));
        Assert.Contains("apt-mark hold", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_be_installed_goes_before_what_cannot()
    {
        PatchDecision decision = Evaluate(s_all, Installed("a", Plain("1-1"), Security("3-1") with { Restriction = s_hold }, Security("2-1")));
        Assert.Equal((true, "2-1"), (decision.IsMissing, decision.Approved!.Version));
        Assert.Contains("3-1 cannot be installed here", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restriction_on_what_is_installed_means_nothing()
    {
        PatchDecision decision = Evaluate(s_all, Installed("a", Security("1-1") with { Restriction = s_hold }));
        Assert.Equal((DecisionKind.Approved, false, "Approved by rule 1 (every patch)"), (decision.Kind, decision.IsMissing, decision.Reason));
    }

    [Fact]
    public void Decisions_come_in_the_order_of_the_inventory()
    {
        Inventory inventory = new()
        {
            VersionScheme = VersionScheme.Rpm,
            Entries = [Installed("a", Plain("1-1"), Security("2-1")), Installed("b", Plain("1-1")), Absent("c", Security("1-1"))],
        };
        IReadOnlyList<PatchDecision> decisions = new PatchEvaluator(s_all, NodeOf(PatchOperatingSystem.AmazonLinux2023), AsOf).Evaluate(inventory);
        Assert.Equal(inventory.Entries, decisions.Select(decision => decision.Entry));
        Assert.Equal([true, false, false], decisions.Select(decision => decision.IsMissing));
    }
}
