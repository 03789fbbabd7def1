using System.Globalization;

namespace PatchBaselineAssociation.Inventories;

/// <summary>A Debian version, <c>[epoch:]upstream[-revision]</c>, and the order of deb-version(7).</summary>
public readonly record struct DebianVersion : IComparable<DebianVersion>
{
    private DebianVersion(int epoch, string upstream, string revision)
    {
        Epoch = epoch;
        Upstream = upstream;
        Revision = revision;
    }

    public int Epoch { get; }

    public string Upstream { get; }

    /// <summary>Empty where the version has none; sorts like <c>0</c>.</summary>
    public string Revision { get; }

    /// <summary>Reads a version as dpkg does, and refuses what dpkg refuses.</summary>
    public static bool TryParse(string? text, out DebianVersion version)
    {
        version = default;
        if (string.IsNullOrEmpty(text))
            return false;

        Split(text.AsSpan(), out ReadOnlySpan<char> epochText, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision);
        bool hasEpoch = text.IndexOf(':') >= 0;
        int epoch = 0;
        if (hasEpoch && (epochText.Length == 0 || !IsAll(epochText, IsDigit)
            || !int.TryParse(epochText.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out epoch)))
            return false;
        bool hasRevision = upstream.Length < text.Length - (hasEpoch ? epochText.Length + 1 : 0);
        if (upstream.Length == 0 || !IsDigit(upstream[0]) || !IsAll(upstream, IsUpstreamCharacter))
            return false;
        if (hasRevision && (revision.Length == 0 || !IsAll(revision, IsRevisionCharacter)))
            return false;

        version = new DebianVersion(epoch, upstream.ToString(), revision.ToString());
        return true;
    }

    /// <summary>Orders two version texts without parsing them into objects; text that is no version is ordered by the same rules, so the order stays total.</summary>
    public static int Compare(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
            return 0;

        Split(left.AsSpan(), out ReadOnlySpan<char> leftEpoch, out ReadOnlySpan<char> leftUpstream, out ReadOnlySpan<char> leftRevision);
        Split(right.AsSpan(), out ReadOnlySpan<char> rightEpoch, out ReadOnlySpan<char> rightUpstream, out ReadOnlySpan<char> rightRevision);
        int order = ComparePart(leftEpoch, rightEpoch);
        if (order == 0)
            order = ComparePart(leftUpstream, rightUpstream);
        return order != 0 ? order : ComparePart(leftRevision, rightRevision);
    }

    public int CompareTo(DebianVersion other)
    {
        int order = Epoch.CompareTo(other.Epoch);
        if (order == 0)
            order = ComparePart(Upstream.AsSpan(), other.Upstream.AsSpan());
        return order != 0 ? order : ComparePart(Revision.AsSpan(), other.Revision.AsSpan());
    }

    public bool Equals(DebianVersion other) => CompareTo(other) == 0;

    public override int GetHashCode() => Epoch;

    public override string ToString() =>
        (Epoch == 0 ? "" : Epoch.ToString(CultureInfo.InvariantCulture) + ":") + Upstream + (Revision.Length == 0 ? "" : "-" + Revision);

    public static bool operator <(DebianVersion left, DebianVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(DebianVersion left, DebianVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(DebianVersion left, DebianVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DebianVersion left, DebianVersion right) => left.CompareTo(right) >= 0;

    private static void Split(ReadOnlySpan<char> text, out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision)
    {
        int colon = text.IndexOf(':');
        epoch = colon < 0 ? [] : text.Slice(0, colon);
        ReadOnlySpan<char> rest = colon < 0 ? text : text.Slice(colon + 1);
        int hyphen = rest.LastIndexOf('-');
        upstream = hyphen < 0 ? rest : rest.Slice(0, hyphen);
        revision = hyphen < 0 ? [] : rest.Slice(hyphen + 1);
    }

    /// <summary>deb-version(7): alternately a part without digits and a number, until one differs.</summary>
    private static int ComparePart(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            while ((i < left.Length && !IsDigit(left[i])) || (j < right.Length && !IsDigit(right[j])))
            {
                int difference = Weight(left, i) - Weight(right, j);
                if (difference != 0)
                    return Math.Sign(difference);
                i++;
                j++;
            }

            while (i < left.Length && left[i] == '0')
                i++;
            while (j < right.Length && right[j] == '0')
                j++;
            int first = 0;
            while (i < left.Length && j < right.Length && IsDigit(left[i]) && IsDigit(right[j]))
            {
                if (first == 0)
                    first = left[i] - right[j];
                i++;
                j++;
            }

            if (i < left.Length && IsDigit(left[i]))
                return 1;
            if (j < right.Length && IsDigit(right[j]))
                return -1;
            if (first != 0)
                return Math.Sign(first);
        }

        return 0;
    }

    /// <summary><c>~</c> before the end of a part, that before letters, those before everything else; a digit ends the part.</summary>
    private static int Weight(ReadOnlySpan<char> text, int index)
    {
        if (index >= text.Length)
            return 0;
        char c = text[index];
        if (IsDigit(c))
            return 0;
        if (c == '~')
            return -1;
        return IsLetter(c) ? c : c + 256;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsUpstreamCharacter(char c) => IsRevisionCharacter(c) || c is '-' or ':';

    private static bool IsRevisionCharacter(char c) => IsDigit(c) || IsLetter(c) || c is '.' or '+' or '~';

    private static bool IsAll(ReadOnlySpan<char> text, Func<char, bool> predicate)
    {
        foreach (char c in text)
        {
            if (!predicate(c))
                return false;
        }

        return true;
    }
}
