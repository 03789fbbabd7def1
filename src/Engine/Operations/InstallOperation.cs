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

/// <summary>Puts on what a baseline, or an override list, asks for and the node lacks; keeps the result; restarts the system if that is due and allowed.</summary>
public sealed class InstallOperation
{
    private const string Activity = "Installing";

    private readonly EngineServices _services;
    private readonly NodeAssessor _assessor;
    private readonly InstallPlanner _planner;

    public InstallOperation(EngineServices services)
    {
        _services = services;
        _assessor = new NodeAssessor(services);
        _planner = new InstallPlanner(services);
    }

    /// <summary>Says what an install would do. Changes nothing, and keeps nothing.</summary>
    /// <exception cref="PatchException">It cannot be said.</exception>
    public async Task<PatchPlan> PlanAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        (OverrideList? list, InstallPreparation preparation) = await PrepareAsync(request, isReview: false, cancellationToken).ConfigureAwait(false);
        PatchStates states = _assessor.OpenStore(preparation.Assessment.Node, request.Scan, StateAccess.Read).ReadStates();
        return InstallPlanner.Describe(preparation, list?.SourceName ?? "", request.RebootOption, preparation.Assessment.IsRestartPending(states));
    }

    /// <summary>Says what each entry of an override list names and what becomes of it. Changes nothing, and keeps nothing.</summary>
    /// <exception cref="PatchException">The list as a whole is not valid, or the node cannot be read.</exception>
    public async Task<IReadOnlyList<OverrideListEntryResult>> TestListAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        (OverrideList? list, InstallPreparation preparation) = await PrepareAsync(request, isReview: true, cancellationToken).ConfigureAwait(false);
        return OverrideListReport.Of(preparation, list?.Invalid ?? []);
    }

    /// <returns>Null where the consent was not given: then nothing was installed.</returns>
    /// <exception cref="PatchException">The install cannot start, or its result cannot be kept. A patch that fails is a result, not an error.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. What was installed by then is kept in the state files.</exception>
    public async Task<PatchOperationResult?> RunAsync(InstallRequest request, IInstallConsent consent, CancellationToken cancellationToken)
    {
        DateTimeOffset start = _services.Clock.UtcNow;
        (Node node, PatchBaseline baseline, IPackageManager packageManager) = await _assessor.StartAsync(Activity, request.Scan, isChange: true, cancellationToken).ConfigureAwait(false);
        AssociationReporter? reporter = await AssociationReporter.StartAsync(_services, node, request.Scan, cancellationToken).ConfigureAwait(false);
        StateStore store = _assessor.OpenStore(node, request.Scan, StateAccess.Write);
        using RunLock runLock = await _assessor.LockStateAsync(store, PatchOperation.Install, request.Scan.LockTimeout, cancellationToken).ConfigureAwait(false);
        store.RemoveTemporaries(RebootMarkerStore.FileName);
        InstallRun run = new(_services, _assessor, _planner, store, request, node, baseline, packageManager, reporter, start);
        return await run.RunAsync(consent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at everything with lists of the module's own, so that nobody needs any rights for it.</summary>
    private async Task<(OverrideList? List, InstallPreparation Preparation)> PrepareAsync(InstallRequest request, bool isReview, CancellationToken cancellationToken)
    {
        (Node node, PatchBaseline baseline, IPackageManager packageManager) = await _assessor.StartAsync("Planning", request.Scan, isChange: false, cancellationToken).ConfigureAwait(false);

        // What the install would refuse, its plan does, too.
        _ = await AssociationReporter.StartAsync(_services, node, request.Scan, cancellationToken).ConfigureAwait(false);
        OverrideList? list = await _planner.LoadListAsync(request, isReview, cancellationToken).ConfigureAwait(false);
        string cacheFolder = _assessor.ChooseCacheFolder();
        using RunLock cacheLock = await _assessor.LockCacheAsync("Plan", cacheFolder, request.Scan.LockTimeout, cancellationToken).ConfigureAwait(false);
        NodeAssessment assessment = await _assessor.AssessAsync(
            node,
            baseline,
            packageManager,
            request.Scan,
            new AssessmentOptions { CacheFolder = cacheFolder, Time = _services.Clock.UtcNow, Refresh = !request.Scan.NoRefresh },
            cancellationToken).ConfigureAwait(false);
        using IPackageTransaction transaction = await packageManager.OpenTransactionAsync(
            node,
            new TransactionOptions { CacheFolder = cacheFolder, Sources = PatchSourceSelection.For(baseline, node), LockTimeout = request.Scan.LockTimeout },
            cancellationToken).ConfigureAwait(false);
        return (list, await _planner.PrepareAsync(assessment, list, transaction, cancellationToken).ConfigureAwait(false));
    }
}
