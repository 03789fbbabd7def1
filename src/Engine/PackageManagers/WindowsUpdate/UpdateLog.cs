using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>The log of a transaction: a line for each step, on the disk when it is made.</summary>
/// <param name="path">Null where nothing is kept.</param>
/// <param name="files">The disk.</param>
/// <param name="clock">The time.</param>
internal sealed class UpdateLog(string? path, IFileSystem files, IClock clock)
{
    private readonly StringBuilder _lines = new();

    public void Write(string line)
    {
        if (path is null)
            return;
        _lines.Append(clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Append(" UTC  ").Append(PrintableText.Of(line)).Append("\r\n");
        files.WriteAtomically(path, Encoding.UTF8.GetBytes(_lines.ToString()));
    }
}
