using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>From what an install left on the node to its result: states, exit code, state files, restart.</summary>
internal sealed class InstallConclusion
{
    private const string StoppedReason = "The install was stopped, so the system is not restarted although a restart is due.";

    private const int MostToldChanges = 20;

    private readonly EngineServices _services;
    private readonly StateStore _store;
    private readonly RebootMarkerStore _markers;
    private readonly InstallRequest _request;
    private readonly Node _node;
    private readonly AssociationReporter? _reporter;
    private readonly DateTimeOffset _start;
    private readonly string _executionId;

    public InstallConclusion(EngineServices services, StateStore store, RebootMarkerStore markers, InstallRequest request, Node node, AssociationReporter? reporter, DateTimeOffset start)
    {
        _services = services;
        _store = store;
        _markers = markers;
        _request = request;
        _node = node;
        _reporter = reporter;
        _start = start;
        _executionId = RunRecords.ExecutionId(services.Agent);
    }

    public string OverrideListName { get; init; } = "";

    public string LogPath { get; init; } = "";

    /// <summary>What the package manager's own tool says of a restart; asked when the result is kept already.</summary>
    public Func<Task<IReadOnlyList<string>>> ReadRestartReasonsAsync { get; init; } = () => Task.FromResult<IReadOnlyList<string>>([]);

    public async Task<PatchOperationResult> KeepAsync(
        NodeAssessment after,
        PatchStates previous,
        TransactionOutcome outcome,
        IReadOnlyList<KeptBack> keptBack,
        StartDecision startDecision,
        IInstallConsent consent,
        CancellationToken cancellationToken)
    {
        DateTimeOffset end = _services.Clock.UtcNow;
        Dictionary<string, InstallFailure> failures = Failures(keptBack);
        RebootDecision decision = RebootPolicy.AfterInstall(new RebootSituation
        {
            Option = _request.RebootOption,
            InstalledSomething = outcome.Changes.Any(change => change.ToVersion.Length > 0),
            PendingFound = after.IsRestartPending(previous),
            IsRunningSystem = _node.IsRunningSystem,
            Agent = _services.Agent,
            Marker = startDecision.Marker,
            System = _services.System,
        });
        (RestartStatus restart, string reason) = Restart(decision, consent, cancellationToken);
        ReportStatus report = FirstReport;

        // The state files say what is true now: until the restart that is asked for has happened, what was put on waits for it.
        PatchStates states = StatesFor(previous, outcome, decision, end);
        IReadOnlyList<PatchRecord> now = Classify(after, failures, states);
        int exitCode = ExitCodeOf(now, keptBack);
        PatchStates stateFile = after.StateFile(now, states);
        RunRecord run = SaveOrTell(() => Save(after, Shown(), stateFile, Complete), outcome.Changes);

        // Result, then marker, then the request; and the journal is given up when all of it is on the disk: whatever is cut off here is found by the next run.
        PatchException? problem = UpdateMarker(decision, restart, startDecision, exitCode);
        Attempt(outcome.AreMarksPending ? _store.SettleJournal : _store.ClearJournal);
        ReportKeptFiles(outcome.KeptConfigurationFiles);
        await ReportAsync().ConfigureAwait(false);
        bool isStopped = restart == RestartStatus.Scheduled && cancellationToken.IsCancellationRequested;
        if (restart == RestartStatus.Scheduled && problem is null && !isStopped)
            problem = await TryRestartAsync(reason).ConfigureAwait(false);
        if (problem is not null)
        {
            _services.Events.Warn(problem.ErrorId, problem.Message, problem.Target);
            (restart, reason) = (RestartStatus.Failed, problem.Message);
            SaveAgain();
            await ReportAsync().ConfigureAwait(false);
        }
        else if (isStopped)
        {
            (restart, reason) = (RestartStatus.Declined, StoppedReason);
            SaveAgain();
            await ReportAsync().ConfigureAwait(false);
            Attempt(() => TakeBackMarker(startDecision));
        }

        RebootHint hint = new RebootHintFinder(_services.Files).Find(_node.Root);
        return PatchOperationResult.Of(run) with
        {
            RestartHints = [.. hint.Reasons, .. await ReadRestartReasonsAsync().ConfigureAwait(false), .. _node.IsRunningSystem ? RestartAdvice.Of(after.Inventory, outcome.Changes) : []],
            ServicesToRestart = hint.ServicesWithOldLibraries,
        };

        // Before the restart is asked for, which may end this process, and again where what was told has not come true.
        async Task ReportAsync()
        {
            if (_reporter is null)
                return;
            report = await _reporter.SendAsync(run, _request.Scan.LockTimeout, cancellationToken).ConfigureAwait(false);
            if (report == ReportStatus.Sent)
                SaveAgain();
        }

        void SaveAgain()
        {
            run = Record(after, Shown(), stateFile, Complete) with { StateFolder = _store.Folder };
            Attempt(() => _store.Save(run, stateFile, isAgain: true));
        }

        // What the result shows is how the node is after the restart that was asked for.
        IReadOnlyList<PatchRecord> Shown() => IsAsked(restart) ? Classify(after, failures, states.WithoutPending()) : now;

        RunRecord Complete(RunRecord record) => record with
        {
            InstallOverrideList = OverrideListName,
            EndTime = end,
            RebootPending = record.RebootPending || IsAsked(restart),
            Changes = outcome.Changes,
            KeptConfigurationFiles = outcome.KeptConfigurationFiles,
            Restart = restart.ToString(),
            RestartReason = reason,
            Report = Name(report),
            LogPath = LogPath,
            ExitCode = WithReport(restart is RestartStatus.AskedOfAgent or RestartStatus.GivenUp ? decision.ExitCode ?? exitCode : exitCode, report),
        };
    }

    /// <summary>What failed before the restart has failed still, unless it is there by now.</summary>
    public async Task<PatchOperationResult> KeepAfterRestartAsync(
        NodeAssessment assessment, PatchStates previous, RunRecord? former, StartDecision decision, RestartStatus status, CancellationToken cancellationToken)
    {
        Dictionary<string, InstallFailure> failures = new(StringComparer.Ordinal);
        foreach (PatchRecord patch in former?.Patches ?? [])
        {
            if (patch.State == PatchState.Failed && !string.Equals(assessment.InstalledVersion(patch.Id), patch.AvailableVersion, StringComparison.Ordinal))
                failures[patch.Id] = new InstallFailure(patch.AvailableVersion, patch.Reason);
        }

        PatchDecision[] loops = status == RestartStatus.Done
            ? [.. assessment.Decisions.Where(decision => former?.Changes.Any(change => UpdateRounds.IsLoop(decision, change)) == true)]
            : [];
        foreach (PatchDecision loop in loops)
        {
            failures[loop.Entry.Id] = new InstallFailure(
                loop.Approved!.Version,
                $"{loop.Reason.TrimEnd('.')}; not installed: it was put on before the restart, and after it the system lacks it again: it would be installed over and over");
        }

        PatchStates states = status == RestartStatus.Done ? previous.WithoutPending() : previous;
        IReadOnlyList<PatchRecord> records = Classify(assessment, failures, states);
        PatchStates stateFile = assessment.StateFile(records, states);
        int exitCode = decision.ExitCode ?? ExitCodes.Success;
        if (exitCode == ExitCodes.Success && loops.Length > 0)
            exitCode = ExitCodes.Failure;
        RunRecord run = Save(assessment, records, stateFile, record => record with
        {
            InstallOverrideList = OverrideListName,
            EndTime = _services.Clock.UtcNow,
            Changes = former?.Changes ?? [],
            KeptConfigurationFiles = former?.KeptConfigurationFiles ?? [],
            Restart = status.ToString(),
            RestartReason = decision.Reason,
            Report = Name(FirstReport),
            LogPath = LogPath,
            ExitCode = WithReport(exitCode, FirstReport),
        });
        if (!IsAsked(status))
            Attempt(_markers.Clear);
        Attempt(_store.SettleJournal);
        if (_reporter is not null && await _reporter.SendAsync(run, _request.Scan.LockTimeout, cancellationToken).ConfigureAwait(false) == ReportStatus.Sent)
        {
            run = run with { Report = Name(ReportStatus.Sent), ExitCode = exitCode };
            Attempt(() => _store.Save(run, stateFile, isAgain: true));
        }

        return PatchOperationResult.Of(run);
    }

    /// <summary>What counts until Systems Manager has the report.</summary>
    private ReportStatus FirstReport => _reporter is null ? ReportStatus.NotAsked : ReportStatus.Kept;

    private static string Name(ReportStatus report) => report == ReportStatus.NotAsked ? "" : report.ToString();

    /// <summary>What went wrong with patches, and a restart, matter more.</summary>
    private static int WithReport(int exitCode, ReportStatus report) => exitCode == ExitCodes.Success && report == ReportStatus.Kept ? ExitCodes.ReportFailed : exitCode;

    private static Dictionary<string, InstallFailure> Failures(IReadOnlyList<KeptBack> keptBack)
    {
        Dictionary<string, InstallFailure> failures = new(StringComparer.Ordinal);
        foreach (KeptBack kept in keptBack)
        {
            if (kept.Kind != KeptBackKind.LocalSetting)
                failures[kept.Target.Id] = new InstallFailure(kept.Target.Patch.Version, kept.Explanation);
        }

        return failures;
    }

    private (RestartStatus Status, string Reason) Restart(RebootDecision decision, IInstallConsent consent, CancellationToken cancellationToken)
    {
        switch (decision.Kind)
        {
            case RebootDecisionKind.NotAllowed:
                return (RestartStatus.NotAllowed, decision.Reason);
            case RebootDecisionKind.GiveUp:
                return (RestartStatus.GivenUp, decision.Reason);
            case RebootDecisionKind.AskAgent or RebootDecisionKind.RestartHere when cancellationToken.IsCancellationRequested:
                return (RestartStatus.Declined, StoppedReason);
            case RebootDecisionKind.AskAgent:
                return (RestartStatus.AskedOfAgent, decision.Reason);
            case RebootDecisionKind.RestartHere:
                return consent.MayRestart(_node.Id, decision.Reason)
                    ? (RestartStatus.Scheduled, decision.Reason)
                    : (RestartStatus.Declined, "A restart is due, and was declined. Restart the system when it suits.");
            default:
                return (RestartStatus.NotNeeded, decision.Reason);
        }
    }

    private PatchStates StatesFor(PatchStates previous, TransactionOutcome outcome, RebootDecision decision, DateTimeOffset end)
    {
        PatchStates states = decision.Kind == RebootDecisionKind.NotNeeded ? previous : previous.WithPending(outcome.Changes, end);
        return _request.RebootOption == RebootOption.NoReboot && _node.IsRunningSystem ? states with { LastNoRebootInstallOperationTime = end } : states;
    }

    private IReadOnlyList<PatchRecord> Classify(NodeAssessment assessment, IReadOnlyDictionary<string, InstallFailure> failures, PatchStates states) =>
        StateClassifier.Classify(assessment.Decisions, new ClassificationContext
        {
            OperatingSystem = _node.OperatingSystem,
            AvailableSecurityUpdatesCompliant = assessment.Baseline.AvailableSecurityUpdatesCompliant,
            PreviousStates = states,
            BootTime = _node.BootTime,
            Failures = failures,
            IsMissingFailed = OverrideListName.Length == 0,
        });

    private static int ExitCodeOf(IReadOnlyList<PatchRecord> records, IReadOnlyList<KeptBack> keptBack)
    {
        HashSet<string> leftByPlan = new(keptBack.Where(kept => kept.Kind == KeptBackKind.Plan).Select(kept => kept.Target.Id), StringComparer.Ordinal);
        PatchRecord[] failed = [.. records.Where(record => record.State == PatchState.Failed)];
        return ExitCodes.Of(failed.Length > 0, Array.TrueForAll(failed, record => leftByPlan.Contains(record.Id)));
    }

    private static bool IsAsked(RestartStatus restart) => restart is RestartStatus.AskedOfAgent or RestartStatus.Scheduled;

    private RunRecord Save(NodeAssessment assessment, IReadOnlyList<PatchRecord> records, PatchStates states, Func<RunRecord, RunRecord> complete) =>
        _store.Save(Record(assessment, records, states, complete), states);

    /// <summary>Where the result cannot be kept it has to be told: what was put on cannot be taken back.</summary>
    private RunRecord SaveOrTell(Func<RunRecord> save, IReadOnlyList<PackageChange> changes)
    {
        try
        {
            return save();
        }
        catch (PatchException e) when (changes.Count > 0)
        {
            string[] shown = [.. changes.Take(MostToldChanges).Select(change => change.ToVersion.Length > 0 ? $"{change.Id} {change.ToVersion}" : $"{change.Id} (removed)")];
            throw new PatchException(
                e.ErrorId,
                e.Kind,
                $"{e.Message} By then the install had changed {changes.Count} package(s): {string.Join(", ", shown)}{(changes.Count > shown.Length ? " …" : "")}."
                    + (LogPath.Length == 0 ? "" : $" The package manager's output is in '{LogPath}'.")
                    + " The next run takes it into account.",
                e.Target,
                e.RecommendedAction,
                e);
        }
    }

    private RunRecord Record(NodeAssessment assessment, IReadOnlyList<PatchRecord> records, PatchStates states, Func<RunRecord, RunRecord> complete) =>
        complete(RunRecords.Of(assessment, records, states, _executionId) with
        {
            Operation = nameof(PatchOperation.Install),
            AssociationId = _request.Scan.AssociationId,
            StartTime = _start,
            RebootOption = _request.RebootOption.ToString(),
        });

    /// <summary>For what comes after the result is kept: an error there is told, and must not take the result and its exit code away.</summary>
    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (PatchException e)
        {
            _services.Events.Warn(e.ErrorId, e.Message, e.Target);
        }
    }

    /// <returns>Why no restart can be asked for; null where nothing keeps it from being asked for.</returns>
    private PatchException? UpdateMarker(RebootDecision decision, RestartStatus restart, StartDecision startDecision, int exitCode)
    {
        if (!IsAsked(restart))
        {
            if (startDecision.Marker is null || restart is RestartStatus.NotNeeded or RestartStatus.GivenUp)
                Attempt(_markers.Clear);
            return null;
        }

        try
        {
            _markers.Write(new RebootMarker
            {
                RequestedAt = startDecision.Marker?.RequestedAt ?? _services.Clock.UtcNow,
                Tries = decision.Tries,
                ExitCodeAfter = exitCode,
                Operation = nameof(PatchOperation.Install),
                CommandId = _services.Agent.CommandId,
                AssociationId = _request.Scan.AssociationId,
                UnderAgent = restart == RestartStatus.AskedOfAgent,
            });
            return null;
        }
        catch (PatchException e)
        {
            return e;
        }
    }

    private void TakeBackMarker(StartDecision startDecision)
    {
        if (startDecision.Marker is { } marker)
            _markers.Write(marker);
        else
            _markers.Clear();
    }

    private void ReportKeptFiles(IReadOnlyList<string> files)
    {
        if (files.Count > 0)
        {
            _services.Events.Warn(
                ErrorIds.ConfigurationFileKept,
                $"{files.Count} configuration file(s) had been changed on this node and were kept; what the packages bring is beside them: {string.Join(", ", files.Take(10))}{(files.Count > 10 ? " …" : "")}.",
                files);
        }
    }

    private async Task<PatchException?> TryRestartAsync(string reason)
    {
        try
        {
            await _services.Restarter.RestartAsync(_node.Root, reason, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (PatchException e)
        {
            return e;
        }
    }
}
