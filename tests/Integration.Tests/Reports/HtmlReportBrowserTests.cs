using System.Text.Json.Nodes;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Reports;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Reports;

/// <summary>The page in a real browser, on a wide screen and on a narrow one.</summary>
public sealed class HtmlReportBrowserTests : IDisposable
{
    private const int Wide = 1280;
    private const int Narrow = 375;
    private const int Patches = 40;
    private const string VisibleIds = "Array.from(document.querySelectorAll('#patches tbody tr')).filter(row => row.getClientRects().length > 0).map(row => row.querySelector('th').textContent)";

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public HtmlReportBrowserTests()
    {
        _file = _folder.Combine("report.html");
        File.WriteAllBytes(_file, new PatchReport(new DateTimeOffset(2026, 10, 13, 14, 15, 16, TimeSpan.Zero), [Run("i-0123456789abcdef0"), Run("web-server-with-a-long-name.example.internal")]).Write(ReportFormat.Html));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Wide)]
    [InlineData(Narrow)]
    public async Task It_loads_nothing_and_nothing_goes_wrong(int width)
    {
        await using Chromium page = await Chromium.OpenAsync(_file, width);
        await page.EvaluateAsync("1");

        Assert.Equal([new Uri(_file).AbsoluteUri], Of("Network.requestWillBeSent").Select(message => (string?)message["request"]!["url"]));
        Assert.Empty(Of("Runtime.exceptionThrown").Concat(Of("Log.entryAdded")).Select(message => message.ToJsonString()));

        IEnumerable<JsonNode> Of(string method) => page.Events.Where(message => (string?)message["method"] == method).Select(message => message["params"]!);
    }

    [Theory]
    [InlineData(Wide)]
    [InlineData(Narrow)]
    public async Task Everything_fits_its_width(int width)
    {
        await using Chromium page = await Chromium.OpenAsync(_file, width);

        Assert.InRange((int)(await page.EvaluateAsync("document.documentElement.scrollWidth"))!, 1, width);
        Assert.Empty(Texts(await page.EvaluateAsync("Array.from(document.querySelectorAll('td, tbody th, h1, h2, label')).filter(e => e.getClientRects().length > 0 && (e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth + 1)).map(e => e.textContent)")));
    }

    [Theory]
    [InlineData("", "", 2 * Patches)]
    [InlineData("library-7.", "", 2)]
    [InlineData("LIBRARY-7. web-server", "", 1)]
    [InlineData("excluded", "", 2 * Patches / 4)]
    [InlineData("", "Missing", 2 * Patches / 4)]
    [InlineData("nothing of the kind", "", 0)]
    public async Task Patches_are_found_by_words_and_by_state(string words, string state, int count)
    {
        await using Chromium page = await Chromium.OpenAsync(_file, Wide);

        await page.EvaluateAsync($"document.getElementById('search').value = '{words}'; document.getElementById('state').value = '{state}'; document.getElementById('search').dispatchEvent(new Event('input'))");

        Assert.Equal(count, Texts(await page.EvaluateAsync(VisibleIds)).Count);
        Assert.Equal($"{count} of {2 * Patches} shown", (string?)await page.EvaluateAsync("document.getElementById('shown').textContent"));
    }

    /// <summary>Versions are ordered as numbers, levels and severities by their rank.</summary>
    [Theory]
    [InlineData("Available", "7", "1:2.9,1:2.10")]
    [InlineData("Level", "3", "Low,High")]
    [InlineData("Severity", "4", "Critical,Low")]
    public async Task A_click_on_a_heading_sorts_and_another_turns_it_around(string heading, string column, string order)
    {
        await using Chromium page = await Chromium.OpenAsync(_file, Wide);
        string click = $"Array.from(document.querySelectorAll('#patches thead button')).find(button => button.textContent === '{heading}').click()";
        string values = $"Array.from(document.querySelectorAll('#patches tbody tr')).map(row => row.cells[{column}].textContent).filter(text => text !== '')";
        string[] expected = order.Split(',');

        await page.EvaluateAsync(click);
        IReadOnlyList<string> ascending = Texts(await page.EvaluateAsync(values));
        string? told = (string?)await page.EvaluateAsync("document.querySelector('#patches th[aria-sort]').getAttribute('aria-sort')");
        await page.EvaluateAsync(click);
        IReadOnlyList<string> descending = Texts(await page.EvaluateAsync(values));

        Assert.Equal("ascending", told);
        Assert.Equal(expected, ascending.Distinct());
        Assert.Equal(expected.Reverse(), descending.Distinct());
    }

    [Theory]
    [InlineData(Wide)]
    [InlineData(Narrow)]
    public async Task A_screen_reader_is_told_what_everything_is(int width)
    {
        await using Chromium page = await Chromium.OpenAsync(_file, width);

        IReadOnlyList<(string Role, string Name)> tree = await page.ReadAccessibilityTreeAsync();

        Assert.Equal(["Patch report", "Nodes", "States by severity", "Patches", "Repositories with problems"], tree.Where(node => node.Role == "heading").Select(node => node.Name));
        Assert.Equal(4, tree.Count(node => node.Role == "table" && node.Name.Length > 0));
        Assert.DoesNotContain(("table", ""), tree);
        Assert.All(tree.Where(node => node.Role is "button" or "searchbox" or "combobox" or "columnheader" or "rowheader" or "region"), node => Assert.NotEmpty(node.Name));
        Assert.Equal(2 * Patches + 2 + 2 + 2, tree.Count(node => node.Role == "rowheader"));
        Assert.Equal("en", (string?)await page.EvaluateAsync("document.documentElement.lang"));
    }

    [Theory]
    [InlineData(Wide)]
    [InlineData(Narrow)]
    public async Task Text_stands_out_from_its_ground(int width)
    {
        await using Chromium page = await Chromium.OpenAsync(_file, width);

        Assert.Empty(Texts(await page.EvaluateAsync(
            """
            (() => {
              const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
              const light = color => { const [r, g, b] = color.match(/[\d.]+/g).map(Number); return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
              const ground = element => { for (let e = element; e; e = e.parentElement) { const color = getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(color)) return color; } return 'rgb(255, 255, 255)'; };
              return Array.from(document.body.querySelectorAll('*')).filter(e => Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim() !== '') && e.tagName !== 'SCRIPT').map(e => {
                const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
                return { ratio: (a + 0.05) / (b + 0.05), text: e.textContent };
              }).filter(found => found.ratio < 4.5).map(found => `${found.ratio}: ${found.text}`);
            })()
            """)));
    }

    [Fact]
    public async Task Printed_it_has_its_headings_and_no_controls()
    {
        await using Chromium page = await Chromium.OpenAsync(_file, Wide);
        await page.ShowAsPrintedAsync();

        Assert.Equal("none", (string?)await page.EvaluateAsync("getComputedStyle(document.getElementById('tools')).display"));
        Assert.Equal("table-header-group", (string?)await page.EvaluateAsync("getComputedStyle(document.querySelector('#patches thead')).display"));
        Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(await page.PrintAsync()), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(item => (string)item!)];

    private static RunRecord Run(string node)
    {
        PatchRecord[] patches = [.. Enumerable.Range(0, Patches).Select(Patch)];
        return new RunRecord
        {
            Operation = "Scan",
            NodeId = node,
            OperatingSystem = "REDHAT_ENTERPRISE_LINUX",
            Product = "RedhatEnterpriseLinux9.4",
            BaselineId = "pb-0123456789abcdef0",
            BaselineName = "AWS-RedHatDefaultPatchBaseline",
            StartTime = DateTimeOffset.UnixEpoch,
            EndTime = DateTimeOffset.UnixEpoch,
            Summary = PatchSummary.Of(patches),
            Patches = patches,
            Repositories = [new RepositoryHealth { Name = "https://mirror.example.invalid/" + new string('a', 120), Status = RepositoryStatus.Unavailable, Message = "Status code: 404", IsUsed = false }],
        };
    }

    /// <summary>One in four of each: missing, installed, rejected, not applicable.</summary>
    private static PatchRecord Patch(int number)
    {
        PatchState state = (number % 4) switch { 0 => PatchState.Missing, 1 => PatchState.Installed, 2 => PatchState.InstalledRejected, _ => PatchState.NotApplicable };
        return new PatchRecord
        {
            Id = $"library-{number}.x86_64",
            Title = $"library-{number}.x86_64:1:2.{number}",
            InstalledVersion = $"1:2.{number}",
            AvailableVersion = state is PatchState.Missing ? number % 8 == 0 ? "1:2.10" : "1:2.9" : "",
            State = state,
            Compliance = state is PatchState.Missing or PatchState.InstalledRejected ? PatchCompliance.NonCompliant : PatchCompliance.Compliant,
            ComplianceLevel = number % 2 == 0 ? ComplianceLevel.High : ComplianceLevel.Low,
            Classification = "Security",
            Severity = number % 2 == 0 ? "Low" : "Critical",
            AdvisoryIds = [$"RHSA-2026:{number}"],
            CveIds = ["CVE-2026-" + new string('1', 40)],
            Reason = number % 4 == 1 ? "It is excluded by the administrator's own settings, in a file with a long path: /etc/dnf/" + new string('x', 90) : "Rule 1 of the baseline approves it.\nIt has been out for 7 days.",
        };
    }
}
