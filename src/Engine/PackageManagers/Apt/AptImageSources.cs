using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Source entries of a mounted image name their keys by paths inside the image; apt runs outside. Pure.</summary>
internal static class AptImageSources
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private static readonly Regex s_signedBy = new(
        @"(?<name>\bsigned-by\s*[=:]\s*)(?<paths>/[^\]\r\n]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        s_limit);

    private static readonly Regex s_options = new(@"^(?<type>\s*deb(-src)?)\s+\[[^\]]*\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);
    private static readonly Regex s_field = new(@"^[^\s:#]+\s*:", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_word = new(@"\S+", RegexOptions.CultureInvariant, s_limit);
    private static readonly char[] s_noMethod = ['/', '\\', '%', '$', '\0'];
    private static readonly char[] s_quotes = ['"', '['];
    private static readonly Regex s_path = new(@"(?<![^\s,])/[^\s,]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    /// <summary>The first word whose method is not a plain name; null where there is none. apt starts what stands before a word's first colon
    /// as a file of its methods folder, so that <c>../</c> leaves that folder. It also decodes <c>%2f</c> and substitutes <c>$(ARCH)</c>.</summary>
    public static string? FindUnsafe(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string entry = s_field.Replace(s_options.Replace(line, "${type} ", 1), "", 1);
            if (entry.TrimStart().StartsWith("#", StringComparison.Ordinal))
                continue;
            foreach (Match word in s_word.Matches(entry))
            {
                // Quotes and brackets hold blanks together, and so could hide the start of a word.
                string value = word.Value.TrimStart(':');
                int colon = value.IndexOf(':');
                if (value.IndexOfAny(s_quotes, 0, colon < 0 ? value.Length : colon) >= 0 || (colon > 0 && value.IndexOfAny(s_noMethod, 0, colon) >= 0))
                    return word.Value;
            }
        }

        return null;
    }

    /// <summary>Gives the text of a source file with every key path replaced by where <paramref name="locate"/> says that it is from outside.</summary>
    public static string Rewrite(string text, Func<string, string> locate)
    {
        return s_signedBy.Replace(text, entry => entry.Groups["name"].Value + RewritePaths(entry.Groups["paths"].Value));

        string RewritePaths(string paths)
        {
            // In the one-line format options follow each other: only the value up to the next blank is a path list.
            int end = paths.IndexOf(' ');
            string value = end < 0 || paths.Substring(0, end).EndsWith(",", StringComparison.Ordinal) ? paths : paths.Substring(0, end);
            string rest = paths.Substring(value.Length);
            return s_path.Replace(value, path => locate(path.Value)) + rest;
        }
    }
}
