using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>What a run has found and put on. The agent may offer what waits for a restart still.</summary>
internal sealed class UpdateMemory
{
    private readonly HashSet<UpdateKey> _waiting = [];
    private readonly Dictionary<string, InstalledState> _putOn = new(StringComparer.Ordinal);

    public UpdateInventory Inventory { get; set; } = UpdateInventory.Empty;

    public bool IsOn(AgentUpdate update) => update.IsInstalled || update.IsRestartPending || _waiting.Contains(update.Key);

    public void PutOn(string kb, string version, UpdateKey key, UpdateOutcome outcome)
    {
        _putOn[kb] = new InstalledState(version, IsWhole: true);
        if (outcome.IsRestartRequired)
            _waiting.Add(key);
    }

    /// <summary>What the last search found installed, and what was put on since the run began.</summary>
    public IReadOnlyDictionary<string, InstalledState> Installed()
    {
        Dictionary<string, InstalledState> installed = new(StringComparer.Ordinal);
        foreach (Inventories.InventoryEntry entry in Inventory.Entries)
        {
            if (entry.Installed is { } found)
                installed[entry.Id] = new InstalledState(found.Version, IsWhole: true);
        }

        foreach (KeyValuePair<string, InstalledState> put in _putOn)
            installed[put.Key] = put.Value;
        return installed;
    }
}
