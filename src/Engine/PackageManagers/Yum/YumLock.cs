using System.Globalization;
using System.Text;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>yum's lock: a file with the process id of its owner. A file of a process that is gone is none.</summary>
/// <param name="files">The disk.</param>
/// <param name="path">Where the file is.</param>
/// <param name="processes">Where the system shows its processes.</param>
internal sealed class YumLock(IFileSystem files, string path, string processes = "/proc")
{
    private const int MaximumBytes = 64 * 1024;

    public string Path => path;

    /// <summary>Who has it; null where nobody has.</summary>
    public LockHolder? Find()
    {
        if (!int.TryParse(Read(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int processId) || processId <= 0)
            return null;
        string folder = System.IO.Path.Combine(processes, processId.ToString(CultureInfo.InvariantCulture));
        if (!files.DirectoryExists(folder))
            return null;
        string command = Read(System.IO.Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
        return new LockHolder(processId, command.Length == 0 ? "unknown" : SecretRedactor.Redact(command));
    }

    private string Read(string file)
    {
        try
        {
            return UnixFiles.GetKind(file) is FileKind.File ? Encoding.UTF8.GetString(files.ReadAllBytes(file, MaximumBytes)) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its owner took it away meanwhile, or it is another user's.
            return "";
        }
    }
}
