using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.EngineTests.Reports;

/// <summary>What stands in a page. How a browser shows it is tested with one.</summary>
public sealed partial class HtmlReportTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&<img src=x onerror=y>";

    [Fact]
    public void Text_of_others_is_never_markup()
    {
        PatchRecord patch = SampleReports.Patch("a", PatchState.Missing) with { Id = Hostile, Title = Hostile, InstalledVersion = Hostile, AvailableVersion = Hostile, Severity = Hostile, Classification = Hostile, AdvisoryIds = [Hostile], CveIds = [Hostile], Reason = Hostile };
        RunRecord run = SampleReports.Run(Hostile, patch) with { Product = Hostile, BaselineId = Hostile, BaselineName = Hostile, Operation = Hostile };
        run = run with { Repositories = [run.Repositories[1] with { Name = Hostile, Message = Hostile }] };

        string page = Write(SampleReports.Report(run, run) with { Title = Hostile });

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Single(Scripts().Matches(page));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_its_own_style_and_script_are_allowed()
    {
        string page = Write(SampleReports.Report(SampleReports.Run("i-1", SampleReports.Patch("a", PatchState.Missing))));

        Assert.Contains($"style-src &#39;{Hash(Styles().Match(page).Groups["text"].Value)}&#39;", page, StringComparison.Ordinal);
        Assert.Contains($"script-src &#39;{Hash(Scripts().Match(page).Groups["text"].Value)}&#39;", page, StringComparison.Ordinal);
        Assert.Contains("default-src &#39;none&#39;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_compliant_comes_first_and_the_worst_before_the_rest()
    {
        string page = Write(SampleReports.Report(SampleReports.Run(
            "i-1",
            SampleReports.Patch("installed", PatchState.Installed, "Critical"),
            SampleReports.Patch("low", PatchState.Missing, "Low"),
            SampleReports.Patch("critical", PatchState.Missing, "critical"),
            SampleReports.Patch("none", PatchState.Missing, ""))));

        Assert.Equal(["critical", "low", "none", "installed"], Rows().Matches(page).Select(match => match.Groups["text"].Value));
        Assert.Equal(["Critical", "Low", "none given"], Severities().Matches(page).Select(match => match.Groups["text"].Value));
    }

    [Fact]
    public void A_node_is_named_at_each_patch_only_where_there_are_several()
    {
        RunRecord run = SampleReports.Run("i-1", SampleReports.Patch("a", PatchState.Missing));

        Assert.DoesNotContain("data-label=\"Node\">i-1</td>", Write(SampleReports.Report(run with { Repositories = [] })), StringComparison.Ordinal);
        Assert.Contains("data-label=\"Node\">i-1</td>", Write(SampleReports.Report(run with { Repositories = [] }, run)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_results_or_patches_says_so()
    {
        Assert.Contains("There is no result in this report.", Write(SampleReports.Report()), StringComparison.Ordinal);
        Assert.Contains("There is no patch in this report.", Write(SampleReports.Report(SampleReports.Run("i-1"))), StringComparison.Ordinal);
    }

    private static string Write(PatchReport report) => Encoding.UTF8.GetString(report.Write(ReportFormat.Html));

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();

    [GeneratedRegex("<th scope=\"row\" role=\"rowheader\" data-label=\"Patch\">(?<text>[^<]*)")]
    private static partial Regex Rows();

    [GeneratedRegex("<th scope=\"row\" role=\"rowheader\" data-label=\"Severity\">(?<text>[^<]*)")]
    private static partial Regex Severities();
}
