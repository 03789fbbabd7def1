using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Finds the holder of an fcntl lock, the kind that apt and dpkg take, in <c>/proc</c>. An ordinary user sees only processes of its own there.</summary>
public sealed class FileLockHolder : ILockHolderFinder
{
    private const string ProcessFolder = "/proc";
    private const int MaximumBytes = 16 * 1024 * 1024;

    private readonly IFileSystem _files;

    public FileLockHolder(IFileSystem files) => _files = files;

    public LockHolder? Find(string lockedPath)
    {
        string path = Path.GetFullPath(lockedPath);
        foreach (int processId in LockTable.HoldersOfFcntlLocks(Read(Path.Combine(ProcessFolder, "locks"))))
        {
            string folder = Path.Combine(ProcessFolder, processId.ToString(CultureInfo.InvariantCulture));
            if (OpenFiles(Path.Combine(folder, "fd")).Contains(path, StringComparer.Ordinal))
                return new LockHolder(processId, Read(Path.Combine(folder, "comm")).Trim());
        }

        return null;
    }

    private static IEnumerable<string> OpenFiles(string folder)
    {
        string[] descriptors;
        try
        {
            descriptors = Directory.GetFileSystemEntries(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
            return [];
        }

        return descriptors.Select(NativeMethods.ReadLink).OfType<string>();
    }

    private string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
