using System.Text;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Reads one stream of a child to its end, up to a bound. Bytes that are no UTF-8 become replacement characters.</summary>
internal sealed class OutputReader
{
    private const int BufferSize = 64 * 1024;

    private readonly Stream _stream;
    private readonly long _maximumBytes;
    private readonly Action<string>? _onLine;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private readonly TaskCompletionSource<bool> _overflow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStopped;

    public OutputReader(Stream stream, long maximumBytes, Action<string>? onLine)
    {
        _stream = stream;
        _maximumBytes = maximumBytes;
        _onLine = onLine;
        Completion = Task.Run(ReadAsync);
    }

    /// <summary>Ends with the stream.</summary>
    public Task Completion { get; }

    /// <summary>Ends only when there is more than the bound allows.</summary>
    public Task Overflow => _overflow.Task;

    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    /// <summary>What comes from now on does not count.</summary>
    public void Stop()
    {
        lock (_text)
            _isStopped = true;
    }

    private async Task ReadAsync()
    {
        byte[] bytes = new byte[BufferSize];
        char[] characters = new char[BufferSize + 1];
        Decoder decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
        long total = 0;
        while (true)
        {
            int count = await ReadSomeAsync(bytes).ConfigureAwait(false);
            total += count;
            if (total > _maximumBytes)
                _overflow.TrySetResult(true);
            else
                Append(characters, decoder.GetChars(bytes, 0, count, characters, 0, flush: count == 0));
            if (count > 0)
                continue;
            if (_line.Length > 0)
                _onLine?.Invoke(_line.ToString());
            return;
        }
    }

    private async Task<int> ReadSomeAsync(byte[] bytes)
    {
        try
        {
            return await _stream.ReadAsync(bytes, 0, bytes.Length, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe was given up while something held its other end.
            return 0;
        }
    }

    private void Append(char[] characters, int count)
    {
        lock (_text)
        {
            if (_isStopped)
                return;
            _text.Append(characters, 0, count);
        }

        if (_onLine is null)
            return;
        for (int i = 0; i < count; i++)
        {
            if (characters[i] != '\n')
            {
                _line.Append(characters[i]);
                continue;
            }

            _onLine(_line.ToString());
            _line.Clear();
        }
    }
}
