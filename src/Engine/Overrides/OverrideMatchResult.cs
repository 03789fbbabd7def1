using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>What a list names on a node.</summary>
public sealed class OverrideMatchResult
{
    private readonly Dictionary<(string Id, string Version), OverrideMatch> _byVersion;

    internal OverrideMatchResult(IReadOnlyList<OverrideMatch> matches, IReadOnlyList<OverrideEntryMatches> entries, IReadOnlyList<WarningEvent> warnings)
    {
        Matches = matches;
        Entries = entries;
        Warnings = warnings;
        _byVersion = new Dictionary<(string, string), OverrideMatch>(matches.Count);
        foreach (OverrideMatch match in matches)
            _byVersion[(match.Package.Id, match.Version)] = match;
    }

    /// <summary>Every version that is named, once, by the first entry that says which version it wants, otherwise by the first that names it; in the order of the inventory.</summary>
    public IReadOnlyList<OverrideMatch> Matches { get; }

    /// <summary>In the order of the list.</summary>
    public IReadOnlyList<OverrideEntryMatches> Entries { get; }

    public IReadOnlyList<WarningEvent> Warnings { get; }

    /// <summary>Null where no entry names the version.</summary>
    public OverrideMatch? Find(InventoryEntry package, string version) =>
        _byVersion.TryGetValue((package.Id, version), out OverrideMatch? match) ? match : null;
}
