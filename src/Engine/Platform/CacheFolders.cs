namespace PatchBaselineAssociation.Platform;

/// <summary>Where the module's own caches may be. Nothing in them is needed again: they only save time.</summary>
public static class CacheFolders
{
    private const string Product = "PatchBaselineAssociation";

    /// <summary>The machine's folder, then the user's. None in a folder that everybody can write to: what is read from a cache must come from oneself.</summary>
    public static IReadOnlyList<string> OfThisMachine() =>
        Path.DirectorySeparatorChar == '\\'
            ? [
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), Product, "Cache"),
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Product, "Cache"),
            ]
            : OfUnix(Environment.GetEnvironmentVariable);

    internal static IReadOnlyList<string> OfUnix(Func<string, string?> environment)
    {
        List<string> folders = ["/var/cache/" + Product];
        if (environment("XDG_CACHE_HOME") is ['/', ..] and { } cache)
            folders.Add(Path.Combine(cache, Product));
        else if (environment("HOME") is ['/', ..] and { } home)
            folders.Add(Path.Combine(home, ".cache", Product));
        return folders;
    }
}
