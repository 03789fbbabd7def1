using CsCheck;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class MacOSVersionTests
{
    private static readonly Gen<string> s_versions = Gen.OneOf(
        "1", "02", "10", "a", "beta", "rc", "p", "HEAD", "_1", "_2", "(a)", "12345678901234567890", ".", "-", ",", " ").Array[0, 7].Select(string.Concat);

    [Theory]
    [InlineData("14.0", "14.0.1")]
    [InlineData("9.9", "9.10")]
    [InlineData("1.2.3", "1.2.3_1")]
    [InlineData("1.2.3_9", "1.2.3_10")]
    [InlineData("1.2_1", "1.2.1")]
    [InlineData("1.1.1v", "1.1.1w")]
    [InlineData("1.1.1", "1.1.1w")]
    [InlineData("13.4.1", "13.4.1 (a)")]
    [InlineData("13.4.1 (c)", "13.4.2")]
    [InlineData("3.0-beta2", "3.0")]
    [InlineData("3.0-alpha", "3.0-beta")]
    [InlineData("3.0-rc1", "3.0")]
    [InlineData("4.0,1", "4.0,12")]
    [InlineData("2026-07-16", "2026-08-13")]
    [InlineData("2.0", "HEAD-abc1234")]
    [InlineData("1.20", "1.100000000000000000000")]
    [InlineData("", "1")]
    [InlineData("latest", "1.0")]
    public void The_left_is_older(string older, string newer)
    {
        Assert.True(MacOSVersion.Compare(older, newer) < 0);
        Assert.True(MacOSVersion.Compare(newer, older) > 0);
        Assert.True(VersionScheme.MacOS.Compare(older, newer) < 0);
    }

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1.05", "1.5")]
    [InlineData("1-0", "1.0")]
    [InlineData("latest", "latest")]
    [InlineData("", "")]
    public void Both_are_alike(string left, string right) => Assert.Equal(0, MacOSVersion.Compare(left, right));

    [Fact]
    public void The_order_has_two_directions() => Gen.Select(s_versions, s_versions).Sample((left, right) =>
        Math.Sign(MacOSVersion.Compare(left, right)) == -Math.Sign(MacOSVersion.Compare(right, left)) && MacOSVersion.Compare(left, left) == 0);

    [Fact]
    public void The_order_is_transitive() => s_versions.Array[3].Sample(texts =>
    {
        Array.Sort(texts, MacOSVersion.Compare);
        return MacOSVersion.Compare(texts[0], texts[1]) <= 0 && MacOSVersion.Compare(texts[1], texts[2]) <= 0 && MacOSVersion.Compare(texts[0], texts[2]) <= 0;
    });

    [Fact]
    public void Any_text_has_its_place() => Gen.Select(Gen.String, Gen.String).Sample((left, right) =>
        Math.Sign(MacOSVersion.Compare(left, right)) == -Math.Sign(MacOSVersion.Compare(right, left)));
}
