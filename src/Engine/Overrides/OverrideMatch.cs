using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Overrides;

/// <summary>One version of one package that an entry names.</summary>
public sealed record OverrideMatch
{
    public required OverrideEntry Entry { get; init; }

    public required OverrideMatchKind Kind { get; init; }

    public required InventoryEntry Package { get; init; }

    public required string Version { get; init; }

    /// <summary>Null for an installed version that the inventory says no more about.</summary>
    public AvailablePatch? Patch { get; init; }

    /// <summary>Whether the entry says which version it wants, by its title or within its id, and does not only happen to take this one:
    /// it would not take the package in any version.</summary>
    public bool IsVersionNamed { get; init; }
}
