namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>A repository that zypper knows.</summary>
/// <param name="Alias">What zypper calls it in its answers.</param>
/// <param name="Priority">A smaller number goes before a greater.</param>
internal sealed record ZypperRepository(string Alias, int Priority);
