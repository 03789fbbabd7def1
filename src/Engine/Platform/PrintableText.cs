namespace PatchBaselineAssociation.Platform;

/// <summary>Text of others on its way to a terminal.</summary>
internal static class PrintableText
{
    /// <summary>The text without control characters, and not without end.</summary>
    public static string Of(string text, int maximumLength)
    {
        if (text.Length > maximumLength)
            text = $"{text.AsSpan(0, maximumLength).ToString()}…";
        return new string(text.Select(c => char.IsControl(c) ? '?' : c).ToArray());
    }
}
