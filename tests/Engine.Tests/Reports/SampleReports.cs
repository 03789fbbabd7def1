using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.EngineTests.Reports;

/// <summary>Reports to write.</summary>
internal static class SampleReports
{
    public static readonly DateTimeOffset Time = new(2026, 10, 13, 14, 15, 16, TimeSpan.Zero);

    public static PatchRecord Patch(string id, PatchState state, string severity = "Important", string reason = "The rule says so.") => new()
    {
        Id = id,
        Title = id + ":2",
        Name = id,
        InstalledVersion = state is PatchState.NotApplicable ? "" : "1",
        AvailableVersion = state is PatchState.Missing or PatchState.Failed ? "2" : "",
        State = state,
        Compliance = state is PatchState.Missing or PatchState.Failed or PatchState.InstalledRejected ? PatchCompliance.NonCompliant : PatchCompliance.Compliant,
        ComplianceLevel = ComplianceLevel.High,
        Classification = "Security",
        Severity = severity,
        AdvisoryIds = ["RHSA-2026:0001"],
        CveIds = ["CVE-2026-0001"],
        Reason = reason,
    };

    public static RunRecord Run(string node, params PatchRecord[] patches) => new()
    {
        Operation = "Scan",
        NodeId = node,
        OperatingSystem = "REDHAT_ENTERPRISE_LINUX",
        Product = "RedhatEnterpriseLinux9.4",
        BaselineId = "pb-0123456789abcdef0",
        BaselineName = "test",
        StartTime = Time.AddSeconds(-2.5),
        EndTime = Time,
        Summary = PatchSummary.Of(patches),
        Patches = patches,
        Repositories =
        [
            new RepositoryHealth { Name = "base", Status = RepositoryStatus.Current, IsUsed = true },
            new RepositoryHealth { Name = "gone", Status = RepositoryStatus.Unavailable, Message = "Status code: 404", IsUsed = false },
        ],
    };

    public static PatchReport Report(params RunRecord[] runs) => new(Time, runs);
}
