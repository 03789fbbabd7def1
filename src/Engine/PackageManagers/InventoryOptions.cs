namespace PatchBaselineAssociation.PackageManagers;

public sealed record InventoryOptions
{
    /// <summary>Fetch fresh metadata into the module's own cache; otherwise what is on the node is used.</summary>
    public bool Refresh { get; init; } = true;

    /// <summary>A folder of the module's own that may be written; package manager caches are kept below it.</summary>
    public required string CacheFolder { get; init; }
}
