using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Installation;

/// <summary>A patch that an install is to put on.</summary>
/// <param name="Entry">The package, or update.</param>
/// <param name="Patch">The version to put on.</param>
/// <param name="Reason">Why: the rule, list entry or override entry that asks for it.</param>
public sealed record InstallTarget(InventoryEntry Entry, AvailablePatch Patch, string Reason)
{
    public string Id => Entry.Id;

    public PackageVersion Version => new(Entry.Name, Entry.Architecture, Patch.Version);
}
