namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>The list of yum's versionlock, in the spelling of dnf's: the epoch stands before the name in yum's. Pure.</summary>
internal static class YumVersionLocks
{
    public static string Translate(string text) => string.Join("\n", text.Split('\n').Select(Line));

    private static string Line(string raw)
    {
        string line = raw.Trim();
        bool isExcluded = line.StartsWith("!", StringComparison.Ordinal);
        string entry = isExcluded ? line.Substring(1) : line;
        int colon = entry.IndexOf(':');
        int release = entry.LastIndexOf('-');
        int version = release > 0 ? entry.LastIndexOf('-', release - 1) : -1;
        if (entry.StartsWith("#", StringComparison.Ordinal) || version <= colon + 1)
            return line;

        // yum takes an epoch that is left out for 0, and reads no wildcard but the architecture, which does not matter to it.
        string epoch = colon > 0 && colon < version ? entry.Substring(0, colon) : "0";
        string name = entry.Substring(colon < version ? colon + 1 : 0, version - (colon < version ? colon + 1 : 0));
        string evr = entry.Substring(version + 1);
        int architecture = evr.LastIndexOf('.');
        string bare = architecture > 0 ? evr.Substring(0, architecture) : evr;
        return $"{(isExcluded ? "!" : "")}{name}-{epoch}:{bare}.*";
    }
}
