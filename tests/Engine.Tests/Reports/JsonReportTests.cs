using System.Text;
using System.Text.Json;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.EngineTests.Reports;

public sealed class JsonReportTests
{
    private static readonly RunRecord[] s_runs =
    [
        SampleReports.Run("i-1", SampleReports.Patch("a.noarch", PatchState.Missing), SampleReports.Patch("b.noarch", PatchState.Installed)),
        SampleReports.Run("i-2", SampleReports.Patch("ключ 🔑 <&>\"", PatchState.Failed)) with { RebootPending = true, ExitCode = 1 },
    ];

    [Fact]
    public void A_report_is_read_back_as_it_was() =>
        Assert.Equivalent(s_runs, JsonReport.Read(SampleReports.Report(s_runs).Write(ReportFormat.Json), "report.json"), strict: true);

    [Fact]
    public void A_file_of_a_nodes_history_is_read_as_one_result() =>
        Assert.Equivalent(s_runs[0], Assert.Single(JsonReport.Read(RunRecordFile.Write(s_runs[0]), "run.json")), strict: true);

    [Fact]
    public void What_a_report_says_of_itself_is_told()
    {
        using JsonDocument document = JsonDocument.Parse((SampleReports.Report(s_runs) with { Title = "Shop" }).Write(ReportFormat.Json));
        Assert.Equal(("Shop", SampleReports.Time, 2), (document.RootElement.GetProperty("title").GetString(), document.RootElement.GetProperty("time").GetDateTimeOffset(), document.RootElement.GetProperty("results").GetArrayLength()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion":1}""")]
    [InlineData("""{"schemaVersion":1,"results":{}}""")]
    [InlineData("""{"schemaVersion":1,"results":[1]}""")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"schemaVersion":1,"results":[{"schemaVersion":1}]}""")]
    public void What_is_neither_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => JsonReport.Read(Encoding.UTF8.GetBytes(text), "file.json"));

    [Theory]
    [InlineData("""{"schemaVersion":2,"results":[]}""")]
    [InlineData("""{"schemaVersion":1,"results":[{"schemaVersion":2}]}""")]
    public void What_a_newer_version_wrote_is_refused(string text) =>
        Assert.Equal(ErrorIds.StateFileNewer, Assert.Throws<PatchException>(() => JsonReport.Read(Encoding.UTF8.GetBytes(text), "file.json")).ErrorId);
}
