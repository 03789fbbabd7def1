using System.Text.Json;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>A report as JSON: each result in the shape that it has in a node's history, so that one can be read as the other.</summary>
internal static class JsonReport
{
    private const int SchemaVersion = 1;
    private const string Results = "results";

    public static byte[] Write(PatchReport report) => StateJson.WriteCompact(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("title", report.Title);
        writer.WriteString("time", report.Time);
        writer.WriteStartArray(Results);
        foreach (RunRecord run in report.Runs)
            RunRecordFile.WriteRun(writer, run);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>The results of a report, or the one of a file of a node's history.</summary>
    /// <exception cref="JsonException">It is neither, or damaged.</exception>
    /// <exception cref="PatchException">A newer version of the module wrote it.</exception>
    public static IReadOnlyList<RunRecord> Read(byte[] content, string path) => StateJson.Read<IReadOnlyList<RunRecord>>(content, root =>
    {
        if (!root.Has(Results))
            return [RunRecordFile.ReadRun(root, path)];
        StateVersion.Check(root, SchemaVersion, path);
        return root.OptionalObjects(Results, result => RunRecordFile.ReadRun(result, path));
    });
}
