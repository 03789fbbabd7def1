using System.Management.Automation;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Results of scans and installs, also those of another process, as what is kept of a run.</summary>
internal static class ResultReading
{
    /// <returns>Null where it is no result.</returns>
    public static RunRecord? Read(PSObject item)
    {
        if (ObjectReading.Items(item, nameof(PatchOperationResult.Patches)) is not { } patches
            || !ObjectReading.Value(item, nameof(PatchOperationResult.Operation), out PatchOperation operation)
            || ObjectReading.Text(item, nameof(PatchOperationResult.NodeId)) is not { Length: > 0 } node
            || ObjectReading.Time(item, nameof(PatchOperationResult.EndTime)) is not { } end)
            return null;

        PatchRecord?[] records = [.. patches.Select(ReadPatch)];
        if (Array.IndexOf(records, null) >= 0)
            return null;
        PatchRecord[] whole = [.. records.OfType<PatchRecord>()];
        return new RunRecord
        {
            Operation = operation.ToString(),
            NodeId = node,
            OperatingSystem = ObjectReading.Text(item, nameof(PatchOperationResult.OperatingSystem)),
            Product = ObjectReading.Text(item, nameof(PatchOperationResult.Product)),
            BaselineId = ObjectReading.Text(item, nameof(PatchOperationResult.BaselineId)),
            BaselineName = ObjectReading.Text(item, nameof(PatchOperationResult.BaselineName)),
            PatchGroup = ObjectReading.Text(item, nameof(PatchOperationResult.PatchGroup)),
            SnapshotId = ObjectReading.Text(item, nameof(PatchOperationResult.SnapshotId)),
            AssociationId = ObjectReading.Text(item, nameof(PatchOperationResult.AssociationId)),
            InstallOverrideList = ObjectReading.Text(item, nameof(PatchOperationResult.InstallOverrideList)),
            StartTime = ObjectReading.Time(item, nameof(PatchOperationResult.StartTime)) ?? end,
            EndTime = end,
            RebootOption = ObjectReading.Text(item, nameof(PatchOperationResult.RebootOption)),
            RebootPending = ObjectReading.Flag(item, nameof(PatchOperationResult.RebootPending)),
            Summary = PatchSummary.Of(whole, ObjectReading.Number(item, nameof(PatchOperationResult.UnreportedNotApplicableCount))),
            Patches = whole,
            Repositories = [.. (ObjectReading.Items(item, nameof(PatchOperationResult.Repositories)) ?? []).Select(ReadRepository).OfType<RepositoryHealth>()],
            Changes =
            [
                .. (ObjectReading.Items(item, nameof(PatchOperationResult.Changes)) ?? []).Select(change => new PackageChange(
                    ObjectReading.Text(change, nameof(PackageChange.Id)), ObjectReading.Text(change, nameof(PackageChange.FromVersion)), ObjectReading.Text(change, nameof(PackageChange.ToVersion)))),
            ],
            KeptConfigurationFiles = ObjectReading.Texts(item, nameof(PatchOperationResult.KeptConfigurationFiles)),
            Restart = ObjectReading.Text(item, nameof(PatchOperationResult.Restart)),
            RestartReason = ObjectReading.Text(item, nameof(PatchOperationResult.RestartReason)),
            Report = ObjectReading.Text(item, nameof(PatchOperationResult.Report)),
            LogPath = ObjectReading.Text(item, nameof(PatchOperationResult.LogPath)),
            ExitCode = ObjectReading.Number(item, nameof(PatchOperationResult.ExitCode)),
            StateFolder = ObjectReading.Text(item, nameof(PatchOperationResult.StateFolder)),
        };
    }

    private static PatchRecord? ReadPatch(PSObject item)
    {
        if (ObjectReading.Text(item, nameof(PatchRecord.Id)) is not { Length: > 0 } id
            || !ObjectReading.Value(item, nameof(PatchRecord.State), out PatchState state)
            || !ObjectReading.Value(item, nameof(PatchRecord.Compliance), out PatchCompliance compliance))
            return null;
        ObjectReading.Value(item, nameof(PatchRecord.ComplianceLevel), out ComplianceLevel level);
        return new PatchRecord
        {
            Id = id,
            Title = ObjectReading.Text(item, nameof(PatchRecord.Title)),
            Name = ObjectReading.Text(item, nameof(PatchRecord.Name)),
            Architecture = ObjectReading.Text(item, nameof(PatchRecord.Architecture)),
            InstalledVersion = ObjectReading.Text(item, nameof(PatchRecord.InstalledVersion)),
            AvailableVersion = ObjectReading.Text(item, nameof(PatchRecord.AvailableVersion)),
            State = state,
            Compliance = compliance,
            ComplianceLevel = level,
            Classification = ObjectReading.Text(item, nameof(PatchRecord.Classification)),
            Severity = ObjectReading.Text(item, nameof(PatchRecord.Severity)),
            InstalledTime = ObjectReading.Time(item, nameof(PatchRecord.InstalledTime)),
            AdvisoryIds = ObjectReading.Texts(item, nameof(PatchRecord.AdvisoryIds)),
            CveIds = ObjectReading.Texts(item, nameof(PatchRecord.CveIds)),
            Reason = ObjectReading.Text(item, nameof(PatchRecord.Reason)),
        };
    }

    private static RepositoryHealth? ReadRepository(PSObject item) => ObjectReading.Value(item, nameof(RepositoryHealth.Status), out RepositoryStatus status)
        ? new RepositoryHealth
        {
            Name = ObjectReading.Text(item, nameof(RepositoryHealth.Name)),
            Status = status,
            Message = ObjectReading.Text(item, nameof(RepositoryHealth.Message)),
            IsUsed = ObjectReading.Flag(item, nameof(RepositoryHealth.IsUsed)),
            MetadataTime = ObjectReading.Time(item, nameof(RepositoryHealth.MetadataTime)),
        }
        : null;
}
