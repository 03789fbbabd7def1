using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using static PatchBaselineAssociation.Tests.Evaluation.Samples;

namespace PatchBaselineAssociation.Tests.Evaluation;

public sealed class BlockingEntryTests
{
    [Theory]
    [InlineData(PatchOperatingSystem.Debian, "tool", "tool", "amd64", "1:2-3", true)]
    [InlineData(PatchOperatingSystem.Debian, "Tool.AMD64", "tool", "amd64", "1:2-3", true)]
    [InlineData(PatchOperatingSystem.Debian, "tool.i386", "tool", "amd64", "1:2-3", false)]
    [InlineData(PatchOperatingSystem.Debian, "tool*", "tools", "amd64", "1:2-3", false)]
    [InlineData(PatchOperatingSystem.Ubuntu, "tool", "tool-doc", "all", "2", false)]
    [InlineData(PatchOperatingSystem.AmazonLinux2023, "tool-*", "tool", "x86_64", "1:2-3", true)]
    [InlineData(PatchOperatingSystem.AmazonLinux2023, "tool-2-3.x86_64", "tool", "x86_64", "0:2-3", true)]
    [InlineData(PatchOperatingSystem.AmazonLinux2023, "tool-2-4.x86_64", "tool", "x86_64", "0:2-3", false)]
    [InlineData(PatchOperatingSystem.RedHatEnterpriseLinux, "*.noarch", "tool", "noarch", "0:2-3", true)]
    [InlineData(PatchOperatingSystem.RedHatEnterpriseLinux, "*.noarch", "tool", "x86_64", "0:2-3", false)]
    [InlineData(PatchOperatingSystem.RedHatEnterpriseLinux, "RHSA-2026:1", "tool", "x86_64", "0:2-3", false)]
    [InlineData(PatchOperatingSystem.Suse, "tool > 2-1 < 3", "tool", "x86_64", "2-3", true)]
    [InlineData(PatchOperatingSystem.Suse, "tool > 2-1 < 3", "tool", "x86_64", "3-1", false)]
    [InlineData(PatchOperatingSystem.Suse, "to*.x86_64 != 2-3", "tool", "x86_64", "2-3", false)]
    [InlineData(PatchOperatingSystem.Suse, "to*.x86_64 = 2-3", "tool", "x86_64", "2-3", true)]
    [InlineData(PatchOperatingSystem.Suse, "tool-2-3.x86_64.rpm", "tool", "x86_64", "2-3", true)]
    public void An_entry_that_names_the_version_blocks_it_where_the_baseline_blocks(
        PatchOperatingSystem system, string entry, string name, string architecture, string version, bool isBlocked)
    {
        Assert.Equal(isBlocked ? entry : null, Find(RejectedPatchesAction.Block, system, entry, name, architecture, version));
        Assert.Null(Find(RejectedPatchesAction.AllowAsDependency, system, entry, name, architecture, version));
    }

    [Fact]
    public void What_blocks_is_what_rejects()
    {
        foreach (string entry in new[] { "a", "b", "a-2-1", "a.*", "*-2-*", "?" })
        {
            PatchBaseline baseline = Baseline(PatchOperatingSystem.AmazonLinux2023) with { RejectedPatches = [entry], RejectedPatchesAction = RejectedPatchesAction.Block };
            PatchEvaluator evaluator = new(baseline, NodeOf(baseline.OperatingSystem), AsOf);
            foreach (string version in new[] { "2-1", "1:2-1", "3-1" })
            {
                PatchDecision decision = evaluator.Evaluate(Installed("a", Plain(version)), VersionScheme.Rpm);
                Assert.Equal(decision.RejectedBy, evaluator.FindBlockingEntry("a", "x86_64", version));
            }
        }
    }

    [Fact]
    public void An_empty_list_blocks_nothing() =>
        Assert.Null(new PatchEvaluator(Baseline(PatchOperatingSystem.Debian) with { RejectedPatchesAction = RejectedPatchesAction.Block }, NodeOf(PatchOperatingSystem.Debian), AsOf)
            .FindBlockingEntry("tool", "amd64", "1"));

    private static string? Find(RejectedPatchesAction action, PatchOperatingSystem system, string entry, string name, string architecture, string version) =>
        new PatchEvaluator(Baseline(system) with { RejectedPatches = ["unrelated", entry], RejectedPatchesAction = action }, NodeOf(system), AsOf)
            .FindBlockingEntry(name, architecture, version);
}
