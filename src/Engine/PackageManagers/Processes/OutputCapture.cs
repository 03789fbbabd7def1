using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Reads one stream of a child to its end, or until it is closed: as UTF-8, with U+FFFD for what is none, within a bound.</summary>
internal sealed class OutputCapture(Stream stream, long maximumBytes, Action<string>? onLine, Func<Exception> tooLarge)
{
    private const int BufferLength = 32768;

    private readonly object _gate = new();
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetDecoder();
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private readonly char[] _characters = new char[Encoding.UTF8.GetMaxCharCount(BufferLength)];
    private long _bytes;
    private bool _isClosed;

    /// <summary>Grows with every read: tells a stream that is still being emptied from one that waits.</summary>
    public long BytesRead => Interlocked.Read(ref _bytes);

    /// <summary>Ends with the stream, or fails when it is too long, when the callback does, or when cancelled.</summary>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferLength];
        int count;
        while ((count = await Compatibility.ReadAsync(stream, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (!TryAppend(buffer, count))
                return;
        }

        Close(deliverRest: true);
    }

    /// <summary>Takes no more. No callback comes after this has returned.</summary>
    /// <returns>All that was read.</returns>
    public string Close(bool deliverRest)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                Append([], 0, isEnd: true, deliverRest);
                if (_line.Length > 0 && deliverRest)
                    DeliverLine();
            }

            return _text.ToString();
        }
    }

    private bool TryAppend(byte[] buffer, int count)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            if (Interlocked.Add(ref _bytes, count) > maximumBytes)
                throw tooLarge();
            Append(buffer, count, isEnd: false, deliver: true);
            return true;
        }
    }

    private void Append(byte[] buffer, int count, bool isEnd, bool deliver)
    {
        var length = _decoder.GetChars(buffer, 0, count, _characters, 0, isEnd);
        _text.Append(_characters, 0, length);
        if (onLine is null || !deliver)
            return;
        var start = 0;
        int end;
        while ((end = Array.IndexOf(_characters, '\n', start, length - start)) >= 0)
        {
            _line.Append(_characters, start, end - start);
            DeliverLine();
            start = end + 1;
        }

        _line.Append(_characters, start, length - start);
    }

    private void DeliverLine()
    {
        if (_line.Length > 0 && _line[_line.Length - 1] == '\r')
            _line.Length--;
        var line = _line.ToString();
        _line.Clear();
        onLine?.Invoke(line);
    }
}
