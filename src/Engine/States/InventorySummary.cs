using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.States;

/// <summary>The inventory item <c>AWS:PatchSummary</c>: every value is text.</summary>
public sealed record InventorySummary
{
    public const string TypeName = "AWS:PatchSummary";
    public const string SchemaVersion = "1.0";

    /// <summary>SHA-256, in hexadecimal digits, of the compact JSON text of the content list.</summary>
    public required string ContentHash { get; init; }

    public required string CaptureTime { get; init; }

    /// <summary>In the published order of keys.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Content { get; init; }

    public static InventorySummary Of(RunRecord run, DateTimeOffset? lastNoRebootInstallOperationTime)
    {
        var summary = run.Summary;
        var content = new List<KeyValuePair<string, string>>();
        Add("BaselineId", run.BaselineId);
        Add("PatchGroup", run.PatchGroup);
        Add("SnapshotId", run.SnapshotId);
        Add("ExecutionId", run.ExecutionId);
        AddCount("InstalledCount", summary.InstalledCount);
        AddCount("InstalledOtherCount", summary.InstalledOtherCount);
        AddCount("InstalledRejectedCount", summary.InstalledRejectedCount);
        AddCount("InstalledPendingRebootCount", summary.InstalledPendingRebootCount);
        AddCount("NotApplicableCount", summary.NotApplicableCount);
        if (string.Equals(run.OperatingSystem, "WINDOWS", StringComparison.Ordinal))
        {
            AddCount("UnreportedNotApplicableCount", summary.UnreportedNotApplicableCount);
            AddCount("AvailableSecurityUpdateCount", summary.AvailableSecurityUpdateCount);
        }

        AddCount("MissingCount", summary.MissingCount);
        AddCount("FailedCount", summary.FailedCount);
        AddCount("CriticalNonCompliantCount", summary.CriticalNonCompliantCount);
        AddCount("SecurityNonCompliantCount", summary.SecurityNonCompliantCount);
        AddCount("OtherNonCompliantCount", summary.OtherNonCompliantCount);
        Add("OperationType", run.Operation);
        Add("OperationStartTime", Time(run.StartTime));
        Add("OperationEndTime", Time(run.EndTime));
        Add("RebootOption", run.RebootOption);
        if (run.InstallOverrideList.Length > 0)
            Add("InstallOverrideList", run.InstallOverrideList);
        if (lastNoRebootInstallOperationTime is { } last)
            Add("LastNoRebootInstallOperationTime", Time(last));
        if (summary.NonCompliantSeverity is { } severity)
            Add("NonCompliantSeverity", severity.ToString().ToUpperInvariant());

        return new InventorySummary { ContentHash = HashOf(content), CaptureTime = Time(run.EndTime), Content = content };

        void Add(string key, string value) => content.Add(new KeyValuePair<string, string>(key, value));
        void AddCount(string key, int count) => Add(key, count.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Empty where the content has no such key.</summary>
    public string Find(string key)
    {
        foreach (var pair in Content)
        {
            if (string.Equals(pair.Key, key, StringComparison.Ordinal))
                return pair.Value;
        }

        return "";
    }

    public DateTimeOffset? FindTime(string key) =>
        DateTimeOffset.TryParse(Find(key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The counts as they stand in the content: what has none counts as zero.</summary>
    public PatchSummary ToSummary()
    {
        var installedRejected = Count("InstalledRejectedCount");
        var pendingReboot = Count("InstalledPendingRebootCount");
        var missing = Count("MissingCount");
        var failed = Count("FailedCount");
        ComplianceLevel? severity = EnumNames.TryParse<ComplianceLevel>(Find("NonCompliantSeverity"), out var level, ignoreCase: true) ? level : null;
        return new PatchSummary
        {
            InstalledCount = Count("InstalledCount"),
            InstalledOtherCount = Count("InstalledOtherCount"),
            InstalledRejectedCount = installedRejected,
            InstalledPendingRebootCount = pendingReboot,
            MissingCount = missing,
            FailedCount = failed,
            NotApplicableCount = Count("NotApplicableCount"),
            UnreportedNotApplicableCount = Count("UnreportedNotApplicableCount"),
            AvailableSecurityUpdateCount = Count("AvailableSecurityUpdateCount"),
            CriticalNonCompliantCount = Count("CriticalNonCompliantCount"),
            SecurityNonCompliantCount = Count("SecurityNonCompliantCount"),
            OtherNonCompliantCount = Count("OtherNonCompliantCount"),
            NonCompliantSeverity = severity,
            Compliance = severity is not null || installedRejected + pendingReboot + missing + failed > 0 ? PatchCompliance.NonCompliant : PatchCompliance.Compliant,
        };

        int Count(string key) => int.TryParse(Find(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    /// <summary>Whether this module wrote it: no other tool hashes the same text.</summary>
    internal bool IsOurs => string.Equals(ContentHash, HashOf(Content), StringComparison.Ordinal);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string HashOf(IReadOnlyList<KeyValuePair<string, string>> content)
    {
        var json = StateJson.WriteCompact(writer => InventorySummaryFile.WriteContent(writer, content));
        return Sha256Hex(json);
    }

    internal static string Sha256Hex(byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        var text = new StringBuilder(64);
        foreach (var value in hash.GetHashAndReset())
            text.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
