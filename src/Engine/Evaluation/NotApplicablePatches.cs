using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>Updates that Systems Manager approves for this version of Windows, or the approved list names, and that the node neither has nor is offered:
/// they do not apply to it.</summary>
internal static class NotApplicablePatches
{
    // Of each version of Windows there are many hundreds that a node will never need: the newest have a record, the others are counted.
    private const int MostReported = 100;

    /// <returns>The inventory with them, and how many were left out.</returns>
    public static (Inventory Inventory, int Unreported) AddTo(Inventory inventory, PatchBaseline baseline, Node node)
    {
        if (baseline.OperatingSystem != PatchOperatingSystem.Windows || baseline.EffectivePatches.Count + baseline.ApprovedPatches.Count == 0)
            return (inventory, 0);

        HashSet<string> known = new(
            inventory.Entries.SelectMany(entry => entry.Versions.SelectMany(patch => patch.KbIds).Append(entry.Name)), StringComparer.OrdinalIgnoreCase);
        InventoryEntry[] listed = [.. baseline.ApprovedPatches.Select(KbOf).OfType<string>().Where(known.Add).Select(kb => EntryOf(kb, new AvailablePatch { Version = "", KbIds = [kb] }))];
        EffectivePatch[] absent =
        [
            .. baseline.EffectivePatches
                .Where(patch => patch.IsApproved && !patch.IsRejected && IsFor(patch, node) && known.Add(patch.KnowledgeBaseId))
                .OrderByDescending(patch => patch.ReleaseTime)
                .ThenBy(patch => patch.KnowledgeBaseId, StringComparer.Ordinal),
        ];
        return (inventory with { Entries = [.. inventory.Entries, .. listed, .. absent.Take(MostReported).Select(EntryOf)] }, Math.Max(0, absent.Length - MostReported));
    }

    private static bool IsFor(EffectivePatch patch, Node node) => string.Equals(patch.Product.Replace(" ", ""), node.Product, StringComparison.OrdinalIgnoreCase);

    /// <summary>A number with its letters; null for a bulletin, whose number is not known.</summary>
    private static string? KbOf(string entry)
    {
        string kb = PatchList.NormalizeKb(entry.Trim()).ToUpperInvariant();
        return kb.Length > 2 && kb.StartsWith("KB", StringComparison.Ordinal) && kb.Skip(2).All(c => c is >= '0' and <= '9') ? kb : null;
    }

    private static InventoryEntry EntryOf(EffectivePatch patch) => EntryOf(patch.KnowledgeBaseId, new AvailablePatch
    {
        Version = "",
        Summary = patch.Title,
        Classifications = patch.Classification.Length == 0 ? [] : [patch.Classification],
        Severities = patch.MsrcSeverity.Length == 0 ? [] : [patch.MsrcSeverity],
        KbIds = [patch.KnowledgeBaseId],
        BulletinIds = patch.MsrcNumber.Length == 0 ? [] : [patch.MsrcNumber],
        Products = [patch.Product],
        Released = patch.ReleaseTime,
    });

    private static InventoryEntry EntryOf(string kb, AvailablePatch patch) => new() { Name = kb, IsMissingWhenAbsent = true, IsApplicable = false, Versions = [patch] };
}
