using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>One install, from its start to its result. Its caller holds the run lock.</summary>
internal sealed class InstallRun
{
    private const string Activity = "Installing";

    private readonly EngineServices _services;
    private readonly NodeAssessor _assessor;
    private readonly InstallPlanner _planner;
    private readonly StateStore _store;
    private readonly RebootMarkerStore _markers;
    private readonly InstallRequest _request;
    private readonly Node _node;
    private readonly PatchBaseline _baseline;
    private readonly IPackageManager _packageManager;
    private readonly AssociationReporter? _reporter;
    private readonly DateTimeOffset _start;

    public InstallRun(
        EngineServices services,
        NodeAssessor assessor,
        InstallPlanner planner,
        StateStore store,
        InstallRequest request,
        Node node,
        PatchBaseline baseline,
        IPackageManager packageManager,
        AssociationReporter? reporter,
        DateTimeOffset start)
    {
        _services = services;
        _assessor = assessor;
        _planner = planner;
        _store = store;
        _markers = new RebootMarkerStore(store.Folder, services.Files, services.Clock, services.Events);
        _request = request;
        _node = node;
        _baseline = baseline;
        _packageManager = packageManager;
        _reporter = reporter;
        _start = start;
    }

    public async Task<PatchOperationResult?> RunAsync(IInstallConsent consent, CancellationToken cancellationToken)
    {
        if (_node.IsRunningSystem && new ShutdownProbe(_services.Files, _services.System).Find() is { } shutdown)
            _services.Events.Warn(ErrorIds.ShutdownScheduled, $"{shutdown.Message} An install that it cuts off is finished by the next run.", shutdown.Source);

        RebootMarker? marker = _node.IsRunningSystem ? _markers.Read() : null;
        StartDecision decision = RebootPolicy.AtStart(marker, _services.Agent, _request.Scan.AssociationId, _node.BootTime, _request.RebootOption, _services.System);
        if (marker is not null)
            _services.Events.Verbose(decision.Reason);
        switch (decision.Kind)
        {
            case StartDecisionKind.FinishReport:
                return await FinishReportAsync(decision, RestartStatus.Done, cancellationToken).ConfigureAwait(false);
            case StartDecisionKind.AskAgain:
                _markers.Write(decision.Marker!);
                return await RepeatResultAsync(decision, RestartStatus.AskedOfAgent, cancellationToken).ConfigureAwait(false);
            case StartDecisionKind.GiveUp:
                return await FinishReportAsync(decision, RestartStatus.GivenUp, cancellationToken).ConfigureAwait(false);
            default:
                return await PatchAsync(decision, consent, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PatchOperationResult?> PatchAsync(StartDecision startDecision, IInstallConsent consent, CancellationToken cancellationToken)
    {
        // Only here: the report after a restart needs no list, and a signed address may have expired by then.
        OverrideList? list = await _planner.LoadListAsync(_request, isReview: false, cancellationToken).ConfigureAwait(false);
        string cacheFolder = _assessor.ChooseCacheFolder();
        using RunLock cacheLock = await _assessor.LockCacheAsync(nameof(PatchOperation.Install), cacheFolder, _request.Scan.LockTimeout, cancellationToken).ConfigureAwait(false);
        _store.CheckWritable(RebootMarkerStore.FileName);
        string log = _store.CreateLog(_start, nameof(PatchOperation.Install));
        TransactionOptions options = new()
        {
            CacheFolder = cacheFolder,
            Lists = PackageLists.System,
            Sources = PatchSourceSelection.For(_baseline, _node),
            LockTimeout = _request.Scan.LockTimeout,
            InstallTimeout = _request.InstallTimeout,
            LogFile = log,
        };
        using IPackageTransaction repair = await _packageManager.OpenTransactionAsync(_node, options, cancellationToken).ConfigureAwait(false);
        InstallJournal? journal = _store.ReadJournal();
        if (!await RepairAsync(repair, journal, consent, cancellationToken).ConfigureAwait(false))
            return null;

        NodeAssessment assessment = await AssessAsync(cacheFolder, PackageLists.System, refresh: !_request.Scan.NoRefresh, isFirst: true, cancellationToken).ConfigureAwait(false);
        PatchStates previous = _assessor.ReadStates(_store, assessment);
        using IPackageTransaction transaction = await _packageManager.OpenTransactionAsync(_node, options, cancellationToken).ConfigureAwait(false);
        InstallPreparation preparation = await _planner.PrepareAsync(assessment, list, transaction, cancellationToken).ConfigureAwait(false);
        if (preparation.Planned.Targets.Count > 0
            && !consent.MayInstall(InstallPlanner.Describe(preparation, list?.SourceName ?? "", _request.RebootOption, assessment.IsRestartPending(previous))))
            return null;

        TransactionOutcome outcome = preparation.Planned.Targets.Count == 0
            ? new TransactionOutcome { Changes = [], KeptBack = preparation.Planned.KeptBack }
            : await ExecuteOrWaitAsync(preparation, previous, journal, log, cancellationToken).ConfigureAwait(false);

        // Something may have changed: from here on nobody can cut the result short.
        NodeAssessment after = await AssessAgainAsync(assessment, outcome.Changes, cacheFolder).ConfigureAwait(false);
        if (_packageManager.Kind == PackageManagerKind.WindowsUpdate)
        {
            UpdateRounds rounds = new(
                _services.Events,
                (next, done) => ExecuteRoundAsync(next, list, transaction, done, journal, log, cancellationToken),
                changes => AssessAgainAsync(assessment, changes, cacheFolder));
            (after, outcome) = await rounds.RunAsync(after, outcome, cancellationToken).ConfigureAwait(false);
        }

        InstallConclusion conclusion = new(_services, _store, _markers, _request, _node, _reporter, _start)
        {
            OverrideListName = list?.SourceName ?? "",
            LogPath = _services.Files.FileExists(log) ? log : "",
            ReadRestartReasonsAsync = () => transaction.ReadRestartReasonsAsync(CancellationToken.None),
        };
        PatchOperationResult result = await conclusion.KeepAsync(
            after, previous, outcome, [.. preparation.Selection.KeptBack, .. outcome.KeptBack], startDecision, consent, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>Where nothing can be put on before a restart that an earlier install is owed, that restart is what this run is for.</summary>
    private async Task<TransactionOutcome> ExecuteOrWaitAsync(InstallPreparation preparation, PatchStates previous, InstallJournal? former, string log, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync(preparation, former, [], log, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.RestartRequiredFirst, StringComparison.Ordinal) && preparation.Assessment.IsRestartPending(previous))
        {
            _services.Events.Warn(e.ErrorId, e.Message, e.Target);
            IEnumerable<KeptBack> waiting = preparation.Planned.Targets.Select(target => new KeptBack(target, KeptBackKind.Transaction, e.Message));
            return new TransactionOutcome { Changes = [], KeptBack = [.. preparation.Planned.KeptBack, .. waiting] };
        }
    }

    /// <summary>What has come to be offered through what was put on: asked for by the same baseline, and part of what was agreed to.</summary>
    private async Task<TransactionOutcome> ExecuteRoundAsync(
        NodeAssessment assessment, OverrideList? list, IPackageTransaction transaction, IReadOnlyList<PackageChange> done, InstallJournal? former, string log, CancellationToken cancellationToken)
    {
        InstallPreparation preparation = await _planner.PrepareAsync(assessment, list, transaction, cancellationToken).ConfigureAwait(false);
        return preparation.Planned.Targets.Count == 0
            ? new TransactionOutcome { Changes = [], KeptBack = preparation.Planned.KeptBack }
            : await ExecuteAsync(preparation, former, done, log, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TransactionOutcome> ExecuteAsync(InstallPreparation preparation, InstallJournal? former, IReadOnlyList<PackageChange> done, string log, CancellationToken cancellationToken)
    {
        // What a killed run had put on is only in its journal until this run keeps its result.
        IReadOnlyList<PackageChange> carried = [.. former is not null && !(_node.BootTime >= former.StartedAt) ? former.Steps : [], .. done];
        TransactionExecution execution = new(
            preparation.Transaction,
            preparation.Planner,
            preparation.Rules,
            _services.Events,
            (steps, automatic) => _store.WriteJournal(new InstallJournal
            {
                StartedAt = _services.Clock.UtcNow,
                LogPath = log,
                Steps = [.. carried, .. steps],
                Automatic = [.. automatic],
            }));
        try
        {
            return await execution.RunAsync(preparation.Planned, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is PatchException or OperationCanceledException)
        {
            if (done.Count == 0)
                await TakeBackJournalAsync(preparation.Transaction, former, carried.Count).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where the package manager did not get to change anything, the next run must not be told that an install was cut off.</summary>
    private async Task TakeBackJournalAsync(IPackageTransaction transaction, InstallJournal? former, int carried)
    {
        try
        {
            if (_store.ReadJournal() is not { } journal || journal.StartedAt == former?.StartedAt)
                return;
            IReadOnlyDictionary<string, InstalledState> installed = await transaction.ReadInstalledAsync(CancellationToken.None).ConfigureAwait(false);
            if (!journal.Steps.Skip(carried).All(step => IsUntouched(step, installed)))
                return;
            if (former is null)
                _store.ClearJournal();
            else
                _store.WriteJournal(former);
        }
        catch (PatchException e)
        {
            _services.Events.Verbose($"What the install had got to is left to the next run: {e.Message}");
        }
    }

    private static bool IsUntouched(PackageChange step, IReadOnlyDictionary<string, InstalledState> installed)
    {
        string version = installed.TryGetValue(step.Id, out InstalledState? state) ? state.Version : "";
        return string.Equals(version, step.FromVersion, StringComparison.Ordinal) && !string.Equals(version, step.ToVersion, StringComparison.Ordinal);
    }

    /// <returns>False where it is not to be done: then nothing else can be either.</returns>
    private async Task<bool> RepairAsync(IPackageTransaction transaction, InstallJournal? journal, IInstallConsent consent, CancellationToken cancellationToken)
    {
        if (await transaction.FindUnfinishedAsync(cancellationToken).ConfigureAwait(false) is { } unfinished)
        {
            if (!consent.MayRepair(_node.Id, unfinished))
                return false;
            RepairReport repair = await transaction.RepairAsync(unfinished).ConfigureAwait(false);
            string what = repair.Packages.Count == 0 ? "" : $" ({string.Join(", ", repair.Packages.Take(10))}{(repair.Packages.Count > 10 ? " …" : "")})";
            string outcome = repair.Unfinished.Count == 0
                ? "It has been finished."
                : $"Not finished could be: {string.Join(", ", repair.Unfinished.Take(10))}. {string.Join(" ", repair.Report.Failures.Values.Take(3))}";
            _services.Events.Warn(
                ErrorIds.PackageManagerRepaired,
                $"The package manager had been interrupted: {repair.Packages.Count} package(s) were not whole{what}. {outcome}",
                repair.Packages);
        }

        if (journal is { Automatic.Count: > 0 })
            await transaction.MarkAutomaticAsync(journal.Automatic).ConfigureAwait(false);
        return true;
    }

    private Task<NodeAssessment> AssessAsync(
        string cacheFolder, PackageLists lists, bool refresh, bool isFirst, CancellationToken cancellationToken, bool isAfterRestart = false) => _assessor.AssessAsync(
        _node,
        _baseline,
        _packageManager,
        _request.Scan,
        new AssessmentOptions { CacheFolder = cacheFolder, Time = _start, Refresh = refresh, Lists = lists, ReportsRepositories = isFirst, IsAfterRestart = isAfterRestart },
        cancellationToken);

    /// <summary>Reads the packages again where some were changed; how the repositories are is what the first look, which asked them, has found. Where that fails the result must not be lost: then what was read before counts, with the changes.</summary>
    private async Task<NodeAssessment> AssessAgainAsync(NodeAssessment before, IReadOnlyList<PackageChange> changes, string cacheFolder)
    {
        if (changes.Count == 0)
            return before;
        try
        {
            NodeAssessment after = await AssessAsync(cacheFolder, PackageLists.System, refresh: false, isFirst: false, CancellationToken.None).ConfigureAwait(false);
            return after with { Inventory = after.Inventory with { Repositories = before.Inventory.Repositories } };
        }
        catch (Exception e) when (e is PatchException or IOException or UnauthorizedAccessException)
        {
            PatchException? known = e as PatchException;
            _services.Events.Warn(
                known?.ErrorId ?? ErrorIds.Unexpected,
                $"After the install the packages could not be read again: {e.Message.AsSentence()} The result is made of what was read before and of what the package manager's database said when it was done; the next scan reads everything anew.",
                known?.Target);
            return before.With(changes);
        }
    }

    /// <summary>The rerun after the restart: looks, and reports as the install that asked for it.</summary>
    private async Task<PatchOperationResult> FinishReportAsync(StartDecision decision, RestartStatus status, CancellationToken cancellationToken)
    {
        string cacheFolder = _assessor.ChooseCacheFolder();
        using RunLock cacheLock = await _assessor.LockCacheAsync(nameof(PatchOperation.Install), cacheFolder, _request.Scan.LockTimeout, cancellationToken).ConfigureAwait(false);
        RunRecord? former = _store.LastRunOf(nameof(PatchOperation.Install));
        NodeAssessment assessment = await AssessAsync(
            cacheFolder, PackageLists.System, refresh: false, isFirst: true, cancellationToken, isAfterRestart: status == RestartStatus.Done).ConfigureAwait(false);
        PatchStates previous = _assessor.ReadStates(_store, assessment);
        InstallConclusion conclusion = new(_services, _store, _markers, _request, _node, _reporter, former?.StartTime ?? _start)
        {
            OverrideListName = former?.InstallOverrideList ?? ShownListName(),
            LogPath = former?.LogPath ?? "",
        };
        return await conclusion.KeepAfterRestartAsync(assessment, previous, former, decision, status, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the request calls its override list, without what gives access; empty where it names none.</summary>
    private string ShownListName()
    {
        if (_request.InstallOverrideList is not { Length: > 0 } source)
            return "";
        try
        {
            return OverrideListLoader.ParseSource(source).DisplayName;
        }
        catch (PatchException e)
        {
            return e.Target as string ?? "";
        }
    }

    /// <summary>The result that is known already, with another end.</summary>
    private async Task<PatchOperationResult> RepeatResultAsync(StartDecision decision, RestartStatus status, CancellationToken cancellationToken) =>
        _store.LastRunOf(nameof(PatchOperation.Install)) is { } last
            ? PatchOperationResult.Of(last) with { Restart = status, RestartReason = decision.Reason, RebootPending = true, ExitCode = decision.ExitCode ?? ExitCodes.Success }
            : await FinishReportAsync(decision, status, cancellationToken).ConfigureAwait(false);
}
