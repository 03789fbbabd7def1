using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Operations;

/// <summary>A node compared with its baseline.</summary>
internal sealed record NodeAssessment
{
    public required Node Node { get; init; }

    public required PatchBaseline Baseline { get; init; }

    public required PatchEvaluator Evaluator { get; init; }

    public required Inventory Inventory { get; init; }

    public required IReadOnlyList<PatchDecision> Decisions { get; init; }

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
