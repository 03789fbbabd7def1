namespace PatchBaselineAssociation.Inventories;

/// <summary>The order of versions on macOS: of Apple's updates, of installer packages, of Homebrew's formulae and casks. None of them has rules that are written down for all.</summary>
/// <remarks>A version is read as numbers and words; what is between them only separates. Numbers go by value, however long. A word of a version that is not
/// released yet (<c>beta</c>, <c>rc</c>) comes before its absence, Homebrew's revision (<c>_1</c>) and any other word (<c>1.1.1w</c>, <c>13.4.1 (a)</c>) after it,
/// and a further number after both. Homebrew's <c>HEAD</c> is newer than everything.</remarks>
public static class MacOSVersion
{
    private static readonly string[] s_unreleased = ["alpha", "beta", "dev", "nightly", "pre", "preview", "rc", "snapshot"];

    private enum PartKind
    {
        Unreleased,
        None,
        Revision,
        Word,
        Number,
        Head,
    }

    public static int Compare(string x, string y)
    {
        int atX = 0, atY = 0;
        while (true)
        {
            (PartKind kindX, string partX) = Next(x, ref atX);
            (PartKind kindY, string partY) = Next(y, ref atY);
            int order = kindX != kindY ? kindX.CompareTo(kindY) : ComparePart(kindX, partX, partY);
            if (order != 0 || kindX == PartKind.None)
                return order;
        }
    }

    private static int ComparePart(PartKind kind, string x, string y)
    {
        if (kind is not (PartKind.Number or PartKind.Revision))
            return string.Compare(x, y, StringComparison.OrdinalIgnoreCase);
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
    }

    private static (PartKind Kind, string Text) Next(string version, ref int at)
    {
        bool isRevision = false;
        while (at < version.Length && !IsDigit(version[at]) && !char.IsLetter(version[at]))
        {
            isRevision = version[at] == '_';
            at++;
        }

        if (at == version.Length)
            return (PartKind.None, "");
        int start = at;
        if (IsDigit(version[at]))
        {
            while (at < version.Length && IsDigit(version[at]))
                at++;
            return (isRevision ? PartKind.Revision : PartKind.Number, version.Substring(start, at - start).TrimStart('0'));
        }

        while (at < version.Length && char.IsLetter(version[at]))
            at++;
        string word = version.Substring(start, at - start);
        return (start == 0 && string.Equals(word, "HEAD", StringComparison.Ordinal) ? PartKind.Head : KindOf(word), word);
    }

    private static PartKind KindOf(string word) => s_unreleased.Contains(word, StringComparer.OrdinalIgnoreCase) ? PartKind.Unreleased : PartKind.Word;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
