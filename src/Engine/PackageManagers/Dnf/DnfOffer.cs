namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>A version in a repository that is newer than what is installed.</summary>
internal sealed record DnfOffer
{
    public required string Name { get; init; }

    public required string Architecture { get; init; }

    /// <summary><c>epoch:version-release</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Id of the repository.</summary>
    public required string Repository { get; init; }

    public string Summary { get; init; } = "";
}
