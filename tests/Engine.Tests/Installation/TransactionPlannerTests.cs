using CsCheck;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;
using static PatchBaselineAssociation.Tests.Installation.InstallSamples;

namespace PatchBaselineAssociation.Tests.Installation;

public sealed class TransactionPlannerTests
{
    private static readonly Gen<SolverModel> s_model =
        from broken in Gen.Int[0, 12].Array[0, 3]
        from conflicts in Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12]).Array[0, 4]
        from needs in Gen.Select(Gen.Int[0, 12], Gen.Int[0, 16]).Array[0, 6]
        from removals in Gen.Select(Gen.Int[0, 12], Gen.Int[13, 16]).Array[0, 2]
        select new SolverModel
        {
            Broken = [.. broken.Select(Name)],
            Conflicts = [.. conflicts.Where(pair => pair.Item1 != pair.Item2).Select(pair => (Name(pair.Item1), Name(pair.Item2)))],
            Needs = [.. needs.Select(pair => (Name(pair.Item1), Name(pair.Item2)))],
            Removals = [.. removals.Select(pair => (Name(pair.Item1), Name(pair.Item2)))],
        };

    private readonly EventList _events = new();

    [Fact]
    public async Task What_fits_together_is_asked_about_once()
    {
        SolverModel solver = new() { Needs = [("p1", "extra")] };

        PlannedTransaction plan = await PlanAsync(solver, 300);

        Assert.Equal(Names(300), plan.Targets.Select(target => target.Entry.Name));
        Assert.Empty(plan.KeptBack);
        Assert.Contains(plan.Steps, step => step.Name == "extra");
        Assert.Equal(300, Assert.Single(solver.Questions).Count);
        Assert.Equal(plan.Targets.Select(target => target.Version), plan.Versions);
    }

    [Fact]
    public async Task Nothing_is_asked_about_nothing()
    {
        SolverModel solver = new() { IsUnsound = true };

        PlannedTransaction plan = await PlanAsync(solver, 0);

        Assert.Empty(plan.Targets);
        Assert.Empty(plan.Steps);
        Assert.Empty(plan.KeptBack);
        Assert.Empty(solver.Questions);
    }

    [Fact]
    public async Task All_targets_are_preferred_before_the_first_question()
    {
        int preferred = 0;
        SolverModel solver = null!;
        solver = new SolverModel { Broken = ["p3"], OnQuestion = () => preferred = solver.Preferred.Count };

        await PlanAsync(solver, 8);

        Assert.Equal(Names(8), Assert.Single(solver.Preferred).Select(version => version.Name));
        Assert.Equal(1, preferred);
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(2, "1")]
    [InlineData(7, "3")]
    [InlineData(100, "0,99")]
    [InlineData(100, "49,50")]
    [InlineData(200, "1,20,77,150,199")]
    [InlineData(5, "0,1,2,3,4")]
    [InlineData(64, "0,1,2,3,4,5,6,7")]
    public async Task Exactly_what_is_broken_is_kept_back_with_few_questions(int count, string broken)
    {
        string[] bad = [.. broken.Split(',').Select(number => "p" + number)];
        SolverModel solver = new() { Broken = [.. bad] };

        PlannedTransaction plan = await PlanAsync(solver, count);

        Assert.Equal(bad, plan.KeptBack.Select(kept => kept.Target.Entry.Name));
        Assert.Equal(Names(count).Except(bad, StringComparer.Ordinal), plan.Targets.Select(target => target.Entry.Name));
        Assert.Equal(plan.Targets.Select(target => target.Id), plan.Steps.Select(step => step.Id));
        Assert.All(plan.KeptBack, kept => Assert.Equal((KeptBackKind.Plan, $"{kept.Target.Entry.Name} : Depends: nothing that there is"), (kept.Kind, kept.Reason)));
        Assert.InRange(solver.Questions.Count, 1, MostQuestions(count, bad.Length));
        Assert.Equal(bad.Length, _events.All.OfType<VerboseEvent>().Count());
    }

    [Fact]
    public async Task Of_two_that_conflict_one_is_kept_back()
    {
        PlannedTransaction plan = await PlanAsync(new SolverModel { Conflicts = [("p3", "p17")] }, 20);

        KeptBack kept = Assert.Single(plan.KeptBack);
        Assert.Equal(("p17", "p3 : Conflicts: p17"), (kept.Target.Entry.Name, kept.Reason));
        Assert.Equal(19, plan.Targets.Count);
    }

    [Fact]
    public async Task What_would_take_something_away_is_kept_back()
    {
        PlannedTransaction plan = await PlanAsync(new SolverModel { Removals = [("p4", "useful")] }, 9);

        KeptBack kept = Assert.Single(plan.KeptBack);
        Assert.Equal(("p4", "useful.amd64 1 would be removed"), (kept.Target.Entry.Name, kept.Reason));
        Assert.DoesNotContain(plan.Steps, step => step.Kind == PackageStepKind.Remove);
    }

    [Fact]
    public async Task What_needs_something_that_is_blocked_is_kept_back_and_the_rest_goes_on()
    {
        SolverModel solver = new() { Needs = [("p2", "evil"), ("p6", "middle"), ("middle", "evil")] };

        PlannedTransaction plan = await new TransactionPlanner(solver, new DependencyRules(Evaluator(RejectedPatchesAction.Block, "evil"), overrides: null), _events)
            .PlanAsync(Targets(Names(9)), CancellationToken.None);

        Assert.Equal(["p2", "p6"], plan.KeptBack.Select(kept => kept.Target.Entry.Name));
        Assert.All(plan.KeptBack, kept => Assert.Equal("it needs evil.amd64 2, which the baseline's list entry 'evil' rejects and blocks", kept.Reason));
    }

    [Fact]
    public async Task Everything_can_be_kept_back()
    {
        SolverModel solver = new() { Broken = [.. Names(33)] };

        PlannedTransaction plan = await PlanAsync(solver, 33);

        Assert.Equal(Names(33), plan.KeptBack.Select(kept => kept.Target.Entry.Name));
        Assert.Empty(plan.Targets);
        Assert.Empty(plan.Steps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task A_solver_that_agrees_to_nothing_stops_the_install(int count)
    {
        SolverModel solver = new() { IsUnsound = true };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => PlanAsync(solver, count));

        Assert.Equal(ErrorIds.PackageDatabaseBroken, exception.ErrorId);
        Assert.Contains("something installed is broken. Nothing was changed.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, solver.Questions.Count);
        Assert.Empty(solver.Questions[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task It_can_be_stopped_between_two_questions(int after)
    {
        using CancellationTokenSource source = new();
        SolverModel solver = null!;
        solver = new SolverModel
        {
            Broken = ["p3", "p9"],
            OnQuestion = () =>
            {
                if (solver.Questions.Count == after)
                    source.Cancel();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Planner(solver).PlanAsync(Targets(Names(16)), source.Token));

        Assert.InRange(solver.Questions.Count, after, after + 1);
    }

    [Fact]
    public async Task Progress_never_goes_back()
    {
        await PlanAsync(new SolverModel { Broken = ["p0", "p31", "p63"] }, 64);

        int[] percents = [.. _events.All.OfType<ProgressEvent>().Select(progress => progress.Percent ?? -1)];
        Assert.Equal(percents.Order(), percents);
        Assert.All(percents, percent => Assert.InRange(percent, 0, 100));
    }

    [Fact]
    public async Task For_independent_faults_the_order_means_nothing_and_the_questions_are_few() =>
        await Gen.Select(Gen.Int[1, 60].SelectMany(count => Gen.Shuffle(Names(count))), Gen.Int[0, 59].Array[0, 5]).SampleAsync(async (order, numbers) =>
        {
            HashSet<string> bad = [.. numbers.Select(Name).Where(name => Array.IndexOf(order, name) >= 0)];
            SolverModel solver = new() { Broken = bad };

            PlannedTransaction plan = await Planner(solver).PlanAsync(Targets(order), CancellationToken.None);

            Assert.Equal(bad.Order(StringComparer.Ordinal), plan.KeptBack.Select(kept => kept.Target.Entry.Name).Order(StringComparer.Ordinal));
            Assert.Equal(order.Where(name => !bad.Contains(name)), plan.Targets.Select(target => target.Entry.Name));
            Assert.InRange(solver.Questions.Count, 1, MostQuestions(order.Length, bad.Count));
        });

    [Fact]
    public async Task Whatever_packages_do_to_each_other_the_plan_is_acceptable_and_nothing_more_fits() =>
        await Gen.Select(s_model, Gen.Shuffle(Names(13)), Gen.Int[0, 13]).SampleAsync(async (model, order, count) =>
        {
            InstallTarget[] asked = Targets(order.Take(count));
            DependencyRules rules = new(Evaluator(), overrides: null);

            PlannedTransaction plan = await Planner(model).PlanAsync(asked, CancellationToken.None);

            TransactionSimulation accepted = model.Solve(plan.Versions);
            Assert.Null(rules.Complain(accepted, plan.Targets));
            Assert.Equal(plan.Targets.Count == 0 ? [] : accepted.Steps, plan.Steps);
            Assert.Equal(
                asked.Select(target => target.Id).Order(StringComparer.Ordinal),
                plan.Targets.Concat(plan.KeptBack.Select(kept => kept.Target)).Select(target => target.Id).Order(StringComparer.Ordinal));
            foreach (KeptBack kept in plan.KeptBack)
            {
                InstallTarget[] more = [.. plan.Targets, kept.Target];
                Assert.NotNull(rules.Complain(model.Solve([.. more.Select(target => target.Version)]), more));
                Assert.NotEmpty(kept.Reason);
            }
        });

    /// <summary>All, nothing, and for each fault two a halving.</summary>
    private static int MostQuestions(int count, int faults) => (2 * faults * (int)Math.Ceiling(Math.Log(count, 2))) + faults + 3;

    private static string Name(int number) => "p" + number;

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(Name)];

    private static InstallTarget[] Targets(IEnumerable<string> names) => [.. names.Select(name => Target(name))];

    private Task<PlannedTransaction> PlanAsync(SolverModel solver, int count) =>
        new TransactionPlanner(solver, new DependencyRules(Evaluator(), overrides: null), _events).PlanAsync(Targets(Names(count)), CancellationToken.None);

    private static TransactionPlanner Planner(SolverModel solver) => new(solver, new DependencyRules(Evaluator(), overrides: null), new EventList());
}
