using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class CacheSeedingTests
{
    /// <summary>The files have no blocks on the disk: they count by their lengths.</summary>
    [Theory]
    [InlineData(new long[] { CacheSeeding.MaximumBytes }, true)]
    [InlineData(new long[] { CacheSeeding.MaximumBytes + 1 }, false)]
    [InlineData(new long[] { CacheSeeding.MaximumBytes - 1, 1, 0 }, true)]
    [InlineData(new long[] { CacheSeeding.MaximumBytes - 1, 2 }, false)]
    [InlineData(new long[] { CacheSeeding.MaximumBytes, CacheSeeding.MaximumBytes }, false)]
    public void A_repository_is_taken_over_up_to_a_bound(long[] lengths, bool isTaken)
    {
        string folder = Directory.CreateTempSubdirectory("seeding").FullName;
        try
        {
            List<string> files = [];
            foreach (long length in lengths)
            {
                files.Add(Path.Combine(folder, $"{files.Count}"));
                using FileStream file = File.Create(files[^1]);
                file.SetLength(length);
            }

            bool isCopied = false;
            CacheSeeding seeding = new(new PhysicalFileSystem());
            seeding.Take("base", files, () => isCopied = true);

            Assert.Equal((isTaken, isTaken ? 1 : 0), (isCopied, seeding.Copied));
            Assert.Equal(isTaken ? [] : ["base"], seeding.TooLarge);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
