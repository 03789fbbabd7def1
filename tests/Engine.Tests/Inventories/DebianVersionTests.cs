using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class DebianVersionTests
{
    [Theory]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("1.0", "1.0", 0)]
    [InlineData("1.0", "1.00", 0)]
    [InlineData("1.01", "1.1", 0)]
    [InlineData("1.", "1.0", 0)]
    [InlineData("1a", "1a0", 0)]
    [InlineData("1.0.1", "1..1", -1)]
    // Epochs.
    [InlineData("0:1.0", "1.0", 0)]
    [InlineData("00:1.0", "1.0", 0)]
    [InlineData("+1:1.0", "1:1.0", 0)]
    [InlineData("1:1.0", "2.0", 1)]
    [InlineData("2:1.0", "10:0.1", -1)]
    [InlineData("1:0:1", "1:0.1", 1)]
    // The tilde is before everything, the end included.
    [InlineData("1.0~rc1", "1.0", -1)]
    [InlineData("1.0~~", "1.0~", -1)]
    [InlineData("1.0~~a", "1.0~", -1)]
    [InlineData("1.0~", "1.0~a", -1)]
    [InlineData("1.0~rc1-1", "1.0~rc1~1", 1)]
    [InlineData("1.0-1~bpo12+1", "1.0-1", -1)]
    [InlineData("1.0~", "1.0a", -1)]
    // Letters are before what is no letter; capitals before small ones.
    [InlineData("1.0a", "1.0+", -1)]
    [InlineData("1.0", "1.0a", -1)]
    [InlineData("1.0+b1", "1.0", 1)]
    [InlineData("1.0+", "1.0-", 1)]
    [InlineData("1.0Z", "1.0a", -1)]
    [InlineData("1.0+dfsg", "1.0.1", -1)]
    [InlineData("1.0+deb12u1", "1.0+deb12u10", -1)]
    [InlineData("1.0z", "1.0.", -1)]
    // Revisions.
    [InlineData("1.0", "1.0-0", 0)]
    [InlineData("1.0-0", "1.0-00", 0)]
    [InlineData("1.0-1", "1.0", 1)]
    [InlineData("1.0-2", "1.0-10", -1)]
    [InlineData("1.0-1", "1.0-1.1", -1)]
    [InlineData("1.0-1ubuntu2", "1.0-1ubuntu10", -1)]
    [InlineData("1-2-3", "1-2-4", -1)]
    [InlineData("1-2-3", "1-10-3", -1)]
    [InlineData("1-2", "1-2-0", -1)]
    // Numbers longer than any integer type.
    [InlineData("18446744073709551616", "18446744073709551617", -1)]
    [InlineData("99999999999999999999999999999999999999", "100000000000000000000000000000000000000", -1)]
    [InlineData("00000000000000000000000000000000000001", "1", 0)]
    [InlineData("20231231235959123456789", "20231231235959123456788", 1)]
    // Blanks around a version do not count.
    [InlineData(" 1.0\t", "1.0", 0)]
    public void Versions_are_ordered_as_deb_version_says(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(DebianVersion.Compare(left, right)));
        Assert.Equal(-order, Math.Sign(DebianVersion.Compare(right, left)));
        Assert.True(DebianVersion.TryParse(left, out DebianVersion parsedLeft) == !left.EndsWith('-'));
        if (DebianVersion.TryParse(right, out DebianVersion parsedRight) && parsedLeft != default)
        {
            Assert.Equal(order, Math.Sign(parsedLeft.CompareTo(parsedRight)));
            Assert.Equal(order == 0, parsedLeft == parsedRight);
            Assert.Equal(order < 0, parsedLeft < parsedRight);
            Assert.Equal(order >= 0, parsedLeft >= parsedRight);
        }
    }

    [Theory]
    [MemberData(nameof(Validity))]
    public void A_text_is_a_version_where_dpkg_says_so(string text, bool isValid) =>
        Assert.Equal(isValid, DebianVersion.TryParse(text, out _));

    public static TheoryData<string, bool> Validity => new()
    {
        { "1", true },
        { "1.0-1", true },
        { "1:1.0-1", true },
        { "1:1:1", true },
        { "1--1", true },
        { "1-~", true },
        { "1.0+b1", true },
        { "0", true },
        { "1~", true },
        { "2147483647:1", true },
        { "00000000000000000001:1", true },
        { "+1:1", true },
        { " 1.0\t", true },
        { "", false },
        { " ", false },
        { ":", false },
        { ":1", false },
        { "1:", false },
        { "-1", false },
        { "1-", false },
        { "1-1-", false },
        { "a1", false },
        { "~1", false },
        { "1:a", false },
        { "a:1", false },
        { "0x1:1", false },
        { "-1:1", false },
        { "-0:1", false },
        { "++1:1", false },
        { "+:1", false },
        { "1:-1", false },
        { "2147483648:1", false },
        { "99999999999999999999:1", false },
        { "1_0", false },
        { "1.0 2", false },
        { "1 :1", false },
        { "1:1-a:b", false },
        { "1.0\n", false },
        { "1é", false },
        { "1.0-1_2", false },
        { "1/2", false },
        { "1^2", false },
        { "١", false },
    };

    [Fact]
    public async Task The_table_of_valid_versions_is_dpkgs()
    {
        CommandLineTool.SkipUnlessPresent("dpkg");
        foreach (TheoryDataRow<string, bool> row in Validity.Where(row => !row.Data.Item1.Contains('\n')))
        {
            string[] answer = await CommandLineTool.RunAsync("sh", ["-c", "dpkg --validate-version \"$1\" 2>/dev/null && echo valid || echo invalid", "sh", row.Data.Item1], "");
            Assert.Equal($"'{row.Data.Item1}' is {(row.Data.Item2 ? "valid" : "invalid")}", $"'{row.Data.Item1}' is {answer[0]}");
        }
    }

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("0:1.0", "1.0")]
    [InlineData("0:1:2", "0:1:2")]
    [InlineData("01:1.0-1", "1:1.0-1")]
    [InlineData("1-2-3", "1-2-3")]
    [InlineData(" 1.0 ", "1.0")]
    public void A_version_is_written_so_that_it_reads_as_itself(string text, string written)
    {
        Assert.True(DebianVersion.TryParse(text, out DebianVersion version));
        Assert.Equal(written, version.ToString());
        Assert.True(DebianVersion.TryParse(written, out DebianVersion again));
        Assert.Equal(version, again);
    }

    [Fact]
    public void The_parts_of_a_version_are_told()
    {
        Assert.True(DebianVersion.TryParse("2:1.4-rc1-3ubuntu1", out DebianVersion version));
        Assert.Equal(2, version.Epoch);
        Assert.Equal("1.4-rc1", version.Upstream);
        Assert.Equal("3ubuntu1", version.Revision);
    }

    [Fact]
    public void The_value_that_was_never_read_can_be_used()
    {
        DebianVersion none = default;
        Assert.Equal("", none.ToString());
        Assert.Equal(none, default);
        Assert.Equal(none.GetHashCode(), default(DebianVersion).GetHashCode());
        Assert.False(DebianVersion.TryParse(null, out _));
    }

    [Fact]
    public void Different_versions_seldom_hash_alike()
    {
        int[] hashes = Enumerable.Range(0, 1000)
            .Select(number => DebianVersion.TryParse($"1.{number / 25}.{number % 25}-{number % 7}", out DebianVersion version) ? version.GetHashCode() : 0)
            .ToArray();
        Assert.True(hashes.Distinct().Count() > 950, $"{hashes.Distinct().Count()} of 1000");
    }

    [Fact]
    public void Comparing_texts_allocates_nothing()
    {
        Assert.Equal(-1, DebianVersion.Compare("1:2.36-9+deb12u9", "1:2.36-9+deb12u10"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int sum = 0;
        for (int i = 0; i < 100; i++)
            sum += DebianVersion.Compare("1:2.36-9+deb12u9", "1:2.36-9+deb12u10") + RpmVersion.Compare("1:4.18.0-80.el8", "1:4.18.0-147.el8");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(-200, sum);
    }
}
