namespace PatchBaselineAssociation.Platform;

/// <summary>The files of this machine.</summary>
public sealed class PhysicalFileSystem : IFileSystem
{
    private static bool IsUnix => Path.DirectorySeparatorChar == '/';

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public byte[] ReadAllBytes(string path, long maximumBytes)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.CanSeek && stream.Length > maximumBytes)
            throw new FileTooLargeException(path, stream.Length, maximumBytes);

        // A file of /proc says that it is empty, and a pipe says nothing: only reading tells.
        using MemoryStream content = new();
        byte[] buffer = new byte[81920];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (content.Length + count > maximumBytes)
                throw new FileTooLargeException(path, content.Length + count, maximumBytes);
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    public void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        byte[] bytes = content.ToArray();
        Replace(path, temporary =>
        {
            using FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(flushToDisk: true);
        });
        if (IsUnix)
            NativeMethods.FlushFolder(FolderOf(path));
    }

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public void Move(string source, string destination) => Compatibility.MoveOver(source, destination);

    public void Copy(string source, string destination) => Replace(destination, temporary =>
    {
        File.Copy(source, temporary);
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(source));
    });

    public void DeleteFile(string path) => File.Delete(path);

    public IReadOnlyList<string> GetFiles(string directory) => List(directory, Directory.GetFiles);

    public IReadOnlyList<string> GetDirectories(string directory) => List(directory, Directory.GetDirectories);

    public DateTimeOffset? GetLastWriteTime(string path) => File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path)) : null;

    public long? GetLength(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? file.Length : null;
    }

    public bool CanWriteTo(string directory)
    {
        try
        {
            string probe = TemporaryName(Path.Combine(directory, "probe"));
            using FileStream stream = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] List(string directory, Func<string, string[]> list)
    {
        if (!Directory.Exists(directory))
            return [];
        string[] paths = list(directory);
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    private static void Replace(string path, Action<string> write)
    {
        string temporary = TemporaryName(path);
        try
        {
            write(temporary);
            Compatibility.MoveOver(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string TemporaryName(string path) =>
        Path.Combine(FolderOf(path), $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");

    private static string FolderOf(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) ?? throw new IOException($"'{path}' is no file in a folder.");
}
