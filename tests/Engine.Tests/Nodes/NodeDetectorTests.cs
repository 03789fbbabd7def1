using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Nodes;

public sealed class NodeDetectorTests
{
    private readonly SampleEvents _events = new();

    [Theory]
    [InlineData("Amazon Linux 1", PatchOperatingSystem.AmazonLinux, "AmazonLinux2018.03", "", PackageManagerKind.Yum)]
    [InlineData("Amazon Linux 2", PatchOperatingSystem.AmazonLinux2, "AmazonLinux2", "AmazonLinux2.0", PackageManagerKind.Yum)]
    [InlineData("Amazon Linux 2 candidate", PatchOperatingSystem.AmazonLinux2, "AmazonLinux2", "AmazonLinux2.0", PackageManagerKind.Yum)]
    [InlineData("Amazon Linux 2022", PatchOperatingSystem.AmazonLinux2022, "AmazonLinux2022", "", PackageManagerKind.Dnf)]
    [InlineData("Amazon Linux 2023", PatchOperatingSystem.AmazonLinux2023, "AmazonLinux2023", "", PackageManagerKind.Dnf)]
    [InlineData("Ubuntu 14.04", PatchOperatingSystem.Ubuntu, "Ubuntu14.04", "", PackageManagerKind.Apt)]
    [InlineData("Ubuntu 16.04", PatchOperatingSystem.Ubuntu, "Ubuntu16.04", "", PackageManagerKind.Apt)]
    [InlineData("Ubuntu 20.04", PatchOperatingSystem.Ubuntu, "Ubuntu20.04", "", PackageManagerKind.Apt)]
    [InlineData("Ubuntu 22.04", PatchOperatingSystem.Ubuntu, "Ubuntu22.04", "", PackageManagerKind.Apt)]
    [InlineData("Ubuntu 24.04", PatchOperatingSystem.Ubuntu, "Ubuntu24.04", "", PackageManagerKind.Apt)]
    [InlineData("Ubuntu 25.04", PatchOperatingSystem.Ubuntu, "Ubuntu25.04", "", PackageManagerKind.Apt)]
    [InlineData("Ubuntu without os-release", PatchOperatingSystem.Ubuntu, "Ubuntu12.04", "", PackageManagerKind.Apt)]
    [InlineData("Linux Mint 18", PatchOperatingSystem.Ubuntu, "Ubuntu16.04", "", PackageManagerKind.Apt)]
    [InlineData("Linux Mint 21", PatchOperatingSystem.Ubuntu, "Ubuntu22.04", "", PackageManagerKind.Apt)]
    [InlineData("Linux Mint 22", PatchOperatingSystem.Ubuntu, "Ubuntu24.04", "", PackageManagerKind.Apt)]
    [InlineData("Pop!_OS 22.04", PatchOperatingSystem.Ubuntu, "Ubuntu22.04", "", PackageManagerKind.Apt)]
    [InlineData("elementary OS 6", PatchOperatingSystem.Ubuntu, "Ubuntu20.04", "", PackageManagerKind.Apt)]
    [InlineData("an Ubuntu of the future", PatchOperatingSystem.Ubuntu, "Ubuntuzippy", "", PackageManagerKind.Apt)]
    [InlineData("LMDE 6", PatchOperatingSystem.Debian, "Debian12", "", PackageManagerKind.Apt)]
    [InlineData("Debian 8", PatchOperatingSystem.Debian, "Debian8", "", PackageManagerKind.Apt)]
    [InlineData("Debian 11", PatchOperatingSystem.Debian, "Debian11", "", PackageManagerKind.Apt)]
    [InlineData("Debian 12", PatchOperatingSystem.Debian, "Debian12", "", PackageManagerKind.Apt)]
    [InlineData("Debian testing", PatchOperatingSystem.Debian, "Debian13", "", PackageManagerKind.Apt)]
    [InlineData("Debian sid", PatchOperatingSystem.Debian, "Debiansid", "", PackageManagerKind.Apt)]
    [InlineData("Debian without os-release", PatchOperatingSystem.Debian, "Debian6", "", PackageManagerKind.Apt)]
    [InlineData("Devuan 5", PatchOperatingSystem.Debian, "Debian12", "", PackageManagerKind.Apt)]
    [InlineData("Kali", PatchOperatingSystem.Debian, "Debian2024.1", "", PackageManagerKind.Apt)]
    [InlineData("Raspberry Pi OS 11, 32 bits", PatchOperatingSystem.Raspbian, "Raspbian11", "", PackageManagerKind.Apt)]
    [InlineData("Raspberry Pi OS 12, 64 bits", PatchOperatingSystem.Raspbian, "Raspbian12", "", PackageManagerKind.Apt)]
    [InlineData("RHEL 6", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux6.10", "", PackageManagerKind.Yum)]
    [InlineData("RHEL 7", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux7.9", "", PackageManagerKind.Yum)]
    [InlineData("RHEL 8", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux8.10", "", PackageManagerKind.Dnf)]
    [InlineData("RHEL 9", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux9.4", "", PackageManagerKind.Dnf)]
    [InlineData("RHEL 10", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux10.0", "", PackageManagerKind.Dnf)]
    [InlineData("Scientific Linux 7", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux7.9", "", PackageManagerKind.Yum)]
    [InlineData("a derivative of RHEL 9", PatchOperatingSystem.RedHatEnterpriseLinux, "RedhatEnterpriseLinux9.2", "", PackageManagerKind.Dnf)]
    [InlineData("CentOS 6", PatchOperatingSystem.CentOS, "CentOS6.10", "", PackageManagerKind.Yum)]
    [InlineData("CentOS 7", PatchOperatingSystem.CentOS, "CentOS7.9", "", PackageManagerKind.Yum)]
    [InlineData("CentOS 8", PatchOperatingSystem.CentOS, "CentOS8.5", "", PackageManagerKind.Dnf)]
    [InlineData("CentOS Stream 8", PatchOperatingSystem.CentOS, "CentOS8", "CentOS8.0", PackageManagerKind.Dnf)]
    [InlineData("CentOS Stream 9", PatchOperatingSystem.CentOS, "CentOS9", "CentOS9.0", PackageManagerKind.Dnf)]
    [InlineData("Oracle Linux 6", PatchOperatingSystem.OracleLinux, "OracleLinux6.10", "", PackageManagerKind.Yum)]
    [InlineData("Oracle Linux 7", PatchOperatingSystem.OracleLinux, "OracleLinux7.9", "", PackageManagerKind.Yum)]
    [InlineData("Oracle Linux 8", PatchOperatingSystem.OracleLinux, "OracleLinux8.9", "", PackageManagerKind.Dnf)]
    [InlineData("Rocky Linux 8", PatchOperatingSystem.RockyLinux, "RockyLinux8.9", "", PackageManagerKind.Dnf)]
    [InlineData("Rocky Linux 9", PatchOperatingSystem.RockyLinux, "RockyLinux9.3", "", PackageManagerKind.Dnf)]
    [InlineData("AlmaLinux 9", PatchOperatingSystem.AlmaLinux, "AlmaLinux9.3", "", PackageManagerKind.Dnf)]
    [InlineData("SLES 12", PatchOperatingSystem.Suse, "Suse12.5", "", PackageManagerKind.Zypper)]
    [InlineData("SLES 15", PatchOperatingSystem.Suse, "Suse15.5", "", PackageManagerKind.Zypper)]
    [InlineData("SLES 15 without service pack", PatchOperatingSystem.Suse, "Suse15", "Suse15.0", PackageManagerKind.Zypper)]
    [InlineData("SLES for SAP 15", PatchOperatingSystem.Suse, "Suse15.4", "", PackageManagerKind.Zypper)]
    [InlineData("openSUSE Leap", PatchOperatingSystem.Suse, "Suse15.5", "", PackageManagerKind.Zypper)]
    [InlineData("openSUSE Tumbleweed", PatchOperatingSystem.Suse, "Suse20240401", "Suse20240401.0", PackageManagerKind.Zypper)]
    [InlineData("openSUSE MicroOS", PatchOperatingSystem.Suse, "Suse20240401", "Suse20240401.0", PackageManagerKind.Zypper)]
    public void Each_Linux_is_known(string system, PatchOperatingSystem operatingSystem, string product, string alias, PackageManagerKind packageManager)
    {
        foreach ((string root, string folder) in new[] { ("/", ""), ("/mnt/image", "/mnt/image") })
        {
            Node node = Detector(SystemSamples.Files(system, folder)).Detect(root);
            Assert.Equal(operatingSystem, node.OperatingSystem);
            Assert.Equal(product, node.Product);
            Assert.Equal(alias.Length == 0 ? [] : [alias], node.ProductAliases);
            Assert.Equal(packageManager, node.PackageManager);
            Assert.EndsWith(node.Version, node.Product, StringComparison.Ordinal);
            Assert.NotEmpty(node.DisplayName);
        }

        Assert.Empty(_events.All);
    }

    [Theory]
    [InlineData("6.2.9200", true, "WindowsServer2012", "Windows Server 2012 (6.2.9200)")]
    [InlineData("6.3.9600", true, "WindowsServer2012R2", "Windows Server 2012 R2 (6.3.9600)")]
    [InlineData("10.0.14393", true, "WindowsServer2016", "Windows Server 2016 (10.0.14393)")]
    [InlineData("10.0.17763", true, "WindowsServer2019", "Windows Server 2019 (10.0.17763)")]
    [InlineData("10.0.20348", true, "WindowsServer2022", "Windows Server 2022 (10.0.20348)")]
    [InlineData("10.0.25398", true, "WindowsServer2022", "Windows Server 2022 (10.0.25398)")]
    [InlineData("10.0.26100", true, "WindowsServer2025", "Windows Server 2025 (10.0.26100)")]
    [InlineData("10.0.19045", false, "Windows10", "Windows 10 (10.0.19045)")]
    [InlineData("10.0.17763", false, "Windows10", "Windows 10 (10.0.17763)")]
    [InlineData("10.0.22631", false, "Windows11", "Windows 11 (10.0.22631)")]
    [InlineData("10.0.26100", false, "Windows11", "Windows 11 (10.0.26100)")]
    public void Each_Windows_is_known_by_its_build(string version, bool isServer, string product, string displayName)
    {
        DateTimeOffset bootTime = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Node node = Detector(new SampleFiles(), new SampleEnvironment { Kind = SystemKind.Windows, SystemVersion = new Version(version), IsWindowsServer = isServer, BootTime = bootTime }).Detect("/");
        Assert.Equal((PatchOperatingSystem.Windows, PackageManagerKind.WindowsUpdate), (node.OperatingSystem, node.PackageManager));
        Assert.Equal((product, displayName, version), (node.Product, node.DisplayName, node.Version));
        Assert.Equal(bootTime, node.BootTime);
        Assert.True(node.IsRunningSystem);
    }

    [Theory]
    [InlineData("6.1.7601", true)]
    [InlineData("6.3.9600", false)]
    [InlineData(null, true)]
    public void An_old_Windows_is_refused(string? version, bool isServer)
    {
        SampleEnvironment environment = new() { Kind = SystemKind.Windows, SystemVersion = version is null ? null : new Version(version), IsWindowsServer = isServer };
        PatchException exception = Assert.Throws<PatchException>(() => Detector(new SampleFiles(), environment).Detect("/"));
        Assert.Equal(ErrorIds.OperatingSystemUnknown, exception.ErrorId);
        Assert.Contains(version ?? "no version", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("13.6", "macOS13.6", "")]
    [InlineData("13.6.1", "macOS13.6", "macOS13.6.1")]
    [InlineData("15.0", "macOS15.0", "")]
    public void Each_macOS_is_known_by_its_version(string version, string product, string alias)
    {
        Node node = Detector(new SampleFiles(), new SampleEnvironment { Kind = SystemKind.MacOS, SystemVersion = new Version(version) }).Detect("/");
        Assert.Equal((PatchOperatingSystem.MacOS, PackageManagerKind.MacOS), (node.OperatingSystem, node.PackageManager));
        Assert.Equal((product, "macOS " + version), (node.Product, node.DisplayName));
        Assert.Equal(alias.Length == 0 ? [] : [alias], node.ProductAliases);
    }

    [Fact]
    public void The_running_system_has_the_hosts_name_architecture_and_start()
    {
        Node node = Detector(SystemSamples.Files("Debian 12", "").Add("/proc/uptime", "3600.50 7000.11\n"), new SampleEnvironment { MachineArchitecture = "aarch64" }).Detect("/");
        Assert.Equal("web-1.example.com", node.Id);
        Assert.Equal("aarch64", node.Architecture);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 10, 59, 59, 500, TimeSpan.Zero), node.BootTime);
        Assert.Equal("Debian GNU/Linux 12 (bookworm)", node.DisplayName);
        Assert.Equal(("12", "/"), (node.Version, node.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x 1")]
    [InlineData("-1 1")]
    [InlineData("1e300 1")]
    [InlineData("99999999999999999999 1")]
    public void An_unreadable_uptime_is_no_start(string uptime) =>
        Assert.Null(Detector(SystemSamples.Files("Debian 12", "").Add("/proc/uptime", uptime)).Detect("/").BootTime);

    [Fact]
    public void The_agents_instance_id_is_the_nodes_but_not_an_images()
    {
        SampleEnvironment environment = Agent("Debian GNU/Linux", "12");
        Assert.Equal("i-0123456789abcdef0", Detector(SystemSamples.Files("Debian 12", ""), environment).Detect("/").Id);
        Assert.Equal("image", Detector(SystemSamples.Files("Debian 12", "/mnt/image"), environment).Detect("/mnt/image").Id);
    }

    [Theory]
    // The same name, or no known one: the files tell.
    [InlineData("Debian 12", "Debian GNU/Linux", "12.5", "Debian12", false)]
    [InlineData("Debian 12", "Something Else", "1", "Debian12", false)]
    [InlineData("Debian 12", "", "", "Debian12", false)]
    [InlineData("Amazon Linux 2", "Amazon Linux", "2", "AmazonLinux2", false)]
    [InlineData("Amazon Linux 2023", "Amazon Linux", "2023", "AmazonLinux2023", false)]
    [InlineData("Amazon Linux 2023", "Amazon Linux", "", "AmazonLinux2023", false)]
    [InlineData("Amazon Linux 1", "Amazon Linux AMI", "2018.03", "AmazonLinux2018.03", false)]
    [InlineData("RHEL 7", "Red Hat Enterprise Linux Server", "7.9", "RedhatEnterpriseLinux7.9", false)]
    [InlineData("SLES for SAP 15", "SLES_SAP", "15.4", "Suse15.4", false)]
    // The files only hint: the service's name counts.
    [InlineData("Raspberry Pi OS 12, 64 bits", "Debian GNU/Linux", "12", "Debian12", false)]
    [InlineData("Scientific Linux 7", "CentOS", "7.9", "CentOS7.9", false)]
    [InlineData("a derivative of RHEL 9", "Oracle Linux Server", "", "OracleLinux9.2", false)]
    // Files that tell nothing.
    [InlineData("Alpine", "CentOS Linux", "7.9", "CentOS7.9", false)]
    [InlineData("Alpine", "CentOS Linux", "7.9.2009", "CentOS7.9", false)]
    [InlineData("Fedora", "Amazon Linux", "2023.6.20241010", "AmazonLinux2023", false)]
    [InlineData("Fedora", "Amazon Linux", "2023", "AmazonLinux2023", false)]
    [InlineData("Fedora", "Amazon Linux", "2", "AmazonLinux2", false)]
    [InlineData("Fedora", "Amazon Linux Bare Metal", "2017.09", "AmazonLinux2017.09", false)]
    // The system calls itself something else, or is of another family.
    [InlineData("Debian 12", "Ubuntu", "22.04", "Debian12", true)]
    [InlineData("Ubuntu 22.04", "Red Hat Enterprise Linux", "9", "Ubuntu22.04", true)]
    [InlineData("RHEL 9", "CentOS", "9", "RedhatEnterpriseLinux9.4", true)]
    [InlineData("Kali", "CentOS", "7", "Debian2024.1", true)]
    public void The_agents_name_counts_where_the_system_has_none_of_its_own(string system, string platformName, string platformVersion, string product, bool isContradiction)
    {
        Node node = Detector(SystemSamples.Files(system, ""), Agent(platformName, platformVersion)).Detect("/");
        Assert.Equal(product, node.Product);
        WarningEvent[] warnings = _events.All.OfType<WarningEvent>().ToArray();
        Assert.Equal(isContradiction ? 1 : 0, warnings.Length);
        Assert.All(warnings, warning => Assert.Equal(ErrorIds.OperatingSystemContradiction, warning.Id));
        Assert.All(warnings, warning => Assert.Contains($"'{platformName}'", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_agent_says_nothing_about_an_image()
    {
        Assert.Equal("Raspbian12", Detector(SystemSamples.Files("Raspberry Pi OS 12, 64 bits", "/mnt/image"), Agent("Debian GNU/Linux", "12")).Detect("/mnt/image").Product);
        Assert.Throws<PatchException>(() => Detector(SystemSamples.Files("Alpine", "/mnt/image"), Agent("CentOS", "7")).Detect("/mnt/image"));
    }

    [Theory]
    [InlineData("Alpine", "ID=\"alpine\", ID_LIKE=(none), NAME=\"Alpine Linux\"")]
    [InlineData("Arch", "ID=\"arch\", ID_LIKE=(none), NAME=\"Arch Linux\"")]
    [InlineData("Fedora", "ID=\"fedora\", ID_LIKE=(none), NAME=\"Fedora Linux\"")]
    [InlineData("Amazon Linux of the future", "ID=\"amzn\", ID_LIKE=\"fedora\", NAME=\"Amazon Linux\"")]
    [InlineData("Fedora without os-release", "\"Fedora release 10 (Cambridge)\"")]
    public void An_unknown_system_is_refused_with_what_was_read(string system, string said)
    {
        PatchException exception = Assert.Throws<PatchException>(() => Detector(SystemSamples.Files(system, "/mnt/image")).Detect("/mnt/image"));
        Assert.Equal((ErrorIds.OperatingSystemUnknown, ErrorKind.InvalidData), (exception.ErrorId, exception.Kind));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.Contains("/mnt/image/etc", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ID_LIKE", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_system_is_refused_with_what_was_looked_for()
    {
        PatchException exception = Assert.Throws<PatchException>(() => Detector(new SampleFiles().Add("/mnt/image/readme", "")).Detect("/mnt/image"));
        Assert.Equal(ErrorIds.OperatingSystemUnknown, exception.ErrorId);
        Assert.Contains("'/mnt/image/etc/os-release', '/mnt/image/usr/lib/os-release'", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.RecommendedAction);
    }

    [Fact]
    public void What_a_file_says_is_not_printed_as_it_is()
    {
        SampleFiles files = new SampleFiles().Add("/etc/os-release", $"ID=\u001b[31mred\nNAME=\"{new string('x', 5000)}\"");
        string message = Assert.Throws<PatchException>(() => Detector(files).Detect("/")).Message;
        Assert.DoesNotContain('\u001b', message);
        Assert.InRange(message.Length, 1, 500);
    }

    [Fact]
    public void A_version_cannot_bring_more_than_a_version_into_the_product() =>
        Assert.Equal("Ubuntu22.04", Detector(new SampleFiles().Add("/etc/os-release", "ID=ubuntu\nVERSION_ID=\"22.04 * \u001b\"")).Detect("/").Product);

    [Fact]
    public void A_file_that_may_not_be_read_is_named()
    {
        SampleFiles files = SystemSamples.Files("Debian 12", "");
        files.Refused.Add("/etc/os-release");
        PatchException exception = Assert.Throws<PatchException>(() => Detector(files).Detect("/"));
        Assert.Equal((ErrorIds.OperatingSystemUnknown, ErrorKind.PermissionDenied), (exception.ErrorId, exception.Kind));
        Assert.Equal("/etc/os-release", exception.Target);
    }

    [Fact]
    public void A_file_without_end_is_refused()
    {
        PatchException exception = Assert.Throws<PatchException>(() => Detector(new SampleFiles().Add("/etc/os-release", new byte[3 << 20])).Detect("/"));
        Assert.Equal((ErrorIds.OperatingSystemUnknown, ErrorKind.ReadError), (exception.ErrorId, exception.Kind));
    }

    [Fact]
    public void An_uptime_that_may_not_be_read_is_mentioned()
    {
        SampleFiles files = SystemSamples.Files("Debian 12", "").Add("/proc/uptime", "1 1");
        files.Refused.Add("/proc/uptime");
        Assert.Null(Detector(files).Detect("/").BootTime);
        Assert.Contains(_events.All.OfType<VerboseEvent>(), verbose => verbose.Message.Contains("/proc/uptime", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/mnt/none")]
    [InlineData("/mnt/a\0b")]
    public void A_root_that_does_not_exist_is_refused(string root)
    {
        PatchException exception = Assert.Throws<PatchException>(() => Detector(SystemSamples.Files("Debian 12", "/mnt/image")).Detect(root));
        Assert.Equal((ErrorIds.RootNotFound, ErrorKind.ObjectNotFound), (exception.ErrorId, exception.Kind));
        Assert.Equal(root, exception.Target);
    }

    [Theory]
    [InlineData("/mnt/image/", "/mnt/image")]
    [InlineData("/mnt/../mnt/./image//", "/mnt/image")]
    public void A_root_has_one_spelling(string root, string spelling) =>
        Assert.Equal(spelling, Detector(SystemSamples.Files("Debian 12", "/mnt/image")).Detect(root).Root);

    [Theory]
    [InlineData("//")]
    [InlineData("/.")]
    [InlineData("/mnt/..")]
    public void Every_spelling_of_the_running_systems_root_is_the_running_system(string root) =>
        Assert.True(Detector(SystemSamples.Files("Debian 12", "")).Detect(root).IsRunningSystem);

    private static SampleEnvironment Agent(string platformName, string platformVersion) => new()
    {
        Variables =
        {
            ["AWS_SSM_PLATFORM_NAME"] = platformName,
            ["AWS_SSM_PLATFORM_VERSION"] = platformVersion,
            ["AWS_SSM_INSTANCE_ID"] = "i-0123456789abcdef0",
        },
    };

    private NodeDetector Detector(SampleFiles files, SampleEnvironment? environment = null) =>
        new(files, new SampleClock(), environment ?? new SampleEnvironment(), _events);
}
