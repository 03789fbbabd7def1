using CsCheck;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class ReadAheadStreamTests
{
    [Fact]
    public void All_bytes_come_in_their_order() =>
        Gen.Select(Gen.Int[0, 2_000_000], Gen.Int[1, 300_000]).Sample((length, size) =>
        {
            byte[] content = new byte[length];
            new Random(length).NextBytes(content);
            using ReadAheadStream stream = new(new MemoryStream(content));
            using MemoryStream read = new();
            stream.CopyTo(read, size);
            return content.AsSpan().SequenceEqual(read.ToArray()) && stream.ReadByte() == -1;
        }, iter: 30);

    [Fact]
    public void A_failure_comes_after_what_was_read_before_it()
    {
        using ReadAheadStream stream = new(new FailingStream(300_000));
        byte[] buffer = new byte[300_000];
        stream.ReadExactly(buffer);
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => stream.ReadByte()).Message);
    }

    [Fact]
    public void It_can_be_left_at_any_time()
    {
        MemoryStream content = new(new byte[10_000_000]);
        ReadAheadStream stream = new(content);
        Assert.Equal(0, stream.ReadByte());
        stream.Dispose();
        stream.Dispose();
        Assert.False(content.CanRead);
    }
}
