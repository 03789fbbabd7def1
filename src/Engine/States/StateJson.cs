using System.Text.Encodings.Web;
using System.Text.Json;

namespace PatchBaselineAssociation.States;

/// <summary>How the state files are read and written as text.</summary>
internal static class StateJson
{
    // Versions are full of "+": the default encoder would make \u002B of each.
    private static readonly JavaScriptEncoder s_encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <exception cref="JsonException">The content is not what <paramref name="read"/> needs.</exception>
    public static T Read<T>(byte[] content, Func<StateJsonObject, T> read)
    {
        var text = content.AsMemory();
        if (content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF)
            text = text[3..];
        using var document = JsonDocument.Parse(text);
        try
        {
            return read(StateJsonObject.Of(document.RootElement, "$"));
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("It holds text that is not Unicode.", exception);
        }
    }

    public static byte[] WriteCompact(Action<Utf8JsonWriter> write) => Write(write, indented: false);

    /// <summary>Indented by four, lines ended by a line feed, on every platform.</summary>
    public static byte[] WriteIndented(Action<Utf8JsonWriter> write)
    {
        var content = Write(write, indented: true);
        using var result = new MemoryStream(content.Length + (content.Length / 2));
        var isLineStart = true;
        foreach (var character in content)
        {
            // Within a string both characters would be escaped or come after its quotation mark.
            if (character == (byte)'\r')
                continue;
            if (isLineStart && character == (byte)' ')
                result.WriteByte(character);
            else
                isLineStart = character == (byte)'\n';
            result.WriteByte(character);
        }

        result.WriteByte((byte)'\n');
        return result.ToArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write, bool indented)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented, Encoder = s_encoder }))
        {
            write(writer);
        }

        return stream.ToArray();
    }
}
