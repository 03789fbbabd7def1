using System.Globalization;
using System.Text;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Finds out who uses the package manager: zypper writes its number into a file, which counts for as long as the process is there; rpm has a lock on another.</summary>
/// <param name="files">The disk.</param>
/// <param name="lockHolders">Finds who holds a lock.</param>
/// <param name="processFile">zypper's file.</param>
/// <param name="databaseLock">rpm's lock.</param>
internal sealed class ZypperUsers(IFileSystem files, ILockHolderFinder lockHolders, string processFile, string databaseLock)
{
    private const int MaximumBytes = 64 * 1024;
    private const int MaximumCommandLength = 200;

    /// <summary>The process, and the file that tells of it; null where there is none.</summary>
    public (LockHolder Holder, string File)? Find()
    {
        if (lockHolders.Find(databaseLock) is { } locking)
            return (locking, databaseLock);
        return FindZypper() is { } zypper ? (zypper, processFile) : null;
    }

    private LockHolder? FindZypper()
    {
        if (UnixFiles.GetKind(processFile) is not FileKind.File || Read(processFile) is not { } text
            || !int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int process) || process <= 1)
        {
            return null;
        }

        string folder = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}";
        if (!files.DirectoryExists(folder))
            return null;
        string command = (Read(folder + "/cmdline") ?? "").Replace('\0', ' ').Trim();
        return new LockHolder(process, SecretRedactor.Redact(PrintableText.Of(command.Length > 0 ? command : (Read(folder + "/comm") ?? "").Trim(), MaximumCommandLength)));
    }

    private string? Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(files.ReadAllBytes(path, MaximumBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not to be looked at.
            return null;
        }
    }
}
