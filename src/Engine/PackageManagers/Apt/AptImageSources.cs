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

    private static readonly Regex s_path = new(@"(?<![^\s,])/[^\s,]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

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
