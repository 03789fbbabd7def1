using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Searches an index for one version after the other. For one thread.</summary>
internal sealed class OverrideSearch(OverrideIndex index)
{
    /// <summary>As many titles are compared one by one before all are at once.</summary>
    private const int FewTitles = 8;

    private readonly GlobPatternSet.Matching _patterns = index.Patterns.StartMatching();
    private readonly ulong[] _names = new ulong[index.Patterns.Words];
    private readonly ulong[] _bareVersions = new ulong[index.Patterns.Words];
    private readonly ulong[] _namesAndVersions = new ulong[index.Patterns.Words];
    private readonly GlobPatternSet.Matching _titles = index.Titles.StartMatching();
    private readonly ulong[] _titleHits = new ulong[index.Titles.Words];
    private readonly HashSet<CompiledOverride> _seen = [];
    private bool _areTitlesKnown;

    /// <summary>The entries whose id names the version, in the order of the list.</summary>
    public List<(CompiledOverride Entry, OverrideMatchKind Kind)> Found { get; } = [];

    public void Find(in OverrideCandidates candidates)
    {
        Found.Clear();
        FindLiterals(candidates);
        int literals = Found.Count;
        FindPatterns(candidates);
        if (literals > 1 || (literals > 0 && Found.Count > literals))
            Found.Sort((left, right) => left.Entry.Index.CompareTo(right.Entry.Index));

        _areTitlesKnown = false;
        if (Found.Count(found => found.Entry.TitlePattern is not null) > FewTitles)
        {
            Array.Clear(_titleHits, 0, _titleHits.Length);
            for (int i = 0; i < candidates.Texts.Count; i++)
                _titles.Match(candidates.Texts[i], _titleHits);
            _areTitlesKnown = true;
        }
    }

    /// <summary>Whether a found entry's title allows the version too.</summary>
    public bool MatchesTitle(CompiledOverride entry, in OverrideCandidates candidates) =>
        _areTitlesKnown && entry.TitlePattern is not null
            ? GlobPatternSet.IsHit(_titleHits, index.TitleSlots[entry.Index])
            : entry.MatchesTitle(candidates);

    private void FindLiterals(in OverrideCandidates candidates)
    {
        _seen.Clear();
        for (int i = 0; i < candidates.Texts.Count; i++)
        {
            if (index.LiteralsOf(candidates.Texts[i]) is not { } entries)
                continue;
            foreach (CompiledOverride entry in entries)
            {
                if (_seen.Add(entry) && entry.MatchId(candidates) is { } kind)
                    Found.Add((entry, kind));
            }
        }
    }

    private void FindPatterns(in OverrideCandidates candidates)
    {
        if (_names.Length == 0)
            return;

        Array.Clear(_names, 0, _names.Length);
        Array.Clear(_bareVersions, 0, _names.Length);
        Array.Clear(_namesAndVersions, 0, _names.Length);
        for (int i = 0; i < candidates.Texts.Count; i++)
            _patterns.Match(candidates.Texts[i], i < candidates.Names ? _names : i >= candidates.BareStart ? _bareVersions : _namesAndVersions);

        for (int word = 0; word < _names.Length; word++)
        {
            ulong names = _names[word], bareVersions = _bareVersions[word];
            int slot = word * GlobPatternSet.BitsPerWord;
            for (ulong all = names | bareVersions | _namesAndVersions[word]; all != 0; all >>= 1, names >>= 1, bareVersions >>= 1, slot++)
            {
                if ((all & 1) == 0)
                    continue;
                OverrideMatchKind kind = (names & 1) != 0 ? OverrideMatchKind.Name : (bareVersions & 1) != 0 ? OverrideMatchKind.Version : OverrideMatchKind.NameAndVersion;
                Found.Add((index.PatternEntries[index.Patterns.PatternAt(slot)], kind));
            }
        }
    }
}
