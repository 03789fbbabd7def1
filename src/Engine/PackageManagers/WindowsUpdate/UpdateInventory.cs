using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What the agent knows, as evaluation and transactions use it.</summary>
internal sealed record UpdateInventory
{
    public static UpdateInventory Empty { get; } = new() { Entries = [], Offers = new Dictionary<(string Kb, string Version), AgentUpdate>(), WithoutKb = [] };

    public required IReadOnlyList<InventoryEntry> Entries { get; init; }

    /// <summary>The update that is to be put on for a version of a KB number.</summary>
    public required IReadOnlyDictionary<(string Kb, string Version), AgentUpdate> Offers { get; init; }

    /// <summary>Updates that no KB number names: a baseline cannot speak of them.</summary>
    public required IReadOnlyList<AgentUpdate> WithoutKb { get; init; }
}
