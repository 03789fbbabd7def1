using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Which notices there are for which version of which package.</summary>
internal sealed class AdvisoryIndex
{
    private readonly Dictionary<string, List<PackageAdvisory>> _byPackage;

    /// <param name="byPackage">By <see cref="KeyOf"/>.</param>
    internal AdvisoryIndex(Dictionary<string, List<PackageAdvisory>> byPackage)
    {
        _byPackage = byPackage;
        foreach (List<PackageAdvisory> advisories in byPackage.Values)
            advisories.Sort(CompareNewestFirst);
    }

    /// <summary>The notices that carry exactly this version: they are what a filter judges it by. Versions that sort alike are the same: an epoch of 0 may be left out.</summary>
    public IReadOnlyList<PackageAdvisory> CarriedBy(string name, string architecture, string version) =>
        Find(name, architecture, advisory => RpmVersion.Compare(advisory.Version, version) == 0);

    /// <summary>The notices that an update from one version to another resolves: those of all versions above the first, up to and with the second.
    /// A version that a newer one superseded is among them, since its fixes are in the newer one.</summary>
    public IReadOnlyList<PackageAdvisory> ResolvedBetween(string name, string architecture, string installed, string candidate) =>
        Find(name, architecture, advisory => RpmVersion.Compare(advisory.Version, installed) > 0 && RpmVersion.Compare(advisory.Version, candidate) <= 0);

    internal static string KeyOf(string name, string architecture) => $"{name}.{architecture}";

    private IReadOnlyList<PackageAdvisory> Find(string name, string architecture, Func<PackageAdvisory, bool> isAsked) =>
        _byPackage.TryGetValue(KeyOf(name, architecture), out List<PackageAdvisory>? advisories) ? [.. advisories.Where(isAsked)] : [];

    private static int CompareNewestFirst(PackageAdvisory left, PackageAdvisory right)
    {
        int order = RpmVersion.Compare(right.Version, left.Version);
        if (order == 0)
            order = string.CompareOrdinal(left.Advisory.Id, right.Advisory.Id);
        return order != 0 ? order : string.CompareOrdinal(left.Version, right.Version);
    }
}
