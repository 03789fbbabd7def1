using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An entry, ready to be compared.</summary>
internal sealed class CompiledOverride
{
    private readonly string? _title;

    public CompiledOverride(OverrideEntry entry, int index, SystemFamily family)
    {
        Entry = entry;
        Index = index;
        IsUpdate = family == SystemFamily.Windows;
        Id = IsUpdate ? OverrideCandidates.NormalizeKb(entry.Id.Trim()) : entry.Id;
        Pattern = !IsUpdate && GlobPattern.HasWildcards(Id) ? new GlobPattern(Id) : null;
        _title = IsUpdate ? null : entry.Title;
        TitlePattern = _title is not null && GlobPattern.HasWildcards(_title) ? new GlobPattern(_title) : null;
    }

    public OverrideEntry Entry { get; }

    public int Index { get; }

    public bool IsUpdate { get; }

    public string Id { get; }

    public GlobPattern? Pattern { get; }

    /// <summary>Whether there is a title that counts.</summary>
    public bool HasTitle => _title is not null;

    /// <summary>Null where there is no title that counts, or it is no pattern.</summary>
    public GlobPattern? TitlePattern { get; }

    /// <summary>Null where the id does not name the version. A wildcard over the version counts as <see cref="OverrideMatchKind.NameAndVersion"/> here.</summary>
    public OverrideMatchKind? MatchId(in OverrideCandidates candidates)
    {
        if (Any(candidates, 0, candidates.Names))
            return IsUpdate ? OverrideMatchKind.Update : OverrideMatchKind.Name;
        if (Any(candidates, candidates.BareStart, candidates.Texts.Count))
            return OverrideMatchKind.Version;
        return Any(candidates, candidates.Names, candidates.BareStart) ? OverrideMatchKind.NameAndVersion : null;
    }

    public bool MatchesTitle(in OverrideCandidates candidates)
    {
        if (_title is null)
            return true;

        IReadOnlyList<string> texts = candidates.Texts;
        for (int i = 0; i < texts.Count; i++)
        {
            if (TitlePattern?.IsMatch(texts[i]) ?? string.Equals(_title, texts[i], StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private bool Any(in OverrideCandidates candidates, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            string text = candidates.Texts[i];
            if (Pattern?.IsMatch(text) ?? string.Equals(Id, text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
