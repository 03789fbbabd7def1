using System.Management.Automation;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Writes results of one node or of many as one report.</summary>
[Cmdlet(VerbsData.Export, "PatchReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPatchReportCommand : EngineCommand
{
    private const string WriteAction = "Write patch report";

    private readonly List<RunRecord> _runs = [];
    private string _file = "";
    private ReportFormat _format;

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Results of scans and installs; those of a job or a remote session, too.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Files with results: those of the folder runs of a node's state, or reports in JSON; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? FromFile { get; set; }

    /// <summary>What to write; by default what the ending of the file's name says.</summary>
    [Parameter]
    public ReportFormat? Format { get; set; }

    /// <summary>The report's heading.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = PatchReport.DefaultTitle;

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Give the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        _file = ResolvePath(Path)!;
        _format = Check(() => Format ?? FormatOf(_file));
        RunEngine(engine => { engine.RefuseReportTarget(_file, Force); return true; });
        foreach (string file in (FromFile ?? []).SelectMany(ResolveFiles))
            _runs.AddRange(RunEngine(engine => engine.ReadResults(file)));
    }

    protected override void ProcessRecord()
    {
        // Without a pipeline there is one call with nothing.
        if (InputObject is null && !MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
            return;
        IEnumerable<PSObject?> items = InputObject?.BaseObject is System.Collections.IEnumerable and not string && !MyInvocation.ExpectingInput
            ? LanguagePrimitives.GetEnumerable(InputObject).Cast<object?>().Select(item => item is null ? null : PSObject.AsPSObject(item))
            : [InputObject];
        foreach (PSObject? item in items)
        {
            if (item is not null && ResultReading.Read(item) is { } run)
                _runs.Add(run);
            else
                WriteError(ToErrorRecord(NotUnderstood(item)));
        }
    }

    protected override void EndProcessing()
    {
        Check(() => _runs.Count > 0 ? true : throw new PatchException(
            ErrorIds.ReportWithoutResults,
            ErrorKind.InvalidArgument,
            "There is no result to report, so no report was written.",
            _file,
            "Pipe the results of Invoke-PatchScan, Install-PatchBaseline or 'Get-PatchState -History' to Export-PatchReport, or name their files with -FromFile."));
        if (!ShouldProcess(_file, WriteAction))
            return;
        RunEngine(engine => { engine.WriteReport(_file, _runs, Title, _format, Force); return true; });
        if (PassThru)
            WriteObject(new FileInfo(_file));
    }

    private static ReportFormat FormatOf(string file) => System.IO.Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => ReportFormat.Html,
        ".CSV" => ReportFormat.Csv,
        ".JSON" => ReportFormat.Json,
        ".XML" => ReportFormat.JUnit,
        _ => throw new PatchException(
            ErrorIds.ReportFormatUnknown,
            ErrorKind.InvalidArgument,
            $"The name '{file}' does not say what the report is to be: it ends in none of .html, .csv, .json and .xml.",
            file,
            "Give another name, or say it with -Format."),
    };

    private IEnumerable<string> ResolveFiles(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [ResolvePath(path)!];
        return Check(() =>
        {
            string[] files;
            try
            {
                files = [.. SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider).Where(_ => string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal))];
            }
            catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or WildcardPatternException)
            {
                throw NoFile(path, exception);
            }

            return files.Length > 0 ? files : throw NoFile(path, null);
        });
    }

    private static PatchException NoFile(string path, Exception? cause) => new(
        ErrorIds.ReportResultUnreadable, ErrorKind.ObjectNotFound, $"There is no file '{path}'.", path, "Check the path.", cause);

    private static PatchException NotUnderstood(PSObject? item)
    {
        bool isPatch = item?.Properties[nameof(PatchRecord.State)] is not null && item.Properties[nameof(PatchRecord.Reason)] is not null;
        return new PatchException(
            ErrorIds.InputNotUnderstood,
            ErrorKind.InvalidArgument,
            isPatch ? "A patch alone does not say which node it is of: a report takes whole results." : $"{ObjectReading.Describe(item)} is no result of this module.",
            item?.BaseObject,
            isPatch ? "Give the result itself, for example by 'Get-PatchState -History | Select-Object -First 1'." : "Give what Invoke-PatchScan, Install-PatchBaseline or 'Get-PatchState -History' give.");
    }
}
