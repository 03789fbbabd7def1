using System.Globalization;
using System.Text;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>A table by RFC 4180, in UTF-8 with a byte order mark, by which spreadsheets know it.</summary>
/// <remarks>What a spreadsheet would take for a formula has an apostrophe before it: names and versions are what publishers of packages write.</remarks>
internal static class CsvReport
{
    private const string LineEnd = "\r\n";
    private const string Quoted = "\",\r\n";
    private const string Formulas = "=+-@\t\r";

    private static readonly (string Name, Func<RunRecord, PatchRecord, string> Value)[] s_columns =
    [
        ("NodeId", (run, _) => run.NodeId),
        ("OperatingSystem", (run, _) => run.OperatingSystem),
        ("Operation", (run, _) => run.Operation),
        ("EndTime", (run, _) => Time(run.EndTime)),
        ("BaselineId", (run, _) => run.BaselineId),
        ("BaselineName", (run, _) => run.BaselineName),
        ("Id", (_, patch) => patch.Id),
        ("Title", (_, patch) => patch.Title),
        ("InstalledVersion", (_, patch) => patch.InstalledVersion),
        ("AvailableVersion", (_, patch) => patch.AvailableVersion),
        ("State", (_, patch) => patch.State.ToString()),
        ("Compliance", (_, patch) => patch.Compliance.ToString()),
        ("ComplianceLevel", (_, patch) => patch.ComplianceLevel.ToString()),
        ("Classification", (_, patch) => patch.Classification),
        ("Severity", (_, patch) => patch.Severity),
        ("InstalledTime", (_, patch) => patch.InstalledTime is { } time ? Time(time) : ""),
        ("AdvisoryIds", (_, patch) => string.Join(" ", patch.AdvisoryIds)),
        ("CveIds", (_, patch) => string.Join(" ", patch.CveIds)),
        ("Reason", (_, patch) => patch.Reason),
    ];

    public static byte[] Write(PatchReport report)
    {
        StringBuilder text = new("\uFEFF");
        text.Append(string.Join(",", s_columns.Select(column => column.Name))).Append(LineEnd);
        foreach (RunRecord run in report.Runs)
        {
            foreach (PatchRecord patch in run.Patches)
                text.Append(string.Join(",", s_columns.Select(column => Field(column.Value(run, patch))))).Append(LineEnd);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Field(string value)
    {
        string plain = value.Length > 0 && Formulas.IndexOf(value[0]) >= 0 ? "'" + value : value;
        return plain.Any(c => Quoted.IndexOf(c) >= 0) ? $"\"{plain.Replace("\"", "\"\"")}\"" : plain;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
