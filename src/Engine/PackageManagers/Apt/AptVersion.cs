namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>One row of a version table of <c>apt-cache policy</c>.</summary>
/// <param name="Version">The version.</param>
/// <param name="Priority">The priority that apt's policy gives to this version, pins and phasing included.</param>
/// <param name="PhasedPercentage">The share of nodes it is rolled out to; null where it is not phased.</param>
/// <param name="Sources">The package files that hold it.</param>
internal sealed record AptVersion(string Version, int Priority, int? PhasedPercentage, IReadOnlyList<AptVersionSource> Sources);
