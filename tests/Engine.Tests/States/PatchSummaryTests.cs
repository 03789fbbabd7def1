using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class PatchSummaryTests
{
    [Fact]
    public void Each_state_has_its_own_count()
    {
        var states = Enum.GetValues<PatchState>();
        var records = states.SelectMany((state, index) => Enumerable.Range(0, index + 1).Select(_ => Samples.Patch("a", state)));

        var summary = PatchSummary.Of(records, unreportedNotApplicableCount: 40);

        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8, 40],
            [summary.InstalledCount, summary.InstalledOtherCount, summary.InstalledRejectedCount, summary.InstalledPendingRebootCount, summary.MissingCount, summary.FailedCount, summary.NotApplicableCount, summary.AvailableSecurityUpdateCount, summary.UnreportedNotApplicableCount]);
        Assert.Equal(3 + 4 + 5 + 6, summary.OtherNonCompliantCount);
    }

    [Theory]
    [InlineData(PatchState.Missing, ComplianceLevel.Critical, "Security", 1, 1, 0)]
    [InlineData(PatchState.Failed, ComplianceLevel.Critical, "Bugfix", 1, 0, 0)]
    [InlineData(PatchState.InstalledRejected, ComplianceLevel.High, "Security", 0, 1, 0)]
    [InlineData(PatchState.Missing, ComplianceLevel.High, "SecurityUpdates", 0, 1, 0)]
    [InlineData(PatchState.InstalledPendingReboot, ComplianceLevel.High, "", 0, 0, 1)]
    [InlineData(PatchState.Installed, ComplianceLevel.Critical, "Security", 0, 0, 0)]
    [InlineData(PatchState.NotApplicable, ComplianceLevel.Critical, "Security", 0, 0, 0)]
    public void Only_what_is_not_compliant_counts_against_the_node(PatchState state, ComplianceLevel level, string classification, int critical, int security, int other)
    {
        var summary = PatchSummary.Of([Samples.Patch("a", state, level: level, classification: classification)]);

        Assert.Equal((critical, security, other), (summary.CriticalNonCompliantCount, summary.SecurityNonCompliantCount, summary.OtherNonCompliantCount));
        var isCompliant = critical + security + other == 0;
        Assert.Equal(isCompliant ? PatchCompliance.Compliant : PatchCompliance.NonCompliant, summary.Compliance);
        Assert.Equal(isCompliant ? null : level, summary.NonCompliantSeverity);
    }

    [Fact]
    public void Severity_is_the_highest_level_of_what_is_not_compliant()
    {
        var summary = PatchSummary.Of(
        [
            Samples.Patch("a", PatchState.Missing, level: ComplianceLevel.Low),
            Samples.Patch("b", PatchState.Missing, level: ComplianceLevel.Medium),
            Samples.Patch("c", PatchState.Failed, level: ComplianceLevel.Unspecified),
            Samples.Patch("d", PatchState.Installed, level: ComplianceLevel.Critical),
        ]);

        Assert.Equal(ComplianceLevel.Medium, summary.NonCompliantSeverity);
    }

    [Fact]
    public void Severity_starts_at_unspecified() =>
        Assert.Equal(ComplianceLevel.Unspecified, PatchSummary.Of([Samples.Patch("a", PatchState.Missing)]).NonCompliantSeverity);

    [Fact]
    public void Nothing_at_all_is_compliant() => Assert.Equal(new PatchSummary { Compliance = PatchCompliance.Compliant }, PatchSummary.Of([]));
}
