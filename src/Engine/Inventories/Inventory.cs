namespace PatchBaselineAssociation.Inventories;

/// <summary>Everything a package manager knows that evaluation needs.</summary>
public sealed record Inventory
{
    public required VersionScheme VersionScheme { get; init; }

    public required IReadOnlyList<InventoryEntry> Entries { get; init; }

    public IReadOnlyList<RepositoryHealth> Repositories { get; init; } = [];
}
