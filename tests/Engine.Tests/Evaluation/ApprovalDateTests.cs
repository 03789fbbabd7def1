using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using static PatchBaselineAssociation.Tests.Evaluation.Samples;

namespace PatchBaselineAssociation.Tests.Evaluation;

public sealed class ApprovalDateTests
{
    private static readonly DateTimeOffset s_released = new(2026, 2, 22, 15, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(7, 7, 0, false)]
    [InlineData(7, 7, 1, true)]
    [InlineData(7, 6, 0, false)]
    [InlineData(7, 8, 0, true)]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 0, 1, true)]
    [InlineData(null, 0, 0, false)]
    [InlineData(null, 0, 1, true)]
    [InlineData(360, 360, 1, true)]
    [InlineData(360, 360, 0, false)]
    public void A_delay_ends_one_tick_after_it_is_full(int? delay, int daysLater, int ticksLater, bool expected)
    {
        ApprovalRule rule = Rule() with { ApproveAfterDays = delay };
        DateTimeOffset asOf = s_released.AddDays(daysLater).AddTicks(ticksLater);
        Assert.Equal(expected, IsMissing(rule, Notice("Security", updated: s_released), asOf));
    }

    [Theory]
    [InlineData("2026-07-07T23:59:59.9999999Z", true)]
    [InlineData("2026-07-08T00:00:00Z", false)]
    [InlineData("2026-07-08T01:59:59+02:00", true)]
    [InlineData("2026-07-07T20:00:00-05:00", false)]
    [InlineData("2026-07-07T00:00:00Z", true)]
    public void The_last_day_is_included_in_UTC(string released, bool expected)
    {
        ApprovalRule rule = Rule() with { ApproveUntilDate = new DateTime(2026, 7, 7, 0, 0, 0, DateTimeKind.Utc) };
        Assert.Equal(expected, IsMissing(rule, Notice("Security", updated: DateTimeOffset.Parse(released)), AsOf.AddYears(1)));
    }

    [Fact]
    public void The_last_moment_of_time_is_a_cut_off_too() =>
        Assert.True(IsMissing(Rule() with { ApproveUntilDate = DateTime.MaxValue }, Notice("Security", updated: s_released), AsOf));

    [Fact]
    public void The_first_moment_of_time_can_be_asked_about() =>
        Assert.False(IsMissing(Rule() with { ApproveAfterDays = 360 }, Notice("Security", updated: s_released), DateTimeOffset.MinValue));

    [Theory]
    [InlineData(-20, -1, false)]
    [InlineData(-1, -20, true)]
    [InlineData(-1, null, false)]
    [InlineData(-20, null, true)]
    public void An_update_of_the_notice_counts_before_its_issue(int issuedDays, int? updatedDays, bool expected)
    {
        Advisory notice = Notice("Security", issued: AsOf.AddDays(issuedDays), updated: updatedDays is { } days ? AsOf.AddDays(days) : null);
        Assert.Equal(expected, IsMissing(Rule() with { ApproveAfterDays = 7 }, notice, AsOf));
    }

    [Fact]
    public void Each_notice_is_judged_by_its_own_date()
    {
        ApprovalRule rule = Rule(Filter(PatchFilterKey.Classification, "Security")) with { ApproveAfterDays = 7 };
        AvailablePatch patch = WithNotices("2", Notice("Bugfix", updated: AsOf.AddDays(-30)), Notice("Security", updated: AsOf.AddDays(-1)));
        Assert.False(Evaluate(Baseline(PatchOperatingSystem.AmazonLinux2, rule), Installed("a", Plain("1"), patch)).IsMissing);
    }

    [Theory]
    [InlineData(PatchOperatingSystem.MacOS)]
    [InlineData(PatchOperatingSystem.Windows)]
    public void Without_notices_the_release_counts(PatchOperatingSystem system)
    {
        PatchBaseline baseline = Baseline(system, Rule() with { ApproveAfterDays = 7 });
        Assert.False(Evaluate(baseline, Update("KB1", Plain("") with { Released = AsOf.AddDays(-7) })).IsMissing);
        Assert.True(Evaluate(baseline, Update("KB1", Plain("") with { Released = AsOf.AddDays(-7).AddTicks(-1) })).IsMissing);
    }

    [Theory]
    [InlineData(PatchOperatingSystem.Debian)]
    [InlineData(PatchOperatingSystem.AmazonLinux2023)]
    public void Without_a_date_the_delay_counts_as_passed_and_the_reason_says_so(PatchOperatingSystem system)
    {
        InventoryEntry entry = Installed("a", Plain("1"), Security("2") with { Advisories = [Notice("Security")] });
        PatchDecision delayed = Evaluate(Baseline(system, Rule() with { ApproveAfterDays = 7 }), entry);
        Assert.True(delayed.IsMissing);
        Assert.Contains("no release date", delayed.Reason, StringComparison.Ordinal);
        PatchDecision cutOff = Evaluate(Baseline(system, Rule() with { ApproveUntilDate = new DateTime(2020, 1, 1) }), entry);
        Assert.True(cutOff.IsMissing);
        Assert.Contains("no release date", cutOff.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_in_its_delay_does_not_hide_an_older_one()
    {
        PatchDecision decision = Evaluate(
            Baseline(PatchOperatingSystem.AmazonLinux2023, Rule() with { ApproveAfterDays = 7 }),
            Installed("a", Plain("1.0-1"), WithNotices("1.1-1", Notice("Security", updated: AsOf.AddDays(-20))), WithNotices("1.2-3", Notice("Security", updated: AsOf.AddDays(-1)))));
        Assert.Equal((true, "1.1-1"), (decision.IsMissing, decision.Approved!.Version));
        Assert.Equal("Approved by rule 1 (every patch) since 2026-02-25; released 2026-02-18 + 7 days; rule 1 would approve 1.2-3 on 2026-03-16 (7 days after its release)", decision.Reason);
    }

    [Fact]
    public void The_reason_names_rule_filters_and_dates()
    {
        ApprovalRule rule = Rule(Filter(PatchFilterKey.Classification, "Security"), Filter(PatchFilterKey.Severity, "Critical", "Important")) with { ApproveAfterDays = 7 };
        PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2023, rule);
        InventoryEntry entry = Installed("a", Plain("1"), WithNotices("2", Notice("Security", "Critical", updated: s_released)));
        Assert.Equal("Approved by rule 1 (CLASSIFICATION Security, SEVERITY Critical or Important) since 2026-03-01; released 2026-02-22 + 7 days", Evaluate(baseline, entry).Reason);
        Assert.Equal("Rule 1 would approve 2 on 2026-03-01 (7 days after its release)", Evaluate(baseline, entry, s_released.AddDays(1)).Reason);
        PatchBaseline cutOff = Baseline(PatchOperatingSystem.AmazonLinux2023, Rule() with { ApproveUntilDate = new DateTime(2026, 2, 21) });
        Assert.Equal("Rule 1 approves only what was released by 2026-02-21; 2 was released on 2026-02-22", Evaluate(cutOff, entry).Reason);
    }

    private static bool IsMissing(ApprovalRule rule, Advisory notice, DateTimeOffset asOf) =>
        Evaluate(Baseline(PatchOperatingSystem.AmazonLinux2023, rule), Installed("a", Plain("1"), WithNotices("2", notice)), asOf).IsMissing;
}
