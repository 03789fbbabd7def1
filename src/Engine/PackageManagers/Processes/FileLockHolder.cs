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
    private readonly string _proc;
    private readonly Func<string, FileIdentity?> _identify;

    public FileLockHolder()
        : this("/proc", UnixFiles.GetIdentity)
    {
    }

    /// <param name="proc">Where /proc is.</param>
    /// <param name="identify">Gives a file's device and inode, or null where they are not to be had.</param>
    internal FileLockHolder(string proc, Func<string, FileIdentity?> identify)
    {
        _proc = proc;
        _identify = identify;
    }

    /// <inheritdoc/>
    public LockHolder? Find(string lockedPath)
    {
        if (TryRead(Path.Combine(_proc, "locks")) is not { } table || UnixFiles.RealPath(lockedPath) is not { } path)
            return null;

        var identity = _identify(path);
        foreach (var held in FileLockTable.Parse(table).Where(held => identity is null || held.File.Inode == identity.Value.Inode).OrderByDescending(held => held.IsExclusive))
        {
            var isSame = held.File == identity;
            var processId = held.ProcessId is { } owner
                ? isSame || HasOpen(owner, path) ? owner : (int?)null
                : FindOpener(path);
            if (processId is { } found)
                return new LockHolder(found, CommandOf(found));
        }

        return null;
    }

    private int? FindOpener(string path)
    {
        foreach (var folder in Directory.EnumerateDirectories(_proc))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && HasOpen(processId, path))
                return processId;
        }

        return null;
    }

    private bool HasOpen(int processId, string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(FolderOf(processId), "fd"))
                .Any(link => string.Equals(UnixFiles.ReadLink(link), path, StringComparison.Ordinal));
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
        var line = TryRead(Path.Combine(folder, "cmdline"))?.Replace('\0', ' ').Trim();
        if (string.IsNullOrEmpty(line))
            line = TryRead(Path.Combine(folder, "comm"))?.Trim();
        return string.IsNullOrEmpty(line) ? "unknown" : SecretRedactor.Redact(line!);
    }

    private string FolderOf(int processId) => Path.Combine(_proc, processId.ToString(CultureInfo.InvariantCulture));

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
