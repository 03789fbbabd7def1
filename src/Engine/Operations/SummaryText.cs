using System.Globalization;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>A result as text for the reader of a log: the published block, line by line, then what is of our own.</summary>
public static class SummaryText
{
    private const int MostPatches = 100;

    public static IReadOnlyList<string> Of(PatchOperationResult result)
    {
        List<string> lines = [$"Patch Summary for {result.NodeId}"];
        (string Name, string Value)[] values =
        [
            ("PatchGroup", result.PatchGroup),
            ("BaselineId", result.BaselineId),
            ("Baseline", result.BaselineName),
            ("SnapshotId", result.SnapshotId),
            ("RebootOption", result.RebootOption.ToString()),
            ("OwnerInformation", ""),
            ("OperationType", result.Operation.ToString()),
            ("OperationStartTime", Time(result.StartTime, "o")),
            ("OperationEndTime", Time(result.EndTime, "o")),
            ("InstalledCount", Number(result.InstalledCount)),
            ("InstalledRejectedCount", Number(result.InstalledRejectedCount)),
            ("InstalledPendingRebootCount", Number(result.InstalledPendingRebootCount)),
            ("InstalledOtherCount", Number(result.InstalledOtherCount)),
            ("FailedCount", Number(result.FailedCount)),
            ("MissingCount", Number(result.MissingCount)),
            ("NotApplicableCount", Number(result.NotApplicableCount)),
            ("UnreportedNotApplicableCount", Number(result.UnreportedNotApplicableCount)),
        ];
        lines.AddRange(values.Select(Line));
        lines.Add("");
        lines.Add($"{result.NodeId} - PatchBaselineOperations Assessment Results - {Time(result.EndTime, "yyyy-MM-dd'T'HH:mm:ss.fff")}");
        (string Name, string Value)[] own =
        [
            ("Compliance", result.Compliance.ToString()),
            ("BaselineSource", result.BaselineSource is { } source ? $"{source.Kind}: {source.Reason}" : ""),
            ("AssociationId", result.AssociationId),
            ("Report", result.Report.ToString()),
            ("Restart", result.Operation == PatchOperation.Scan ? "" : $"{result.Restart}: {result.RestartReason}"),
            ("ExitCode", Number(result.ExitCode)),
        ];
        lines.AddRange(own.Where(value => value.Value.Length > 0).Select(Line));
        PatchRecord[] patches = [.. result.Patches.Where(patch => patch.Compliance == PatchCompliance.NonCompliant)];
        lines.AddRange(patches.Take(MostPatches).Select(Line));
        if (patches.Length > MostPatches)
            lines.Add(string.Format(CultureInfo.InvariantCulture, "… and {0} more; Get-PatchState has them all.", patches.Length - MostPatches));
        return lines.ConvertAll(line => PrintableText.Of(line));
    }

    private static string Line((string Name, string Value) value) => $"{value.Name,-28} : {value.Value}".TrimEnd(' ');

    private static string Line(PatchRecord patch) =>
        $"{patch.State} {patch.Id} {(patch.AvailableVersion.Length > 0 ? patch.AvailableVersion : patch.InstalledVersion)} ({(patch.Severity.Length > 0 ? patch.Severity : "no severity")}): {patch.Reason}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
