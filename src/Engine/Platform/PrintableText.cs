namespace PatchBaselineAssociation.Platform;

/// <summary>Text of others on its way to a terminal, which would obey the control characters in it.</summary>
internal static class PrintableText
{
    private const char Replacement = '?';

    /// <summary>The text without control characters, and not without end.</summary>
    public static string Of(string text, int maximumLength)
    {
        if (text.Length > maximumLength)
            text = $"{text.AsSpan(0, LengthWithin(text, maximumLength)).ToString()}…";
        return Of(text);
    }

    /// <summary>The text on one line and without control characters.</summary>
    public static string Of(string text) => Replace(text, keepsLines: false);

    /// <summary>The text without control characters other than tabs and the ends of its lines.</summary>
    public static string Lines(string text) => Replace(text, keepsLines: true);

    /// <summary>Texts on one line each, in an array.</summary>
    public static IReadOnlyList<string> Each(IReadOnlyList<string> texts) => texts.Select(text => Of(text)).ToArray();

    /// <summary>A character of two parts is not cut in halves.</summary>
    private static int LengthWithin(string text, int maximumLength) =>
        maximumLength > 0 && char.IsHighSurrogate(text[maximumLength - 1]) && char.IsLowSurrogate(text[maximumLength]) ? maximumLength - 1 : maximumLength;

    private static string Replace(string text, bool keepsLines)
    {
        char[]? replaced = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsUnfit(text[i]) || (keepsLines && IsLayout(text, i)))
                continue;
            replaced ??= text.ToCharArray();
            replaced[i] = Replacement;
        }

        return replaced is null ? text : new string(replaced);
    }

    /// <summary>What moves the cursor, and what makes a line begin or turn around where nobody sees it.</summary>
    private static bool IsUnfit(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>A carriage return alone would have what follows it overwrite what is before it.</summary>
    private static bool IsLayout(string text, int index) =>
        text[index] is '\n' or '\t' || (text[index] == '\r' && index + 1 < text.Length && text[index + 1] == '\n');
}
