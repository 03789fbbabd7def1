using SharpCompress.Common;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>The compressions that .NET lacks. The one class that knows SharpCompress, which is loaded with the first file that needs it.</summary>
internal static class ForeignDecompression
{
    public static Stream Open(Stream compressed, Compression compression) => compression switch
    {
        Compression.Xz => new XZStream(compressed),
        Compression.Bzip2 => BZip2Stream.Create(compressed, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true),
        Compression.Zstandard => new DecompressionStream(compressed),
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, message: null),
    };

    /// <summary>Whether this is what it says of damaged input. Beside its own exceptions it throws what its arithmetic on the damage leads to;
    /// memory runs out where a damaged size asks for gigabytes at once.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is SharpCompressException or ZstdException or IOException or InvalidDataException or ArgumentException or IndexOutOfRangeException
            or InvalidOperationException or NullReferenceException or ArithmeticException or NotSupportedException or FormatException or OutOfMemoryException;
}
