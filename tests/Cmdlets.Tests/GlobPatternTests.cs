using System.Management.Automation;
using CsCheck;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Patterns mean what they mean in PowerShell, as far as both know them: PowerShell has no <c>[!a]</c>, and escapes by backticks.</summary>
public sealed class GlobPatternTests
{
    private static readonly Gen<string> s_part = Gen.OneOf(
        Gen.Char["abAB1.-+_:~^()|\\{}$"].Select(c => c.ToString()),
        Gen.OneOf("*", "?", "[ab]", "[a-c]", "[B-D1]", "[13-5]", "[a.+]"));

    private static readonly Gen<string> s_text = Gen.Char["abcdABCD123.-+_:~^()|\\{}$"].Array[0, 10].Select(characters => new string(characters));

    [Fact]
    public void It_agrees_with_PowerShell() =>
        Gen.Select(s_part.Array[0, 8], s_text).Sample((parts, text) =>
        {
            string pattern = string.Concat(parts);
            bool expected = new WildcardPattern(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(text);
            Assert.Equal(expected, new GlobPattern(pattern).IsMatch(text));
        }, iter: 20_000);

    [Theory]
    [InlineData("kernel*", "kernel-tools.x86_64")]
    [InlineData("dhcp*1.*", "dhcp-4.1.1")]
    [InlineData("python[23]", "python3")]
    [InlineData("*32:9.8.2-0.*.rc1.57.amzn1", "32:9.8.2-0.62.rc1.57.amzn1")]
    [InlineData("GCC-C++", "gcc-c++")]
    public void Both_match_what_lists_hold(string pattern, string text) =>
        Assert.True(new GlobPattern(pattern).IsMatch(text) && new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(text));
}
