namespace PatchBaselineAssociation.Inventories;

/// <summary>The order of RPM versions, <c>[epoch:]version[-release]</c>.</summary>
public static class RpmVersion
{
    /// <summary>Orders two EVR texts: epoch, then version, then release. An absent epoch counts as 0, an absent release as the lowest.</summary>
    public static int Compare(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
            return 0;

        bool leftHasRelease = Split(left.AsSpan(), out ReadOnlySpan<char> leftEpoch, out ReadOnlySpan<char> leftVersion, out ReadOnlySpan<char> leftRelease);
        bool rightHasRelease = Split(right.AsSpan(), out ReadOnlySpan<char> rightEpoch, out ReadOnlySpan<char> rightVersion, out ReadOnlySpan<char> rightRelease);
        int order = CompareSegments(leftEpoch, rightEpoch);
        if (order == 0)
            order = CompareSegments(leftVersion, rightVersion);
        if (order == 0)
            order = leftHasRelease.CompareTo(rightHasRelease);
        return order != 0 ? order : CompareSegments(leftRelease, rightRelease);
    }

    /// <summary>Orders one version or release text: runs of digits by number, runs of letters by code point, digits above letters,
    /// <c>~</c> below the end, <c>^</c> above the end and below everything else; all other characters only separate.</summary>
    public static int CompareSegments(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            while (i < left.Length && IsSeparator(left[i]))
                i++;
            while (j < right.Length && IsSeparator(right[j]))
                j++;

            if (IsAt(left, i, '~') || IsAt(right, j, '~'))
            {
                if (!IsAt(left, i, '~'))
                    return 1;
                if (!IsAt(right, j, '~'))
                    return -1;
                i++;
                j++;
                continue;
            }

            if (IsAt(left, i, '^') || IsAt(right, j, '^'))
            {
                if (i >= left.Length)
                    return -1;
                if (j >= right.Length)
                    return 1;
                if (!IsAt(left, i, '^'))
                    return 1;
                if (!IsAt(right, j, '^'))
                    return -1;
                i++;
                j++;
                continue;
            }

            if (i >= left.Length || j >= right.Length)
                break;

            bool isNumber = IsDigit(left[i]);
            ReadOnlySpan<char> leftRun = Run(left, ref i, isNumber);
            ReadOnlySpan<char> rightRun = Run(right, ref j, isNumber);
            if (rightRun.Length == 0)
                return isNumber ? 1 : -1;

            int order = isNumber ? CompareNumbers(leftRun, rightRun) : leftRun.SequenceCompareTo(rightRun);
            if (order != 0)
                return Math.Sign(order);
        }

        return (i < left.Length).CompareTo(j < right.Length);
    }

    /// <summary>Whether there is a release. What stands before a colon is an epoch only if it is a number, or nothing.</summary>
    private static bool Split(ReadOnlySpan<char> text, out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> version, out ReadOnlySpan<char> release)
    {
        int colon = 0;
        while (colon < text.Length && IsDigit(text[colon]))
            colon++;
        bool hasEpoch = IsAt(text, colon, ':');
        epoch = hasEpoch && colon > 0 ? text.Slice(0, colon) : "0".AsSpan();
        version = hasEpoch ? text.Slice(colon + 1) : text;
        release = [];
        int hyphen = version.LastIndexOf('-');
        if (hyphen < 0)
            return false;

        release = version.Slice(hyphen + 1);
        version = version.Slice(0, hyphen);
        return true;
    }

    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text, ref int index, bool isNumber)
    {
        int start = index;
        while (index < text.Length && (isNumber ? IsDigit(text[index]) : IsLetter(text[index])))
            index++;
        return text.Slice(start, index - start);
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
    }

    private static bool IsAt(ReadOnlySpan<char> text, int index, char c) => index < text.Length && text[index] == c;

    private static bool IsSeparator(char c) => !IsDigit(c) && !IsLetter(c) && c is not ('~' or '^');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
