namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>A stream that is read forward, whose first bytes were looked at already. Its position is how much was taken from it.</summary>
internal sealed class CountedStream(byte[] start, int startLength, Stream rest) : ForwardStream
{
    private int _taken;
    private long _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        if (_taken < startLength && count > 0)
        {
            read = Math.Min(count, startLength - _taken);
            Buffer.BlockCopy(start, _taken, buffer, offset, read);
            _taken += read;
        }
        else
        {
            read = rest.Read(buffer, offset, count);
        }

        _position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
