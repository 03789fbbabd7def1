using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Compares the entries of a list with versions of packages, or with updates. Safe for use by several threads.</summary>
/// <remarks>An entry names a version when its id, and its title if it has one, each equal one of the version's names, or match one as a pattern;
/// without regard to case. On Windows KB and bulletin numbers are compared, and titles are for people.</remarks>
public sealed class OverrideMatcher
{
    private readonly SystemFamily _family;
    private readonly CompiledOverride[] _entries;
    private readonly OverrideIndex _index;

    public OverrideMatcher(OverrideList list, PatchOperatingSystem operatingSystem)
    {
        _family = SystemFamilies.Of(operatingSystem);
        _entries = [.. list.Entries.Select((entry, index) => new CompiledOverride(entry, index, _family))];
        _index = new OverrideIndex(_entries);
    }

    /// <summary>What the list names among everything that is installed or to be had.</summary>
    public OverrideMatchResult Match(Inventory inventory)
    {
        List<(InventoryEntry Package, string Version, AvailablePatch? Patch)> versions = [];
        OverrideMatchView[] matches = [.. _entries.Select(entry => new OverrideMatchView(entry.Entry, versions))];
        OverrideMatchView[] ruledOut = [.. _entries.Select(entry => new OverrideMatchView(entry.Entry, versions))];
        List<OverrideMatch> first = [];
        OverrideSearch search = new(_index);
        OverrideAnyVersion anyVersion = new(_index, _family);

        foreach (InventoryEntry package in inventory.Entries)
        {
            anyVersion.Package = package;
            foreach ((string version, AvailablePatch? patch) in VersionsOf(package))
            {
                OverrideCandidates candidates = OverrideCandidates.Of(_family, package.Name, package.Architecture, version, patch);
                search.Find(candidates);
                if (search.Found.Count == 0)
                    continue;

                int number = versions.Count;
                versions.Add((package, version, patch));
                OverrideMatch? chosen = null;
                foreach ((CompiledOverride entry, OverrideMatchKind plainKind) in search.Found)
                {
                    OverrideMatchKind kind = plainKind == OverrideMatchKind.NameAndVersion && anyVersion.IsNamedById(entry) ? OverrideMatchKind.AnyVersion : plainKind;
                    bool isMatch = search.MatchesTitle(entry, candidates);
                    bool isVersionNamed = isMatch && IsVersionNamed(entry, kind, anyVersion);
                    (isMatch ? matches : ruledOut)[entry.Index].Add(number, kind, isVersionNamed);
                    if (isMatch && chosen is not { IsVersionNamed: true })
                    {
                        OverrideMatch match = new() { Entry = entry.Entry, Kind = kind, Package = package, Version = version, Patch = patch, IsVersionNamed = isVersionNamed };
                        chosen = chosen is null || match.IsVersionNamed ? match : chosen;
                    }
                }

                if (chosen is not null)
                    first.Add(chosen);
            }
        }

        return new OverrideMatchResult(
            first,
            [.. _entries.Select((entry, i) => new OverrideEntryMatches { Entry = entry.Entry, Matches = matches[i], RuledOutByTitle = ruledOut[i] })],
            [.. _entries.SelectMany((entry, i) => OverrideWarnings.Of(entry, matches[i], ruledOut[i]))]);
    }

    /// <summary>The first entry that names the version; null where none does.</summary>
    public OverrideEntry? Find(string name, string architecture, string version) => Find(name, architecture, version, out _);

    /// <summary>The entry that keeps a dependency from being installed: its id names the dependency, and no entry allows this version.
    /// Null where an entry allows it, or none names it.</summary>
    public OverrideEntry? FindBlocking(string name, string architecture, string version) =>
        Find(name, architecture, version, out OverrideEntry? namedOnly) is null ? namedOnly : null;

    /// <summary>The first of a patch's dependencies that the list keeps from being installed, and with it the patch; null where none is.</summary>
    public OverrideConflict? FindConflict(IEnumerable<OverrideDependency> dependencies)
    {
        foreach (OverrideDependency dependency in dependencies)
        {
            if (FindBlocking(dependency.Name, dependency.Architecture, dependency.Version) is { } entry)
                return new OverrideConflict(dependency, entry);
        }

        return null;
    }

    private static IEnumerable<(string Version, AvailablePatch? Patch)> VersionsOf(InventoryEntry package)
    {
        bool isInstalledKnown = package.Installed is null;
        foreach (AvailablePatch patch in package.Versions)
        {
            isInstalledKnown = isInstalledKnown || string.Equals(patch.Version, package.Installed!.Version, StringComparison.Ordinal);
            yield return (patch.Version, patch);
        }

        if (!isInstalledKnown)
            yield return (package.Installed!.Version, null);
    }

    private OverrideEntry? Find(string name, string architecture, string version, out OverrideEntry? namedOnly)
    {
        namedOnly = null;
        OverrideCandidates candidates = OverrideCandidates.Of(_family, name, architecture, version, patch: null);
        OverrideSearch search = new(_index);
        search.Find(candidates);
        foreach ((CompiledOverride entry, _) in search.Found)
        {
            if (search.MatchesTitle(entry, candidates))
                return entry.Entry;
            namedOnly ??= entry.Entry;
        }

        return null;
    }

    private static bool IsVersionNamed(CompiledOverride entry, OverrideMatchKind kind, OverrideAnyVersion anyVersion) => kind switch
    {
        OverrideMatchKind.Update or OverrideMatchKind.NameAndVersion => true,
        OverrideMatchKind.Version when !anyVersion.IsNamedById(entry) => true,
        _ => entry.HasTitle && !anyVersion.IsAllowedByTitle(entry),
    };
}
