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

    private static readonly Gen<string> s_texts = Gen.OneOf(Gen.String["0129.-a"], Gen.Int[0, s_ascending.Length - 1].Select(at => s_ascending[at]));

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
    public void Any_texts_have_an_order() => Gen.Select(s_texts, s_texts, s_texts).Sample((x, y, z) =>
    {
        Assert.Equal(0, UpdateVersion.Compare(x, x));
        Assert.Equal(Math.Sign(UpdateVersion.Compare(x, y)), -Math.Sign(UpdateVersion.Compare(y, x)));
        if (UpdateVersion.Compare(x, y) <= 0 && UpdateVersion.Compare(y, z) <= 0)
            Assert.True(UpdateVersion.Compare(x, z) <= 0);
    });
}
