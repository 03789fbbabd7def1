using System.Globalization;

namespace PatchBaselineAssociation.Nodes;

/// <summary>Which operating system of Systems Manager a Linux distribution is, and how its product is called in filters. Pure.</summary>
internal static class LinuxProducts
{
    /// <summary>os-release IDs. What is not here is found by ID_LIKE.</summary>
    private static readonly Dictionary<string, PatchOperatingSystem> s_ids = new(StringComparer.Ordinal)
    {
        ["amzn"] = PatchOperatingSystem.AmazonLinux2023,
        ["ubuntu"] = PatchOperatingSystem.Ubuntu,
        ["debian"] = PatchOperatingSystem.Debian,
        ["raspbian"] = PatchOperatingSystem.Raspbian,
        ["rhel"] = PatchOperatingSystem.RedHatEnterpriseLinux,
        ["redhat"] = PatchOperatingSystem.RedHatEnterpriseLinux,
        ["centos"] = PatchOperatingSystem.CentOS,
        ["ol"] = PatchOperatingSystem.OracleLinux,
        ["rocky"] = PatchOperatingSystem.RockyLinux,
        ["almalinux"] = PatchOperatingSystem.AlmaLinux,
        ["sles"] = PatchOperatingSystem.Suse,
        ["sles_sap"] = PatchOperatingSystem.Suse,
        ["sle_hpc"] = PatchOperatingSystem.Suse,
        ["sle-micro"] = PatchOperatingSystem.Suse,
        ["suse"] = PatchOperatingSystem.Suse,
        ["opensuse"] = PatchOperatingSystem.Suse,
        ["opensuse-leap"] = PatchOperatingSystem.Suse,
        ["opensuse-tumbleweed"] = PatchOperatingSystem.Suse,
    };

    /// <summary>Names of Ubuntu's releases: a derivative has a version of its own, and tells Ubuntu's only by this.</summary>
    private static readonly Dictionary<string, string> s_ubuntuCodenames = new(StringComparer.Ordinal)
    {
        ["trusty"] = "14.04",
        ["xenial"] = "16.04",
        ["bionic"] = "18.04",
        ["focal"] = "20.04",
        ["jammy"] = "22.04",
        ["noble"] = "24.04",
        ["oracular"] = "24.10",
        ["plucky"] = "25.04",
        ["questing"] = "25.10",
        ["resolute"] = "26.04",
    };

    private static readonly Dictionary<string, string> s_debianCodenames = new(StringComparer.Ordinal)
    {
        ["jessie"] = "8",
        ["stretch"] = "9",
        ["buster"] = "10",
        ["bullseye"] = "11",
        ["bookworm"] = "12",
        ["trixie"] = "13",
        ["forky"] = "14",
    };

    /// <summary>The names that the agent uses; the longest that is contained counts.</summary>
    private static readonly Dictionary<string, PatchOperatingSystem> s_agentNames = new(StringComparer.Ordinal)
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
    };

    /// <summary>The beginnings of one-line release files of systems older than os-release.</summary>
    private static readonly (string Start, PatchOperatingSystem OperatingSystem)[] s_releaseLines =
    [
        ("Amazon Linux AMI", PatchOperatingSystem.AmazonLinux),
        ("Amazon Linux release 2023", PatchOperatingSystem.AmazonLinux2023),
        ("Amazon Linux release 2022", PatchOperatingSystem.AmazonLinux2022),
        ("Amazon Linux", PatchOperatingSystem.AmazonLinux2),
        ("CentOS", PatchOperatingSystem.CentOS),
        ("Oracle Linux", PatchOperatingSystem.OracleLinux),
        ("Red Hat Enterprise Linux", PatchOperatingSystem.RedHatEnterpriseLinux),
        ("Rocky Linux", PatchOperatingSystem.RockyLinux),
        ("AlmaLinux", PatchOperatingSystem.AlmaLinux),
        ("SUSE Linux Enterprise", PatchOperatingSystem.Suse),
    ];

    /// <summary>Null where neither the system nor what it is like is known.</summary>
    /// <param name="release">os-release.</param>
    /// <param name="debianVersion">etc/debian_version, or empty.</param>
    /// <param name="isRaspberryPi">Whether the image is one of the Raspberry Pi: the 64-bit one calls itself Debian.</param>
    public static LinuxSystem? FromOsRelease(OsRelease release, string debianVersion, bool isRaspberryPi)
    {
        string displayName = release["PRETTY_NAME"].Length > 0 ? release["PRETTY_NAME"] : $"{release["NAME"]} {release["VERSION"]}".Trim();
        IReadOnlyList<string> lineage = release.Lineage;
        for (int i = 0; i < lineage.Count; i++)
        {
            if (!s_ids.TryGetValue(lineage[i], out PatchOperatingSystem operatingSystem))
                continue;
            bool isDerivative = i > 0;
            string version = VersionOf(operatingSystem, release, debianVersion, isDerivative);
            return new LinuxSystem(Refine(operatingSystem, version, isRaspberryPi), version, displayName);
        }

        return null;
    }

    public static LinuxSystem? FromReleaseLine(string line)
    {
        foreach ((string start, PatchOperatingSystem operatingSystem) in s_releaseLines)
        {
            if (line.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return new LinuxSystem(operatingSystem, FirstVersion(line), line);
        }

        return null;
    }

    public static LinuxSystem? FromAgent(string platformName, string platformVersion)
    {
        string? name = s_agentNames.Keys.Where(key => platformName.IndexOf(key, StringComparison.Ordinal) >= 0).OrderByDescending(key => key.Length).FirstOrDefault();
        if (name is null)
            return null;
        PatchOperatingSystem operatingSystem = s_agentNames[name] == PatchOperatingSystem.AmazonLinux2
            ? Refine(PatchOperatingSystem.AmazonLinux2023, platformVersion, isRaspberryPi: false)
            : s_agentNames[name];
        return new LinuxSystem(operatingSystem, platformVersion, $"{platformName} {platformVersion}".Trim());
    }

    public static string ProductOf(PatchOperatingSystem operatingSystem, string version) => operatingSystem switch
    {
        PatchOperatingSystem.AmazonLinux => "AmazonLinux" + version,
        PatchOperatingSystem.AmazonLinux2 => "AmazonLinux2",
        PatchOperatingSystem.AmazonLinux2022 => "AmazonLinux2022",
        PatchOperatingSystem.AmazonLinux2023 => "AmazonLinux2023",
        PatchOperatingSystem.Ubuntu => "Ubuntu" + version,
        PatchOperatingSystem.Debian => "Debian" + version,
        PatchOperatingSystem.Raspbian => "Raspbian" + version,
        PatchOperatingSystem.RedHatEnterpriseLinux => "RedhatEnterpriseLinux" + version,
        PatchOperatingSystem.CentOS => "CentOS" + version,
        PatchOperatingSystem.OracleLinux => "OracleLinux" + version,
        PatchOperatingSystem.RockyLinux => "RockyLinux" + version,
        PatchOperatingSystem.AlmaLinux => "AlmaLinux" + version,
        PatchOperatingSystem.Suse => "Suse" + version,
        _ => throw new ArgumentOutOfRangeException(nameof(operatingSystem), operatingSystem, "No Linux."),
    };

    /// <summary>Other spellings that published baselines use.</summary>
    public static IReadOnlyList<string> AliasesOf(PatchOperatingSystem operatingSystem, string version) => operatingSystem switch
    {
        PatchOperatingSystem.AmazonLinux2 => ["AmazonLinux2.0"],
        PatchOperatingSystem.Raspbian => ["RaspberryPiOS" + version],
        _ => [],
    };

    public static PackageManagerKind PackageManagerOf(PatchOperatingSystem operatingSystem, string version) => operatingSystem switch
    {
        PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian => PackageManagerKind.Apt,
        PatchOperatingSystem.Suse => PackageManagerKind.Zypper,
        PatchOperatingSystem.AmazonLinux or PatchOperatingSystem.AmazonLinux2 => PackageManagerKind.Yum,
        PatchOperatingSystem.RedHatEnterpriseLinux or PatchOperatingSystem.CentOS or PatchOperatingSystem.OracleLinux
            when int.TryParse(MajorVersion(version), NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major < 8 => PackageManagerKind.Yum,
        _ => PackageManagerKind.Dnf,
    };

    /// <summary>The part before the first dot, or the whole.</summary>
    public static string MajorVersion(string version) => version.Split('.')[0].Split('/')[0];

    private static PatchOperatingSystem Refine(PatchOperatingSystem operatingSystem, string version, bool isRaspberryPi)
    {
        if (operatingSystem == PatchOperatingSystem.Debian && isRaspberryPi)
            return PatchOperatingSystem.Raspbian;
        if (operatingSystem != PatchOperatingSystem.AmazonLinux2023)
            return operatingSystem;
        return MajorVersion(version) switch
        {
            "2" => PatchOperatingSystem.AmazonLinux2,
            "2022" => PatchOperatingSystem.AmazonLinux2022,
            var major when string.CompareOrdinal(major, "2019") < 0 => PatchOperatingSystem.AmazonLinux,
            _ => PatchOperatingSystem.AmazonLinux2023,
        };
    }

    private static string VersionOf(PatchOperatingSystem operatingSystem, OsRelease release, string debianVersion, bool isDerivative)
    {
        switch (operatingSystem)
        {
            case PatchOperatingSystem.Ubuntu when isDerivative && s_ubuntuCodenames.TryGetValue(release["UBUNTU_CODENAME"], out string? ubuntu):
                return ubuntu;
            case PatchOperatingSystem.Debian or PatchOperatingSystem.Raspbian:
                return DebianVersion(release, debianVersion, isDerivative);
            default:
                return release["VERSION_ID"];
        }
    }

    /// <summary>Testing and unstable have no number: their name stands for it. A derivative's own number is not Debian's.</summary>
    private static string DebianVersion(OsRelease release, string debianVersion, bool isDerivative)
    {
        if (!isDerivative && release["VERSION_ID"].Length > 0)
            return MajorVersion(release["VERSION_ID"]);
        string codename = release["DEBIAN_CODENAME"].Length > 0 ? release["DEBIAN_CODENAME"] : release["VERSION_CODENAME"];
        if (s_debianCodenames.TryGetValue(codename, out string? number))
            return number;
        // "12.5", or "trixie/sid"
        string major = MajorVersion(debianVersion);
        if (s_debianCodenames.TryGetValue(major, out string? byName))
            return byName;
        return major.Length > 0 ? major : codename;
    }

    private static string FirstVersion(string line)
    {
        foreach (string word in line.Split(' '))
        {
            if (word.Length > 0 && word[0] is >= '0' and <= '9')
                return word.TrimEnd(',', ';', ')');
        }

        return "";
    }
}
