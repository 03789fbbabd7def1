using System.Globalization;
using System.Management.Automation;

namespace PatchBaselineAssociation.Host;

/// <summary>One line at the end of a terminal that is drawn again whenever something has moved on.</summary>
internal sealed class ProgressLine(ConsoleTerminal terminal)
{
    private readonly Lock _gate = new();
    private int _length;

    public void Show(ProgressRecord record)
    {
        if (!terminal.IsErrorTerminal)
            return;

        lock (_gate)
        {
            Erase();
            if (record.RecordType == ProgressRecordType.Completed)
                return;

            string percent = record.PercentComplete >= 0 ? string.Create(CultureInfo.CurrentCulture, $" {record.PercentComplete}%") : "";
            string text = $"{record.Activity}: {record.StatusDescription}{percent}".ReplaceLineEndings(" ");
            if (text.Length >= terminal.Width)
                text = text[..(terminal.Width - 1)];
            terminal.Error.Write(text);
            _length = text.Length;
        }
    }

    public void Clear()
    {
        lock (_gate)
            Erase();
    }

    private void Erase()
    {
        if (_length == 0)
            return;

        terminal.Error.Write('\r' + new string(' ', _length) + '\r');
        _length = 0;
    }
}
