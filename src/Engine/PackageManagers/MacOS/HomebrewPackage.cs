namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>One formula or cask that Homebrew has installed.</summary>
internal sealed record HomebrewPackage
{
    /// <summary>Without the tap that it is from.</summary>
    public required string Name { get; init; }

    /// <summary>Where another package has the same name: with the tap.</summary>
    public required string FullName { get; init; }

    /// <summary>The name that brew is asked for: with the tap where it is not one of Homebrew's own.</summary>
    public required string Spec { get; init; }

    public required bool IsCask { get; init; }

    public required string InstalledVersion { get; init; }

    public DateTimeOffset? InstalledTime { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What brew would upgrade it to; empty where it is up to date.</summary>
    public string OfferedVersion { get; init; } = "";

    public bool IsPinned { get; init; }
}
