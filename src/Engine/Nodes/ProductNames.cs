using System.Globalization;

namespace PatchBaselineAssociation.Nodes;

/// <summary>Product strings, and what else follows from a system and its version.</summary>
internal static class ProductNames
{
    private const int MaximumVersionLength = 32;

    private static readonly (int Build, string Product, string Name)[] s_windowsServers =
    [
        (9200, "WindowsServer2012", "Windows Server 2012"),
        (9600, "WindowsServer2012R2", "Windows Server 2012 R2"),
        (14393, "WindowsServer2016", "Windows Server 2016"),
        (17763, "WindowsServer2019", "Windows Server 2019"),
        (20348, "WindowsServer2022", "Windows Server 2022"),
        (26100, "WindowsServer2025", "Windows Server 2025"),
    ];

    private static readonly (int Build, string Product, string Name)[] s_windowsClients =
    [
        (10240, "Windows10", "Windows 10"),
        (22000, "Windows11", "Windows 11"),
    ];

    /// <summary>The text up to the first character that no version has.</summary>
    public static string CleanVersion(string text)
    {
        text = text.Trim();
        int length = 0;
        while (length < text.Length && length < MaximumVersionLength
            && text[length] is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '.' or '-' or '_')
            length++;
        return text.Substring(0, length);
    }

    /// <summary>As much of a version as products have: <c>12</c> of Debian 12.5, <c>7.9</c> of CentOS 7.9.2009.</summary>
    public static string ShortVersion(PatchOperatingSystem system, string version)
    {
        int parts = system switch
        {
            PatchOperatingSystem.Debian or PatchOperatingSystem.Raspbian or PatchOperatingSystem.AmazonLinux2
                or PatchOperatingSystem.AmazonLinux2022 or PatchOperatingSystem.AmazonLinux2023 => 1,
            _ => 2,
        };
        return string.Join(".", version.Split('.').Take(parts));
    }

    public static string Product(PatchOperatingSystem system, string version) => Prefix(system) + version;

    /// <summary>A version without its minor number is also written with <c>.0</c>: <c>AmazonLinux2.0</c>.</summary>
    public static IReadOnlyList<string> Aliases(PatchOperatingSystem system, string version) =>
        HasMinorVersions(system) && version.Length > 0 && version.IndexOf('.') < 0 ? [Product(system, version + ".0")] : [];

    public static PackageManagerKind PackageManager(PatchOperatingSystem system, string version) => system switch
    {
        PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Debian or PatchOperatingSystem.Raspbian => PackageManagerKind.Apt,
        PatchOperatingSystem.Suse => PackageManagerKind.Zypper,
        PatchOperatingSystem.MacOS => PackageManagerKind.MacOS,
        PatchOperatingSystem.Windows => PackageManagerKind.WindowsUpdate,
        PatchOperatingSystem.AmazonLinux or PatchOperatingSystem.AmazonLinux2 => PackageManagerKind.Yum,
        PatchOperatingSystem.RedHatEnterpriseLinux or PatchOperatingSystem.CentOS or PatchOperatingSystem.OracleLinux
            when int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major <= 7 => PackageManagerKind.Yum,
        _ => PackageManagerKind.Dnf,
    };

    /// <summary>Product and name of a Windows: the last release that is not newer than its build. Null for those from before Windows Server 2012 and Windows 10.</summary>
    public static (string Product, string Name)? Windows(Version version, bool isServer)
    {
        (string Product, string Name)? found = null;
        foreach ((int build, string product, string name) in isServer ? s_windowsServers : s_windowsClients)
        {
            if (version.Build >= build)
                found = (product, name);
        }

        return found;
    }

    private static bool HasMinorVersions(PatchOperatingSystem system) => system is PatchOperatingSystem.AmazonLinux2
        or PatchOperatingSystem.RedHatEnterpriseLinux or PatchOperatingSystem.CentOS or PatchOperatingSystem.OracleLinux
        or PatchOperatingSystem.RockyLinux or PatchOperatingSystem.AlmaLinux or PatchOperatingSystem.Suse;

    private static string Prefix(PatchOperatingSystem system) => system switch
    {
        PatchOperatingSystem.AmazonLinux or PatchOperatingSystem.AmazonLinux2 or PatchOperatingSystem.AmazonLinux2022
            or PatchOperatingSystem.AmazonLinux2023 => "AmazonLinux",
        PatchOperatingSystem.RedHatEnterpriseLinux => "RedhatEnterpriseLinux",
        PatchOperatingSystem.MacOS => "macOS",
        _ => system.ToString(),
    };
}
