using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.States;

/// <summary>The published counts of a run.</summary>
public sealed record PatchSummary
{
    public int InstalledCount { get; init; }

    public int InstalledOtherCount { get; init; }

    public int InstalledRejectedCount { get; init; }

    public int InstalledPendingRebootCount { get; init; }

    public int MissingCount { get; init; }

    public int FailedCount { get; init; }

    public int NotApplicableCount { get; init; }

    /// <summary>Windows: not applicable updates beyond those that have a record.</summary>
    public int UnreportedNotApplicableCount { get; init; }

    /// <summary>Windows only.</summary>
    public int AvailableSecurityUpdateCount { get; init; }

    /// <summary>Non-compliant patches of level critical; one patch may count here and as security.</summary>
    public int CriticalNonCompliantCount { get; init; }

    public int SecurityNonCompliantCount { get; init; }

    /// <summary>Non-compliant patches that are neither.</summary>
    public int OtherNonCompliantCount { get; init; }

    /// <summary>Highest level of the non-compliant patches; null when compliant.</summary>
    public ComplianceLevel? NonCompliantSeverity { get; init; }

    public PatchCompliance Compliance { get; init; }

    public static PatchSummary Of(IEnumerable<PatchRecord> records, int unreportedNotApplicableCount = 0)
    {
        var byState = new int[(int)PatchState.AvailableSecurityUpdate + 1];
        int critical = 0, security = 0, other = 0;
        ComplianceLevel? severity = null;
        foreach (var record in records)
        {
            byState[(int)record.State]++;
            if (record.Compliance != PatchCompliance.NonCompliant)
                continue;

            var isCritical = record.ComplianceLevel == ComplianceLevel.Critical;
            var isSecurity = IsSecurity(record.Classification);
            critical += isCritical ? 1 : 0;
            security += isSecurity ? 1 : 0;
            other += isCritical || isSecurity ? 0 : 1;
            if (severity is null || record.ComplianceLevel > severity)
                severity = record.ComplianceLevel;
        }

        return new PatchSummary
        {
            InstalledCount = byState[(int)PatchState.Installed],
            InstalledOtherCount = byState[(int)PatchState.InstalledOther],
            InstalledRejectedCount = byState[(int)PatchState.InstalledRejected],
            InstalledPendingRebootCount = byState[(int)PatchState.InstalledPendingReboot],
            MissingCount = byState[(int)PatchState.Missing],
            FailedCount = byState[(int)PatchState.Failed],
            NotApplicableCount = byState[(int)PatchState.NotApplicable],
            UnreportedNotApplicableCount = unreportedNotApplicableCount,
            AvailableSecurityUpdateCount = byState[(int)PatchState.AvailableSecurityUpdate],
            CriticalNonCompliantCount = critical,
            SecurityNonCompliantCount = security,
            OtherNonCompliantCount = other,
            NonCompliantSeverity = severity,
            Compliance = severity is null ? PatchCompliance.Compliant : PatchCompliance.NonCompliant,
        };
    }

    /// <summary>Linux and macOS say Security; Windows Update says SecurityUpdates, or Security Updates in its categories.</summary>
    private static bool IsSecurity(string classification) =>
        string.Equals(classification, "Security", StringComparison.OrdinalIgnoreCase)
        || string.Equals(classification, "SecurityUpdates", StringComparison.OrdinalIgnoreCase)
        || string.Equals(classification, "Security Updates", StringComparison.OrdinalIgnoreCase);
}
