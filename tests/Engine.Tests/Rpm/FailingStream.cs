using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Rpm;

/// <summary>A disk that fails after so many bytes of blanks.</summary>
internal sealed class FailingStream(int good) : ForwardStream
{
    private int _left = good;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_left == 0)
            throw new IOException("the disk is gone");
        int read = Math.Min(count, _left);
        buffer.AsSpan(offset, read).Fill((byte)' ');
        _left -= read;
        return read;
    }
}
