namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Decides which of the system's package lists the module's own cache still needs. Pure.</summary>
internal static class AptSeeding
{
    /// <param name="system">The system's list files by name, with their last write times.</param>
    /// <param name="own">Those of the module's cache.</param>
    /// <returns>Names to copy. A repository's files come from one side only: its Release file and its package lists belong together.</returns>
    public static IReadOnlyList<string> FilesToCopy(
        IReadOnlyDictionary<string, DateTimeOffset> system, IReadOnlyDictionary<string, DateTimeOffset> own)
    {
        List<string> copy = [];
        foreach (IGrouping<string, string> repository in system.Keys.Where(IsNeeded).GroupBy(name => RepositoryPrefix(name, system), StringComparer.Ordinal))
        {
            string[] ours = own.Keys.Where(name => name.StartsWith(repository.Key, StringComparison.Ordinal)).ToArray();
            DateTimeOffset ownTime = ours.Length == 0 ? DateTimeOffset.MinValue : ours.Max(name => own[name]);
            DateTimeOffset systemTime = repository.Max(name => system[name]);
            if (systemTime > ownTime || (systemTime == ownTime && repository.Any(name => !own.ContainsKey(name))))
                copy.AddRange(repository);
        }

        copy.Sort(StringComparer.Ordinal);
        return copy;
    }

    /// <summary>Signed metadata and package lists; everything else that apt can fetch (translations, icons, contents) says nothing about patches.</summary>
    private static bool IsNeeded(string name) =>
        name.EndsWith("Release", StringComparison.Ordinal) || name.EndsWith("_Release.gpg", StringComparison.Ordinal)
        || name.IndexOf("_Packages", StringComparison.Ordinal) >= 0;

    private static string RepositoryPrefix(string name, IReadOnlyDictionary<string, DateTimeOffset> all)
    {
        string longest = "";
        foreach (string other in all.Keys)
        {
            string? prefix = other.EndsWith("_InRelease", StringComparison.Ordinal) ? other.Substring(0, other.Length - "InRelease".Length)
                : other.EndsWith("_Release", StringComparison.Ordinal) ? other.Substring(0, other.Length - "Release".Length)
                : null;
            if (prefix is not null && prefix.Length > longest.Length && name.StartsWith(prefix, StringComparison.Ordinal))
                longest = prefix;
        }

        return longest.Length == 0 ? name : longest;
    }
}
