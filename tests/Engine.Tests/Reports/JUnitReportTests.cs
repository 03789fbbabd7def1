using System.Xml.Linq;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.EngineTests.Reports;

public sealed class JUnitReportTests
{
    [Fact]
    public void A_patch_is_a_test_and_a_repository_that_took_no_part_an_error()
    {
        XElement root = Write(
            SampleReports.Run(
                "i-1",
                SampleReports.Patch("a.noarch", PatchState.Missing),
                SampleReports.Patch("b.noarch", PatchState.Installed),
                SampleReports.Patch("c.noarch", PatchState.NotApplicable),
                SampleReports.Patch("d.noarch", PatchState.InstalledRejected)),
            SampleReports.Run("i-2"));

        Assert.Equal(("testsuites", "6", "2", "2", "1"), (root.Name.LocalName, Value(root, "tests"), Value(root, "failures"), Value(root, "errors"), Value(root, "skipped")));
        XElement suite = root.Elements("testsuite").First();
        Assert.Equal(("i-1", "i-1", "2026-10-13T14:15:16", "2.5", "5"), (Value(suite, "name"), Value(suite, "hostname"), Value(suite, "timestamp"), Value(suite, "time"), Value(suite, "tests")));
        Assert.Equal(
            ["a.noarch failure Missing a.noarch 2 is Missing, level High", "b.noarch system-out  ", "c.noarch skipped  The rule says so.", "d.noarch failure InstalledRejected d.noarch is InstalledRejected, level High", "gone error Unavailable The repository gone took no part"],
            suite.Elements("testcase").Select(test => $"{Value(test, "name")} {test.Elements().Single().Name} {Value(test.Elements().Single(), "type")} {Value(test.Elements().Single(), "message")}"));
        Assert.Contains(suite.Element("properties")!.Elements(), property => (Value(property, "name"), Value(property, "value")) == ("baselineId", "pb-0123456789abcdef0"));
        Assert.Equal("The rule says so.", suite.Elements("testcase").First().Element("failure")!.Value);
    }

    [Fact]
    public void Several_results_of_one_node_have_names_of_their_own() => Assert.Equal(
        ["i-1 Scan 2026-10-13T14:15:16", "i-1 Install 2026-10-13T14:15:16", "i-2"],
        Write(SampleReports.Run("i-1"), SampleReports.Run("i-1") with { Operation = "Install" }, SampleReports.Run("i-2")).Elements("testsuite").Select(suite => Value(suite, "name")));

    /// <summary>Attributes cannot hold half a pair.</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { "<&>\"'", "<&>\"'" },
        { "🔑", "🔑" },
        { "half \ud83d of a pair", "half \uFFFD of a pair" },
        { "half \udd11 of a pair", "half \uFFFD of a pair" },
        { "\uFFFE", "\uFFFD" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_xml_cannot_hold_is_shown_as_such(string reason, string expected) => Assert.Equal(
        expected,
        Write(SampleReports.Run("i-1", SampleReports.Patch("a", PatchState.Missing, reason: reason))).Descendants("failure").Single().Value);

    [Fact]
    public void A_title_that_says_more_than_the_id_is_in_the_name() => Assert.Equal(
        "KB5000001 2026-10 Cumulative Update",
        Value(Write(SampleReports.Run("i-1", SampleReports.Patch("KB5000001", PatchState.Missing) with { Title = "2026-10 Cumulative Update" })).Descendants("testcase").First(), "name"));

    private static string Value(XElement element, string name) => element.Attribute(name)?.Value ?? "";

    private static XElement Write(params RunRecord[] runs)
    {
        using MemoryStream content = new(SampleReports.Report(runs).Write(ReportFormat.JUnit));
        return XDocument.Load(content).Root!;
    }
}
