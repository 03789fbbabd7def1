using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>Compares a node with its baseline, says patch by patch what is missing and why, and keeps the result. Changes nothing else.</summary>
public sealed class ScanOperation
{
    private const string Activity = "Scanning";

    private readonly EngineServices _services;
    private readonly NodeAssessor _assessor;

    public ScanOperation(EngineServices services)
    {
        _services = services;
        _assessor = new NodeAssessor(services);
    }

    /// <exception cref="PatchException">The scan cannot start or cannot be kept. Missing patches are a result, not an error.</exception>
    public async Task<PatchOperationResult> RunAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset start = _services.Clock.UtcNow;
        (Node node, PatchBaseline baseline, IPackageManager packageManager) = await _assessor.StartAsync(Activity, request, isChange: false, cancellationToken).ConfigureAwait(false);
        AssociationReporter? reporter = await AssociationReporter.StartAsync(_services, node, request, cancellationToken).ConfigureAwait(false);
        StateStore store = _assessor.OpenStore(node, request, StateAccess.Write);
        RunRecord run = await ScanAsync(store, request, node, baseline, packageManager, start, isReported: reporter is not null, cancellationToken).ConfigureAwait(false);

        // Without the run lock: a busy service may keep the report waiting for a quarter of an hour.
        if (reporter is not null)
            run = await ReportAsync(reporter, store, run, request.LockTimeout, cancellationToken).ConfigureAwait(false);
        return PatchOperationResult.Of(run);
    }

    private async Task<RunRecord> ScanAsync(
        StateStore store, ScanRequest request, Node node, PatchBaseline baseline, IPackageManager packageManager, DateTimeOffset start, bool isReported, CancellationToken cancellationToken)
    {
        IEventSink events = _services.Events;
        using RunLock runLock = await _assessor.LockStateAsync(store, PatchOperation.Scan, request.LockTimeout, cancellationToken).ConfigureAwait(false);
        store.RemoveTemporaries(RebootMarkerStore.FileName);

        events.Progress(Activity, "Reading packages", 5);
        string cacheFolder = _assessor.ChooseCacheFolder();
        using RunLock cacheLock = await _assessor.LockCacheAsync(nameof(PatchOperation.Scan), cacheFolder, request.LockTimeout, cancellationToken).ConfigureAwait(false);
        NodeAssessment assessment = await _assessor.AssessAsync(
            node,
            baseline,
            packageManager,
            request,
            new AssessmentOptions { CacheFolder = cacheFolder, Time = start, Refresh = !request.NoRefresh },
            cancellationToken).ConfigureAwait(false);

        events.Progress(Activity, "Evaluating the baseline", 90);
        PatchStates previous = _assessor.ReadStates(store, assessment);
        IReadOnlyList<PatchRecord> records = StateClassifier.Classify(assessment.Decisions, new ClassificationContext
        {
            OperatingSystem = node.OperatingSystem,
            AvailableSecurityUpdatesCompliant = baseline.AvailableSecurityUpdatesCompliant,
            PreviousStates = previous,
            BootTime = node.BootTime,
        });

        // From here on the result exists: it is kept even when the caller no longer waits for it.
        events.Progress(Activity, "Keeping the result", 97);
        PatchStates states = assessment.StateFile(records, previous);
        RunRecord run = store.Save(
            RunRecords.Of(assessment, records, states, RunRecords.ExecutionId(_services.Agent)) with
            {
                Operation = nameof(PatchOperation.Scan),
                AssociationId = request.AssociationId,
                StartTime = start,
                EndTime = _services.Clock.UtcNow,
                Report = isReported ? nameof(ReportStatus.Kept) : "",
                ExitCode = isReported ? ExitCodes.ReportFailed : ExitCodes.Success,
            },
            states);
        if (!assessment.Inventory.IsInUse && !IsLeftUnfinished(store.ReadJournal(), assessment.Inventory))
            store.SettleJournal();
        events.Verbose($"Kept the result in '{run.StateFolder}'.");
        return run;
    }

    private async Task<RunRecord> ReportAsync(AssociationReporter reporter, StateStore store, RunRecord run, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        _services.Events.Progress(Activity, "Reporting to Systems Manager", 98);
        if (await reporter.SendAsync(run, lockTimeout, cancellationToken).ConfigureAwait(false) != ReportStatus.Sent)
            return run;
        RunRecord sent = run with { Report = nameof(ReportStatus.Sent), ExitCode = ExitCodes.Success };
        try
        {
            return store.Amend(sent);
        }
        catch (PatchException e)
        {
            // The result is there; that it was also sent, only this run's caller knows.
            _services.Events.Warn(e.ErrorId, e.Message, e.Target);
            return sent;
        }
    }

    /// <summary>What a killed install left unfinished is missing, so that the state files do not have it: its journal is for the install that finishes it.</summary>
    private static bool IsLeftUnfinished(InstallJournal? journal, Inventory inventory)
    {
        if (journal is null)
            return false;
        HashSet<string> ids = new(journal.Steps.Select(step => step.Id), StringComparer.Ordinal);
        return inventory.Entries.Any(entry => entry.Installed is { IsHalfInstalled: true } && ids.Contains(entry.Id));
    }
}
