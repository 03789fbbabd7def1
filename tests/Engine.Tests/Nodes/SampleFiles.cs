using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Nodes;

/// <summary>Files in memory; those of <see cref="Refused"/> are there and may not be read.</summary>
internal sealed class SampleFiles : IFileSystem
{
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

    public SampleFiles Add(string path, string content) => Add(path, Encoding.UTF8.GetBytes(content));

    public SampleFiles Add(string path, byte[] content)
    {
        _contents[path] = content;
        return this;
    }

    public bool FileExists(string path) => _contents.ContainsKey(path);

    public bool DirectoryExists(string path) => _contents.Keys.Any(name => name.StartsWith(path + "/", StringComparison.Ordinal));

    public byte[] ReadAllBytes(string path, long maximumBytes)
    {
        if (Refused.Contains(path))
            throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");
        byte[] content = _contents[path];
        return content.Length <= maximumBytes ? content : throw new FileTooLargeException(path, content.Length, maximumBytes);
    }

    public Stream OpenRead(string path) => new MemoryStream(ReadAllBytes(path, int.MaxValue), writable: false);

    public IReadOnlyList<string> GetFiles(string directory) => throw new NotSupportedException();

    public IReadOnlyList<string> GetDirectories(string directory) => throw new NotSupportedException();

    public DateTimeOffset? GetLastWriteTime(string path) => throw new NotSupportedException();

    public long? GetLength(string path) => throw new NotSupportedException();

    public string? GetLinkTarget(string path) => Links.GetValueOrDefault(path);

    public bool CanWriteTo(string directory) => throw new NotSupportedException();

    public void WriteAtomically(string path, ReadOnlySpan<byte> content) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void CreatePrivateDirectory(string path) => throw new NotSupportedException();

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public void Move(string source, string destination) => throw new NotSupportedException();

    public void Copy(string source, string destination) => throw new NotSupportedException();

    public void DeleteFile(string path) => throw new NotSupportedException();
}
