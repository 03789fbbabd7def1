using CsCheck;

namespace PatchBaselineAssociation.Tests.Inventories;

/// <summary>Generated versions out of few pieces, so that two of them often differ in little or only in spelling.</summary>
internal static class VersionTexts
{
    private static readonly Gen<string> s_piece = Gen.OneOf(
        "0", "00", "1", "01", "9", "10", "18446744073709551616", "18446744073709551617", ".", ".0", "~", "~~", "+", "a", "b", "z", "A", "Z", "rc", "ubuntu", "-", "-0", "-1");

    private static readonly Gen<string> s_rpmPiece = Gen.OneOf(
        "0", "00", "1", "01", "9", "10", "18446744073709551616", ".", "_", "~", "~~", "^", "^^", "+", "a", "b", "z", "A", "rc", "el8", "git");

    public static Gen<string> Debian { get; } =
        Gen.Select(Gen.OneOf("", "", "", "0:", "1:", "01:", "10:"), Gen.OneOf("0", "1", "1.0", "10"), s_piece.Array[0, 4])
            .Select((epoch, start, pieces) => epoch + start + string.Concat(pieces))
            .Where(text => !text.EndsWith('-'));

    /// <summary>Versions and what is nearly one.</summary>
    public static Gen<string> NearlyDebian { get; } =
        Gen.OneOf<string>(s_piece, Gen.OneOf(":", "1:", "+", " ", "\t", "_", "é", "/", "^", "2147483648", "-")).Array[0, 5].Select(string.Concat);

    public static Gen<string> RpmSegments { get; } = s_rpmPiece.Array[0, 5].Select(string.Concat);

    public static Gen<string> Rpm { get; } =
        Gen.Select(Gen.OneOf("", "", "", "0:", "1:", "01:"), s_rpmPiece.Array[1, 4], Gen.OneOf("", "-"), s_rpmPiece.Array[1, 2])
            .Select((epoch, version, hyphen, release) => epoch + string.Concat(version) + (hyphen.Length == 0 ? "" : hyphen + string.Concat(release)));
}
