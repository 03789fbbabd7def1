namespace PatchBaselineAssociation.Platform;

/// <summary>The files of this machine.</summary>
/// <remarks>A file that replaces another takes over its permission bits, not its owner; a new one gets what the process's umask leaves of 0666 (mostly 0644).
/// A symbolic link is replaced, never followed: nobody can turn a write elsewhere by leaving one.</remarks>
public sealed class PhysicalFileSystem : IFileSystem
{
    private const int PrivateFolderMode = 0x1C0;

    /// <summary>What a file is called that is only made to see whether one can be.</summary>
    internal const string ProbeName = "probe";

    private const string TemporarySuffix = ".tmp";
    private const int IdLength = 32;
    private const int BufferLength = 81920;

    // What File.GetLastWriteTimeUtc answers for a file that does not exist.
    private static readonly DateTime s_noTime = DateTime.FromFileTimeUtc(0);

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public byte[] ReadAllBytes(string path, long maximumBytes)
    {
        using var stream = OpenRead(path);
        var length = stream.CanSeek ? stream.Length : 0;
        if (length > maximumBytes)
            throw new FileTooLargeException(path, length, maximumBytes);

        // A file of /proc says that it is empty, another may grow meanwhile: only the end of the stream counts.
        using var content = new MemoryStream((int)Math.Min(length, int.MaxValue / 2));
        var buffer = new byte[BufferLength];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > maximumBytes)
                throw new FileTooLargeException(path, content.Length, maximumBytes);
        }

        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    public Stream OpenRead(string path) => UnixFiles.IsPipeOrSocket(path)
        ? throw new IOException($"'{path}' is a pipe or a socket, not a file.")
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        var (target, folder) = Locate(path);
        var temporary = TemporaryPath(target, folder);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.None))
            {
                // Before the content, which may be meant for fewer eyes than a new file's.
                if (Compatibility.GetMode(target) is { } mode)
                    UnixFiles.SetMode(temporary, mode);
                Compatibility.Write(stream, content);
                stream.Flush(flushToDisk: true);
            }

            Compatibility.ReplaceFile(temporary, target);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        UnixFiles.FlushFolder(folder);
    }

    public void CreatePrivateDirectory(string path)
    {
        Directory.CreateDirectory(path);
        if (Path.DirectorySeparatorChar == '/')
            UnixFiles.SetMode(path, PrivateFolderMode);
    }

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public void Move(string source, string destination)
    {
        Compatibility.ReplaceFile(source, destination);
        UnixFiles.FlushFolder(Locate(destination).Folder);
    }

    /// <inheritdoc/>
    /// <remarks>The copy has the source's permission bits. It is not flushed to disk: what was copied once can be copied again.</remarks>
    public void Copy(string source, string destination)
    {
        var (target, folder) = Locate(destination);
        var temporary = TemporaryPath(target, folder);
        try
        {
            File.Copy(source, temporary, overwrite: false);
            File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(source));
            Compatibility.ReplaceFile(temporary, target);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    public void DeleteDirectory(string path) => Directory.Delete(path, recursive: true);

    public void DeleteFile(string path) => File.Delete(path);

    public IReadOnlyList<string> GetFiles(string directory) => Sorted(directory, Directory.GetFiles);

    public IReadOnlyList<string> GetDirectories(string directory) => Sorted(directory, Directory.GetDirectories);

    public DateTimeOffset? GetLastWriteTime(string path)
    {
        var time = File.GetLastWriteTimeUtc(path);
        return time == s_noTime ? null : new DateTimeOffset(time, TimeSpan.Zero);
    }

    public long? GetLength(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? file.Length : null;
    }

    public string? GetLinkTarget(string path) => UnixFiles.ReadLink(path);

    public bool CanWriteTo(string directory)
    {
        var probe = TemporaryPath(ProbeName, directory);
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
            }

            File.Delete(probe);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The name of the file that a temporary one was to become, as far as it shows; null for a file that is no temporary one of ours.</summary>
    internal static string? TargetOfTemporary(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.Length - TemporarySuffix.Length - IdLength - 1;
        return dot > 1
            && name[0] == '.'
            && name[dot] == '.'
            && name.EndsWith(TemporarySuffix, StringComparison.Ordinal)
            && name.Substring(dot + 1, IdLength).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
                ? name.Substring(1, dot - 1)
                : null;
    }

    private static (string Target, string Folder) Locate(string path)
    {
        var target = Path.GetFullPath(path);
        return (target, Path.GetDirectoryName(target) ?? target);
    }

    private static string TemporaryPath(string target, string folder)
    {
        // Names are bounded to 255 bytes; the part is there for whoever finds one left over by a crash.
        const int maximumPart = 40;
        var name = Path.GetFileName(target);
        var part = name.Length <= maximumPart ? name : name.Substring(0, maximumPart);
        return Path.Combine(folder, $".{part}.{Guid.NewGuid():N}{TemporarySuffix}");
    }

    private static string[] Sorted(string directory, Func<string, string[]> list)
    {
        try
        {
            var paths = list(Path.GetFullPath(directory));
            Array.Sort(paths, StringComparer.Ordinal);
            return paths;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here is the one to tell.
        }
    }
}
