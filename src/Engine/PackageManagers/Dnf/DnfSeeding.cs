namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Decides which repositories of the system's cache the module's own cache still needs. Pure.</summary>
internal static class DnfSeeding
{
    private const int HashLength = 16;

    /// <summary>A repository's files are in a folder of its id and a hash of its addresses, so a folder fits the same repository in every cache.</summary>
    /// <param name="system">When the metadata in each folder of the system's cache was made.</param>
    /// <param name="own">The same of the module's cache.</param>
    /// <returns>Names of folders to copy: each from one side only, because the files of a repository belong together.</returns>
    public static IReadOnlyList<string> FoldersToCopy(IReadOnlyDictionary<string, DateTimeOffset> system, IReadOnlyDictionary<string, DateTimeOffset> own) =>
        [.. system.Where(folder => IdOf(folder.Key) is not null && !(own.TryGetValue(folder.Key, out DateTimeOffset time) && time >= folder.Value))
            .Select(folder => folder.Key)
            .OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>The id of the repository that a folder belongs to; null where it belongs to none.</summary>
    public static string? IdOf(string folder)
    {
        int hyphen = folder.Length - HashLength - 1;
        return hyphen > 0 && folder[hyphen] == '-' && folder.Skip(hyphen + 1).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            ? folder.Substring(0, hyphen)
            : null;
    }
}
