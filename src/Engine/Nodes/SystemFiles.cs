using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Nodes;

/// <summary>The files of one system, the running one or an image, by their paths within it.</summary>
internal sealed class SystemFiles(IFileSystem files, string root)
{
    public const string RunningSystem = "/";

    public bool IsRunningSystem { get; } = string.Equals(root, RunningSystem, StringComparison.Ordinal);

    public bool Exists(string path) => PathOf(path) is { } full && files.FileExists(full);

    /// <summary>Where the file is for its reader, links not followed.</summary>
    public string DisplayPath(string path) => root.TrimEnd('/') + "/" + path;

    /// <summary>The content; null where there is no such file.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is there and may not be read.</exception>
    public byte[]? ReadBytes(string path, long maximumBytes)
    {
        if (PathOf(path) is not { } full || !files.FileExists(full))
            return null;
        if (!IsRunningSystem && UnixFiles.GetKind(full) is FileKind.Special)
            throw new IOException($"'{full}' is a pipe, a socket or a device, not a file.");
        return files.ReadAllBytes(full, maximumBytes);
    }

    /// <inheritdoc cref="ReadBytes"/>
    public string? ReadText(string path, long maximumBytes) =>
        ReadBytes(path, maximumBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private string? PathOf(string path) =>
        IsRunningSystem ? RunningSystem + path : ImagePath.Resolve(root, path, files.GetLinkTarget);
}
