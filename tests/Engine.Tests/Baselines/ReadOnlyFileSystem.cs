using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

/// <summary>A few files in memory; it remembers which were read.</summary>
internal sealed class ReadOnlyFileSystem : IFileSystem
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exception> _failures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    public List<string> Reads { get; } = [];

    /// <summary>The module's own data, as it is copied beside the tests, under <c>/module/baselines</c>.</summary>
    public static ReadOnlyFileSystem WithPredefined()
    {
        var files = new ReadOnlyFileSystem();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "module", "baselines")))
            files.Add(Path.Combine("/module/baselines", Path.GetFileName(file)), File.ReadAllBytes(file));
        return files;
    }

    public ReadOnlyFileSystem Add(string path, string content) => Add(path, Encoding.UTF8.GetBytes(content));

    public ReadOnlyFileSystem Add(string path, byte[] content)
    {
        _files[path] = content;
        return this;
    }

    public ReadOnlyFileSystem AddDirectory(string path)
    {
        _directories.Add(path);
        return this;
    }

    public ReadOnlyFileSystem Fail(string path, Exception failure)
    {
        _failures[path] = failure;
        return this;
    }

    public void Remove(string path) => _files.Remove(path);

    public IEnumerable<string> Paths => _files.Keys;

    public bool FileExists(string path) => _files.ContainsKey(path);

    public bool DirectoryExists(string path) => _directories.Contains(path);

    public Stream OpenRead(string path) => new MemoryStream(ReadAllBytes(path, int.MaxValue), writable: false);

    public byte[] ReadAllBytes(string path, long maximumBytes)
    {
        Reads.Add(path);
        if (_directories.Contains(path)) throw new UnauthorizedAccessException($"Access to '{path}' is denied.");
        if (_failures.TryGetValue(path, out Exception? failure)) throw failure;
        if (!_files.TryGetValue(path, out byte[]? content)) throw new FileNotFoundException("No such file.", path);
        return content.Length <= maximumBytes ? content : throw new FileTooLargeException(path, content.Length, maximumBytes);
    }

    public IReadOnlyList<string> GetFiles(string directory) => [];

    public IReadOnlyList<string> GetDirectories(string directory) => [];

    public long? GetLength(string path) => _files.TryGetValue(path, out byte[]? content) ? content.Length : null;

    public string? GetLinkTarget(string path) => null;

    public DateTimeOffset? GetLastWriteTime(string path) => null;

    public bool CanWriteTo(string directory) => false;

    public void WriteAtomically(string path, ReadOnlySpan<byte> content) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void CreatePrivateDirectory(string path) => throw new NotSupportedException();

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public void Move(string source, string destination) => throw new NotSupportedException();

    public void Copy(string source, string destination) => throw new NotSupportedException();

    public void DeleteFile(string path) => throw new NotSupportedException();
}
