using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Everything that the sources of a Mac said at one time.</summary>
internal sealed record MacOSSnapshot
{
    /// <summary>What softwareupdate offers.</summary>
    public required IReadOnlyList<SoftwareUpdateItem> Updates { get; init; }

    /// <summary>Of each name the last.</summary>
    public required IReadOnlyList<InstallReceipt> Receipts { get; init; }

    /// <summary>Empty where Homebrew is not there or did not answer.</summary>
    public required IReadOnlyList<HomebrewPackage> Homebrew { get; init; }

    public required UpdatePolicy Policy { get; init; }

    public required IReadOnlyList<RepositoryHealth> Health { get; init; }
}
