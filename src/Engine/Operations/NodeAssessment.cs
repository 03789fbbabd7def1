using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>A node compared with its baseline.</summary>
internal sealed record NodeAssessment
{
    public required Node Node { get; init; }

    public required PatchBaseline Baseline { get; init; }

    public required PatchEvaluator Evaluator { get; init; }

    public required Inventory Inventory { get; init; }

    public required IReadOnlyList<PatchDecision> Decisions { get; init; }

    /// <summary>Whether something that is installed waits for a restart, whatever its state is otherwise.</summary>
    public bool IsRestartPending(PatchStates states) => states.Waiting(InstalledVersion, Node.BootTime).Any();

    /// <summary>The state file after a run: what the records say, and what waits for a restart beside them.</summary>
    /// <param name="records">The run's.</param>
    /// <param name="states">What the records were made with.</param>
    public PatchStates StateFile(IReadOnlyList<PatchRecord> records, PatchStates states) =>
        PatchStates.Of(records, states.LastNoRebootInstallOperationTime).Carrying(states, InstalledVersion, Node.BootTime);

    /// <summary>The installed version by id; null where it is not installed.</summary>
    public string? InstalledVersion(string id) =>
        (_installed ??= IndexInstalled()).TryGetValue(id, out string? version) ? version : null;

    private Dictionary<string, string>? _installed;

    private Dictionary<string, string> IndexInstalled()
    {
        Dictionary<string, string> installed = new(StringComparer.Ordinal);
        foreach (InventoryEntry entry in Inventory.Entries)
        {
            if (entry.Installed is { } package)
                installed[entry.Id] = package.Version;
        }

        return installed;
    }
}
