using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>From what an install left on the node to its result: states, exit code, state files, restart.</summary>
internal sealed class InstallConclusion
{
    private readonly EngineServices _services;
    private readonly StateStore _store;
    private readonly RebootMarkerStore _markers;
    private readonly InstallRequest _request;
    private readonly Node _node;
    private readonly DateTimeOffset _start;

    public InstallConclusion(EngineServices services, StateStore store, RebootMarkerStore markers, InstallRequest request, Node node, DateTimeOffset start)
    {
        _services = services;
        _store = store;
        _markers = markers;
        _request = request;
        _node = node;
        _start = start;
    }

    public string OverrideListName { get; init; } = "";

    public string LogPath { get; init; } = "";

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
            PendingFound = InstallOperation.IsPending(after, previous),
            IsRunningSystem = _node.IsRunningSystem,
            Agent = _services.Agent,
            Marker = startDecision.Marker,
            System = _services.System,
        });
        (RestartStatus restart, string reason) = Restart(decision, consent, cancellationToken);
        PatchStates states = StatesFor(previous, outcome, restart, end);
        IReadOnlyList<PatchRecord> records = Classify(after, failures, states);
        int exitCode = ExitCodeOf(records, keptBack);
        RunRecord run = Save(after, records, states, Complete);
        UpdateMarker(decision, restart, startDecision, exitCode);
        _store.ClearJournal();
        ReportKeptFiles(outcome.KeptConfigurationFiles);

        if (restart == RestartStatus.Scheduled && await TryRestartAsync(reason).ConfigureAwait(false) is { } problem)
        {
            _services.Events.Warn(problem.ErrorId, problem.Message, problem.Target);
            (restart, reason) = (RestartStatus.Failed, problem.Message);
            states = StatesFor(previous, outcome, restart, end);
            run = Save(after, Classify(after, failures, states), states, Complete);
        }

        RebootHint hint = new RebootHintFinder(_services.Files).Find(_node.Root);
        return PatchOperationResult.Of(run) with { RestartHints = hint.Reasons, ServicesToRestart = hint.ServicesWithOldLibraries };

        RunRecord Complete(RunRecord record) => record with
        {
            InstallOverrideList = OverrideListName,
            EndTime = end,
            RebootPending = record.RebootPending || restart is RestartStatus.AskedOfAgent or RestartStatus.Scheduled,
            Changes = outcome.Changes,
            KeptConfigurationFiles = outcome.KeptConfigurationFiles,
            Restart = restart.ToString(),
            RestartReason = reason,
            LogPath = LogPath,
            ExitCode = decision.ExitCode ?? exitCode,
        };
    }

    /// <summary>What failed before the restart has failed still, unless it is there by now.</summary>
    public PatchOperationResult KeepAfterRestart(NodeAssessment assessment, PatchStates previous, RunRecord? former, StartDecision decision, RestartStatus status)
    {
        Dictionary<string, InstallFailure> failures = new(StringComparer.Ordinal);
        foreach (PatchRecord patch in former?.Patches ?? [])
        {
            if (patch.State == PatchState.Failed && !string.Equals(assessment.InstalledVersion(patch.Id), patch.AvailableVersion, StringComparison.Ordinal))
                failures[patch.Id] = new InstallFailure(patch.AvailableVersion, patch.Reason);
        }

        PatchStates states = decision.HasBootedSince ? previous.WithoutPending() : previous;
        RunRecord run = Save(assessment, Classify(assessment, failures, states), states, record => record with
        {
            InstallOverrideList = OverrideListName,
            EndTime = _services.Clock.UtcNow,
            Changes = former?.Changes ?? [],
            KeptConfigurationFiles = former?.KeptConfigurationFiles ?? [],
            Restart = status.ToString(),
            RestartReason = decision.Reason,
            LogPath = LogPath,
            ExitCode = decision.ExitCode ?? ExitCodes.Success,
        });
        if (status == RestartStatus.Done)
            _markers.Clear();
        _store.ClearJournal();
        return PatchOperationResult.Of(run);
    }

    private static Dictionary<string, InstallFailure> Failures(IReadOnlyList<KeptBack> keptBack)
    {
        Dictionary<string, InstallFailure> failures = new(StringComparer.Ordinal);
        foreach (KeptBack kept in keptBack)
        {
            if (kept.Kind != KeptBackKind.LocalSetting)
                failures[kept.Target.Id] = new InstallFailure(kept.Target.Patch.Version, $"{kept.Target.Reason}; not installed: {kept.Reason.TrimEnd('.')}");
        }

        return failures;
    }

    private (RestartStatus Status, string Reason) Restart(RebootDecision decision, IInstallConsent consent, CancellationToken cancellationToken)
    {
        switch (decision.Kind)
        {
            case RebootDecisionKind.NotAllowed:
                return (RestartStatus.NotAllowed, decision.Reason);
            case RebootDecisionKind.AskAgent:
                return (RestartStatus.AskedOfAgent, decision.Reason);
            case RebootDecisionKind.GiveUp:
                return (RestartStatus.GivenUp, decision.Reason);
            case RebootDecisionKind.RestartHere when cancellationToken.IsCancellationRequested:
                return (RestartStatus.Declined, "The install was stopped, so the system is not restarted although a restart is due.");
            case RebootDecisionKind.RestartHere:
                return consent.MayRestart(_node.Id, decision.Reason)
                    ? (RestartStatus.Scheduled, decision.Reason)
                    : (RestartStatus.Declined, "A restart is due, and was declined. Restart the system when it suits.");
            default:
                return (RestartStatus.NotNeeded, decision.Reason);
        }
    }

    /// <summary>Where the restart comes, the result already shows what will be after it; where it does not, what was put on waits for one.</summary>
    private PatchStates StatesFor(PatchStates previous, TransactionOutcome outcome, RestartStatus restart, DateTimeOffset end)
    {
        switch (restart)
        {
            case RestartStatus.AskedOfAgent or RestartStatus.Scheduled:
                return previous.WithoutPending();
            case RestartStatus.NotNeeded:
                return _request.RebootOption == RebootOption.NoReboot && _node.IsRunningSystem ? previous.WithPending([], end) : previous;
            default:
                return previous.WithPending(outcome.Changes, end);
        }
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

    private RunRecord Save(NodeAssessment assessment, IReadOnlyList<PatchRecord> records, PatchStates states, Func<RunRecord, RunRecord> complete) => _store.Save(
        complete(RunRecords.Of(assessment, records) with
        {
            Operation = nameof(PatchOperation.Install),
            AssociationId = _request.Scan.AssociationId,
            StartTime = _start,
            RebootOption = _request.RebootOption.ToString(),
        }),
        PatchStates.Of(records, states.LastNoRebootInstallOperationTime));

    private void UpdateMarker(RebootDecision decision, RestartStatus restart, StartDecision startDecision, int exitCode)
    {
        if (restart is RestartStatus.AskedOfAgent or RestartStatus.Scheduled)
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
        }
        else if (startDecision.Marker is null || restart is RestartStatus.NotNeeded or RestartStatus.GivenUp)
        {
            _markers.Clear();
        }
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
