using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>A notice, as far as it is about one version of one package.</summary>
/// <param name="Version">The version that it carries, <c>epoch:version-release</c>.</param>
/// <param name="Advisory">What it says.</param>
internal sealed record PackageAdvisory(string Version, Advisory Advisory)
{
    /// <summary>Where the package is one of a module: without this stream enabled, the notice does not concern the node.</summary>
    public ModuleStream? Module { get; init; }

    public Suggestions Suggestions { get; init; }
}
