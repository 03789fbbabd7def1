using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>One filter key over all filter groups at once: for a value of a patch, the groups (one bit each) whose filter takes it.</summary>
internal sealed class FilterTable
{
    private readonly Dictionary<string, ulong> _byValue = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KeyValuePair<GlobPattern, ulong>> _byPattern = [];
    private readonly bool _ignoresSpaces;
    private ulong _takesAny;

    /// <param name="allGroups">The bits of all groups; those that get no filter take any value.</param>
    /// <param name="ignoresSpaces">Windows: <c>Security Updates</c> is <c>SecurityUpdates</c>.</param>
    public FilterTable(ulong allGroups, bool ignoresSpaces)
    {
        _takesAny = allGroups;
        _ignoresSpaces = ignoresSpaces;
    }

    /// <summary>Whether a filter of this group is in the table already.</summary>
    public bool Has(ulong group) => (FilteredGroups & group) != 0;

    public ulong FilteredGroups { get; private set; }

    /// <param name="group">The bit of the group.</param>
    /// <param name="values">Any of them will do.</param>
    /// <param name="allowsPatterns">A star within a value stands for any text.</param>
    public void Add(ulong group, IEnumerable<string> values, bool allowsPatterns)
    {
        FilteredGroups |= group;
        _takesAny &= ~group;
        foreach (string given in values)
        {
            string value = Normalize(given.Trim());
            if (string.Equals(value, "*", StringComparison.Ordinal))
                _takesAny |= group;
            else if (allowsPatterns && GlobPattern.HasWildcards(value))
                _byPattern.Add(new KeyValuePair<GlobPattern, ulong>(new GlobPattern(value), group));
            else
                AddValue(value, group);

            // Publishers differ in the word for one and the same severity.
            if (string.Equals(value, "Medium", StringComparison.OrdinalIgnoreCase))
                AddValue("Moderate", group);
            else if (string.Equals(value, "Moderate", StringComparison.OrdinalIgnoreCase))
                AddValue("Medium", group);
        }
    }

    /// <summary>The groups that take this value.</summary>
    public ulong Groups(string value)
    {
        value = Normalize(value);
        ulong groups = _takesAny;
        if (_byValue.TryGetValue(value, out ulong byValue))
            groups |= byValue;
        foreach (KeyValuePair<GlobPattern, ulong> pattern in _byPattern)
        {
            if (pattern.Key.IsMatch(value))
                groups |= pattern.Value;
        }

        return groups;
    }

    /// <summary>The groups that take any of these values; without values, what they make of <paramref name="none"/>.</summary>
    public ulong Groups(IReadOnlyList<string> values, string none)
    {
        if (values.Count == 0)
            return Groups(none);

        ulong groups = 0;
        for (int i = 0; i < values.Count; i++)
            groups |= Groups(values[i].Length == 0 ? none : values[i]);
        return groups;
    }

    private void AddValue(string value, ulong group)
    {
        _byValue.TryGetValue(value, out ulong groups);
        _byValue[value] = groups | group;
    }

    private string Normalize(string value) =>
        _ignoresSpaces && value.IndexOf(' ') >= 0 ? value.Replace(" ", "") : value;
}
