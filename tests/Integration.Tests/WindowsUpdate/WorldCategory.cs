namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>A category of updates as the stand-in plays it.</summary>
internal sealed record WorldCategory(string Name, string Id, string Type)
{
    public WorldCategory? Parent { get; init; }

    public static WorldCategory SecurityUpdates { get; } = new("Security Updates", "0fa1201d-4330-4fa8-8ae9-b877473b6441", "UpdateClassification");

    public static WorldCategory CriticalUpdates { get; } = new("Critical Updates", "e6cf1350-c01b-414d-a61f-263d14d133b4", "UpdateClassification");

    public static WorldCategory Updates { get; } = new("Updates", "cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83", "UpdateClassification");

    public static WorldCategory Drivers { get; } = new("Drivers", "ebfc1fc5-71a4-4f7b-9aca-3b9a503104a0", "UpdateClassification");

    public static WorldCategory Server { get; } = new("Microsoft Server operating system-21H2", "71718f13-7324-4b0f-8f9e-2ca9dc978e53", "Product")
    {
        Parent = new("Windows", "6964aab4-c5b5-43bd-a17d-ffb4346a8e1d", "ProductFamily"),
    };

    public static WorldCategory SqlServer { get; } = new("Microsoft SQL Server 2022", "5c6c9d5c-1b2c-4b0c-9c62-6c1f0f5c2f4b", "Product")
    {
        Parent = new("SQL Server", "0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e", "ProductFamily"),
    };
}
