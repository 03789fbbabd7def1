using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

/// <summary>The files of the disk; folders named in <see cref="ReadOnlyFolders"/> refuse to be written, whoever runs the tests.</summary>
internal sealed class DiskFileSystem : IFileSystem
{
    public List<string> ReadOnlyFolders { get; } = [];

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public byte[] ReadAllBytes(string path, long maximumBytes)
    {
        var length = new FileInfo(path).Length;
        return length > maximumBytes ? throw new FileTooLargeException(path, length, maximumBytes) : File.ReadAllBytes(path);
    }

    public Stream OpenRead(string path) => File.OpenRead(path);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        Refuse(path);
        var temporary = path + ".new";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void CreatePrivateDirectory(string path) => CreateDirectory(path);

    public void CreateDirectory(string path)
    {
        if (!Directory.Exists(path))
            Refuse(path);
        Directory.CreateDirectory(path);
    }

    public void Move(string source, string destination)
    {
        Refuse(destination);
        File.Move(source, destination, overwrite: true);
    }

    public void Copy(string source, string destination) => File.Copy(source, destination, overwrite: true);

    public void DeleteFile(string path)
    {
        Refuse(path);
        File.Delete(path);
    }

    public IReadOnlyList<string> GetFiles(string directory) =>
        Directory.Exists(directory) ? [.. Directory.GetFiles(directory).Order(StringComparer.Ordinal)] : [];

    public IReadOnlyList<string> GetDirectories(string directory) =>
        Directory.Exists(directory) ? [.. Directory.GetDirectories(directory).Order(StringComparer.Ordinal)] : [];

    public DateTimeOffset? GetLastWriteTime(string path) => File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path)) : null;

    public long? GetLength(string path) => File.Exists(path) ? new FileInfo(path).Length : null;

    public string? GetLinkTarget(string path) => new FileInfo(path).LinkTarget;

    public bool CanWriteTo(string directory) => !ReadOnlyFolders.Exists(folder => directory.StartsWith(folder, StringComparison.Ordinal));

    private void Refuse(string path)
    {
        if (!CanWriteTo(path))
            throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");
    }
}
