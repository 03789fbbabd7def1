using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Operations;

/// <summary>From an assessment to a plan: selects what is to be put on and asks the package manager's solver.</summary>
internal sealed class InstallPlanner(EngineServices services)
{
    /// <summary>Loads the list that the request names; null where it names none.</summary>
    /// <param name="request">Names the list.</param>
    /// <param name="isReview">Whether entries that are not valid are given with the others, only to be looked at, instead of the whole list being refused.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OverrideList?> LoadListAsync(InstallRequest request, bool isReview, CancellationToken cancellationToken)
    {
        if (request.InstallOverrideList is not { Length: > 0 } source)
            return null;
        OverrideList list = isReview
            ? await services.OverrideLists.LoadAllAsync(source, cancellationToken).ConfigureAwait(false)
            : await services.OverrideLists.LoadAsync(source, cancellationToken).ConfigureAwait(false);
        foreach (WarningEvent warning in list.Warnings)
            services.Events.Publish(warning);
        return list;
    }

    public async Task<InstallPreparation> PrepareAsync(NodeAssessment assessment, OverrideList? list, IPackageTransaction transaction, CancellationToken cancellationToken)
    {
        OverrideMatcher? matcher = list is null ? null : new OverrideMatcher(list, assessment.Node.OperatingSystem);
        OverrideMatchResult? matches = matcher?.Match(assessment.Inventory);
        InstallSelection selection = matches is null
            ? InstallSelection.OfBaseline(assessment.Decisions)
            : InstallSelection.OfOverrideList(
                matches,
                assessment.Decisions,
                assessment.Inventory.VersionScheme,
                needsApproval: assessment.Node.OperatingSystem == PatchOperatingSystem.Windows);
        foreach (WarningEvent warning in selection.Warnings)
            services.Events.Publish(warning);

        DependencyRules rules = new(assessment.Evaluator, matcher);
        TransactionPlanner planner = new(transaction, rules, services.Events);
        PlannedTransaction planned = await planner.PlanAsync(selection.Targets, cancellationToken).ConfigureAwait(false);
        return new InstallPreparation
        {
            Assessment = assessment,
            Transaction = transaction,
            Rules = rules,
            Planner = planner,
            Matches = matches,
            Selection = selection,
            Planned = planned,
            Cost = await transaction.EstimateAsync(planned.Versions, planned.Steps, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <param name="preparation">What is known.</param>
    /// <param name="listName">Where the override list came from; empty where there is none.</param>
    /// <param name="option">The reboot option.</param>
    /// <param name="isPending">Whether patches of earlier runs wait for a restart.</param>
    public static PatchPlan Describe(InstallPreparation preparation, string listName, RebootOption option, bool isPending)
    {
        NodeAssessment assessment = preparation.Assessment;
        IReadOnlyList<PackageStep> steps = preparation.Planned.Steps;
        IReadOnlyList<PatchPlanItem> items = PatchPlanBuilder.Items(preparation.Planned, preparation.Selection.KeptBack.Concat(preparation.Planned.KeptBack), preparation.Cost);
        bool isAnythingDone = preparation.Planned.Targets.Count > 0;
        return new PatchPlan
        {
            NodeId = assessment.Node.Id,
            OperatingSystem = assessment.Node.OperatingSystem.ToWireName(),
            BaselineId = assessment.Baseline.BaselineId,
            BaselineName = assessment.Baseline.Name,
            InstallOverrideList = listName,
            Unfinished = PatchPlanBuilder.Unfinished(assessment.Inventory),
            Items = items,
            UpgradeCount = items.Count(item => item.Action is PatchPlanAction.Upgrade or PatchPlanAction.Reinstall),
            NewCount = items.Count(item => item.Action == PatchPlanAction.Install),
            RemoveCount = items.Count(item => item.Action == PatchPlanAction.Remove),
            RefusedCount = items.Count(item => item.Action == PatchPlanAction.Refuse),
            DownloadBytes = preparation.Cost.DownloadBytes.Values.Sum(),
            DiskBytes = preparation.Cost.DiskBytes,
            Kernels = PatchPlanBuilder.Kernels(steps),
            Services = preparation.Cost.Services,
            IsRestartPlanned = option == RebootOption.RebootIfNeeded && assessment.Node.IsRunningSystem && (isAnythingDone || isPending),
        };
    }
}
