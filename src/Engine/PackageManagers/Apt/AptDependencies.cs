namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads relation fields such as <c>Recommends: foo (>= 1) | bar:any, baz</c>.</summary>
internal static class AptDependencies
{
    private static readonly char[] s_separators = [',', '|'];
    private static readonly char[] s_nameEnds = [' ', '(', ':', '[', '<'];

    /// <summary>The names that the field holds, alternatives included.</summary>
    public static IEnumerable<string> Names(string field)
    {
        foreach (string part in field.Replace('\t', ' ').Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            string text = part.Trim();
            int end = text.IndexOfAny(s_nameEnds);
            if (text.Length > 0 && end != 0)
                yield return end < 0 ? text : text.Substring(0, end);
        }
    }
}
