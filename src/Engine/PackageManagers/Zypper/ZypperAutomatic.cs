namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>The list of the packages that came as dependencies: zypper takes one off that it is asked for by name. Pure.</summary>
internal static class ZypperAutomatic
{
    /// <summary>Where it is within a system.</summary>
    public const string Path = "var/lib/zypp/AutoInstalled";

    public static IReadOnlyList<string> Parse(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>The list with these names on it as well; null where they are all there.</summary>
    public static string? Add(string text, IEnumerable<string> names)
    {
        HashSet<string> known = new(Parse(text), StringComparer.Ordinal);
        string[] added = [.. names.Where(known.Add)];
        if (added.Length == 0)
            return null;
        string start = text.Length == 0 || text[text.Length - 1] == '\n' ? text : text + "\n";
        return start + string.Concat(added.Select(name => name + "\n"));
    }

    /// <summary>The name in <c>name.architecture</c>.</summary>
    public static string NameOf(string id) => id.LastIndexOf('.') is > 0 and var dot ? id.Substring(0, dot) : id;
}
