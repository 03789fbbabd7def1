using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Puts together what rpm and zypper said and what the notices say. Pure.</summary>
/// <param name="installed">All installed packages; of one there may be several versions.</param>
/// <param name="offers">All versions of them in the repositories.</param>
/// <param name="policy">What zypper would not take by itself.</param>
/// <param name="advisories">The notices of the repositories, which zypper calls patches.</param>
internal sealed class ZypperInventoryBuilder(IReadOnlyList<RpmPackage> installed, IReadOnlyList<ZypperSolvable> offers, ZypperPolicy policy, AdvisoryIndex advisories)
{
    private readonly ILookup<string, ZypperSolvable> _offers = offers.ToLookup(offer => offer.Name, StringComparer.Ordinal);

    /// <summary>One entry a package and architecture, in the order of their ids.</summary>
    public IReadOnlyList<InventoryEntry> Build()
    {
        ILookup<string, string> architectures = installed.ToLookup(package => package.Name, package => package.Architecture, StringComparer.Ordinal);
        List<InventoryEntry> entries = [];
        foreach (IGrouping<string, RpmPackage> same in installed.GroupBy(package => package.Id, StringComparer.Ordinal))
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

    /// <summary>Installed packages of which a repository has a newer version. Of one that is there for several architectures the oldest counts.</summary>
    public static IReadOnlyList<string> Outdated(IReadOnlyList<RpmPackage> installed, IReadOnlyList<ZypperSolvable> offers)
    {
        Dictionary<string, string> oldest = installed.GroupBy(package => package.Id, StringComparer.Ordinal).Select(DnfSystem.Newest)
            .GroupBy(package => package.Name, package => package.Version, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.OrderBy(version => version, VersionScheme.Rpm).First(), StringComparer.Ordinal);
        return
        [
            .. offers.Where(offer => oldest.TryGetValue(offer.Name, out string? version) && RpmVersion.Compare(offer.Version, version) > 0)
                .Select(offer => offer.Name)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Of these packages those that zypper would not bring to their newest version by itself: only of them it has something to say.</summary>
    public static IReadOnlyList<string> NotTaken(IReadOnlyList<string> names, IReadOnlyList<ZypperSolvable> offers, IReadOnlyList<ZypperSolvable> taken)
    {
        ILookup<string, string> offered = offers.ToLookup(offer => offer.Name, offer => offer.Version, StringComparer.Ordinal);
        ILookup<string, string> takes = taken.ToLookup(solvable => solvable.Name, solvable => solvable.Version, StringComparer.Ordinal);
        return [.. names.Where(name => offered[name].Any(version => !takes[name].Any(take => RpmVersion.Compare(version, take) <= 0)))];
    }

    private List<AvailablePatch> BuildVersions(RpmPackage package, IReadOnlyCollection<string> architectures)
    {
        List<AvailablePatch> versions = AdvisedVersions.UpToInstalled(advisories, package);
        string below = package.Version;
        IEnumerable<IGrouping<string, ZypperSolvable>> newer = _offers[package.Name]
            .Where(offer => AdvisedVersions.IsFor(offer.Architecture, package.Architecture, architectures) && RpmVersion.Compare(offer.Version, package.Version) > 0)
            .GroupBy(offer => offer.Version, StringComparer.Ordinal)
            .OrderBy(same => same.Key, VersionScheme.Rpm);
        foreach (IGrouping<string, ZypperSolvable> same in newer)
        {
            ZypperSolvable[] all = [.. same];
            IEnumerable<string> patches = advisories.CarriedBy(package.Name, all[0].Architecture, same.Key).Select(advisory => advisory.Advisory.Id);
            versions.Add(AdvisedVersions.Describe(
                new AvailablePatch
                {
                    Version = same.Key,
                    Repositories = [.. all.Select(offer => offer.Repository).Distinct(StringComparer.Ordinal)],
                    Restriction = policy.Find(all, patches),
                },
                AdvisedVersions.Resolved(advisories, package.Name, all[0].Architecture, below, same.Key)));
            below = same.Key;
        }

        return versions;
    }
}
