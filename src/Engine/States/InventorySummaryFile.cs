using System.Text.Json;

namespace PatchBaselineAssociation.States;

/// <summary>The published file <c>patch-inventory-from-last-operation.json</c>. Other tools read and write it too: keys that are not known are ignored.</summary>
public static class InventorySummaryFile
{
    public static byte[] Write(InventorySummary summary) => StateJson.WriteIndented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("TypeName", InventorySummary.TypeName);
        writer.WriteString("SchemaVersion", InventorySummary.SchemaVersion);
        writer.WriteString("ContentHash", summary.ContentHash);
        writer.WriteString("CaptureTime", summary.CaptureTime);
        writer.WritePropertyName("Content");
        WriteContent(writer, summary.Content);
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is damaged.</exception>
    public static InventorySummary Read(byte[] content) => StateJson.Read(content, root => new InventorySummary
    {
        ContentHash = root.OptionalString("ContentHash"),
        CaptureTime = root.OptionalString("CaptureTime"),
        Content = root.OptionalObjects("Content", ReadContent).FirstOrDefault() ?? [],
    });

    internal static void WriteContent(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> content)
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        foreach (var pair in content)
            writer.WriteString(pair.Key, pair.Value);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static List<KeyValuePair<string, string>> ReadContent(StateJsonObject item) =>
        [.. item.Values()
            .Where(pair => pair.Value.ValueKind == JsonValueKind.String)
            .Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value.GetString()!))];
}
