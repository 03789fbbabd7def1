namespace PatchBaselineAssociation.Nodes;

/// <summary>Systems by the names they have in os-release, in release files and with the Systems Manager agent.</summary>
internal static class SystemNames
{
    private static readonly Dictionary<string, PatchOperatingSystem> s_byId = new(StringComparer.Ordinal)
    {
        ["ubuntu"] = PatchOperatingSystem.Ubuntu,
        ["debian"] = PatchOperatingSystem.Debian,
        ["raspbian"] = PatchOperatingSystem.Raspbian,
        ["amzn"] = PatchOperatingSystem.AmazonLinux2,
        ["rhel"] = PatchOperatingSystem.RedHatEnterpriseLinux,
        ["centos"] = PatchOperatingSystem.CentOS,
        ["ol"] = PatchOperatingSystem.OracleLinux,
        ["rocky"] = PatchOperatingSystem.RockyLinux,
        ["almalinux"] = PatchOperatingSystem.AlmaLinux,
        ["sles"] = PatchOperatingSystem.Suse,
        ["sles_sap"] = PatchOperatingSystem.Suse,
        ["sled"] = PatchOperatingSystem.Suse,
        ["suse"] = PatchOperatingSystem.Suse,
        ["opensuse"] = PatchOperatingSystem.Suse,
        ["opensuse-leap"] = PatchOperatingSystem.Suse,
        ["opensuse-tumbleweed"] = PatchOperatingSystem.Suse,
    };

    private static readonly Dictionary<string, PatchOperatingSystem> s_byName = new(StringComparer.Ordinal)
    {
        ["Amazon Linux AMI"] = PatchOperatingSystem.AmazonLinux,
        ["Amazon Linux Bare Metal"] = PatchOperatingSystem.AmazonLinux,
        ["Amazon Linux"] = PatchOperatingSystem.AmazonLinux2,
        ["CentOS"] = PatchOperatingSystem.CentOS,
        ["Debian GNU/Linux"] = PatchOperatingSystem.Debian,
        ["Raspbian GNU/Linux"] = PatchOperatingSystem.Raspbian,
        ["Ubuntu"] = PatchOperatingSystem.Ubuntu,
        ["Oracle Linux Server"] = PatchOperatingSystem.OracleLinux,
        ["Red Hat Enterprise Linux"] = PatchOperatingSystem.RedHatEnterpriseLinux,
        ["Red Hat Enterprise Linux Server"] = PatchOperatingSystem.RedHatEnterpriseLinux,
        ["Rocky Linux"] = PatchOperatingSystem.RockyLinux,
        ["AlmaLinux"] = PatchOperatingSystem.AlmaLinux,
        ["SLES"] = PatchOperatingSystem.Suse,
        ["SLES_SAP"] = PatchOperatingSystem.Suse,
        ["SUSE Linux"] = PatchOperatingSystem.Suse,
        ["openSUSE"] = PatchOperatingSystem.Suse,
    };

    /// <summary>By os-release's ID, or a word of ID_LIKE. Which Amazon Linux it is, the version tells.</summary>
    public static PatchOperatingSystem? FindId(string id) => s_byId.TryGetValue(id, out PatchOperatingSystem system) ? system : null;

    /// <summary>By the longest known name that the text contains. Which Amazon Linux it is, the version tells.</summary>
    public static PatchOperatingSystem? FindName(string text)
    {
        int longest = 0;
        PatchOperatingSystem? found = null;
        foreach (KeyValuePair<string, PatchOperatingSystem> name in s_byName)
        {
            if (name.Key.Length > longest && text.IndexOf(name.Key, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                longest = name.Key.Length;
                found = name.Value;
            }
        }

        return found;
    }

    public static bool IsAmazon(PatchOperatingSystem system) => system is PatchOperatingSystem.AmazonLinux
        or PatchOperatingSystem.AmazonLinux2 or PatchOperatingSystem.AmazonLinux2022 or PatchOperatingSystem.AmazonLinux2023;

    /// <summary>Which Amazon Linux a version is; null for one that is not known.</summary>
    public static PatchOperatingSystem? AmazonOf(string version)
    {
        string[] parts = version.Split('.');
        return parts[0] switch
        {
            "2" => PatchOperatingSystem.AmazonLinux2,
            "2022" => PatchOperatingSystem.AmazonLinux2022,
            "2023" => PatchOperatingSystem.AmazonLinux2023,
            // The first Amazon Linux counted year and month, from 2010.11 to 2018.03.
            { Length: 4 } year when parts.Length > 1
                && string.CompareOrdinal(year, "2010") >= 0 && string.CompareOrdinal(year, "2018") <= 0 => PatchOperatingSystem.AmazonLinux,
            _ => null,
        };
    }
}
