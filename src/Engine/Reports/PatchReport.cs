using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>The results of one node or of many, to be shown together.</summary>
/// <param name="Time">When it was made.</param>
/// <param name="Runs">In the order in which they were given.</param>
public sealed record PatchReport(DateTimeOffset Time, IReadOnlyList<RunRecord> Runs)
{
    public const string DefaultTitle = "Patch report";

    /// <summary>Its heading.</summary>
    public string Title { get; init => field = PrintableText.Of(value); } = DefaultTitle;

    /// <summary>The bytes of the file.</summary>
    public byte[] Write(ReportFormat format) => format switch
    {
        ReportFormat.Html => HtmlReport.Write(this),
        ReportFormat.Csv => CsvReport.Write(this),
        ReportFormat.Json => JsonReport.Write(this),
        ReportFormat.JUnit => JUnitReport.Write(this),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };
}
