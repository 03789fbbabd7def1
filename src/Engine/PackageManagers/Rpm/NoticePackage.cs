namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>One version of a package that a notice carries.</summary>
internal sealed record NoticePackage
{
    public required string Name { get; init; }

    public required string Architecture { get; init; }

    /// <summary><c>epoch:version-release</c>, always with the epoch.</summary>
    public required string Version { get; init; }

    /// <summary>Null for a package of no module.</summary>
    public ModuleStream? Module { get; init; }

    public Suggestions Suggestions { get; init; }
}
