namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>The record of one version in a package file.</summary>
internal sealed record AptRecord
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Architecture { get; init; }

    public string Priority { get; init; } = "";

    public string Section { get; init; } = "";

    /// <summary>What it says that it takes on the disk; null where it says nothing.</summary>
    public long? InstalledKilobytes { get; init; }

    /// <summary>What it depends on and recommends, in one list.</summary>
    public string Relations { get; init; } = "";

    public string Summary { get; init; } = "";

    /// <summary>Every CVE that any field of the record names.</summary>
    public IReadOnlyList<string> CveIds { get; init; } = [];
}
