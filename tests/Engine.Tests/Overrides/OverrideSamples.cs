using System.Text;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;

namespace PatchBaselineAssociation.Tests.Overrides;

internal static class OverrideSamples
{
    public static OverrideList Read(string yaml) => OverrideListReader.Read(Encoding.UTF8.GetBytes(yaml), "list.yaml");

    public static OverrideList List(params (string Id, string? Title)[] entries) => new()
    {
        SourceName = "list.yaml",
        Entries = [.. entries.Select(entry => new OverrideEntry { Id = entry.Id, Title = entry.Title })],
    };

    public static OverrideMatcher Matcher(PatchOperatingSystem system, params (string Id, string? Title)[] entries) => new(List(entries), system);

    public static InventoryEntry Package(string name, string architecture, params string[] versions) => new()
    {
        Name = name,
        Architecture = architecture,
        Installed = new InstalledPackage { Version = versions[0] },
        Versions = [.. versions.Select(version => new AvailablePatch { Version = version })],
    };

    public static InventoryEntry Update(string kb, params string[] bulletins) => new()
    {
        Name = kb,
        IsMissingWhenAbsent = true,
        Versions = [new AvailablePatch { Version = "", KbIds = [kb], BulletinIds = bulletins }],
    };

    public static Inventory Inventory(params InventoryEntry[] entries) => new() { VersionScheme = VersionScheme.Debian, Entries = entries };
}
