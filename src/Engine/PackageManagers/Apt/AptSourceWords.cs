using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>The words that source entries are made of. Pure.</summary>
internal static class AptSourceWords
{
    public const string Methods = "http, https, file, copy";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    // What stands before the first colon apt starts as a program of its methods folder. A mirror list may name any method, so mirror is none of these.
    private static readonly Regex s_method = new(@"^(https?|file|copy):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);
    private static readonly Regex s_web = new(
        @"^https?://([^/\[\]]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(:[0-9]{1,5})?(/[^\[\]]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    private static readonly Regex s_local = new(@"^(file|copy):(//)?/(?!/)[^\[\]]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);
    private static readonly Regex s_name = new(@"^[A-Za-z0-9._~+:/$()@=%-]+\z", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_value = new(@"^[A-Za-z0-9._~+:/@!-]+\z", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_escape = new("%(?<code>[0-9A-Fa-f]{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    public static string? ComplainAboutUri(string uri)
    {
        if (!s_method.IsMatch(uri))
            return $"its address begins with no method that a source may use; these are {Methods}";
        if (s_web.IsMatch(uri) || s_local.IsMatch(uri))
            return IsPlain(uri) ? null : "its address has characters that no address has";
        return "its address names no host, or no absolute path";
    }

    public static string? ComplainAboutSuites(IReadOnlyList<string> suites, IReadOnlyList<string> components)
    {
        if (suites.Count == 0)
            return "it names no suite";
        if (suites.Concat(components).FirstOrDefault(word => !s_name.IsMatch(word)) is not null)
            return "the name of a suite or a component has characters that none has";
        bool isFolder = suites[0].EndsWith("/", StringComparison.Ordinal);
        if (suites.Any(suite => suite.EndsWith("/", StringComparison.Ordinal) != isFolder))
            return "some of its suites are folders (they end with a slash) and some are not";
        if (isFolder && components.Count > 0)
            return "a suite that is a folder (it ends with a slash) has no components";
        return isFolder || components.Count > 0 ? null : "it names no component; only a suite that is a folder (it ends with a slash) has none";
    }

    public static bool IsValue(string value) => s_value.IsMatch(value);

    /// <summary>Printable ASCII without quotes, which hold blanks together for apt.</summary>
    public static bool IsPlain(string word) => word.All(c => c is > ' ' and <= '~' and not '"');

    /// <summary>In a line, but not in a stanza, apt decodes each word.</summary>
    public static string Decode(string word) => s_escape.Replace(word, match => ((char)Convert.ToByte(match.Groups["code"].Value, 16)).ToString());
}
