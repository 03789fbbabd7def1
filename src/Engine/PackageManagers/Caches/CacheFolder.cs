using System.Security.Cryptography;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Caches;

/// <summary>A folder of the module's own that can be deleted at any time.</summary>
/// <param name="files">The disk.</param>
/// <param name="path">Where it is.</param>
internal sealed class CacheFolder(IFileSystem files, string path)
{
    /// <summary>A name for what must not be told by it, or is too long for one.</summary>
    public static string Hash(string text)
    {
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        return BitConverter.ToString(hash, 0, 16).Replace("-", "").ToLowerInvariant();
    }

    public static PatchException Unusable(string folder, Exception cause) => new(
        ErrorIds.CacheUnusable,
        ErrorKind.WriteError,
        $"The cache folder '{folder}' cannot be used: {cause.Message}",
        folder,
        "Free space there, or make it writable.",
        cause);

    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    /// <exception cref="PatchException">CacheUnusable.</exception>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>Leaves a file alone that holds the same already: tools take their caches for out of date by its time.</summary>
    public void Write(string file, byte[] content)
    {
        if (files.FileExists(file) && files.ReadAllBytes(file, int.MaxValue).AsSpan().SequenceEqual(content))
            return;
        files.WriteAtomically(file, content);
    }

    /// <inheritdoc cref="Write(string, byte[])"/>
    public void Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    /// <summary>A cache is as large as a system's, and nobody says when it is needed no more: only the newest beside this one stay.</summary>
    /// <param name="prefix">How the names of its kind begin.</param>
    /// <param name="kept">How many stay, with this one.</param>
    public void RemoveOldest(string prefix, int kept)
    {
        string own = Path.GetFullPath(path);
        IEnumerable<string> others = files.GetDirectories(Path.GetDirectoryName(own)!)
            .Where(folder => Path.GetFileName(folder).StartsWith(prefix, StringComparison.Ordinal) && !string.Equals(folder, own, StringComparison.Ordinal));
        foreach (string folder in others.OrderByDescending(NewestTime).Skip(kept - 1))
            files.DeleteDirectory(folder);

        DateTimeOffset NewestTime(string folder) =>
            files.GetDirectories(folder).SelectMany(files.GetFiles).Concat(files.GetFiles(folder)).Select(files.GetLastWriteTime).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MinValue).Max();
    }
}
