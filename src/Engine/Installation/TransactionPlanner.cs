using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Installation;

/// <summary>Finds the largest transaction that is acceptable: asks the package manager's solver for everything at once, and where that is
/// not acceptable halves what it asks for until the patches that stand in the way are known.</summary>
/// <param name="transaction">The solver.</param>
/// <param name="rules">What is acceptable.</param>
/// <param name="events">Is told of the progress.</param>
public sealed class TransactionPlanner(IPackageTransaction transaction, DependencyRules rules, IEventSink events)
{
    private const string Activity = "Planning";

    // What comes instead of something unwanted may itself be unwanted.
    private const int MostAlternatives = 4;

    // At one or two seconds each on a large system: after that, what is still open is left out rather than waited for.
    private const int MostQuestions = 600;

    private readonly List<PackageVersion> _avoided = [];
    private IReadOnlyList<PackageVersion> _preferred = [];
    private int _questions;

    /// <param name="targets">What is to be put on.</param>
    /// <param name="cancellationToken">Stops between two questions to the solver.</param>
    /// <exception cref="PatchException">PackageDatabaseBroken: the solver does not even agree to doing nothing.</exception>
    public async Task<PlannedTransaction> PlanAsync(IReadOnlyList<InstallTarget> targets, CancellationToken cancellationToken)
    {
        events.Progress(Activity, $"Asking the package manager about {targets.Count} patches", 0);
        _preferred = [.. targets.Select(target => target.Version)];
        transaction.Prefer(_preferred, _avoided);
        Search search = new() { Total = targets.Count };
        if (targets.Count > 0)
            await AddAsync(search, targets, cancellationToken).ConfigureAwait(false);
        return new PlannedTransaction { Targets = search.Accepted, Steps = search.Steps, KeptBack = search.KeptBack };
    }

    private async Task AddAsync(Search search, IReadOnlyList<InstallTarget> more, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_questions >= MostQuestions)
        {
            search.KeptBack.AddRange(more.Select(target => new KeptBack(target, KeptBackKind.Plan, $"too many patches stand in each other's way; the package manager was asked {_questions} times which fit together")));
            return;
        }

        InstallTarget[] all = [.. search.Accepted, .. more];
        (TransactionSimulation simulation, string? complaint) = await AskAsync(all, cancellationToken).ConfigureAwait(false);
        if (complaint is null)
        {
            transaction.Accept();
            search.Accepted = all;
            search.Steps = simulation.Steps;
            events.Progress(Activity, "Finding out which patches fit together", 100 * (search.Accepted.Length + search.KeptBack.Count) / search.Total);
            return;
        }

        if (!search.IsSolverSound)
        {
            await CheckSolverAsync(cancellationToken).ConfigureAwait(false);
            search.IsSolverSound = true;
        }

        if (more.Count == 1)
        {
            if (!simulation.IsPossible && _avoided.Count > 0)
                complaint = await ExplainAsync(all, cancellationToken).ConfigureAwait(false) ?? complaint;
            events.Verbose($"{more[0].Version} is taken out: {complaint}.");
            search.KeptBack.Add(new KeptBack(more[0], KeptBackKind.Plan, complaint));
            return;
        }

        int half = more.Count / 2;
        await AddAsync(search, [.. more.Take(half)], cancellationToken).ConfigureAwait(false);
        await AddAsync(search, [.. more.Skip(half)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the solver, and again without what must not come: that may only be recommended, or there may be another package for it.</summary>
    private async Task<(TransactionSimulation Simulation, string? Complaint)> AskAsync(InstallTarget[] targets, CancellationToken cancellationToken)
    {
        for (int round = 0; ; round++)
        {
            TransactionSimulation simulation = await SimulateAsync(targets, cancellationToken).ConfigureAwait(false);
            if (rules.Complain(simulation, targets) is not { } complaint)
                return (simulation, null);
            PackageVersion[] unwanted = [.. rules.FindUnwanted(simulation, targets).Where(version => !_avoided.Contains(version))];
            if (unwanted.Length == 0 || round == MostAlternatives)
                return (simulation, complaint);
            _avoided.AddRange(unwanted);
            transaction.Prefer(_preferred, _avoided);
        }
    }

    /// <summary>The solver knows nothing of what is avoided, and says only that it is not to be had: without that it says what would come.</summary>
    private async Task<string?> ExplainAsync(InstallTarget[] targets, CancellationToken cancellationToken)
    {
        transaction.Prefer(_preferred, []);
        TransactionSimulation simulation = await SimulateAsync(targets, cancellationToken).ConfigureAwait(false);
        transaction.Prefer(_preferred, _avoided);
        return rules.Complain(simulation, targets);
    }

    private Task<TransactionSimulation> SimulateAsync(InstallTarget[] targets, CancellationToken cancellationToken)
    {
        _questions++;
        return transaction.SimulateAsync([.. targets.Select(target => target.Version)], cancellationToken);
    }

    private async Task CheckSolverAsync(CancellationToken cancellationToken)
    {
        TransactionSimulation nothing = await transaction.SimulateAsync([], cancellationToken).ConfigureAwait(false);
        if (nothing.IsPossible)
            return;
        throw new PatchException(
            ErrorIds.PackageDatabaseBroken,
            ErrorKind.InvalidData,
            $"The package manager can install nothing as the node is: {nothing.Problem}. Nothing was changed.",
            "dependencies",
            $"Mend the installed packages first: '{transaction.MendingCommand}' shows what is missing.");
    }

    private sealed class Search
    {
        public InstallTarget[] Accepted { get; set; } = [];

        public IReadOnlyList<PackageStep> Steps { get; set; } = [];

        public List<KeptBack> KeptBack { get; } = [];

        public bool IsSolverSound { get; set; }

        public int Total { get; init; }
    }
}
