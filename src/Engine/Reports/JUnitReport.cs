using System.Globalization;
using System.Text;
using System.Xml;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>A report as pipelines read the results of tests: a patch that is not compliant is a test that failed, a repository that took no part one that broke.</summary>
internal static class JUnitReport
{
    public static byte[] Write(PatchReport report)
    {
        using MemoryStream content = new();
        using (XmlWriter writer = XmlWriter.Create(content, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            writer.WriteStartElement("testsuites");
            Attribute(writer, "name", report.Title);
            WriteCounts(writer, report.Runs);
            foreach (RunRecord run in report.Runs)
                WriteSuite(writer, run, report.Runs.Count(other => string.Equals(other.NodeId, run.NodeId, StringComparison.Ordinal)) > 1);
            writer.WriteEndElement();
        }

        return content.ToArray();
    }

    private static void WriteSuite(XmlWriter writer, RunRecord run, bool isRepeated)
    {
        writer.WriteStartElement("testsuite");
        Attribute(writer, "name", isRepeated ? $"{run.NodeId} {run.Operation} {Time(run.EndTime)}" : run.NodeId);
        Attribute(writer, "hostname", run.NodeId);
        Attribute(writer, "timestamp", Time(run.EndTime));
        Attribute(writer, "time", Number(Math.Max(0, (run.EndTime - run.StartTime).TotalSeconds)));
        WriteCounts(writer, [run]);
        writer.WriteStartElement("properties");
        foreach ((string name, string value) in Properties(run))
        {
            writer.WriteStartElement("property");
            Attribute(writer, "name", name);
            Attribute(writer, "value", value);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        foreach (PatchRecord patch in run.Patches)
            WritePatch(writer, run, patch);
        foreach (RepositoryHealth repository in run.Repositories.Where(IsBroken))
            WriteRepository(writer, run, repository);
        writer.WriteEndElement();
    }

    private static void WritePatch(XmlWriter writer, RunRecord run, PatchRecord patch)
    {
        writer.WriteStartElement("testcase");
        Attribute(writer, "classname", $"{run.NodeId}.patches");
        Attribute(writer, "name", patch.Title.Length > 0 && !patch.Title.StartsWith(patch.Id, StringComparison.Ordinal) ? $"{patch.Id} {patch.Title}" : patch.Id);
        Attribute(writer, "time", "0");
        if (IsFailed(patch))
        {
            string version = patch.AvailableVersion.Length > 0 ? $" {patch.AvailableVersion}" : "";
            WriteProblem(writer, "failure", patch.State.ToString(), $"{patch.Id}{version} is {patch.State}, level {patch.ComplianceLevel}", patch.Reason);
        }
        else if (IsSkipped(patch))
        {
            writer.WriteStartElement("skipped");
            Attribute(writer, "message", patch.Reason);
            writer.WriteEndElement();
        }
        else
        {
            writer.WriteElementString("system-out", Fit($"{patch.State}: {patch.Reason}"));
        }

        writer.WriteEndElement();
    }

    private static void WriteRepository(XmlWriter writer, RunRecord run, RepositoryHealth repository)
    {
        writer.WriteStartElement("testcase");
        Attribute(writer, "classname", $"{run.NodeId}.repositories");
        Attribute(writer, "name", repository.Name);
        Attribute(writer, "time", "0");
        WriteProblem(writer, "error", repository.Status.ToString(), $"The repository {repository.Name} took no part", repository.Message);
        writer.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter writer, string element, string type, string message, string details)
    {
        writer.WriteStartElement(element);
        Attribute(writer, "type", type);
        Attribute(writer, "message", message);
        writer.WriteString(Fit(details));
        writer.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter writer, IReadOnlyList<RunRecord> runs)
    {
        int broken = runs.Sum(run => run.Repositories.Count(IsBroken));
        Attribute(writer, "tests", Number(runs.Sum(run => run.Patches.Count) + broken));
        Attribute(writer, "failures", Number(runs.Sum(run => run.Patches.Count(IsFailed))));
        Attribute(writer, "errors", Number(broken));
        Attribute(writer, "skipped", Number(runs.Sum(run => run.Patches.Count(IsSkipped))));
    }

    private static IEnumerable<(string Name, string Value)> Properties(RunRecord run) =>
    [
        ("operation", run.Operation),
        ("operatingSystem", run.OperatingSystem),
        ("product", run.Product),
        ("baselineId", run.BaselineId),
        ("baselineName", run.BaselineName),
        ("compliance", run.Summary.Compliance.ToString()),
        ("rebootPending", run.RebootPending ? "true" : "false"),
        ("exitCode", Number(run.ExitCode)),
    ];

    private static bool IsFailed(PatchRecord patch) => patch.Compliance == PatchCompliance.NonCompliant;

    private static bool IsSkipped(PatchRecord patch) => !IsFailed(patch) && patch.State == PatchState.NotApplicable;

    private static bool IsBroken(RepositoryHealth repository) => !repository.IsUsed;

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Attribute(XmlWriter writer, string name, string value) => writer.WriteAttributeString(name, Fit(value));

    /// <summary>What XML cannot hold, as half a pair of a character beyond the first plane, is shown as such.</summary>
    private static string Fit(string text)
    {
        StringBuilder? fit = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            if (isPair || XmlConvert.IsXmlChar(text[i]))
            {
                fit?.Append(text, i, isPair ? 2 : 1);
                i += isPair ? 1 : 0;
                continue;
            }

            fit ??= new StringBuilder(text, 0, i, text.Length);
            fit.Append('\uFFFD');
        }

        return fit?.ToString() ?? text;
    }
}
