using CsCheck;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class GlobPatternSetTests
{
    private static readonly Gen<string> s_pattern = Gen.OneOf(
        Gen.Char["abAé*?[]!-"].Array[0, 12].Select(characters => new string(characters)),
        Gen.Select(Gen.Char["ab*?"].Array[0, 4], Gen.Int[55, 70], (start, length) => new string(start).PadRight(length, 'b')));

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.Char["abAéÉ[]!-"].Array[0, 12].Select(characters => new string(characters)),
        Gen.Select(Gen.Char["ab"].Array[0, 4], Gen.Int[55, 70], (start, length) => new string(start).PadRight(length, 'B')));

    [Fact]
    public void Many_patterns_match_as_each_would_alone() =>
        Gen.Select(s_pattern.Array[0, 40], s_text.Array[1, 8]).Sample((patterns, texts) =>
        {
            GlobPattern[] globs = [.. patterns.Select(pattern => new GlobPattern(pattern))];
            GlobPatternSet set = new(globs);
            GlobPatternSet.Matching matching = set.StartMatching();
            foreach (string text in texts)
            {
                ulong[] hits = new ulong[set.Words];
                matching.Match(text, hits);
                for (int i = 0; i < globs.Length; i++)
                {
                    Assert.Equal(globs[i].IsMatch(text), GlobPatternSet.IsHit(hits, set.SlotOf[i]));
                    Assert.Equal(i, set.PatternAt(set.SlotOf[i]));
                }
            }
        });

    [Fact]
    public void Hits_are_added_to_those_that_are_there()
    {
        GlobPatternSet set = new([new GlobPattern("a*"), new GlobPattern("*b")]);
        GlobPatternSet.Matching matching = set.StartMatching();
        ulong[] hits = new ulong[set.Words];

        matching.Match("ax", hits);
        matching.Match("axb", hits);
        matching.Match("", hits);

        Assert.True(GlobPatternSet.IsHit(hits, set.SlotOf[0]) && GlobPatternSet.IsHit(hits, set.SlotOf[1]));
    }

    [Fact]
    public void Several_threads_use_one_set() =>
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            GlobPatternSet set = s_shared;
            GlobPatternSet.Matching matching = set.StartMatching();
            for (char c = '!'; c <= '~'; c++)
            {
                ulong[] hits = new ulong[set.Words];
                matching.Match("x" + c, hits);
                Assert.Equal(c is 'a' or 'A', GlobPatternSet.IsHit(hits, set.SlotOf[0]));
            }
        });

    private static readonly GlobPatternSet s_shared = new([new GlobPattern("?[a]")]);
}
