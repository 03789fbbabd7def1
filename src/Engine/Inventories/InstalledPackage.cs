namespace PatchBaselineAssociation.Inventories;

/// <summary>A package (or update) that is on the node.</summary>
public sealed record InstalledPackage
{
    /// <summary>The version as the package manager prints it: Debian <c>1:2.3-4</c>, RPM <c>epoch:version-release</c>.</summary>
    public required string Version { get; init; }

    public DateTimeOffset? InstalledTime { get; init; }

    /// <summary>Unpacked or half-configured: the package manager has to finish it before anything else.</summary>
    public bool IsHalfInstalled { get; init; }
}
