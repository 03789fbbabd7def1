using PatchBaselineAssociation.PackageManagers.MacOS;

namespace PatchBaselineAssociation.Tests.MacOS;

internal static class MacOSSamples
{
    public static MacOSSnapshot Snapshot(
        IReadOnlyList<SoftwareUpdateItem>? updates = null, IReadOnlyList<InstallReceipt>? receipts = null, IReadOnlyList<HomebrewPackage>? homebrew = null, string version = "13.6", bool isAppleSilicon = false) => new()
    {
        Updates = updates ?? [],
        Receipts = receipts ?? [],
        Homebrew = homebrew ?? [],
        Policy = new UpdatePolicy(version, isAppleSilicon),
        Health = [],
    };
}
