namespace PatchBaselineAssociation.Inventories;

/// <summary>Everything a package manager knows that evaluation needs.</summary>
public sealed record Inventory
{
    public required VersionScheme VersionScheme { get; init; }

    public required IReadOnlyList<InventoryEntry> Entries { get; init; }

    public IReadOnlyList<RepositoryHealth> Repositories { get; init; } = [];

    /// <summary>Another process was changing the packages while they were read.</summary>
    public bool IsInUse { get; init; }
}
