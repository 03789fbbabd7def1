namespace PatchBaselineAssociation.Nodes;

/// <summary>Windows versions and the products that PRODUCT filters name. Pure.</summary>
internal static class WindowsProducts
{
    private static readonly (int Build, string Product)[] s_servers =
    [
        (26100, "WindowsServer2025"), (20348, "WindowsServer2022"), (17763, "WindowsServer2019"), (14393, "WindowsServer2016"),
        (9600, "WindowsServer2012R2"), (9200, "WindowsServer2012"), (0, "WindowsServer2008R2"),
    ];

    private static readonly (int Build, string Product)[] s_clients =
    [
        (22000, "Windows11"), (10240, "Windows10"), (9600, "Windows8.1"), (9200, "Windows8"), (0, "Windows7"),
    ];

    public static string ProductOf(Version version, bool isServer) =>
        Array.Find(isServer ? s_servers : s_clients, product => version.Build >= product.Build).Product ?? "Windows";
}
