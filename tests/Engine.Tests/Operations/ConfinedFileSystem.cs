using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>The disk below one folder: of the machine that runs the tests nothing else is to be seen.</summary>
internal sealed class ConfinedFileSystem(string folder) : IFileSystem
{
    private readonly PhysicalFileSystem _inner = new();

    /// <summary>Writes to files of these names fail, as on a full disk.</summary>
    public HashSet<string> Full { get; } = new(StringComparer.Ordinal);

    /// <summary>Files of these names cannot be removed.</summary>
    public HashSet<string> Fixed { get; } = new(StringComparer.Ordinal);

    public bool FileExists(string path) => IsInside(path) && _inner.FileExists(path);

    public bool DirectoryExists(string path) => IsInside(path) && _inner.DirectoryExists(path);

    public byte[] ReadAllBytes(string path, long maximumBytes) => _inner.ReadAllBytes(path, maximumBytes);

    public Stream OpenRead(string path) => _inner.OpenRead(path);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        if (Full.Contains(Path.GetFileName(path)))
            throw new IOException("No space left on device");
        _inner.WriteAtomically(path, content);
    }

    public void CreateDirectory(string path) => _inner.CreateDirectory(path);

    public void CreatePrivateDirectory(string path) => _inner.CreatePrivateDirectory(path);

    public void Move(string source, string destination) => _inner.Move(source, destination);

    public void Copy(string source, string destination) => _inner.Copy(source, destination);

    public void DeleteFile(string path)
    {
        if (Fixed.Contains(Path.GetFileName(path)))
            throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");
        _inner.DeleteFile(path);
    }

    public void DeleteDirectory(string path) => _inner.DeleteDirectory(path);

    public IReadOnlyList<string> GetFiles(string directory) => IsInside(directory) ? _inner.GetFiles(directory) : [];

    public IReadOnlyList<string> GetDirectories(string directory) => IsInside(directory) ? _inner.GetDirectories(directory) : [];

    public DateTimeOffset? GetLastWriteTime(string path) => _inner.GetLastWriteTime(path);

    public long? GetLength(string path) => _inner.GetLength(path);

    public string? GetLinkTarget(string path) => IsInside(path) ? _inner.GetLinkTarget(path) : null;

    public bool CanWriteTo(string directory) => _inner.CanWriteTo(directory);

    private bool IsInside(string path) => path.StartsWith(folder, StringComparison.Ordinal);
}
