using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

internal static class RunRecords
{
    /// <summary>The command's under the agent, otherwise a new one.</summary>
    public static string ExecutionId(AgentContext agent) => agent.CommandId.Length > 0 ? agent.CommandId : Guid.NewGuid().ToString();

    /// <summary>What is the same for every operation; its name and times are still to be set.</summary>
    public static RunRecord Of(NodeAssessment assessment, IReadOnlyList<PatchRecord> records, PatchStates states, string executionId)
    {
        PatchSummary summary = PatchSummary.Of(records, assessment.UnreportedNotApplicableCount);
        return new RunRecord
        {
            Operation = "",
            NodeId = assessment.Node.Id,
            OperatingSystem = assessment.Node.OperatingSystem.ToWireName(),
            Product = assessment.Node.Product,
            BaselineId = assessment.Baseline.BaselineId,
            BaselineName = assessment.Baseline.Name,
            BaselineSource = assessment.Baseline.Origin,
            PatchGroup = assessment.Baseline.Origin?.PatchGroup ?? "",
            SnapshotId = assessment.Baseline.Origin?.SnapshotId ?? "",
            ExecutionId = executionId,
            StartTime = default,
            EndTime = default,
            RebootOption = nameof(RebootOption.NoReboot),
            RebootPending = assessment.IsRestartPending(states),
            Summary = summary,
            Patches = records,
            Repositories = assessment.Inventory.Repositories,
        };
    }
}
