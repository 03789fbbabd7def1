using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>What texts an override list may consist of.</summary>
internal static class OverrideText
{
    /// <summary>Several times what the longest name of a package with its version takes.</summary>
    public const int LongestId = 512;

    /// <summary>Windows updates have whole sentences for titles.</summary>
    public const int LongestTitle = 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding s_lenient = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    public static string Quote(string text) => QuotedText.Quote(text);

    /// <summary>Why a text can be no id or title; null where it can.</summary>
    public static string? Complain(string text, int longest)
    {
        if (text.Length > longest)
            return string.Format(CultureInfo.InvariantCulture, "has {0} characters; 1 to {1} are legal", text.Length, longest);

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || IsUnseen(text[i]))
                return $"{Quote(text)} holds {Name(text[i])}; legal is text on one line without control characters";
        }

        return null;
    }

    /// <summary>Why a text can be no id; null where it can. A package whose name begins or ends with a blank does not exist: such an id would match nothing for ever.</summary>
    public static string? ComplainOfId(string text) =>
        Complain(text, LongestId) ?? (HasBlankEnd(text) ? $"{Quote(text)} begins or ends with a blank; legal is text without" : null);

    /// <summary>The text of a list.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListNotYaml"/>: it is not UTF-8, or holds characters that no YAML has.</exception>
    public static string Decode(ReadOnlyMemory<byte> content, string sourceName)
    {
        byte[] bytes = content.ToArray();
        if (bytes.Length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
            throw NotYaml(sourceName, 1, 1, "the text is UTF-16, and only UTF-8 is read", "Save the list as UTF-8.");

        int start = bytes.Length >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0;
        string text;
        try
        {
            text = s_strict.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            (int line, int column) = FindUndecodable(bytes, start);
            throw NotYaml(sourceName, line, column, "there are bytes that are not UTF-8", "Save the list as UTF-8.");
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (IsYaml(text[i]))
                continue;
            (int line, int column) = Position(text, i);
            throw NotYaml(sourceName, line, column, $"there is {Name(text[i])}, which such a list cannot hold", "Take the character out.");
        }

        return text;
    }

    public static PatchException NotYaml(string sourceName, int line, int column, string complaint, string recommendedAction) => new(
        ErrorIds.OverrideListNotYaml,
        ErrorKind.InvalidData,
        string.Format(CultureInfo.InvariantCulture, "The install override list in '{0}' is not YAML: line {1}, column {2}: {3}.", sourceName, line, column, complaint),
        string.Format(CultureInfo.InvariantCulture, "{0}:{1}:{2}", sourceName, line, column),
        recommendedAction);

    /// <summary>Line breaks other than CR and LF are out: readers of YAML do not agree on them. A zero would end the text unseen.</summary>
    private static bool IsYaml(char c) =>
        c is '\t' or '\n' or '\r' || (!char.IsControl(c) && c is not ('\u2028' or '\u2029' or '\ufffe' or '\uffff'));

    /// <summary>Not of what is blank altogether: that is no text at all.</summary>
    private static bool HasBlankEnd(string text) => !string.IsNullOrWhiteSpace(text) && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[text.Length - 1]));

    private static bool IsUnseen(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Name(char c) => c switch
    {
        '\n' or '\r' => "a line break",
        '\t' => "a tab",
        _ => $"the character U+{((int)c).ToString("X4", CultureInfo.InvariantCulture)}",
    };

    private static (int Line, int Column) Position(string text, int index)
    {
        int line = 1, start = 0;
        for (int i = 0; i < index; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
            {
                line++;
                start = i + 1;
            }
        }

        return (line, index - start + 1);
    }

    /// <summary>Line by line, because a replacement character may also be there rightly.</summary>
    private static (int Line, int Column) FindUndecodable(byte[] bytes, int start)
    {
        int line = 1;
        while (true)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            int length = (end < 0 ? bytes.Length : end) - start;
            string text = s_lenient.GetString(bytes, start, length);
            if (end < 0 || s_lenient.GetByteCount(text) != length || !s_lenient.GetBytes(text).AsSpan().SequenceEqual(bytes.AsSpan(start, length)))
            {
                byte[] again = s_lenient.GetBytes(text);
                int same = 0;
                while (same < length && same < again.Length && again[same] == bytes[start + same])
                    same++;
                return (line, s_lenient.GetCharCount(again, 0, same) + 1);
            }

            line++;
            start = end + 1;
        }
    }
}
