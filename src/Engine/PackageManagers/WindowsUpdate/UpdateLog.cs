using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>The log of a transaction: a line for each step, on the disk when it is made.</summary>
/// <param name="path">Null where nothing is kept.</param>
/// <param name="files">The disk.</param>
/// <param name="clock">The time.</param>
/// <param name="events">Is told where it cannot be kept.</param>
internal sealed class UpdateLog(string? path, IFileSystem files, IClock clock, IEventSink events)
{
    private readonly StringBuilder _lines = new();
    private bool _isTold;

    public void Write(string line)
    {
        if (path is null)
            return;
        _lines.Append(clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Append(" UTC  ").Append(PrintableText.Of(line)).Append("\r\n");
        try
        {
            files.WriteAtomically(path, Encoding.UTF8.GetBytes(_lines.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is put on counts, with a log or without. The next line tries it anew, with this one.
            if (!_isTold)
                events.Warn(ErrorIds.StateWriteFailed, $"The log '{path}' of the install cannot be written: {e.Message} The install goes on.", path);
            _isTold = true;
        }
    }
}
