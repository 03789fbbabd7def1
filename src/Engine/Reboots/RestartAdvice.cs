using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reboots;

/// <summary>What the notices of changed packages say about a restart. Pure.</summary>
internal static class RestartAdvice
{
    private const int MaximumNotices = 10;

    /// <summary>A sentence for each notice that suggests one and came with a change: those of every version above the former one, up to the new one.</summary>
    public static IReadOnlyList<string> Of(Inventory inventory, IReadOnlyList<PackageChange> changes)
    {
        Dictionary<string, InventoryEntry> entries = [];
        foreach (InventoryEntry entry in inventory.Entries)
            entries[entry.Id] = entry;
        (string Notice, string Id)[] suggested =
        [
            .. from change in changes
               where change.ToVersion.Length > 0 && entries.ContainsKey(change.Id)
               from version in entries[change.Id].Versions
               where IsBrought(version.Version, change, inventory.VersionScheme)
               from notice in version.RestartAdvisoryIds
               select (notice, change.Id),
        ];
        return
        [
            .. suggested.Distinct()
                .GroupBy(pair => pair.Notice, pair => pair.Id, StringComparer.Ordinal)
                .OrderBy(notice => notice.Key, StringComparer.Ordinal)
                .Take(MaximumNotices)
                .Select(notice => $"{PrintableText.Of(notice.Key)} suggests a restart after changes to {Shorten([.. notice])}."),
        ];
    }

    private static bool IsBrought(string version, PackageChange change, VersionScheme scheme) =>
        scheme.Compare(version, change.ToVersion) <= 0 && (change.FromVersion.Length == 0 ? scheme.Compare(version, change.ToVersion) == 0 : scheme.Compare(version, change.FromVersion) > 0);

    private static string Shorten(string[] ids) => ids.Length > 3 ? $"{string.Join(", ", ids.Take(3))} and {ids.Length - 3} more" : string.Join(", ", ids);
}
