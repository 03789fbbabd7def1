using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What notices say of the versions of an installed package. Pure.</summary>
internal static class AdvisedVersions
{
    private const string NoArchitecture = "noarch";

    /// <summary>Below every version that there is.</summary>
    private const string Lowest = "0:~";

    /// <summary>The installed version, and versions below it that were released with a notice: where one is approved, the node has it, or better.</summary>
    public static List<AvailablePatch> UpToInstalled(AdvisoryIndex advisories, RpmPackage package) =>
    [
        .. Resolved(advisories, package.Name, package.Architecture, Lowest, package.Version)
            .Where(advisory => RpmVersion.Compare(advisory.Version, package.Version) < 0)
            .GroupBy(advisory => advisory.Version, StringComparer.Ordinal)
            .Select(same => Describe(new AvailablePatch { Version = same.Key }, [.. same])),
        Describe(new AvailablePatch { Version = package.Version }, advisories.CarriedBy(package.Name, package.Architecture, package.Version)),
    ];

    /// <summary>What a version resolves that no version below it on offer does: publishers take versions back, and what replaces them has their fixes.
    /// Versions of one module stream say nothing about those of another.</summary>
    public static IReadOnlyList<PackageAdvisory> Resolved(AdvisoryIndex advisories, string name, string architecture, string below, string version) =>
        [.. advisories.ResolvedBetween(name, architecture, below, version)
            .Where(advisory => advisory.Module is null || RpmVersion.Compare(advisory.Version, version) == 0)];

    public static AvailablePatch Describe(AvailablePatch patch, IReadOnlyList<PackageAdvisory> carried)
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

    /// <summary>A package may change between one architecture and all of them, where nothing of the other is installed.</summary>
    /// <param name="architecture">Of a version on offer.</param>
    /// <param name="installed">Of an installed package of the same name.</param>
    /// <param name="all">All that are installed under that name.</param>
    public static bool IsFor(string architecture, string installed, IReadOnlyCollection<string> all) =>
        string.Equals(architecture, installed, StringComparison.Ordinal)
        || ((architecture is NoArchitecture || installed is NoArchitecture) && !all.Contains(architecture, StringComparer.Ordinal));

    private static string[] Distinct(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
}
