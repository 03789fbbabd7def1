using System.Globalization;

namespace PatchBaselineAssociation.Inventories;

/// <summary>A Debian version, <c>[epoch:]upstream[-revision]</c>, and the order of deb-version(7).</summary>
public readonly record struct DebianVersion : IComparable<DebianVersion>
{
    private readonly string? _upstream;
    private readonly string? _revision;

    private DebianVersion(int epoch, string upstream, string revision)
    {
        Epoch = epoch;
        _upstream = upstream;
        _revision = revision;
    }

    public int Epoch { get; }

    public string Upstream => _upstream ?? "";

    /// <summary>Empty where the version has none; sorts like <c>0</c>.</summary>
    public string Revision => _revision ?? "";

    /// <summary>Reads a version as dpkg does, and refuses what dpkg refuses. Blanks around it do not count.</summary>
    public static bool TryParse(string? text, out DebianVersion version)
    {
        version = default;
        if (text is null)
            return false;

        ReadOnlySpan<char> trimmed = TrimBlanks(text.AsSpan());
        Split(trimmed, out ReadOnlySpan<char> epochText, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision);
        int epoch = 0;
        if (trimmed.IndexOf(':') >= 0
            && (!IsAll(epochText, IsDigit) || !int.TryParse(epochText.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out epoch)))
            return false;
        if (upstream.Length == 0 || !IsDigit(upstream[0]) || !IsAll(upstream, IsUpstreamCharacter))
            return false;
        bool endsAtHyphen = trimmed[trimmed.Length - 1] == '-';
        if (endsAtHyphen || !IsAll(revision, IsRevisionCharacter))
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

    public override int GetHashCode() => Hash(Hash(Epoch, Upstream), Revision);

    /// <summary>The shortest text that reads as this version.</summary>
    public override string ToString()
    {
        bool needsEpoch = Epoch != 0 || Upstream.IndexOf(':') >= 0;
        return (needsEpoch ? Epoch.ToString(CultureInfo.InvariantCulture) + ":" : "") + Upstream + (Revision.Length == 0 ? "" : "-" + Revision);
    }

    public static bool operator <(DebianVersion left, DebianVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(DebianVersion left, DebianVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(DebianVersion left, DebianVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DebianVersion left, DebianVersion right) => left.CompareTo(right) >= 0;

    private static void Split(ReadOnlySpan<char> text, out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision)
    {
        text = TrimBlanks(text);
        int colon = text.IndexOf(':');
        epoch = colon < 0 ? [] : text.Slice(0, colon);
        // dpkg reads the epoch as C reads a number, and C takes a sign.
        if (epoch.Length > 1 && epoch[0] == '+')
            epoch = epoch.Slice(1);
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

    /// <summary>Equal parts hash alike: zeros before a number, and a number that is zero, do not count, as they do not in the order.</summary>
    private static int Hash(int seed, string part)
    {
        int hash = unchecked((seed * 31) + 17);
        bool isInNumber = false;
        foreach (char c in part)
        {
            if (c == '0' && !isInNumber)
                continue;
            isInNumber = IsDigit(c);
            hash = unchecked((hash * 31) + c);
        }

        return hash;
    }

    private static ReadOnlySpan<char> TrimBlanks(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text.Slice(start, end - start);
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

    private static bool IsBlank(char c) => c is ' ' or '\t';

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
