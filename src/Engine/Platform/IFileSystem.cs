namespace PatchBaselineAssociation.Platform;

/// <summary>Files, as a port. Errors are those of System.IO: the caller knows what the file meant and says so.</summary>
public interface IFileSystem
{
    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileTooLargeException">It holds more than <paramref name="maximumBytes"/>.</exception>
    byte[] ReadAllBytes(string path, long maximumBytes);

    /// <summary>Opens a file that is too long to be held as a whole; it is read once, from its start. How much of it is read is the caller's to bound.</summary>
    Stream OpenRead(string path);

    /// <summary>Writes so that a reader, or a crash at any moment, finds the old content or the new, never a part:
    /// temporary file in the same folder, flushed to disk, renamed.</summary>
    void WriteAtomically(string path, ReadOnlySpan<byte> content);

    void CreateDirectory(string path);

    /// <summary>Makes a folder that only this user may look into; one that exists becomes such a folder.</summary>
    void CreatePrivateDirectory(string path);

    /// <summary>Renames within one folder tree; an existing target is replaced.</summary>
    void Move(string source, string destination);

    /// <summary>Copies content and last write time; an existing target is replaced atomically.</summary>
    void Copy(string source, string destination);

    void DeleteFile(string path);

    /// <summary>Removes a folder with everything in it; links in it are removed, not followed.</summary>
    void DeleteDirectory(string path);

    /// <summary>Full paths of the files (not folders) of a folder, in ordinal order; empty where the folder does not exist.</summary>
    IReadOnlyList<string> GetFiles(string directory);

    /// <summary>Full paths of the folders in a folder, in ordinal order; empty where it does not exist.</summary>
    IReadOnlyList<string> GetDirectories(string directory);

    /// <summary>UTC; null where the file does not exist.</summary>
    DateTimeOffset? GetLastWriteTime(string path);

    /// <summary>In bytes; null where the file does not exist.</summary>
    long? GetLength(string path);

    /// <summary>What a symbolic link points to, as it is written in the link; null where the path is no link.</summary>
    string? GetLinkTarget(string path);

    /// <summary>Whether a file could be made in this folder, tried by making one and removing it.</summary>
    bool CanWriteTo(string directory);
}
