using CsCheck;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("**", "anything", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("*a", "ba", true)]
    [InlineData("*a", "ab", false)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbcd", false)]
    [InlineData("*ab", "aab", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("?", "", false)]
    [InlineData("?", "x", true)]
    [InlineData("?", "xy", false)]
    [InlineData("?*", "", false)]
    [InlineData("lib", "libzypp", false)]
    [InlineData("gcc-c++", "gcc-c++", true)]
    [InlineData("gcc.c", "gcc-c", false)]
    [InlineData("KERNEL.x86_64", "kernel.X86_64", true)]
    [InlineData("python[23]", "python3", true)]
    [InlineData("python[23]", "python4", false)]
    [InlineData("python[!23]", "python4", true)]
    [InlineData("python[!23]", "python3", false)]
    [InlineData("python[!23]", "python", false)]
    [InlineData("[a-c]x", "BX", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[]]", "]", true)]
    [InlineData("[!]]", "]", false)]
    [InlineData("[-a]", "-", true)]
    [InlineData("a[", "a[", true)]
    [InlineData("a[b", "ab", false)]
    [InlineData("[!", "[!", true)]
    [InlineData("dhcp*1.*", "dhcp-4.1.1", true)]
    public void A_pattern_matches_the_whole_text(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new GlobPattern(pattern).IsMatch(text));

    [Theory]
    [InlineData("kernel", false)]
    [InlineData("kernel*", true)]
    [InlineData("kerne?", true)]
    [InlineData("python[23]", true)]
    [InlineData("python[23", false)]
    [InlineData("python]", false)]
    public void A_bracket_is_a_wildcard_when_it_closes(string text, bool expected) =>
        Assert.Equal(expected, GlobPattern.HasWildcards(text));

    [Theory]
    [InlineData("lib*-devel?x", "LIB", "X", "-DEVEL")]
    [InlineData("*", "", "", "")]
    [InlineData("bind", "BIND", "BIND", "BIND")]
    [InlineData("[ab]c*def", "", "DEF", "DEF")]
    public void The_fixed_parts_of_a_pattern_are_known(string pattern, string prefix, string suffix, string longest)
    {
        GlobPattern glob = new(pattern);
        Assert.Equal((prefix, suffix, longest), (glob.Prefix, glob.Suffix, glob.LongestLiteral));
    }

    [Fact]
    public void A_hostile_pattern_ends()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 500)) + "*b";
        Assert.False(new GlobPattern(pattern).IsMatch(new string('a', 20_000)));
        Assert.True(new GlobPattern(pattern).IsMatch(new string('a', 20_000) + "b"));
    }

    [Fact]
    public void It_agrees_with_the_definition() =>
        Gen.Select(Gen.Char["abAB*?[]!-"].Array[0, 9], Gen.Char["abAB[]!-"].Array[0, 10]).Sample((pattern, text) =>
        {
            string glob = new(pattern), subject = new(text);
            Assert.Equal(Matches(glob, subject), new GlobPattern(glob).IsMatch(subject));
        }, iter: 20_000);

    [Fact]
    public void What_matches_has_no_word_beside_the_text() =>
        Gen.Select(Gen.Char["abA1*?[]-."].Array[0, 9], Gen.Char["abA1-."].Array[0, 10]).Sample((pattern, text) =>
        {
            GlobPattern glob = new(new string(pattern));
            string subject = new(text);
            Assert.True(!glob.IsMatch(subject) || glob.HasNoWordBeside(subject));
        }, iter: 20_000);

    [Theory]
    [InlineData("ab*1", "ab-x1", true)]
    [InlineData("ab*1", "xab1", false)]
    [InlineData("ab*1", "ab1x", false)]
    [InlineData("*1*ab*", "ab1", false)]
    [InlineData("ab[0-9]b", "ab", false)]
    [InlineData("a?b", "aB", true)]
    [InlineData("[a-z]*-?", "", true)]
    public void Words_stand_in_their_order(string pattern, string text, bool isSo) =>
        Assert.Equal(isSo, new GlobPattern(pattern).HasNoWordBeside(text));

    [Fact]
    public void Matching_allocates_nothing()
    {
        GlobPattern pattern = new("*a?[b-d]*e");
        string text = "xxaxbxxaqcxxe";
        Assert.True(pattern.IsMatch(text));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            pattern.IsMatch(text);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>The definition itself, without care for time.</summary>
    private static bool Matches(string pattern, string text)
    {
        if (pattern.Length == 0)
            return text.Length == 0;
        if (pattern[0] == '*')
            return Matches(pattern[1..], text) || (text.Length > 0 && Matches(pattern, text[1..]));
        if (text.Length == 0)
            return false;
        if (pattern[0] == '?')
            return Matches(pattern[1..], text[1..]);

        if (pattern[0] == '[')
        {
            bool isNegated = pattern.Length > 1 && pattern[1] == '!';
            int start = isNegated ? 2 : 1;
            int close = pattern.Length > start + 1 ? pattern.IndexOf(']', start + 1) : -1;
            if (close >= 0)
                return IsIn(pattern[start..close], text[0]) != isNegated && Matches(pattern[(close + 1)..], text[1..]);
        }

        return char.ToUpperInvariant(pattern[0]) == char.ToUpperInvariant(text[0]) && Matches(pattern[1..], text[1..]);
    }

    private static bool IsIn(string set, char c)
    {
        for (int i = 0; i < set.Length; i++)
        {
            char last = set[i];
            if (i + 2 < set.Length && set[i + 1] == '-')
                last = set[i + 2];
            for (int member = set[i]; member <= last; member++)
            {
                if (member == char.ToUpperInvariant(c) || member == char.ToLowerInvariant(c) || member == c)
                    return true;
            }

            if (i + 2 < set.Length && set[i + 1] == '-')
                i += 2;
        }

        return false;
    }
}
