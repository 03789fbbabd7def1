using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Unpacks a file of a repository while it is read. What it holds tells how it is compressed: its name may not.</summary>
internal static class Decompression
{
    private const int LongestMagic = 6;

    public static Compression Detect(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Compression.Gzip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            return Compression.Xz;
        // The fourth byte is the size of a block.
        if (start.Length > 3 && start.StartsWith("BZh"u8) && start[3] is >= (byte)'1' and <= (byte)'9')
            return Compression.Bzip2;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return Compression.Zstandard;
        return start.StartsWith("\0ZCK1"u8) ? Compression.Zchunk : Compression.None;
    }

    /// <param name="compressed">Closed with the stream that is returned.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="limits">What it may become.</param>
    /// <exception cref="PatchException">AdvisoriesUnreadable, also while the result is read: the file cannot be read, is damaged or becomes too large.</exception>
    public static Stream Open(Stream compressed, string name, DecompressionLimits? limits = null)
    {
        name = SecretRedactor.Redact(name);
        byte[] start = new byte[LongestMagic];
        int length = ReadStart(compressed, start, name);
        Compression compression = Detect(start.AsSpan(0, length));
        if (compression == Compression.Zchunk)
            throw Zchunk(name);

        return new UnpackedStream(new CountedStream(start, length, compressed), compression, name, limits ?? DecompressionLimits.Default);
    }

    private static int ReadStart(Stream compressed, byte[] start, string name)
    {
        try
        {
            int length = 0, read;
            while (length < start.Length && (read = compressed.Read(start, length, start.Length - length)) > 0)
                length += read;
            return length;
        }
        catch (IOException e)
        {
            throw UnpackedStream.Unreadable(name, e);
        }
    }

    private static PatchException Zchunk(string name) => new(
        ErrorIds.AdvisoriesUnreadable,
        ErrorKind.InvalidData,
        $"The advisories in '{name}' are compressed with zchunk, which is not supported.",
        name,
        "Set zchunk=False in dnf.conf and refresh the metadata: the repository offers the same in another compression.");
}
