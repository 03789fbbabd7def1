using CsCheck;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using static PatchBaselineAssociation.Tests.Evaluation.Samples;

namespace PatchBaselineAssociation.Tests.Evaluation;

public sealed class EvaluationProperties
{
    private const int Iterations = 5_000;

    private static readonly string[] s_versions = ["1-1", "1:1-1", "2-1", "2-2", "10-1", "2~rc-1", "02-1"];
    private static readonly string[] s_entries = ["a", "a*", "a-2-1", "a.x86_64", "*-2-*", "b", "ALAS-2026-1", "a-1:1-1", "?", "[!a]*", "*.noarch"];

    private static readonly Gen<Advisory> s_advisory = Gen.Select(
        Gen.OneOf("Security", "Bugfix"), Gen.OneOf("Critical", "Low", ""), Gen.Int[-20, 3].Nullable(), (classification, severity, days) =>
            Notice(classification, severity, updated: days is { } known ? AsOf.AddDays(known) : null));

    private static readonly Gen<AvailablePatch> s_patch = Gen.Select(
        Gen.OneOf(s_versions), s_advisory.Array[0, 2], Gen.Enum<RestrictionKind>().Nullable(0.3), (version, advisories, restriction) =>
            WithNotices(version, advisories) with { Restriction = restriction is { } kind ? new Restriction(kind, "a setting") : null });

    private static readonly Gen<InventoryEntry> s_entry = Gen.Select(
        Gen.OneOf("a", "b", "ab"), Gen.OneOf(s_versions).Null(), s_patch.Array[0, 5], Gen.Bool, Gen.Bool, (name, installed, versions, isUpdate, isApplicable) =>
            new InventoryEntry
            {
                Name = name,
                Architecture = "x86_64",
                Installed = installed is null ? null : new InstalledPackage { Version = installed },
                Versions = [.. versions.GroupBy(patch => patch.Version, StringComparer.Ordinal).Select(group => group.First())],
                IsMissingWhenAbsent = isUpdate,
                IsApplicable = isApplicable,
            });

    private static readonly Gen<PatchFilter> s_filter = Gen.OneOf<PatchFilter>(
        Gen.OneOf("Security", "Bugfix", "*").Array[1, 2].Select(values => new PatchFilter(PatchFilterKey.Classification, values)),
        Gen.OneOf("Critical", "Low", "None", "*").Array[1, 2].Select(values => new PatchFilter(PatchFilterKey.Severity, values)));

    private static readonly Gen<ApprovalRule> s_rule = Gen.Select(
        s_filter.Array[0, 2], Gen.Enum<ComplianceLevel>(), Gen.Bool, Gen.Int[0, 10], Gen.Bool, (filters, level, nonSecurity, days, isCutOff) => new ApprovalRule
        {
            Filters = filters,
            ComplianceLevel = level,
            EnableNonSecurity = nonSecurity,
            ApproveAfterDays = isCutOff ? null : days,
            ApproveUntilDate = isCutOff ? AsOf.UtcDateTime.Date.AddDays(-days) : null,
        });

    private static readonly Gen<PatchBaseline> s_baseline = Gen.Select(
        s_filter.Array[0, 1], s_rule.Array[0, 4], Gen.OneOf(s_entries).Array[0, 3], Gen.OneOf(s_entries).Array[0, 2], Gen.Enum<ComplianceLevel>(),
        Gen.Select(Gen.Bool, Gen.Enum<RejectedPatchesAction>()), (global, rules, approved, rejected, level, rest) => new PatchBaseline
        {
            OperatingSystem = PatchOperatingSystem.AmazonLinux2023,
            GlobalFilters = global,
            ApprovalRules = rules,
            ApprovedPatches = approved,
            ApprovedPatchesComplianceLevel = level,
            ApprovedPatchesEnableNonSecurity = rest.Item1,
            RejectedPatches = rejected,
            RejectedPatchesAction = rest.Item2,
        });

    [Fact]
    public void The_order_of_rules_entries_and_versions_means_nothing() =>
        Gen.Select(s_baseline, s_entry).Sample((baseline, entry) =>
        {
            PatchBaseline reversed = baseline with
            {
                ApprovalRules = [.. baseline.ApprovalRules.Reverse()],
                ApprovedPatches = [.. baseline.ApprovedPatches.Reverse()],
                RejectedPatches = [.. baseline.RejectedPatches.Reverse()],
            };
            InventoryEntry turned = entry with { Versions = [.. entry.Versions.Reverse()] };
            Assert.Equal(Outcome(Evaluate(baseline, entry)), Outcome(Evaluate(reversed, turned)));
        }, iter: Iterations);

    [Fact]
    public void Rejected_always_wins() =>
        Gen.Select(s_baseline, s_entry).Sample((baseline, entry) =>
        {
            PatchDecision decision = Evaluate(baseline with { RejectedPatches = [.. baseline.RejectedPatches, entry.Name] }, entry);
            Assert.NotEqual(DecisionKind.Approved, decision.Kind);
            Assert.False(decision.IsMissing);
            if (entry.Installed is not null)
                Assert.Equal(DecisionKind.Rejected, decision.Kind);
        }, iter: Iterations);

    [Fact]
    public void A_later_moment_never_takes_an_approval_back() =>
        Gen.Select(s_baseline, s_entry, Gen.Int[0, 30]).Sample((baseline, entry, days) =>
        {
            PatchBaseline delayed = baseline with { ApprovalRules = [.. baseline.ApprovalRules.Select(rule => rule with { ApproveUntilDate = null })] };
            PatchDecision now = Evaluate(delayed, entry), later = Evaluate(delayed, entry, AsOf.AddDays(days));
            if (now.Kind == DecisionKind.Approved)
                Assert.Equal(DecisionKind.Approved, later.Kind);
            if (now.IsMissing)
                Assert.True(later.IsMissing);
        }, iter: Iterations);

    [Fact]
    public void What_is_missing_is_newer_than_what_is_installed() =>
        Gen.Select(s_baseline, s_entry).Sample((baseline, entry) =>
        {
            PatchDecision decision = Evaluate(baseline, entry);
            if (decision.Kind != DecisionKind.Approved)
                return;

            bool isNewer = entry.Installed is null || VersionScheme.Rpm.Compare(decision.Approved!.Version, entry.Installed.Version) > 0;
            Assert.Equal(isNewer && entry.IsApplicable && (entry.Installed is not null || entry.IsMissingWhenAbsent), decision.IsMissing);
            Assert.False(isNewer && decision.Approved!.Restriction is { IsWithheldByPublisher: true });
        }, iter: Iterations);

    [Fact]
    public void One_inventory_gives_what_its_entries_give_alone() =>
        Gen.Select(s_baseline, s_entry.Array[0, 8]).Sample((baseline, entries) =>
        {
            PatchEvaluator evaluator = new(baseline, NodeOf(baseline.OperatingSystem), AsOf);
            IReadOnlyList<PatchDecision> together = evaluator.Evaluate(new Inventory { VersionScheme = VersionScheme.Rpm, Entries = entries });
            Assert.Equal(entries.Select(entry => evaluator.Evaluate(entry, VersionScheme.Rpm)), together);
        }, iter: Iterations);

    private static (DecisionKind, bool, ComplianceLevel, string?, bool) Outcome(PatchDecision decision) =>
        (decision.Kind, decision.IsMissing, decision.ComplianceLevel, decision.Approved?.Version, decision.IsBlocked);
}
