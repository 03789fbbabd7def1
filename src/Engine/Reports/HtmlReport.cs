using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>A report as one page: nodes, states by severity, and every patch with its reason. It loads nothing, and its policy allows nothing but its own style and script.</summary>
internal static class HtmlReport
{
    private const string Unknown = "none given";
    private static readonly string s_style = Resource("report.css");
    private static readonly string s_script = Resource("report.js");

    public static byte[] Write(PatchReport report)
    {
        HtmlText page = new();
        page.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Begin("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; style-src '{HashOf(s_style)}'; script-src '{HashOf(s_script)}'; base-uri 'none'; form-action 'none'"))
            .Markup("\n")
            .Element("title", report.Title)
            .Markup("<style>").Markup(s_style).Markup("</style>\n</head>\n<body>\n<header>\n")
            .Element("h1", report.Title)
            .Begin("p").Text($"{Count(report.Runs.Count, "result")}, {Count(report.Runs.Sum(run => run.Patches.Count), "patch", "patches")}. Made ").Time(report.Time).End("p")
            .Markup("</header>\n<main>\n");
        WriteNodes(page, report.Runs);
        (RunRecord Run, PatchRecord Patch)[] patches = [.. report.Runs.SelectMany(run => run.Patches.Select(patch => (run, patch)))];
        WriteSeverities(page, SeverityTable.Of([.. patches.Select(item => item.Patch)]));
        WritePatches(page, patches, report.Runs.Count > 1);
        WriteRepositories(page, report.Runs);
        page.Markup("</main>\n<script>").Markup(s_script).Markup("</script>\n</body>\n</html>\n");
        return page.ToBytes();
    }

    private static void WriteNodes(HtmlText page, IReadOnlyList<RunRecord> runs)
    {
        BeginSection(page, "nodes", "Nodes");
        if (runs.Count == 0)
        {
            page.Element("p", "There is no result in this report.").End("section");
            return;
        }

        string[] headings = ["Node", "System", "Operation", "Ended", "Baseline", "Compliance", "Missing", "Failed", "Waiting for a restart", "Not compliant: critical", "Not compliant: security", "Not compliant: other"];
        BeginTable(page, "nodes-table", "One line for each result", headings);
        foreach (RunRecord run in runs)
        {
            page.Begin("tr", ("role", "row"));
            Heading(page, headings[0], run.NodeId);
            Cell(page, headings[1], run.Product.Length > 0 ? run.Product : run.OperatingSystem);
            Cell(page, headings[2], run.Operation);
            BeginCell(page, headings[3]).Time(run.EndTime).End("td");
            Cell(page, headings[4], run.BaselineName.Length > 0 ? $"{run.BaselineName} ({run.BaselineId})" : run.BaselineId);
            Cell(page, headings[5], run.Summary.Compliance == PatchCompliance.Compliant ? "Compliant" : $"Not compliant, highest level {run.Summary.NonCompliantSeverity?.ToString() ?? Unknown}");
            Number(page, headings[6], run.Summary.MissingCount);
            Number(page, headings[7], run.Summary.FailedCount);
            Cell(page, headings[8], run.RebootPending ? "yes" : "no");
            Number(page, headings[9], run.Summary.CriticalNonCompliantCount);
            Number(page, headings[10], run.Summary.SecurityNonCompliantCount);
            Number(page, headings[11], run.Summary.OtherNonCompliantCount);
            page.End("tr");
        }

        EndTable(page).End("section");
    }

    private static void WriteSeverities(HtmlText page, SeverityTable table)
    {
        if (table.Rows.Count == 0)
            return;
        BeginSection(page, "severities", "States by severity");
        page.Begin("table", ("role", "table"), ("class", "chart")).Element("caption", "How many patches of each severity are in each state").Markup("<thead role=\"rowgroup\">").Begin("tr", ("role", "row"));
        Column(page, "Severity");
        foreach (PatchState state in table.States)
            page.Begin("th", ("scope", "col"), ("role", "columnheader")).Begin("span", ("class", $"key {state}")).End("span").Text(state.ToString()).End("th");
        Column(page, "Share");
        page.End("tr").Markup("</thead><tbody role=\"rowgroup\">\n");
        int most = table.Rows.Max(row => row.Counts.Sum());
        foreach ((string severity, IReadOnlyList<int> counts) in table.Rows)
        {
            page.Begin("tr", ("role", "row"));
            Heading(page, "Severity", severity.Length > 0 ? severity : Unknown);
            for (int i = 0; i < counts.Count; i++)
                Number(page, table.States[i].ToString(), counts[i]);
            BeginCell(page, "Share");
            WriteBar(page, table.States, counts, most);
            page.End("td").End("tr");
        }

        EndTable(page).End("section");
    }

    /// <summary>The numbers stand beside it: to who does not see it, it says nothing new.</summary>
    private static void WriteBar(HtmlText page, IReadOnlyList<PatchState> states, IReadOnlyList<int> counts, int most)
    {
        page.Begin("svg", ("class", "bar"), ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("aria-hidden", "true"), ("focusable", "false"));
        double start = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            double width = 1000.0 * counts[i] / most;
            if (counts[i] > 0)
                page.Begin("rect", ("class", states[i].ToString()), ("x", Number(start)), ("y", "0"), ("width", Number(width)), ("height", "10")).Markup("</rect>");
            start += width;
        }

        page.Markup("</svg>");
    }

    private static void WritePatches(HtmlText page, IReadOnlyList<(RunRecord Run, PatchRecord Patch)> patches, bool hasNodes)
    {
        BeginSection(page, "patches-heading", "Patches");
        if (patches.Count == 0)
        {
            page.Element("p", "There is no patch in this report.").End("section");
            return;
        }

        page.Markup("<div class=\"tools\" id=\"tools\" hidden>\n<label>Search <input type=\"search\" id=\"search\" autocomplete=\"off\"></label>\n<label>State <select id=\"state\"><option value=\"\">all</option>");
        foreach (PatchState state in patches.Select(item => item.Patch.State).Distinct().OrderBy(state => state))
            page.Element("option", state.ToString(), ("value", state.ToString()));
        page.Markup("</select></label>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</div>\n");
        string[] headings = [.. hasNodes ? ["Node"] : (string[])[], "Patch", "State", "Level", "Severity", "Classification", "Installed", "Available", "Advisories", "Reason"];
        BeginTable(page, "patches", "What is not compliant comes first", headings);
        foreach ((RunRecord run, PatchRecord patch) in patches
            .OrderByDescending(item => item.Patch.Compliance == PatchCompliance.NonCompliant)
            .ThenByDescending(item => item.Patch.ComplianceLevel)
            .ThenBy(item => SeverityTable.Rank(item.Patch.Severity))
            .ThenBy(item => item.Patch.Id, StringComparer.Ordinal))
        {
            page.Begin("tr", ("role", "row"), ("data-state", patch.State.ToString()), ("class", patch.Compliance == PatchCompliance.NonCompliant ? "open" : null));
            if (hasNodes)
                Cell(page, "Node", run.NodeId);
            page.Begin("th", ("scope", "row"), ("role", "rowheader"), ("data-label", "Patch")).Text(patch.Id);
            if (!patch.Title.StartsWith(patch.Id, StringComparison.Ordinal))
                page.Markup("<br>").Element("span", patch.Title, ("class", "title"));
            page.End("th");
            BeginCell(page, "State").Begin("span", ("class", $"key {patch.State}")).End("span").Text(patch.State.ToString()).End("td");
            page.Element("td", patch.ComplianceLevel.ToString(), ("role", "cell"), ("data-label", "Level"), ("data-order", ((int)patch.ComplianceLevel).ToString(CultureInfo.InvariantCulture)));
            page.Element("td", patch.Severity, ("role", "cell"), ("data-label", "Severity"), ("data-order", SeverityTable.Rank(patch.Severity).ToString(CultureInfo.InvariantCulture)));
            Cell(page, "Classification", patch.Classification);
            Cell(page, "Installed", patch.InstalledVersion);
            Cell(page, "Available", patch.AvailableVersion);
            Cell(page, "Advisories", string.Join(" ", patch.AdvisoryIds.Concat(patch.CveIds)));
            page.Element("td", patch.Reason, ("role", "cell"), ("data-label", "Reason"), ("class", "reason"));
            page.End("tr");
        }

        EndTable(page).End("section");
    }

    private static void WriteRepositories(HtmlText page, IReadOnlyList<RunRecord> runs)
    {
        (RunRecord Run, RepositoryHealth Repository)[] problems =
        [
            .. runs.SelectMany(run => run.Repositories.Where(repository => !repository.IsUsed || repository.Status is not (RepositoryStatus.Current or RepositoryStatus.NotRefreshed))
                .Select(repository => (run, repository))),
        ];
        if (problems.Length == 0)
            return;
        BeginSection(page, "repositories", "Repositories with problems");
        string[] headings = ["Node", "Repository", "Status", "Took part", "Message"];
        BeginTable(page, "repositories-table", "What these have to offer may be missing from this report", headings);
        foreach ((RunRecord run, RepositoryHealth repository) in problems)
        {
            page.Begin("tr", ("role", "row"));
            Cell(page, headings[0], run.NodeId);
            Heading(page, headings[1], repository.Name);
            Cell(page, headings[2], repository.Status.ToString());
            Cell(page, headings[3], repository.IsUsed ? "yes, as it was known" : "no");
            Cell(page, headings[4], repository.Message);
            page.End("tr");
        }

        EndTable(page).End("section");
    }

    private static void BeginSection(HtmlText page, string id, string heading) => page.Begin("section", ("aria-labelledby", id)).Markup("\n").Element("h2", heading, ("id", id));

    private static void BeginTable(HtmlText page, string id, string caption, IEnumerable<string> headings)
    {
        page.Begin("table", ("id", id), ("role", "table")).Element("caption", caption).Markup("<thead role=\"rowgroup\">").Begin("tr", ("role", "row"));
        foreach (string heading in headings)
            Column(page, heading);
        page.End("tr").Markup("</thead><tbody role=\"rowgroup\">\n");
    }

    private static HtmlText EndTable(HtmlText page) => page.Markup("</tbody>").End("table");

    private static void Column(HtmlText page, string heading) => page.Element("th", heading, ("scope", "col"), ("role", "columnheader"));

    private static void Heading(HtmlText page, string label, string text) => page.Element("th", text, ("scope", "row"), ("role", "rowheader"), ("data-label", label));

    private static void Cell(HtmlText page, string label, string text) => BeginCell(page, label).Text(text).End("td");

    private static void Number(HtmlText page, string label, int number) => page.Begin("td", ("role", "cell"), ("data-label", label), ("class", number == 0 ? "number none" : "number")).Text(number).End("td");

    private static HtmlText BeginCell(HtmlText page, string label) => page.Begin("td", ("role", "cell"), ("data-label", label));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Count(int count, string one, string? many = null) => string.Format(CultureInfo.InvariantCulture, "{0} {1}", count, count == 1 ? one : many ?? one + "s");

    private static string HashOf(string text)
    {
        using SHA256 hash = SHA256.Create();
        return $"sha256-{Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(text)))}";
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"'{name}' is not in the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
