using System.Globalization;
using System.Security.Cryptography;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>What a folder tree looks like: names, sizes, times, permissions and content.</summary>
internal static class FolderSnapshot
{
    public static IReadOnlyList<string> Of(params string[] folders) =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true }))
            .Order(StringComparer.Ordinal)
            .Select(Describe),
    ];

    private static string Describe(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        string content = info is FileInfo { LinkTarget: null } ? Hash(path) : info.LinkTarget ?? "";
        string mode = OperatingSystem.IsWindows() ? "" : info.UnixFileMode.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{path} {mode} {info.LastWriteTimeUtc:O} {content}");
    }

    private static string Hash(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (UnauthorizedAccessException)
        {
            // An ordinary user cannot read every file, and so cannot change it either.
            return "unreadable";
        }
    }
}
