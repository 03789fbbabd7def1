using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>One entry of an approved or rejected list, as far as it names packages: an exact name or a pattern, on SUSE perhaps with a range of versions.</summary>
internal sealed class ListEntry
{
    public ListEntry(string text, string name, PackageRange? range, bool allowsWildcards)
    {
        Text = text;
        Name = name;
        Range = range;
        Pattern = allowsWildcards && GlobPattern.HasWildcards(name) ? new GlobPattern(name) : null;
    }

    /// <summary>The entry as it stands in the baseline.</summary>
    public string Text { get; }

    public string Name { get; }

    public GlobPattern? Pattern { get; }

    public PackageRange? Range { get; }

    public bool Matches(ListSubject subject)
    {
        if (Range is not null)
            return (MatchesName(subject.Entry.Name) || MatchesName(subject.Entry.Id)) && Range.Contains(subject.Version);
        if (MatchesName(subject.Entry.Name))
            return true;

        IReadOnlyList<string> names = subject.Names;
        for (int i = 0; i < names.Count; i++)
        {
            if (MatchesName(names[i]))
                return true;
        }

        return false;
    }

    private bool MatchesName(string name) =>
        Pattern?.IsMatch(name) ?? string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
