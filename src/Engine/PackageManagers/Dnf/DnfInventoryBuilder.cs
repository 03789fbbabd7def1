using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Puts together what rpm and dnf said and what the notices say. Pure.</summary>
internal sealed class DnfInventoryBuilder
{
    private readonly IReadOnlyList<RpmPackage> _installed;
    private readonly ILookup<string, DnfOffer> _offers;
    private readonly HashSet<(string Id, string Version, string Repository)> _free;
    private readonly DnfExcludes _excludes;
    private readonly IDnfVersionLocks _locks;
    private readonly AdvisoryIndex _advisories;
    private readonly DnfPriorities? _priorities;

    /// <param name="installed">All installed packages; of one there may be several versions.</param>
    /// <param name="free">What dnf would take.</param>
    /// <param name="all">The same as if nothing were excluded; null where nothing is.</param>
    /// <param name="excludes">What excludes it.</param>
    /// <param name="locks">The list of versionlock.</param>
    /// <param name="advisories">The notices of the repositories.</param>
    /// <param name="priorities">The priorities of the repositories; null where all are the same.</param>
    public DnfInventoryBuilder(
        IReadOnlyList<RpmPackage> installed,
        IReadOnlyList<DnfOffer> free,
        IReadOnlyList<DnfOffer>? all,
        DnfExcludes excludes,
        IDnfVersionLocks locks,
        AdvisoryIndex advisories,
        DnfPriorities? priorities = null)
    {
        _installed = installed;
        _offers = (all ?? free).ToLookup(offer => offer.Name, StringComparer.Ordinal);
        _free = [.. free.Select(KeyOf)];
        _excludes = excludes;
        _locks = locks;
        _advisories = advisories;
        _priorities = priorities;
    }

    /// <summary>One entry a package and architecture, in the order of their ids.</summary>
    public IReadOnlyList<InventoryEntry> Build()
    {
        ILookup<string, string> architectures = _installed.ToLookup(package => package.Name, package => package.Architecture, StringComparer.Ordinal);
        List<InventoryEntry> entries = [];
        foreach (IGrouping<string, RpmPackage> same in _installed.GroupBy(package => package.Id, StringComparer.Ordinal))
        {
            // Kernels are kept beside each other: what counts is the newest that is there.
            RpmPackage newest = DnfSystem.Newest(same);
            entries.Add(new InventoryEntry
            {
                Name = newest.Name,
                Architecture = newest.Architecture,
                Installed = new InstalledPackage { Version = newest.Version, InstalledTime = newest.InstalledTime },
                Versions = BuildVersions(newest, [.. architectures[newest.Name]]),
            });
        }

        entries.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        return entries;
    }

    private List<AvailablePatch> BuildVersions(RpmPackage package, IReadOnlyCollection<string> architectures)
    {
        List<AvailablePatch> versions = AdvisedVersions.UpToInstalled(_advisories, package);
        string below = package.Version;
        IEnumerable<IGrouping<string, DnfOffer>> newer = _offers[package.Name]
            .Where(offer => AdvisedVersions.IsFor(offer.Architecture, package.Architecture, architectures) && RpmVersion.Compare(offer.Version, package.Version) > 0)
            .GroupBy(offer => offer.Version, StringComparer.Ordinal)
            .OrderBy(same => same.Key, VersionScheme.Rpm);
        foreach (IGrouping<string, DnfOffer> same in newer)
        {
            DnfOffer[] offers = [.. same.OrderByDescending(offer => _free.Contains(KeyOf(offer))).ThenBy(offer => _priorities?.Of(offer.Repository) ?? 0)];
            versions.Add(AdvisedVersions.Describe(
                new AvailablePatch
                {
                    Version = same.Key,
                    Summary = offers[0].Summary,
                    Repositories = [.. offers.Select(offer => offer.Repository).Distinct(StringComparer.Ordinal)],
                    Restriction = FindRestriction(offers[0], package),
                },
                AdvisedVersions.Resolved(_advisories, package.Name, offers[0].Architecture, below, same.Key)));
            below = same.Key;
        }

        return versions;
    }

    /// <summary>What dnf would not take though nothing forbids it is nothing that the node lacks; an override list may name it.</summary>
    private Restriction? FindRestriction(DnfOffer offer, RpmPackage installed)
    {
        bool isFree = _free.Contains(KeyOf(offer));
        if (!(isFree && _locks.CountInAnswers) && _locks.Reason(offer) is { } locked)
            return new Restriction(RestrictionKind.Lock, locked);
        if (!isFree)
            return new Restriction(RestrictionKind.Exclude, _excludes.Reason(offer));
        return _priorities?.Reason(offer, installed) is { } hidden ? new Restriction(RestrictionKind.NotAutomatic, hidden) : null;
    }

    private static (string Id, string Version, string Repository) KeyOf(DnfOffer offer) => ($"{offer.Name}.{offer.Architecture}", offer.Version, offer.Repository);
}
