using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Finds the folders that yum keeps metadata in: their names hold the values of yum's variables, which yum alone knows.</summary>
internal static class YumCacheFolders
{
    /// <summary>The folders that are there for a path with variables.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">For example <c>/var/cache/yum/$basearch/$releasever</c>, as seen from outside.</param>
    public static IReadOnlyList<string> Expand(IFileSystem files, string path)
    {
        IEnumerable<string> folders = ["/"];
        foreach (string part in path.Split(['/'], StringSplitOptions.RemoveEmptyEntries))
        {
            folders = part.IndexOf('$') < 0
                ? folders.Select(folder => Path.Combine(folder, part))
                : folders.SelectMany(files.GetDirectories).Where(IsPlain);
        }

        return [.. folders.Where(IsPlain)];
    }

    /// <summary>A repository's folder in that cache which has it newest; null where none has it.</summary>
    public static string? Newest(IFileSystem files, IEnumerable<string> caches, string repository) => caches
        .Select(cache => Path.Combine(cache, repository))
        .Where(folder => TimeOf(files, folder) is not null)
        .OrderByDescending(folder => TimeOf(files, folder))
        .FirstOrDefault();

    /// <summary>When a folder's metadata was made; null where it has none.</summary>
    public static DateTimeOffset? TimeOf(IFileSystem files, string folder)
    {
        string file = YumCache.MetadataFile(folder);
        return IsPlain(folder) && UnixFiles.GetKind(file) is FileKind.File ? files.GetLastWriteTime(file) : null;
    }

    private static bool IsPlain(string folder) => UnixFiles.GetKind(folder) is FileKind.Folder;
}
