using System.IO.Compression;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Baselines;

/// <summary>Reads what a snapshot's link leads to: JSON, plain or packed by gzip.</summary>
internal static class SnapshotBody
{
    public const int MostBytes = 16 * 1024 * 1024;

    private const int MostBytesUnpacked = 64 * 1024 * 1024;

    /// <exception cref="PatchException">SnapshotInvalid.</exception>
    public static PatchBaseline Read(byte[] body, string snapshotId)
    {
        byte[] json = body is [0x1F, 0x8B, ..] ? Unpack(body, snapshotId) : body;
        IReadOnlyList<PatchBaseline> baselines;
        try
        {
            baselines = BaselineReader.Read(json, $"snapshot {snapshotId}");
        }
        catch (PatchException e)
        {
            throw Invalid(snapshotId, e.Message);
        }

        // Only the shape of a snapshot tells an origin.
        return baselines is [{ Origin: not null } baseline] ? baseline : throw Invalid(snapshotId, "It has no patchBaseline.");
    }

    public static PatchException Invalid(string snapshotId, string why) => new(
        ErrorIds.SnapshotInvalid,
        ErrorKind.InvalidData,
        $"The snapshot of this node's baseline is not valid. {why}",
        snapshotId,
        "Check whether a proxy answers instead of S3, or name the baseline with -BaselineId, -Path or -Offline.")
    { ExitCode = ExitCodes.SnapshotInvalid };

    private static byte[] Unpack(byte[] body, string snapshotId)
    {
        using MemoryStream content = new();
        try
        {
            using GZipStream unpacked = new(new MemoryStream(body), CompressionMode.Decompress);
            byte[] buffer = new byte[64 * 1024];
            int count;
            while ((count = unpacked.Read(buffer, 0, buffer.Length)) > 0)
            {
                if (content.Length + count > MostBytesUnpacked)
                    throw Invalid(snapshotId, FormattableString.Invariant($"Unpacked it has more than {MostBytesUnpacked} bytes."));
                content.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException e)
        {
            throw Invalid(snapshotId, $"It cannot be unpacked: {e.Message}");
        }

        return content.ToArray();
    }
}
