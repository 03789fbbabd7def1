using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Reboots;

/// <summary>The files of a system in memory, with folders; those of <see cref="Refused"/> are there and may not be read, and folders of it not listed.</summary>
internal sealed class SystemTree : IFileSystem
{
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

    public SystemTree Add(string path, string content = "")
    {
        _contents[path] = Encoding.UTF8.GetBytes(content);
        return this;
    }

    public SystemTree AddProcess(int id, string maps, string group = "0::/user.slice", string name = "tool") => this
        .Add($"/proc/{id}/maps", maps)
        .Add($"/proc/{id}/cgroup", group + "\n")
        .Add($"/proc/{id}/comm", name + "\n");

    public bool FileExists(string path) => _contents.ContainsKey(path);

    public bool DirectoryExists(string path) => _contents.Keys.Any(name => name.StartsWith(path + "/", StringComparison.Ordinal));

    public byte[] ReadAllBytes(string path, long maximumBytes)
    {
        Refuse(path);
        if (!_contents.TryGetValue(path, out var content))
            throw new FileNotFoundException("Could not find it.", path);
        return content.Length <= maximumBytes ? content : throw new FileTooLargeException(path, content.Length, maximumBytes);
    }

    public Stream OpenRead(string path) => new MemoryStream(ReadAllBytes(path, int.MaxValue), writable: false);

    public IReadOnlyList<string> GetFiles(string directory) => Entries(directory, isFile: true);

    public IReadOnlyList<string> GetDirectories(string directory) => Entries(directory, isFile: false);

    public string? GetLinkTarget(string path) => Links.GetValueOrDefault(path);

    public DateTimeOffset? GetLastWriteTime(string path) => throw new NotSupportedException();

    public long? GetLength(string path) => throw new NotSupportedException();

    public bool CanWriteTo(string directory) => throw new NotSupportedException();

    public void WriteAtomically(string path, ReadOnlySpan<byte> content) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void CreatePrivateDirectory(string path) => throw new NotSupportedException();

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public void Move(string source, string destination) => throw new NotSupportedException();

    public void Copy(string source, string destination) => throw new NotSupportedException();

    public void DeleteFile(string path) => throw new NotSupportedException();

    private string[] Entries(string directory, bool isFile)
    {
        Refuse(directory);
        return [.. _contents.Keys
            .Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal))
            .Select(path => path[(directory.Length + 1)..])
            .Where(path => path.Contains('/', StringComparison.Ordinal) != isFile)
            .Select(path => directory + "/" + path.Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    private void Refuse(string path)
    {
        if (Refused.Contains(path))
            throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");
    }
}
