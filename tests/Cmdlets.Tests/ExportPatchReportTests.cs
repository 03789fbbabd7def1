using System.Management.Automation;
using System.Text.Json;
using System.Xml.Linq;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Reports of results of a private root, of a job's results and of files.</summary>
public sealed class ExportPatchReportTests : IDisposable
{
    private const string Revive = "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($scan))";

    private readonly ImageSession _image = new();

    public ExportPatchReportTests() => _image.Run("$scan = Invoke-PatchScan -Path $baseline -Root $root -StatePath $state; $null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _image.Root.Beside(""));

    public void Dispose() => _image.Dispose();

    [Theory]
    [InlineData("out.html", "", "<!DOCTYPE html>")]
    [InlineData("out.HTM", "", "<!DOCTYPE html>")]
    [InlineData("out.csv", "", "\uFEFFNodeId,")]
    [InlineData("out.json", "", "{\"schemaVersion\":1,")]
    [InlineData("out.xml", "", "<?xml ")]
    [InlineData("out", "-Format Html", "<!DOCTYPE html>")]
    [InlineData("out.txt", "-Format Csv", "\uFEFFNodeId,")]
    public void The_name_or_the_format_says_what_is_written(string file, string format, string start)
    {
        Assert.Empty(_image.Run($"$scan | Export-PatchReport {file} {format}"));

        Assert.StartsWith(start, System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(_image.Root.Beside(file))), StringComparison.Ordinal);
    }

    /// <summary>What comes out of a job or a file says the same as the result itself.</summary>
    [Theory]
    [InlineData("$scan | Export-PatchReport out.json")]
    [InlineData("Export-PatchReport out.json -InputObject $scan")]
    [InlineData(Revive + " | Export-PatchReport out.json")]
    [InlineData("Get-PatchState -History -StatePath $state | Export-PatchReport out.json")]
    [InlineData("Export-PatchReport out.json -FromFile \"$state/runs/*.json\"")]
    [InlineData("$scan | Export-PatchReport first.json; Export-PatchReport out.json -FromFile first.json")]
    public void A_result_is_reported_whole_however_it_comes(string script)
    {
        Assert.Empty(_image.Observe(script).Errors);

        using JsonDocument document = Read("out.json");
        JsonElement result = Assert.Single(document.RootElement.GetProperty("results").EnumerateArray());
        using JsonDocument kept = JsonDocument.Parse(File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(_image.StatePath, "runs")))));
        foreach (string property in new[] { "operation", "nodeId", "operatingSystem", "product", "baselineId", "baselineName", "startTime", "endTime", "summary", "repositories", "exitCode" })
            Assert.Equal((property, kept.RootElement.GetProperty(property).GetRawText()), (property, result.GetProperty(property).GetRawText()));
        Assert.Equal(kept.RootElement.GetProperty("patches").GetRawText(), result.GetProperty("patches").GetRawText());
    }

    [Theory]
    [InlineData("$scan, (" + Revive + ") | Export-PatchReport out.xml -FromFile \"$state/runs/*.json\"", 3)]
    [InlineData("Export-PatchReport out.xml -InputObject $scan, $scan", 2)]
    public void Several_results_make_one_report(string script, int count)
    {
        Assert.Empty(_image.Observe(script).Errors);

        Assert.Equal(count, XDocument.Load(_image.Root.Beside("out.xml")).Root!.Elements("testsuite").Count());
    }

    [Theory]
    [InlineData("'text', $scan | Export-PatchReport out.json", "'text' is no result of this module.")]
    [InlineData("$null, $scan | Export-PatchReport out.json", "$null is no result of this module.")]
    [InlineData("$scan.Patches[0], $scan | Export-PatchReport out.json", "A patch alone does not say which node it is of: a report takes whole results.")]
    [InlineData("[pscustomobject]@{ NodeId = 'n'; Operation = 'Scan'; EndTime = [System.DateTimeOffset]::UtcNow; Patches = @(1) }, $scan | Export-PatchReport out.json", "An object of no certain type is no result of this module.")]
    public void What_is_no_result_is_named_and_the_rest_is_reported(string script, string message)
    {
        ErrorRecord error = Assert.Single(_image.Observe(script).Errors);

        Assert.Equal(("InputNotUnderstood,PatchBaselineAssociation.Commands.ExportPatchReportCommand", message), (error.FullyQualifiedErrorId, error.ToString()));
        using JsonDocument document = Read("out.json");
        Assert.Equal(1, document.RootElement.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData("Export-PatchReport out.html", "ReportWithoutResults")]
    [InlineData("@() | Export-PatchReport out.html", "ReportWithoutResults")]
    [InlineData("'text' | Export-PatchReport out.html -ErrorAction SilentlyContinue", "ReportWithoutResults")]
    [InlineData("$scan | Export-PatchReport out.pdf", "ReportFormatUnknown")]
    [InlineData("$scan | Export-PatchReport out", "ReportFormatUnknown")]
    [InlineData("$scan | Export-PatchReport none/out.html", "ReportFileNotWritten")]
    [InlineData("$scan | Export-PatchReport $state -Format Html", "ReportFileNotWritten")]
    [InlineData("$scan | Export-PatchReport env:x.html", "PathNotInFileSystem")]
    [InlineData("Export-PatchReport out.html -FromFile none.json", "ReportResultUnreadable")]
    [InlineData("Export-PatchReport out.html -FromFile none*.json", "ReportResultUnreadable")]
    [InlineData("Export-PatchReport out.html -FromFile $baseline", "ReportResultUnreadable")]
    [InlineData("Export-PatchReport out.html -FromFile $state", "ReportResultUnreadable")]
    public void What_cannot_be_done_is_an_error_and_nothing_is_written(string script, string id)
    {
        SessionOutput output = _image.Observe($"try {{ {script} }} catch {{ throw }}");

        Assert.Equal($"{id},PatchBaselineAssociation.Commands.ExportPatchReportCommand", output.End!.FullyQualifiedErrorId);
        Assert.Empty(Directory.GetFiles(_image.Root.Beside(""), "out*"));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force()
    {
        string file = _image.Root.Beside("out.csv");
        File.WriteAllText(file, "mine");

        Assert.Equal(
            "ReportFileExists,PatchBaselineAssociation.Commands.ExportPatchReportCommand",
            _image.Observe("try { $scan | Export-PatchReport out.csv } catch { throw }").End!.FullyQualifiedErrorId);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(file, Assert.Single(_image.Lines("($scan | Export-PatchReport out.csv -Force -PassThru).FullName")));
        Assert.StartsWith("\uFEFFNodeId", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(_image.Run("$scan | Export-PatchReport out.html -WhatIf -PassThru"));

        Assert.False(File.Exists(_image.Root.Beside("out.html")));
    }

    [Fact]
    public void The_title_is_the_heading()
    {
        _image.Run("$scan | Export-PatchReport out.html -Title 'Servers of the <shop>'");

        Assert.Contains("<h1>Servers of the &lt;shop&gt;</h1>", File.ReadAllText(_image.Root.Beside("out.html")), StringComparison.Ordinal);
    }

    private JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllBytes(_image.Root.Beside(file)));
}
