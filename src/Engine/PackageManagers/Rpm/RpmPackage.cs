namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>A package in rpm's database.</summary>
internal sealed record RpmPackage
{
    public required string Name { get; init; }

    public required string Architecture { get; init; }

    /// <summary><c>epoch:version-release</c>; without an epoch, 0 stands there.</summary>
    public required string Version { get; init; }

    public DateTimeOffset? InstalledTime { get; init; }

    /// <summary>What its files take on the disk.</summary>
    public long InstalledBytes { get; init; }

    /// <summary>The id that reports use: <c>name.architecture</c>.</summary>
    public string Id => $"{Name}.{Architecture}";
}
