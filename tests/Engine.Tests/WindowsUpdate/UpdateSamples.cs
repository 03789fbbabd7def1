using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>Updates as the agent tells them.</summary>
internal static class UpdateSamples
{
    public const string Security = "0fa1201d-4330-4fa8-8ae9-b877473b6441";
    public const string Ordinary = "cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83";

    public static Node Server { get; } = new()
    {
        Id = "node",
        OperatingSystem = PatchOperatingSystem.Windows,
        PackageManager = PackageManagerKind.WindowsUpdate,
        Product = "WindowsServer2022",
        DisplayName = "Windows Server 2022",
    };

    public static AgentUpdate Update(string kb, string day = "2026-10-13", int revision = 1, string classification = Security) => new()
    {
        Key = new UpdateKey(IdOf(kb + day), revision),
        Title = $"2026-10 Cumulative Update for Windows Server 2022 for x64-based Systems (KB{kb})",
        KbArticleIds = [kb],
        MsrcSeverity = "Critical",
        Categories = [Classification(classification), Product("Microsoft Server operating system-21H2")],
        LastDeploymentChange = DateTimeOffset.Parse(day + "T17:00:00Z", System.Globalization.CultureInfo.InvariantCulture),
        MaximumDownloadSize = 1000,
    };

    public static UpdateCategory Classification(string id) => new(id, "Sicherheitsupdates", "UpdateClassification");

    public static UpdateCategory Product(string name, string family = "") => new("product-" + name, name, "Product", family);

    /// <summary>The same text gives the same GUID.</summary>
    public static string IdOf(string text) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();
}
