using CsCheck;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Tests.Nodes;

public sealed class OsReleaseTests
{
    [Theory]
    [InlineData("K=debian", "debian")]
    [InlineData("K=\"Debian GNU/Linux\"", "Debian GNU/Linux")]
    [InlineData("K='Debian GNU/Linux'", "Debian GNU/Linux")]
    [InlineData("  K=a  ", "a")]
    [InlineData("K=a\r", "a")]
    [InlineData("K=", "")]
    [InlineData("K=\"\"", "")]
    [InlineData("K=a # a comment", "a")]
    [InlineData("K=a#b", "a#b")]
    [InlineData("K=a=b", "a=b")]
    [InlineData("K=\"a\"'b'c", "abc")]
    [InlineData("K=\"\\\"a\\\" \\$b \\`c\\` \\\\\"", "\"a\" $b `c` \\")]
    [InlineData("K=\"a\\nb\"", "a\\nb")]
    [InlineData("K='a\\b\"'", "a\\b\"")]
    [InlineData("K=a\\ b", "a b")]
    [InlineData("K=\"$HOME `id`\"", "$HOME `id`")]
    [InlineData("K=\"Ünïcode\"", "Ünïcode")]
    [InlineData("\uFEFFK=a", "a")]
    [InlineData("K=a\nK=b", "b")]
    [InlineData("K=a\nK=", "")]
    public void A_value_is_read_as_a_shell_does(string text, string value) => Assert.Equal(value, OsRelease.Parse(text)["K"]);

    [Theory]
    [InlineData("# K=broken")]
    [InlineData("K")]
    [InlineData("K =broken")]
    [InlineData("=broken")]
    [InlineData("K=\"broken")]
    [InlineData("K='broken")]
    [InlineData("K=broken\\")]
    [InlineData("K=\"broken\\")]
    [InlineData("K=broken command")]
    [InlineData("K=broken;")]
    [InlineData("K=$(broken)")]
    [InlineData("export K=broken")]
    [InlineData("\0\0\0")]
    public void A_broken_line_is_left_out_and_the_others_count(string line)
    {
        OsRelease release = OsRelease.Parse("A=before\nK=kept\n" + line + "\nB=after\n");
        Assert.Equal(("before", "kept", "after"), (release["A"], release["K"], release["B"]));
    }

    [Fact]
    public void A_key_starts_with_no_digit() => Assert.Equal("", OsRelease.Parse("1K=a")["1K"]);

    [Fact]
    public void The_usual_fields_have_names()
    {
        OsRelease release = OsRelease.Parse("NAME=\"Rocky Linux\"\nID=\"Rocky\"\nID_LIKE=\"rhel  CentOS\tfedora\"\nVERSION_ID=\"9.3\"\nPRETTY_NAME=\"Rocky Linux 9.3\"\n");
        Assert.Equal("Rocky Linux", release.Name);
        Assert.Equal("rocky", release.Id);
        Assert.Equal(["rhel", "centos", "fedora"], release.IdLike);
        Assert.Equal("9.3", release.VersionId);
        Assert.Equal("Rocky Linux 9.3", release.PrettyName);
        Assert.Equal("", OsRelease.Empty.Id);
        Assert.Empty(OsRelease.Empty.IdLike);
    }

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.OneOf<string>(Gen.String, Gen.OneOf("ID", "=", "\"", "'", "\\", "\n", " ", "#", "$", "A", "\uFEFF", "\0").Array[0, 12].Select(pieces => string.Concat(pieces)))
            .Sample(text => { _ = OsRelease.Parse(text).IdLike; }, iter: 5_000);

    [Fact]
    public void A_quoted_value_comes_back() =>
        Gen.String.Where(text => !text.Contains('\n')).Sample(text =>
        {
            string quoted = text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("`", "\\`");
            return string.Equals(OsRelease.Parse($"K=\"{quoted}\"")["K"], text, StringComparison.Ordinal);
        });
}
