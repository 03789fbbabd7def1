using System.Globalization;
using System.Text.Json;
using System.Xml;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Reads the install history: as <c>system_profiler -json</c> tells it, and the file of receipts that it is made from. Pure.</summary>
internal static class InstallHistory
{
    public const string DataType = "SPInstallHistoryDataType";

    private const int MaximumDepth = 16;
    private const long MaximumCharacters = 64 * 1024 * 1024;

    /// <summary>Each name with what was installed last under it.</summary>
    public static IReadOnlyList<InstallReceipt> Latest(IEnumerable<InstallReceipt> receipts) =>
    [
        .. receipts.GroupBy(receipt => receipt.Name, StringComparer.Ordinal)
            .Select(same => same.OrderBy(receipt => receipt.Time ?? DateTimeOffset.MinValue).Last())
            .OrderBy(receipt => receipt.Name, StringComparer.Ordinal),
    ];

    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<InstallReceipt> ParseJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty(DataType, out JsonElement items)
                || items.ValueKind != JsonValueKind.Array)
            {
                throw NotUnderstood("system_profiler", $"there is no list {DataType} in it");
            }

            return [.. items.EnumerateArray().Select(ReadItem).OfType<InstallReceipt>()];
        }
        catch (JsonException e)
        {
            throw NotUnderstood("system_profiler", e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>A property list in XML. Its document type is not looked up, and no entity of it counts.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<InstallReceipt> ParsePropertyList(byte[] content, string path)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Ignore,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreWhitespace = true,
                IgnoreProcessingInstructions = true,
                MaxCharactersInDocument = MaximumCharacters,
            });
            reader.MoveToContent();
            reader.ReadStartElement("plist");
            List<InstallReceipt> receipts = [];
            if (!IsEmpty(reader, "array"))
            {
                while (reader.NodeType == XmlNodeType.Element)
                {
                    if (ReadDictionary(reader) is { } receipt)
                        receipts.Add(receipt);
                }

                reader.ReadEndElement();
            }

            reader.ReadEndElement();
            return receipts;
        }
        catch (XmlException e)
        {
            throw NotUnderstood(path, e.Message.TrimEnd('.'), e);
        }
    }

    private static InstallReceipt? ReadItem(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw NotUnderstood("system_profiler", "an entry of the history is no object");
        return Receipt(Text("_name"), Text("install_version"), Text("install_date"));

        string Text(string name) => item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? JsonWords.Of(value) : "";
    }

    /// <summary>A line without a name says nothing.</summary>
    private static InstallReceipt? Receipt(string name, string version, string date) => name.Trim().Length == 0 ? null : new InstallReceipt(
        name.Trim(),
        version.Trim(),
        DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null);

    private static InstallReceipt? ReadDictionary(XmlReader reader)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (!IsEmpty(reader, "dict"))
        {
            while (reader.NodeType == XmlNodeType.Element)
            {
                string key = reader.ReadElementContentAsString("key", "");
                if (reader.NodeType != XmlNodeType.Element)
                    throw new XmlException($"the key '{key}' has no value");
                if (reader.Name is "string" or "date" or "integer" or "real")
                    values[key] = reader.ReadElementContentAsString();
                else
                    reader.Skip();
            }

            reader.ReadEndElement();
        }

        return Receipt(Value("displayName"), Value("displayVersion"), Value("date"));

        string Value(string key) => values.TryGetValue(key, out string? value) ? value : "";
    }

    /// <summary>Goes into an element.</summary>
    private static bool IsEmpty(XmlReader reader, string name)
    {
        bool isEmpty = reader.IsEmptyElement;
        reader.ReadStartElement(name);
        return isEmpty;
    }

    private static PatchException NotUnderstood(string source, string what, Exception? cause = null) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"The install history of '{source}' was not understood: {what}. Nothing was changed.",
        source,
        $"Run 'system_profiler {DataType}' in Terminal and see what it says.",
        cause);
}
