using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Puts together what rpm and dnf said and what the notices say. Pure.</summary>
internal sealed class DnfInventoryBuilder
{
    private const string NoArchitecture = "noarch";

    /// <summary>Below every version that there is.</summary>
    private const string Lowest = "0:~";

    private readonly IReadOnlyList<RpmPackage> _installed;
    private readonly ILookup<string, DnfOffer> _offers;
    private readonly HashSet<(string Id, string Version, string Repository)> _free;
    private readonly DnfExcludes _excludes;
    private readonly DnfVersionLocks _locks;
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
        DnfVersionLocks locks,
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
        List<AvailablePatch> versions = BuildOlder(package);
        versions.Add(Describe(new AvailablePatch { Version = package.Version }, _advisories.CarriedBy(package.Name, package.Architecture, package.Version)));
        string below = package.Version;
        IEnumerable<IGrouping<string, DnfOffer>> newer = _offers[package.Name]
            .Where(offer => IsFor(offer, package, architectures) && RpmVersion.Compare(offer.Version, package.Version) > 0)
            .GroupBy(offer => offer.Version, StringComparer.Ordinal)
            .OrderBy(same => same.Key, VersionScheme.Rpm);
        foreach (IGrouping<string, DnfOffer> same in newer)
        {
            DnfOffer[] offers = [.. same.OrderByDescending(offer => _free.Contains(KeyOf(offer))).ThenBy(offer => _priorities?.Of(offer.Repository) ?? 0)];
            versions.Add(Describe(
                new AvailablePatch
                {
                    Version = same.Key,
                    Summary = offers[0].Summary,
                    Repositories = [.. offers.Select(offer => offer.Repository).Distinct(StringComparer.Ordinal)],
                    Restriction = FindRestriction(offers[0], package),
                },
                Resolved(package.Name, offers[0].Architecture, below, same.Key)));
            below = same.Key;
        }

        return versions;
    }

    /// <summary>Versions up to the installed one that were released with a notice: where one is approved, the node has it, or better.</summary>
    private List<AvailablePatch> BuildOlder(RpmPackage package) =>
        [.. Resolved(package.Name, package.Architecture, Lowest, package.Version)
            .Where(advisory => RpmVersion.Compare(advisory.Version, package.Version) < 0)
            .GroupBy(advisory => advisory.Version, StringComparer.Ordinal)
            .Select(same => Describe(new AvailablePatch { Version = same.Key }, [.. same]))];

    /// <summary>What a version resolves that no version below it on offer does: publishers take versions back, and what replaces them has their fixes.
    /// Versions of one module stream say nothing about those of another.</summary>
    private IReadOnlyList<PackageAdvisory> Resolved(string name, string architecture, string below, string version) =>
        [.. _advisories.ResolvedBetween(name, architecture, below, version)
            .Where(advisory => advisory.Module is null || RpmVersion.Compare(advisory.Version, version) == 0)];

    private static AvailablePatch Describe(AvailablePatch patch, IReadOnlyList<PackageAdvisory> carried)
    {
        if (carried.Count == 0)
            return patch;
        Advisory[] advisories = [.. carried.Select(advisory => advisory.Advisory).Distinct()];
        return patch with
        {
            IsSecurity = true,
            Advisories = advisories,
            Classifications = Distinct(advisories.Select(advisory => advisory.Classification)),
            Severities = Distinct(advisories.Select(advisory => advisory.Severity)),
            CveIds = Distinct(advisories.SelectMany(advisory => advisory.CveIds)),
            RestartAdvisoryIds = Distinct(carried.Where(advisory => advisory.Suggestions.HasFlag(Suggestions.Reboot)).Select(advisory => advisory.Advisory.Id)),
        };
    }

    /// <summary>What dnf would not take though nothing forbids it is nothing that the node lacks; an override list may name it.</summary>
    private Restriction? FindRestriction(DnfOffer offer, RpmPackage installed)
    {
        if (_locks.Reason(offer) is { } locked)
            return new Restriction(RestrictionKind.Lock, locked);
        if (!_free.Contains(KeyOf(offer)))
            return new Restriction(RestrictionKind.Exclude, _excludes.Reason(offer));
        return _priorities?.Reason(offer, installed) is { } hidden ? new Restriction(RestrictionKind.NotAutomatic, hidden) : null;
    }

    /// <summary>A package may change between one architecture and all of them; dnf offers that where nothing of the other is installed.</summary>
    private static bool IsFor(DnfOffer offer, RpmPackage package, IReadOnlyCollection<string> architectures) =>
        string.Equals(offer.Architecture, package.Architecture, StringComparison.Ordinal)
        || ((offer.Architecture is NoArchitecture || package.Architecture is NoArchitecture) && !architectures.Contains(offer.Architecture, StringComparer.Ordinal));

    private static string[] Distinct(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    private static (string Id, string Version, string Repository) KeyOf(DnfOffer offer) => ($"{offer.Name}.{offer.Architecture}", offer.Version, offer.Repository);
}
