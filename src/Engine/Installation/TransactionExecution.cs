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

    /// <exception cref="PatchException">Nothing could be started; nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the package manager started; nothing was changed.</exception>
    public async Task<TransactionOutcome> RunAsync(PlannedTransaction plan, CancellationToken cancellationToken)
    {
        _keptBack.AddRange(plan.KeptBack);
        IReadOnlyDictionary<string, InstalledState> before = await _transaction.ReadInstalledAsync(cancellationToken).ConfigureAwait(false);
        PlannedTransaction? next = plan;
        for (int round = 0; next is { Targets.Count: > 0 } && round < MostRounds; round++)
        {
            PlannedTransaction? fetched = await DownloadAsync(next, isFirst: round == 0, cancellationToken).ConfigureAwait(false);
            if (fetched is not { Targets.Count: > 0 })
                break;
            cancellationToken.ThrowIfCancellationRequested();
            next = await InstallAsync(fetched, isFirst: round == 0).ConfigureAwait(false);

            // From here on something has changed: the rest is cut short only between two calls of the package manager.
            if (cancellationToken.IsCancellationRequested)
            {
                KeepBack(next?.Targets ?? [], KeptBackKind.Transaction, _ => "the install was stopped before its turn");
                next = null;
            }
        }

        if (next is not null)
            KeepBack(next.Targets, KeptBackKind.Transaction, _ => "the package manager failed too often");
        IReadOnlyDictionary<string, InstalledState> after = await _transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);
        return new TransactionOutcome
        {
            Changes = Changes(before, after),
            KeptBack = _keptBack,
            KeptConfigurationFiles = [.. _keptFiles.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Gives what can be fetched; null where nothing is left.</summary>
    private async Task<PlannedTransaction?> DownloadAsync(PlannedTransaction plan, bool isFirst, CancellationToken cancellationToken)
    {
        // Once something was installed, an error must not hide it.
        CancellationToken token = isFirst ? cancellationToken : CancellationToken.None;
        for (int attempt = 0; attempt < MostDownloads && plan.Targets.Count > 0; attempt++)
        {
            IReadOnlyDictionary<string, string> failures;
            try
            {
                failures = await _transaction.DownloadAsync(plan.Versions, plan.Steps, token).ConfigureAwait(false);
            }
            catch (PatchException e) when (!isFirst)
            {
                KeepBack(plan.Targets, KeptBackKind.Download, _ => e.Message);
                return null;
            }

            if (failures.Count == 0)
                return plan;
            foreach (KeyValuePair<string, string> failure in failures)
                _events.Verbose($"{failure.Key} could not be fetched: {failure.Value}");
            _rules.Exclude(failures);
            plan = await ReplanAsync(plan.Targets, KeptBackKind.Download, isFirst, token).ConfigureAwait(false);
        }

        KeepBack(plan.Targets, KeptBackKind.Download, _ => "too many of its companions could not be fetched");
        return null;
    }

    /// <summary>Gives what is still to be done; null where nothing is.</summary>
    private async Task<PlannedTransaction?> InstallAsync(PlannedTransaction plan, bool isFirst)
    {
        foreach (PackageStep step in plan.Steps)
            _announced.Add(new PackageChange(step.Id, step.InstalledVersion, step.Version));
        _automatic.AddRange(await _transaction.ReadAutomaticAsync(plan.Steps, CancellationToken.None).ConfigureAwait(false));
        _announce(_announced, _automatic);

        IReadOnlyDictionary<string, InstalledState> before = await _transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);
        TransactionReport report;
        try
        {
            report = await _transaction.InstallAsync(plan.Versions, plan.Steps).ConfigureAwait(false);
        }
        catch (PatchException e) when (!isFirst || string.Equals(e.ErrorId, ErrorIds.ToolTimedOut, StringComparison.Ordinal))
        {
            report = new TransactionReport { IsSuccess = false, Problem = e.Message };
        }

        _keptFiles.AddRange(report.KeptConfigurationFiles);
        TransactionReport repair = report.IsSuccess ? TransactionReport.Empty : await SettleAsync().ConfigureAwait(false);
        await _transaction.MarkAutomaticAsync(_automatic).ConfigureAwait(false);
        IReadOnlyDictionary<string, InstalledState> after = await _transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);

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
        return await ReplanAsync(untouched, KeptBackKind.Transaction, isFirst: false, CancellationToken.None).ConfigureAwait(false);

        string? MessageOf(InstallTarget target) => report.FailureOf(target.Id, target.Entry.Name) ?? repair.FailureOf(target.Id, target.Entry.Name);
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

    private async Task<PlannedTransaction> ReplanAsync(IReadOnlyList<InstallTarget> targets, KeptBackKind kind, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            PlannedTransaction plan = await _planner.PlanAsync(targets, cancellationToken).ConfigureAwait(false);
            _keptBack.AddRange(plan.KeptBack.Select(kept => kept with { Kind = kind }));
            return plan;
        }
        catch (PatchException e) when (!isFirst)
        {
            KeepBack(targets, kind, _ => e.Message);
            return new PlannedTransaction { Targets = [], Steps = [], KeptBack = [] };
        }
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
