using CsCheck;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.PackageManagers.Transactions;
using static PatchBaselineAssociation.Tests.Installation.InstallSamples;

namespace PatchBaselineAssociation.Tests.Installation;

public sealed class DependencyRulesTests
{
    [Fact]
    public void What_is_not_possible_is_complained_about_in_the_solvers_words() =>
        Assert.Equal("a : Depends: b", new DependencyRules(Evaluator(), overrides: null).Complain(new TransactionSimulation { IsPossible = false, Problem = "a : Depends: b" }, [Target("a")]));

    [Theory]
    [InlineData(PackageStepKind.Upgrade, "1", "2", false, null)]
    [InlineData(PackageStepKind.Install, "", "2", false, null)]
    [InlineData(PackageStepKind.Reinstall, "2", "2", false, null)]
    [InlineData(PackageStepKind.Downgrade, "3", "2", false, "b.amd64 would go back from 3 to 2")]
    [InlineData(PackageStepKind.Remove, "1", "", false, "b.amd64 1 would be removed")]
    [InlineData(PackageStepKind.Remove, "1", "", true, null)]
    public void What_comes_along_may_not_take_anything_away(PackageStepKind kind, string installed, string version, bool isUnneeded, string? complaint)
    {
        DependencyRules rules = new(Evaluator(), overrides: null);
        PackageStep step = Step(kind, "b", installed, version) with { IsUnneeded = isUnneeded };

        Assert.Equal(complaint, rules.Complain(Possible(Upgrade("a"), step), [Target("a")]));
        // Not even where it is asked for.
        Assert.Equal(complaint, rules.Complain(Possible(Upgrade("a"), step), [Target("a"), Target("b")]));
    }

    [Theory]
    [InlineData(RejectedPatchesAction.Block, "b", false)]
    [InlineData(RejectedPatchesAction.Block, "B.AMD64", false)]
    [InlineData(RejectedPatchesAction.Block, "b.i386", true)]
    [InlineData(RejectedPatchesAction.Block, "bb", true)]
    [InlineData(RejectedPatchesAction.AllowAsDependency, "b", true)]
    public void A_rejected_dependency_is_blocked_where_the_baseline_blocks(RejectedPatchesAction action, string rejected, bool isAllowed)
    {
        DependencyRules rules = new(Evaluator(action, rejected), overrides: null);

        string? complaint = rules.Complain(Possible(Upgrade("a"), Upgrade("b", "7")), [Target("a")]);

        Assert.Equal(isAllowed ? null : $"it needs b.amd64 7, which the baseline's list entry '{rejected}' rejects and blocks", complaint);
        Assert.Equal(complaint, rules.Complain(Possible(Step(PackageStepKind.Install, "b", "", "7")), []));
        // A reinstall brings nothing that is not there.
        Assert.Null(rules.Complain(Possible(Step(PackageStepKind.Reinstall, "b", "7", "7")), []));
    }

    [Fact]
    public void What_is_asked_for_is_not_judged_as_a_dependency()
    {
        DependencyRules rules = new(Evaluator(RejectedPatchesAction.Block, "b"), MatcherOf(("b", "*1.9")));

        Assert.Null(rules.Complain(Possible(Upgrade("b")), [Target("b")]));
        Assert.NotNull(rules.Complain(Possible(Upgrade("b")), [Target("b", architecture: "i386")]));
    }

    /// <summary>The list that names b in another version fails what needs b; one that names the version lets it through, also against the rejected list.</summary>
    [Theory]
    [InlineData("b", "*1.9", false, "the override list allows another version only")]
    [InlineData("b.amd64", "1.9", true, "the override list allows another version only")]
    [InlineData("b", "2", true, null)]
    [InlineData("b", null, true, null)]
    [InlineData("b*", "*2", true, null)]
    [InlineData("c", null, true, "rejects and blocks")]
    [InlineData("c", null, false, null)]
    public void The_override_list_wins(string id, string? title, bool isRejected, string? words)
    {
        DependencyRules rules = new(isRejected ? Evaluator(RejectedPatchesAction.Block, "b") : Evaluator(), MatcherOf((id, title)));

        string? complaint = rules.Complain(Possible(Upgrade("a"), Upgrade("b")), [Target("a")]);

        if (words is null)
            Assert.Null(complaint);
        else
            Assert.Contains(words, complaint, StringComparison.Ordinal);
        Assert.False(complaint?.EndsWith(".", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void What_could_not_be_had_is_kept_out_with_all_that_needs_it()
    {
        DependencyRules rules = new(Evaluator(), overrides: null);
        rules.Exclude(new Dictionary<string, string>(StringComparer.Ordinal) { ["b.amd64"] = "404 Not Found" });
        rules.Exclude(new Dictionary<string, string>(StringComparer.Ordinal) { ["c.amd64"] = "Hash Sum mismatch" });

        Assert.Equal("b.amd64 2: 404 Not Found", rules.Complain(Possible(Upgrade("a"), Upgrade("b")), [Target("a")]));
        Assert.Equal("b.amd64 2: 404 Not Found", rules.Complain(Possible(Upgrade("b")), [Target("b")]));
        Assert.Equal("c.amd64 2: Hash Sum mismatch", rules.Complain(Possible(Upgrade("c")), [Target("c")]));
        Assert.Null(rules.Complain(Possible(Upgrade("a")), [Target("a")]));
        Assert.Null(rules.Complain(Possible(Upgrade("b") with { Architecture = "i386" }), [Target("a")]));
        // To go away it need not be fetched.
        Assert.Null(rules.Complain(Possible(Step(PackageStepKind.Remove, "b", "1") with { IsUnneeded = true }), [Target("a")]));
    }

    [Fact]
    public void One_bad_step_is_enough_wherever_it_is()
    {
        Gen<PackageStep> step = Gen.Select(Gen.Enum<PackageStepKind>(), Gen.OneOf("a", "b", "c", "d"), Gen.Bool, (kind, name, isUnneeded) =>
            Step(kind, name, kind == PackageStepKind.Install ? "" : "1", kind == PackageStepKind.Remove ? "" : "2") with { IsUnneeded = isUnneeded });
        DependencyRules rules = new(Evaluator(RejectedPatchesAction.Block, "c"), MatcherOf(("d", "9")));
        Gen.Select(step.Array[0, 6], Gen.OneOf("a", "b", "c", "d").Array[0, 3]).Sample((steps, asked) =>
        {
            InstallTarget[] targets = [.. asked.Distinct(StringComparer.Ordinal).Select(name => Target(name))];
            bool isBad = steps.Any(one => rules.Complain(Possible(one), targets) is not null);
            Assert.Equal(isBad, rules.Complain(Possible(steps), targets) is not null);
        });
    }
}
