using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Reads a stream on a thread of its own, a little ahead of its reader: unpacking and parsing take place at the same time.</summary>
internal sealed class ReadAheadStream : ForwardStream
{
    private const int Blocks = 4;
    private const int BlockLength = 128 * 1024;

    private readonly Stream _content;
    private readonly BlockingCollection<byte[]> _empty = [];
    private readonly BlockingCollection<Block> _full = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private Block _current;
    private int _taken;
    private bool _isAtEnd;

    /// <param name="content">Closed with this stream.</param>
    public ReadAheadStream(Stream content)
    {
        _content = content;
        for (int i = 0; i < Blocks; i++)
            _empty.Add(new byte[BlockLength], CancellationToken.None);
        _reading = Task.Factory.StartNew(ReadAhead, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0 || !HasBytes())
            return 0;
        int read = Math.Min(count, _current.Length - _taken);
        Buffer.BlockCopy(_current.Bytes, _taken, buffer, offset, read);
        _taken += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            // Until it has left the stream: it never throws, and reads from a file only.
            _reading.Wait();
            _content.Dispose();
            _empty.Dispose();
            _full.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool HasBytes()
    {
        if (_isAtEnd || _taken < _current.Length)
            return !_isAtEnd;
        if (_current.Bytes is not null)
            _empty.Add(_current.Bytes, CancellationToken.None);
        _current = _full.Take(CancellationToken.None);
        _taken = 0;
        _isAtEnd = _current.Length == 0;
        _current.Failure?.Throw();
        return !_isAtEnd;
    }

    private void ReadAhead()
    {
        try
        {
            int read;
            do
            {
                byte[] block = _empty.Take(_stop.Token);
                read = _content.Read(block, 0, block.Length);
                _full.Add(new Block(block, read, Failure: null), CancellationToken.None);
            }
            while (read > 0);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader wants no more.
        }
        catch (Exception e)
        {
            _full.Add(new Block([], 0, ExceptionDispatchInfo.Capture(e)), CancellationToken.None);
        }
    }

    private readonly record struct Block(byte[] Bytes, int Length, ExceptionDispatchInfo? Failure);
}
