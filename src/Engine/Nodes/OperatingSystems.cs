namespace PatchBaselineAssociation.Nodes;

/// <summary>The names that Systems Manager gives to operating systems.</summary>
public static class OperatingSystems
{
    private static readonly Dictionary<PatchOperatingSystem, string> s_wireNames = new()
    {
        [PatchOperatingSystem.Windows] = "WINDOWS",
        [PatchOperatingSystem.AmazonLinux] = "AMAZON_LINUX",
        [PatchOperatingSystem.AmazonLinux2] = "AMAZON_LINUX_2",
        [PatchOperatingSystem.AmazonLinux2022] = "AMAZON_LINUX_2022",
        [PatchOperatingSystem.AmazonLinux2023] = "AMAZON_LINUX_2023",
        [PatchOperatingSystem.Ubuntu] = "UBUNTU",
        [PatchOperatingSystem.RedHatEnterpriseLinux] = "REDHAT_ENTERPRISE_LINUX",
        [PatchOperatingSystem.Suse] = "SUSE",
        [PatchOperatingSystem.CentOS] = "CENTOS",
        [PatchOperatingSystem.OracleLinux] = "ORACLE_LINUX",
        [PatchOperatingSystem.Debian] = "DEBIAN",
        [PatchOperatingSystem.MacOS] = "MACOS",
        [PatchOperatingSystem.Raspbian] = "RASPBIAN",
        [PatchOperatingSystem.RockyLinux] = "ROCKY_LINUX",
        [PatchOperatingSystem.AlmaLinux] = "ALMA_LINUX",
    };

    private static readonly Dictionary<string, PatchOperatingSystem> s_byWireName =
        s_wireNames.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static IReadOnlyCollection<PatchOperatingSystem> All => s_wireNames.Keys;

    /// <summary>The name as it stands in baselines and API calls, for example <c>AMAZON_LINUX_2</c>.</summary>
    public static string ToWireName(this PatchOperatingSystem operatingSystem) => s_wireNames[operatingSystem];

    /// <summary>Reads a wire name; case counts, as it does for the service.</summary>
    public static bool TryParseWireName(string text, out PatchOperatingSystem operatingSystem) =>
        s_byWireName.TryGetValue(text, out operatingSystem);
}
