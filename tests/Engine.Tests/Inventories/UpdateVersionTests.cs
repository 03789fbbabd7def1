using CsCheck;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class UpdateVersionTests
{
    /// <summary>Ascending.</summary>
    private static readonly string[] s_ascending =
    [
        "", "0.3", "0.20", "2026-09-08.200", "2026-10-13.9", "2026-10-13.10", "2026-10-13.10.aaaaaaaa", "2026-10-13.10.bbbbbbbb",
        "2026-10-13.11", "2026-10-13.201", "2026-10-13.2147483647", "2026-11-01.1",
    ];

    [Fact]
    public void Days_come_before_revisions_and_revisions_are_numbers()
    {
        for (int x = 0; x < s_ascending.Length; x++)
        {
            for (int y = 0; y < s_ascending.Length; y++)
                Assert.Equal(x.CompareTo(y), Math.Sign(UpdateVersion.Compare(s_ascending[x], s_ascending[y])));
        }
    }

    [Fact]
    public void Any_texts_have_an_order() => Gen.Select(Gen.OneOf(Gen.String["0129.-a"], Gen.OneOfConst(s_ascending)).Array[3]).Sample(texts =>
    {
        Assert.Equal(0, UpdateVersion.Compare(texts[0], texts[0]));
        Assert.Equal(Math.Sign(UpdateVersion.Compare(texts[0], texts[1])), -Math.Sign(UpdateVersion.Compare(texts[1], texts[0])));
        if (UpdateVersion.Compare(texts[0], texts[1]) <= 0 && UpdateVersion.Compare(texts[1], texts[2]) <= 0)
            Assert.True(UpdateVersion.Compare(texts[0], texts[2]) <= 0);
    });
}
