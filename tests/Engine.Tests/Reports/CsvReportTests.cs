using System.Text;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.EngineTests.Reports;

public sealed class CsvReportTests
{
    private const string Heading = "\uFEFFNodeId,OperatingSystem,Operation,EndTime,BaselineId,BaselineName,Id,Title,InstalledVersion,AvailableVersion,State,Compliance,ComplianceLevel,Classification,Severity,InstalledTime,AdvisoryIds,CveIds,Reason\r\n";

    [Fact]
    public void Each_patch_of_each_node_is_a_line() => Assert.Equal(
        Heading
        + "i-1,REDHAT_ENTERPRISE_LINUX,Scan,2026-10-13T14:15:16Z,pb-0123456789abcdef0,test,a.noarch,a.noarch:2,1,2,Missing,NonCompliant,High,Security,Important,,RHSA-2026:0001,CVE-2026-0001,The rule says so.\r\n"
        + "i-2,REDHAT_ENTERPRISE_LINUX,Scan,2026-10-13T14:15:16Z,pb-0123456789abcdef0,test,b.noarch,b.noarch:2,1,,Installed,Compliant,High,Security,Important,2026-10-12T01:02:03Z,RHSA-2026:0001,CVE-2026-0001,The rule says so.\r\n",
        Write(
            SampleReports.Run("i-1", SampleReports.Patch("a.noarch", PatchState.Missing)),
            SampleReports.Run("i-2", SampleReports.Patch("b.noarch", PatchState.Installed) with { InstalledTime = new DateTimeOffset(2026, 10, 12, 3, 2, 3, TimeSpan.FromHours(2)) })));

    [Fact]
    public void Without_patches_there_is_the_heading_alone() => Assert.Equal(Heading, Write(SampleReports.Run("i-1")));

    /// <summary>A reason → the field.</summary>
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("one, two", "\"one, two\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("one\ntwo", "\"one\ntwo\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void A_field_is_what_a_spreadsheet_takes_for_text(string reason, string field) =>
        Assert.EndsWith($",CVE-2026-0001,{field}\r\n", Write(SampleReports.Run("i-1", SampleReports.Patch("a", PatchState.Missing, reason: reason))), StringComparison.Ordinal);

    private static string Write(params RunRecord[] runs) => Encoding.UTF8.GetString(SampleReports.Report(runs).Write(ReportFormat.Csv));
}
