using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Finds the holder of a file's lock through /proc; on systems without it, nobody.</summary>
/// <remarks>The kernel names the locked file by device and inode, which every user may read. Where they cannot be had, or the file system
/// shows other device numbers than the kernel uses (btrfs, overlays), the open files of the suspects are looked at; those of
/// other users are closed to an ordinary user, and then the answer is null.</remarks>
public sealed class FileLockHolder : ILockHolderFinder
{
    private const int MaximumBytes = 16 * 1024 * 1024;

    private readonly IFileSystem _files;
    private readonly string _proc;
    private readonly Func<string, FileIdentity?> _identify;

    public FileLockHolder(IFileSystem files)
        : this(files, "/proc", UnixFiles.GetIdentity)
    {
    }

    /// <param name="files">What reads /proc.</param>
    /// <param name="proc">Where /proc is.</param>
    /// <param name="identify">Gives a file's device and inode, or null where they are not to be had.</param>
    internal FileLockHolder(IFileSystem files, string proc, Func<string, FileIdentity?> identify)
    {
        _files = files;
        _proc = proc;
        _identify = identify;
    }

    /// <inheritdoc/>
    public LockHolder? Find(string lockedPath)
    {
        if (UnixFiles.RealPath(lockedPath) is not { } path)
            return null;

        var identity = _identify(path);
        foreach (var held in FileLockTable.Parse(Read(Path.Combine(_proc, "locks"))).OrderByDescending(held => held.IsExclusive))
        {
            if (identity is not null && held.File.Inode != identity.Inode)
                continue;
            if (HolderOf(held, path, isSame: held.File == identity) is { } processId)
                return new LockHolder(processId, CommandOf(processId));
        }

        return null;
    }

    private int? HolderOf(FileLock held, string path, bool isSame)
    {
        if (held.ProcessId is not { } owner)
            return FindOpener(path);
        return isSame || HasOpen(FolderOf(owner), path) ? owner : null;
    }

    private int? FindOpener(string path)
    {
        foreach (var folder in _files.GetDirectories(_proc))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && HasOpen(folder, path))
                return processId;
        }

        return null;
    }

    private bool HasOpen(string processFolder, string path)
    {
        try
        {
            return _files.GetFiles(Path.Combine(processFolder, "fd"))
                .Any(link => string.Equals(_files.GetLinkTarget(link), path, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another user's.
            return false;
        }
    }

    private string CommandOf(int processId)
    {
        var folder = FolderOf(processId);
        var line = Read(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
        if (line.Length == 0)
            line = Read(Path.Combine(folder, "comm")).Trim();
        return line.Length == 0 ? "unknown" : SecretRedactor.Redact(line);
    }

    private string FolderOf(int processId) => Path.Combine(_proc, processId.ToString(CultureInfo.InvariantCulture));

    private string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumBytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
