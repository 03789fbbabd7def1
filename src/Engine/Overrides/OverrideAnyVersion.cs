using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Which entries would take one package in any version: those do not mean the version, their wildcard or their name only happens to reach it.
/// A pattern means a version when it has a letter or a digit of it; <c>[0-9]*</c>, <c>??*</c> and <c>*.*</c> stand for every one.
/// Looked up when it is first asked. For one thread.</summary>
internal sealed class OverrideAnyVersion(OverrideIndex index, SystemFamily family)
{
    private readonly OverrideSearch _search = new(index);
    private readonly HashSet<CompiledOverride> _byId = [];
    private OverrideCandidates _candidates;
    private InventoryEntry? _package;
    private bool _isKnown;

    public InventoryEntry Package
    {
        set
        {
            _package = value;
            _isKnown = false;
        }
    }

    public bool IsNamedById(CompiledOverride entry)
    {
        if (entry.Pattern is null)
            return false;
        Find();
        return _byId.Contains(entry) || HasNoVersion(entry.Pattern);
    }

    public bool IsAllowedByTitle(CompiledOverride entry)
    {
        Find();
        return _search.MatchesTitle(entry, _candidates) || (entry.TitlePattern is { } pattern && HasNoVersion(pattern));
    }

    private bool HasNoVersion(GlobPattern pattern)
    {
        IReadOnlyList<string> texts = _candidates.Texts;
        for (int i = 0; i < texts.Count; i++)
        {
            if (pattern.HasNoWordBeside(texts[i]))
                return true;
        }

        return false;
    }

    private void Find()
    {
        if (_isKnown)
            return;
        _candidates = OverrideCandidates.OfAnyVersion(family, _package!.Name, _package.Architecture);
        _search.Find(_candidates);
        _byId.Clear();
        foreach ((CompiledOverride entry, _) in _search.Found)
            _byId.Add(entry);
        _isKnown = true;
    }
}
