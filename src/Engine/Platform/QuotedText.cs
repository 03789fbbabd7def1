using System.Globalization;
using System.Text;

namespace PatchBaselineAssociation.Platform;

/// <summary>What somebody wrote, made fit for a message: short, on one line, without control characters.</summary>
internal static class QuotedText
{
    private const int LongestQuote = 80;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text.Length <= LongestQuote ? text : text.Substring(0, LongestQuote))
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        }

        return quoted.Append(text.Length <= LongestQuote ? "'" : "…'").ToString();
    }

    public static string List(IEnumerable<string> names) => string.Join(", ", names);
}
