using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

/// <summary>Files that exist and may not be read.</summary>
internal sealed class UnreadableFileSystem(IFileSystem inner) : IFileSystem
{
    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public byte[] ReadAllBytes(string path, long maximumBytes) => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");

    public Stream OpenRead(string path) => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");

    public void WriteAtomically(string path, ReadOnlySpan<byte> content) => inner.WriteAtomically(path, content);

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void CreatePrivateDirectory(string path) => CreateDirectory(path);

    public void CreateDirectory(string path) => inner.CreateDirectory(path);

    public void Move(string source, string destination) => inner.Move(source, destination);

    public void Copy(string source, string destination) => inner.Copy(source, destination);

    public void DeleteFile(string path) => inner.DeleteFile(path);

    public IReadOnlyList<string> GetFiles(string directory) => inner.GetFiles(directory);

    public IReadOnlyList<string> GetDirectories(string directory) => inner.GetDirectories(directory);

    public DateTimeOffset? GetLastWriteTime(string path) => inner.GetLastWriteTime(path);

    public long? GetLength(string path) => inner.GetLength(path);

    public string? GetLinkTarget(string path) => inner.GetLinkTarget(path);

    public bool CanWriteTo(string directory) => inner.CanWriteTo(directory);
}
