using System.Globalization;
using System.IO.Compression;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What a compressed file holds, as long as it stays within its limits. Whatever goes wrong below is told by a <see cref="PatchException"/>.</summary>
internal sealed class UnpackedStream(CountedStream compressed, Compression compression, string name, DecompressionLimits limits) : ForwardStream
{
    private Stream? _unpacked;
    private long _length;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            // Already this may read, and find damage.
            _unpacked ??= Unpack();
            read = _unpacked.Read(buffer, offset, count);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e);
        }
        catch (IOException e)
        {
            throw Unreadable(name, e);
        }

        _length += read;
        if (_length > limits.MaximumBytes)
            throw TooLarge($"more than {limits.MaximumBytes.ToString(CultureInfo.InvariantCulture)} bytes");
        if (_length > limits.RatioFreeBytes && _length / limits.MaximumRatio > compressed.Position)
            throw TooLarge($"more than {limits.MaximumRatio.ToString(CultureInfo.InvariantCulture)} times its size");
        return read;
    }

    public static PatchException Unreadable(string name, IOException cause) => new(
        ErrorIds.AdvisoriesUnreadable,
        ErrorKind.ReadError,
        $"The advisories in '{name}' cannot be read: {cause.Message}",
        name,
        "Check the disk and the rights on the file.",
        cause);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked?.Dispose();
            compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private Stream Unpack() => compression switch
    {
        Compression.None => compressed,
        Compression.Gzip => new GZipStream(compressed, CompressionMode.Decompress),
        _ => ForeignDecompression.Open(compressed, compression),
    };

    private bool IsDamage(Exception exception) => compression switch
    {
        Compression.None => false,
        Compression.Gzip => exception is InvalidDataException or EndOfStreamException,
        _ => ForeignDecompression.IsDamage(exception),
    };

    private PatchException Damaged(Exception cause) => new(
        ErrorIds.AdvisoriesUnreadable,
        ErrorKind.InvalidData,
        $"The advisories in '{name}' cannot be unpacked: the file is damaged or cut off ({compression.ToString().ToLowerInvariant()}).",
        name,
        "Have the package manager fetch its metadata again.",
        cause);

    private PatchException TooLarge(string limit) => new(
        ErrorIds.AdvisoriesUnreadable,
        ErrorKind.LimitsExceeded,
        $"The advisories in '{name}' unpack to {limit}; no real ones do.",
        name,
        "Check the repository. Have the package manager fetch its metadata again.");
}
