using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Installation;

/// <summary>Puts a planned transaction on: fetches everything first, installs in one call of the package manager, and reads back what came of it.
/// What cannot be fetched or put on is taken out, and the rest goes on.</summary>
public sealed class TransactionExecution
{
    // What fails is taken out, so each round has less to do; more than this many says that something else is wrong.
    private const int MostDownloads = 5;
    private const int MostRounds = 4;

    private readonly IPackageTransaction _transaction;
    private readonly TransactionPlanner _planner;
    private readonly DependencyRules _rules;
    private readonly IEventSink _events;
    private readonly Action<IReadOnlyList<PackageChange>, IReadOnlyList<string>> _announce;

    private readonly List<KeptBack> _keptBack = [];
    private readonly List<string> _keptFiles = [];
    private readonly List<PackageChange> _announced = [];
    private readonly List<string> _automatic = [];
    private IReadOnlyDictionary<string, InstalledState>? _after;
    private bool _hasBegun;
    private bool _areMarksPending;

    /// <param name="transaction">The package manager.</param>
    /// <param name="planner">Plans the rest anew when something had to be taken out.</param>
    /// <param name="rules">The planner's rules.</param>
    /// <param name="events">Is told what goes on.</param>
    /// <param name="announce">Told of all that may be changed, and of the packages that count as dependencies, before the package manager starts: what it throws stops the install.</param>
    public TransactionExecution(
        IPackageTransaction transaction,
        TransactionPlanner planner,
        DependencyRules rules,
        IEventSink events,
        Action<IReadOnlyList<PackageChange>, IReadOnlyList<string>> announce)
    {
        _transaction = transaction;
        _planner = planner;
        _rules = rules;
        _events = events;
        _announce = announce;
    }

    /// <exception cref="PatchException">Nothing could be started; nothing was changed. Or the package manager cannot say what came of it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the package manager started; nothing was changed.</exception>
    public async Task<TransactionOutcome> RunAsync(PlannedTransaction plan, CancellationToken cancellationToken)
    {
        _keptBack.AddRange(plan.KeptBack);
        _rules.Agree(plan.Steps);
        IReadOnlyDictionary<string, InstalledState> before = await _transaction.ReadInstalledAsync(cancellationToken).ConfigureAwait(false);
        string problem = "the package manager failed too often";
        try
        {
            await RunRoundsAsync(plan, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (_hasBegun && (e is PatchException or IOException or UnauthorizedAccessException))
        {
            // Something has changed: that must not be lost, whatever went wrong beside it.
            problem = e.Message;
            _events.Warn((e as PatchException)?.ErrorId ?? ErrorIds.Unexpected, $"The install was cut short: {e.Message}", (e as PatchException)?.Target);
        }

        IReadOnlyDictionary<string, InstalledState> after = await ReadAfterAsync().ConfigureAwait(false);
        _keptBack.RemoveAll(kept => IsDone(kept.Target, after));
        HashSet<string> told = new(_keptBack.Select(kept => kept.Target.Id), StringComparer.Ordinal);
        KeepBack(plan.Targets.Where(target => !IsDone(target, after) && !told.Contains(target.Id)), KeptBackKind.Transaction, _ => problem);
        return new TransactionOutcome
        {
            Changes = Changes(before, after),
            KeptBack = _keptBack,
            KeptConfigurationFiles = [.. _keptFiles.Distinct(StringComparer.Ordinal)],
            AreMarksPending = _areMarksPending,
        };
    }

    private async Task RunRoundsAsync(PlannedTransaction plan, CancellationToken cancellationToken)
    {
        PlannedTransaction? next = plan;
        for (int round = 0; next is { Targets.Count: > 0 } && round < MostRounds; round++)
        {
            next = await DownloadAsync(next, cancellationToken).ConfigureAwait(false);
            if (next is { Targets.Count: > 0 })
                next = await ConfirmAsync(next, cancellationToken).ConfigureAwait(false);
            if (next is not { Targets.Count: > 0 })
                return;
            if (!_hasBegun)
                cancellationToken.ThrowIfCancellationRequested();
            next = await InstallAsync(next).ConfigureAwait(false);

            // From here on something has changed: the rest is cut short only between two calls of the package manager.
            if (cancellationToken.IsCancellationRequested)
            {
                KeepBack(next?.Targets ?? [], KeptBackKind.Transaction, _ => "the install was stopped before its turn");
                return;
            }
        }
    }

    /// <summary>Gives what can be fetched; null where nothing is left.</summary>
    private async Task<PlannedTransaction?> DownloadAsync(PlannedTransaction plan, CancellationToken cancellationToken)
    {
        CancellationToken token = _hasBegun ? CancellationToken.None : cancellationToken;
        for (int attempt = 0; attempt < MostDownloads && plan.Targets.Count > 0; attempt++)
        {
            IReadOnlyDictionary<string, string> failures;
            try
            {
                failures = await _transaction.DownloadAsync(plan.Versions, plan.Steps, token).ConfigureAwait(false);
            }
            catch (PatchException e) when (attempt == 0 && string.Equals(e.ErrorId, ErrorIds.DownloadFailed, StringComparison.Ordinal))
            {
                // It may not be what was planned any more.
                PlannedTransaction other = await ConfirmAsync(plan, token).ConfigureAwait(false);
                if (ReferenceEquals(other, plan))
                    throw;
                plan = other;
                continue;
            }

            if (failures.Count == 0)
                return plan;
            foreach (KeyValuePair<string, string> failure in failures)
                _events.Verbose($"{failure.Key} cannot be had: {failure.Value}.");
            _rules.Exclude(failures);
            plan = await ReplanAsync(plan.Targets, KeptBackKind.Download, token).ConfigureAwait(false);
        }

        KeepBack(plan.Targets, KeptBackKind.Download, _ => "too many of its companions could not be fetched");
        return null;
    }

    /// <summary>Between the plan and now there were a question, a download and perhaps a wait: what the package manager would do must still be what was agreed to.</summary>
    private async Task<PlannedTransaction> ConfirmAsync(PlannedTransaction plan, CancellationToken cancellationToken)
    {
        CancellationToken token = _hasBegun ? CancellationToken.None : cancellationToken;
        await _transaction.WaitForOthersAsync(token).ConfigureAwait(false);
        TransactionSimulation now = await _transaction.SimulateAsync(plan.Versions, token).ConfigureAwait(false);
        if (now.IsPossible && new HashSet<PackageStep>(now.Steps).SetEquals(plan.Steps))
            return plan;
        _events.Verbose("What the package manager would do has changed since it was planned: it is planned anew, with nothing that was not agreed to.");
        return await ReplanAsync(plan.Targets, KeptBackKind.Plan, token).ConfigureAwait(false);
    }

    /// <summary>Gives what is still to be done; null where nothing is.</summary>
    private async Task<PlannedTransaction?> InstallAsync(PlannedTransaction plan)
    {
        foreach (PackageStep step in plan.Steps)
            _announced.Add(new PackageChange(step.Id, step.InstalledVersion, step.Version));
        _automatic.AddRange(await _transaction.ReadAutomaticAsync(plan.Steps, CancellationToken.None).ConfigureAwait(false));
        _announce(_announced, _automatic);

        IReadOnlyDictionary<string, InstalledState> before = await _transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);
        TransactionReport report;
        bool isFirst = !_hasBegun;
        _hasBegun = true;
        try
        {
            report = await _transaction.InstallAsync(plan.Versions, plan.Steps).ConfigureAwait(false);
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.ToolTimedOut, StringComparison.Ordinal))
        {
            report = new TransactionReport { IsSuccess = false, Problem = e.Message };
        }
        catch (PatchException) when (isFirst)
        {
            // It could not start.
            _hasBegun = false;
            throw;
        }

        _keptFiles.AddRange(report.KeptConfigurationFiles);
        TransactionReport repair = report.IsSuccess ? TransactionReport.Empty : await SettleAsync().ConfigureAwait(false);
        await MarkAutomaticAsync().ConfigureAwait(false);
        IReadOnlyDictionary<string, InstalledState> after = _after = await _transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);

        InstallTarget[] missed = [.. plan.Targets.Where(target => !IsDone(target, after))];
        InstallTarget[] untouched = [.. missed.Where(target => MessageOf(target) is null && IsSame(target, before, after))];
        KeepBack(missed.Except(untouched), KeptBackKind.Transaction, target => MessageOf(target) ?? report.Problem);
        if (untouched.Length == 0)
            return null;
        if (untouched.Length == plan.Targets.Count)
        {
            KeepBack(untouched, KeptBackKind.Transaction, _ => report.Problem.Length == 0 ? "the package manager ended without a word about it" : report.Problem);
            return null;
        }

        // A package that has failed fails again, with all that needs it.
        _rules.Exclude(plan.Steps
            .Select(step => (step.Id, Message: report.FailureOf(step.Id, step.Name) ?? repair.FailureOf(step.Id, step.Name)))
            .Where(failure => failure.Message is not null)
            .GroupBy(failure => failure.Id, StringComparer.Ordinal)
            .ToDictionary(failures => failures.Key, failures => failures.First().Message!, StringComparer.Ordinal));
        _events.Verbose($"{untouched.Length} patches were not reached because others failed; they are tried again without those.");
        return await ReplanAsync(untouched, KeptBackKind.Transaction, CancellationToken.None).ConfigureAwait(false);

        string? MessageOf(InstallTarget target) => report.FailureOf(target.Id, target.Entry.Name) ?? repair.FailureOf(target.Id, target.Entry.Name);
    }

    /// <summary>The packages are on: marks that cannot be written now are left to the next run.</summary>
    private async Task MarkAutomaticAsync()
    {
        try
        {
            await _transaction.MarkAutomaticAsync(_automatic).ConfigureAwait(false);
            _areMarksPending = false;
        }
        catch (PatchException e)
        {
            _areMarksPending = true;
            _events.Warn(e.ErrorId, $"Packages that came as dependencies could not be marked so again; the next install tries it anew: {e.Message}", e.Target);
        }
    }

    private async Task<IReadOnlyDictionary<string, InstalledState>> ReadAfterAsync()
    {
        try
        {
            return await _transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (PatchException e) when (_after is not null)
        {
            _events.Warn(e.ErrorId, e.Message, e.Target);
            return _after;
        }
    }

    /// <summary>A failed run leaves packages unpacked that have nothing to do with the failure.</summary>
    private async Task<TransactionReport> SettleAsync()
    {
        try
        {
            if (await _transaction.FindUnfinishedAsync(CancellationToken.None).ConfigureAwait(false) is not { } unfinished)
                return TransactionReport.Empty;
            RepairReport repair = await _transaction.RepairAsync(unfinished).ConfigureAwait(false);
            _keptFiles.AddRange(repair.Report.KeptConfigurationFiles);
            return repair.Report;
        }
        catch (PatchException e)
        {
            _events.Warn(e.ErrorId, e.Message, e.Target);
            return TransactionReport.Empty;
        }
    }

    private async Task<PlannedTransaction> ReplanAsync(IReadOnlyList<InstallTarget> targets, KeptBackKind kind, CancellationToken cancellationToken)
    {
        PlannedTransaction plan = await _planner.PlanAsync(targets, cancellationToken).ConfigureAwait(false);
        _keptBack.AddRange(plan.KeptBack.Select(kept => kept with { Kind = kind }));
        return plan;
    }

    private void KeepBack(IEnumerable<InstallTarget> targets, KeptBackKind kind, Func<InstallTarget, string> reason)
    {
        foreach (InstallTarget target in targets)
            _keptBack.Add(new KeptBack(target, kind, reason(target)));
    }

    private static bool IsDone(InstallTarget target, IReadOnlyDictionary<string, InstalledState> installed) =>
        installed.TryGetValue(target.Id, out InstalledState? state) && state.IsWhole && string.Equals(state.Version, target.Patch.Version, StringComparison.Ordinal);

    private static bool IsSame(InstallTarget target, IReadOnlyDictionary<string, InstalledState> before, IReadOnlyDictionary<string, InstalledState> after)
    {
        before.TryGetValue(target.Id, out InstalledState? was);
        after.TryGetValue(target.Id, out InstalledState? now);
        return was == now;
    }

    private static List<PackageChange> Changes(IReadOnlyDictionary<string, InstalledState> before, IReadOnlyDictionary<string, InstalledState> after)
    {
        List<PackageChange> changes = [];
        foreach (string id in before.Keys.Union(after.Keys, StringComparer.Ordinal).OrderBy(id => id, StringComparer.Ordinal))
        {
            before.TryGetValue(id, out InstalledState? was);
            after.TryGetValue(id, out InstalledState? now);
            if (was != now)
                changes.Add(new PackageChange(id, was?.Version ?? "", now?.Version ?? ""));
        }

        return changes;
    }
}
