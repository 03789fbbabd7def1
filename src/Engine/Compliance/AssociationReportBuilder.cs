using System.Globalization;
using System.Text;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Compliance;

/// <summary>From a run to its result for an association, and from that to what Systems Manager is told.</summary>
public static class AssociationReportBuilder
{
    /// <summary>A patch group is the value of a tag.</summary>
    private const int LongestPatchGroup = 256;

    private const string DetailedText = "DetailedText";

    private static readonly HashSet<string> s_severities = new(["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", ComplianceReport.UnspecifiedSeverity], StringComparer.Ordinal);

    /// <param name="run">A run for an association.</param>
    /// <param name="instanceId">The instance that it ran on.</param>
    /// <param name="association">What Systems Manager tells of the association; null where it does not.</param>
    public static AssociationResult Of(RunRecord run, string instanceId, AssociationFacts? association)
    {
        KeyValuePair<string, string>[] found = [.. Found(run)];
        string? severity = run.Summary.NonCompliantSeverity?.ToString().ToUpperInvariant();
        List<KeyValuePair<string, string>> details =
        [
            new("PatchGroup", Cut(run.PatchGroup, LongestPatchGroup)),
            new("SnapshotId", run.SnapshotId),
            new("ExecutionId", run.ExecutionId),
            .. found,
            new("OperationStartTime", Time(run.StartTime)),
            new("OperationEndTime", Time(run.EndTime)),
        ];
        if (severity is not null)
            details.Add(new("NonCompliantSeverity", severity));
        return new AssociationResult
        {
            InstanceId = instanceId,
            AssociationId = run.AssociationId,
            IsCompliant = run.Summary is { InstalledRejectedCount: 0, InstalledPendingRebootCount: 0, MissingCount: 0, FailedCount: 0 },
            ExecutionTime = run.StartTime,
            BaselineId = run.BaselineId,
            BaselineName = run.BaselineName,
            DetailedText = Encoding.UTF8.GetString(Write(details)),
            ResultHash = InventorySummary.Sha256Hex(Write([new("PatchGroup", run.PatchGroup), .. found, new("NonCompliantSeverity", severity ?? "")])),
            Association = association,
        };
    }

    public static ComplianceReport ToReport(AssociationResult result)
    {
        AssociationFacts? association = result.Association;
        string title = association is { Name.Length: > 0 } ? association.Name : result.BaselineName.Length > 0 ? result.BaselineName : result.AssociationId;
        string severity = association is not null && s_severities.Contains(association.ComplianceSeverity) ? association.ComplianceSeverity : ComplianceReport.UnspecifiedSeverity;
        KeyValuePair<string, string>[] details =
        [
            new("DocumentName", association is { DocumentName.Length: > 0 } ? association.DocumentName : ComplianceReport.DefaultDocumentName),
            new("DocumentVersion", association?.DocumentVersion ?? ""),
            new("PatchBaselineId", result.BaselineId),
        ];
        return new ComplianceReport
        {
            InstanceId = result.InstanceId,
            AssociationId = result.AssociationId,
            Title = Cut(title, ComplianceReport.LongestTitle),
            Severity = severity,
            IsCompliant = result.IsCompliant,
            ExecutionTime = result.ExecutionTime,
            Details = [.. details, new(DetailedText, result.DetailedText)],

            // What matters, and neither times nor ids of the run: the service ignores what it has already.
            ContentHash = InventorySummary.Sha256Hex(Write(
            [
                new("InstanceId", result.InstanceId),
                new("AssociationId", result.AssociationId),
                new("Title", title),
                new("Severity", severity),
                new("Status", result.IsCompliant ? "COMPLIANT" : "NON_COMPLIANT"),
                .. details,
                new("ResultHash", result.ResultHash),
            ])),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Found(RunRecord run)
    {
        PatchSummary summary = run.Summary;
        yield return Count("InstalledCount", summary.InstalledCount);
        yield return Count("InstalledOtherCount", summary.InstalledOtherCount);
        yield return Count("InstalledRejectedCount", summary.InstalledRejectedCount);
        yield return Count("InstalledPendingRebootCount", summary.InstalledPendingRebootCount);
        yield return Count("NotApplicableCount", summary.NotApplicableCount);
        yield return Count("MissingCount", summary.MissingCount);
        yield return Count("FailedCount", summary.FailedCount);
        yield return Count("CriticalNonCompliantCount", summary.CriticalNonCompliantCount);
        yield return Count("SecurityNonCompliantCount", summary.SecurityNonCompliantCount);
        yield return Count("OtherNonCompliantCount", summary.OtherNonCompliantCount);
        yield return new("OperationType", run.Operation);
    }

    private static byte[] Write(IEnumerable<KeyValuePair<string, string>> values) => StateJson.WriteCompact(writer =>
    {
        writer.WriteStartObject();
        foreach (KeyValuePair<string, string> pair in values)
            writer.WriteString(pair.Key, pair.Value);
        writer.WriteEndObject();
    });

    private static KeyValuePair<string, string> Count(string key, int count) => new(key, count.ToString(CultureInfo.InvariantCulture));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text.Substring(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest);
}
