using System.IO.Compression;
using System.Text;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Inventories;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class DecompressionTests
{
    private const string Content =
        """<updates><update type="security"><id>A</id><pkglist><collection><package name="tool" epoch="0" version="1" release="1" arch="x86_64"/></collection></pkglist></update></updates>""";

    /// <summary>The content as gzip, xz, bzip2 and zstd write it: one piece, several pieces, and with the check sums that they offer.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { "gzip", "H4sIAAAAAAACA02O0QrCMAxFf6XkB6ogw4c04JdI6MIsq2tpMnF/b3UwfAmHcG5yca0jmyjhDs62KgFU4tqSbUCYRrqh7xPrPOWkRhhLzhItlaUvOc48iVv42XNWSgYntcRHgBO4lzTtWoAzuCZZWOXH3L7C+zrchwt4Qv9/0h+P/F7qAKUPFtllhrAAAAA=" },
        { "gzip, two members", "H4sIAAAAAAAAA7MpLUhJLEkttrOBMBRKKgtSbZWKU5NLizJLKpXsbDJT7Bxt9IGkTUF2ek5mcYmdTXJ+Tk5qcgkAy1UlDjwAAAAfiwgAAAAAAAADPcxLCoQwEEXRrYTaQGwQcWCyFSniww5Wp0ISxeX7GfTsDC43avJT5rDxCpP4B0dNVcgga/g66sgcKDVqcvQhUyDgitdcnuAch3noyfrJBhVBaPFZ2rytEmu7teeFG/6o/gLlcUlvdAAAAA==" },
        { "xz", "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ACvAIJdAB4dSgZV3oRyEExqI5VbwOhvoV5PTwTbcbGTUwreiFgIcFaEoPErU1yCnhqwv9OA3iqZGBJQYIfNgZ+f+z2MZaJAD2wsfVeLrkffhfbA5646iokYLQLRb9D2f8radIcY3aX2lZGB2o7hJhL2qayF4LYrWQ9Ro/jw1RzrOmY676QACc0AAABD8MgGUoQkEQABngGwAQAA867pxbHEZ/sCAAAAAARZWg==" },
        { "xz, SHA-256", "/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4ACvAIJdAB4dSgZV3oRyEExqI5VbwOhvoV5PTwTbcbGTUwreiFgIcFaEoPErU1yCnhqwv9OA3iqZGBJQYIfNgZ+f+z2MZaJAD2wsfVeLrkffhfbA5646iokYLQLRb9D2f8radIcY3aX2lZGB2o7hJhL2qayF4LYrWQ9Ro/jw1RzrOmY676QACc0AAAC8/pgHabYAPGauGNKdQhHqVJR6HjINjEtSaCJk0i1JkgABtgGwAQAAqCkWLrbp3xwCAAAAAApZWg==" },
        { "xz, CRC-32", "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4ACvAIJdAB4dSgZV3oRyEExqI5VbwOhvoV5PTwTbcbGTUwreiFgIcFaEoPErU1yCnhqwv9OA3iqZGBJQYIfNgZ+f+z2MZaJAD2wsfVeLrkffhfbA5646iokYLQLRb9D2f8radIcY3aX2lZGB2o7hJhL2qayF4LYrWQ9Ro/jw1RzrOmY676QACc0AAAAW2WWGAAGaAbABAADl7HhePjANiwIAAAAAAVla" },
        { "xz, several blocks", "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAxADBdAB4dSgZV3oRyEExqI5VbwOhvoV5PTwTbcbGTUwreiFgIcFaEoPErU1yCnhqwvU5hzAAUw8tJzv8wLQIAIQEWAAAAdC/lowEAMXQ+PGNvbGxlY3Rpb24+PHBhY2thZ2UgbmFtZT0idG9vbCIgZXBvY2g9IjAiIHZlcnNpAAAAgQt+OgbC874CACEBFgAAAHQv5aMBADFvbj0iMSIgcmVsZWFzZT0iMSIgYXJjaD0ieDg2XzY0Ii8+PC9jb2xsZWN0aW9uPjwvcAAAAB6K6rkiN0vQAgAhARYAAAB0L+Wj4AAZABhdADWZydtEJUI6DSNzWMxNRHIOsxbdnfAgAADEZu6ouAuBUwAETDJKMkoyNBoAAHVbNtMUFzswAwAAAAAEWVo=" },
        { "bzip2", "QlpoOTFBWSZTWVfjK54AABSfgFAA5UcgAAAAru/fYCAAlQakaPUPSYmgA3qQGmqehE9lJ+VBoA09QiSTXY2zZMFLOgKNGuIkoBtHkjLmu9Cy9twdHnxOFuANO4aowhwBlk2jSyx0PrQ+Q9EY4IFCpiJmogKHKcbZZiUu+APsLqzWVF7xcSKAOK004XJqtXH8XckU4UJBX4yueA==" },
        { "bzip2, two streams", "QlpoOTFBWSZTWT4FUgEAAASdgFAAgAcgAC6s3iAgAFCjRkDRpkaDVPRPJ6oD1MxTmmYkCWQ9yioMMHEApo305WcWiZoQbe5dnoXohcj8XckU4UJA+BVIBEJaaDkxQVkmU1m1PH/YAAAlG4BQAOVHAACu799AIAB1ESep6g8p6nlAGJiDUyNJp6EBo0MgQzIJQn4RYEiATFnL7Jg3nUj0bdx3W3bqPqLX6khhNaNMDWxaPQDLkyV2Jr0uguI5VgkrBwqIIDvm7QvkBA/xdyRThQkLU8f9gA==" },
        { "zstd", "KLUv/SSw3QMAwgcZGZCpDQDfsreyaDvpSZL9j618Uasw7/T/FQPpxhhMc4KiUAwSTdd11bZygTur2dsiygHuGFCzLae6/84edJU19EDKMFfzo1WqEeY7K+NgmIkNEjIx5iXPDUHrd5YlX9L3NTEEAwcArAIhG8dGwazAkyhr4kuLdMsR2WmVJQ==" },
        { "zstd, with a check sum", "KLUv/SSwzQMAwocYF4CrA0CAe8vHJlYhiRGjKAqDDRfTwLwlC1NKuimFwRgI53FD7tYPZZBqeYevG5RAKmS9a5TtP6ZqhRfUByeLne7yHle39ks3Qm9H4nSZJy2WuW4+0R+zGqZq90S0sCMzx2gHAKwCGBvHRsGswJMoa+JLi3TLEdlplSU=" },
        { "zstd, of unknown length", "KLUv/QBY5QMAAsgZGnC17RrUkpjSsEEyi82r6l1mhXYIppf7//oC6Oecw2MDwkAQAgwdunI9N+0yJjCUNPtaAGMBQ4e2WmOp+w3tIROzRiKa6jBpft2UWg/fORmIOiz4XAELPrTleSm6bmjV8gZ9PwulXAYArAIYG8dGwVqBgfjSIt1yBA==" },
        { "zstd, two frames", "KLUv/SQ84QEAPHVwZGF0ZXM+PHVwZGF0ZSB0eXBlPSJzZWN1cml0eSI+PGlkPkE8L2lkPjxwa2dsaXN0Pjxjb2xsZWN0W56Cnii1L/0kdAUDACLGFBiAJ24AGFbF4j/yMW3VBI01gRTHcraRyErK3pagDlm0McTGobJoatTOmftk0cQAGRBBYu3Znr8OAWhSI7aOOCzQFE6rH3J3Q3PDpruxx1lVNDUKAwBgqUJUNPtV9i+iHgk=" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_compression_is_known_by_its_content(string how, string base64)
    {
        Assert.NotEmpty(how);
        Assert.Equal(Content, Unpack(Convert.FromBase64String(base64)));
    }

    [Fact]
    public void What_is_not_compressed_is_given_as_it_is()
    {
        Assert.Equal(Content, Unpack(Encoding.UTF8.GetBytes(Content)));
        Assert.Equal("", Unpack([]));
        Assert.Equal("B", Unpack("B"u8.ToArray()));
        Assert.Equal("BZh", Unpack("BZh"u8.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_cut_off_is_never_taken_for_a_whole_one(string how, string base64)
    {
        byte[] file = Convert.FromBase64String(base64);
        for (int length = 1; length < file.Length; length++)
        {
            string? unpacked = UnpackOrNull(file.AsSpan(0, length).ToArray());
            // What comes after the content (an index, a check sum, an end mark) may be missing.
            if (unpacked is not null && !string.Equals(unpacked, Content, StringComparison.Ordinal))
                Assert.Throws<PatchException>(() => UpdateInfoText.Read(Encoding.UTF8.GetBytes(unpacked)));
        }

        Assert.NotEmpty(how);
    }

    [Theory]
    [InlineData("1F8B0000FFFF")]
    [InlineData("FD377A585A000000000000")]
    [InlineData("425A6839FFFFFFFFFFFFFFFFFF")]
    [InlineData("28B52FFDFFFFFFFFFF")]
    public void Damage_is_told_with_the_file_and_what_to_do(string hex)
    {
        PatchException exception = Assert.Throws<PatchException>(() => Unpack(Convert.FromHexString(hex)));
        Assert.Equal(ErrorIds.AdvisoriesUnreadable, exception.ErrorId);
        Assert.Equal(ErrorKind.InvalidData, exception.Kind);
        Assert.StartsWith($"The advisories in '{UpdateInfoText.FileName}' cannot be unpacked: ", exception.Message);
        Assert.Equal("Have the package manager fetch its metadata again.", exception.RecommendedAction);
    }

    [Fact]
    public void A_file_that_asks_for_a_dictionary_of_4_GiB_is_refused()
    {
        const string file = "/Td6WFoAAATm1rRGAgAhASgAAADmoBGz4ACvAIJdAB4dSgZV3oRyEExqI5VbwOhvoV5PTwTbcbGTUwreiFgIcFaEoPErU1yCnhqwv9OA3iqZGBJQYIfNgZ+f+z2MZaJAD2wsfVeLrkffhfbA5646iokYLQLRb9D2f8radIcY3aX2lZGB2o7hJhL2qayF4LYrWQ9Ro/jw1RzrOmY676QACc0AAABD8MgGUoQkEQABngGwAQAA867pxbHEZ/sCAAAAAARZWg==";
        Assert.Null(UnpackOrNull(Convert.FromBase64String(file)));
    }

    [Fact]
    public void Zchunk_is_refused_with_the_way_out()
    {
        PatchException exception = Assert.Throws<PatchException>(() => Unpack("\0ZCK1\0\0\0"u8.ToArray()));
        Assert.Equal(ErrorIds.AdvisoriesUnreadable, exception.ErrorId);
        Assert.Contains("zchunk=False", exception.RecommendedAction);
    }

    [Fact]
    public void A_disk_that_fails_is_told()
    {
        PatchException exception = Assert.Throws<PatchException>(() => Decompression.Open(new FailingStream(0), UpdateInfoText.FileName));
        Assert.Equal(ErrorKind.ReadError, exception.Kind);
        exception = Assert.Throws<PatchException>(() => Read(new FailingStream(100), limits: null));
        Assert.Equal(ErrorKind.ReadError, exception.Kind);
        Assert.Contains("the disk is gone", exception.Message);
    }

    [Theory]
    [InlineData(1000, 10_000, 1000, "more than 1000 bytes")]
    [InlineData(long.MaxValue, 10, 100, "more than 10 times its size")]
    public void A_bomb_is_stopped(long maximumBytes, int maximumRatio, long free, string limit)
    {
        DecompressionLimits limits = new() { MaximumBytes = maximumBytes, MaximumRatio = maximumRatio, RatioFreeBytes = free };
        PatchException exception = Assert.Throws<PatchException>(() => Read(new MemoryStream(Gzip(new byte[1 << 20])), limits));
        Assert.Equal(ErrorKind.LimitsExceeded, exception.Kind);
        Assert.Contains(limit, exception.Message);
    }

    [Fact]
    public void A_bomb_within_its_limits_is_none() =>
        Assert.Equal(1 << 20, Read(new MemoryStream(Gzip(new byte[1 << 20])), new DecompressionLimits { MaximumRatio = 2 }).Length);

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("bzip2")]
    [InlineData("zstd")]
    public async Task What_the_tools_pack_is_unpacked(string tool)
    {
        CommandLineTool.SkipUnlessPresent(tool);
        string folder = Directory.CreateTempSubdirectory("updateinfo").FullName;
        try
        {
            // Text that compresses badly, of several blocks.
            Random random = new(7);
            string text = string.Concat(Enumerable.Range(0, 300_000).Select(_ => random.Next().ToString()));
            string file = Path.Combine(folder, "file");
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            await CommandLineTool.RunAsync(tool, ["-k", "-q", file], "");
            byte[] packed = await File.ReadAllBytesAsync(Directory.GetFiles(folder).Single(path => path != file), TestContext.Current.CancellationToken);
            Assert.NotEqual(Compression.None, Decompression.Detect(packed));
            Assert.Equal(text, Unpack(packed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_file_is_closed_with_what_is_unpacked_of_it()
    {
        foreach (string base64 in Files.Select(row => row.Data.Item2))
        {
            MemoryStream file = new(Convert.FromBase64String(base64));
            Decompression.Open(file, UpdateInfoText.FileName).Dispose();
            Assert.False(file.CanRead);
        }
    }

    private static string Unpack(byte[] file) => Encoding.UTF8.GetString(Read(new MemoryStream(file), limits: null));

    private static string? UnpackOrNull(byte[] file)
    {
        try
        {
            return Unpack(file);
        }
        catch (PatchException exception)
        {
            Assert.Equal(ErrorIds.AdvisoriesUnreadable, exception.ErrorId);
            return null;
        }
    }

    private static byte[] Read(Stream file, DecompressionLimits? limits)
    {
        using Stream unpacked = Decompression.Open(file, UpdateInfoText.FileName, limits);
        using MemoryStream content = new();
        unpacked.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream file = new();
        using (GZipStream gzip = new(file, CompressionMode.Compress))
            gzip.Write(content);
        return file.ToArray();
    }
}
