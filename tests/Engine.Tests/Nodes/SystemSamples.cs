namespace PatchBaselineAssociation.Tests.Nodes;

/// <summary>What well-known systems say of themselves, by path; without a path it is etc/os-release. Fields that play no part are left out.</summary>
internal static class SystemSamples
{
    private static readonly Dictionary<string, string[]> s_files = new(StringComparer.Ordinal)
    {
        ["Amazon Linux 1"] = ["NAME=\"Amazon Linux AMI\"\nVERSION=\"2018.03\"\nID=\"amzn\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"2018.03\"\nPRETTY_NAME=\"Amazon Linux AMI 2018.03\"", "etc/system-release:Amazon Linux AMI release 2018.03"],
        ["Amazon Linux 2"] = ["NAME=\"Amazon Linux\"\nVERSION=\"2\"\nID=\"amzn\"\nID_LIKE=\"centos rhel fedora\"\nVERSION_ID=\"2\"\nPRETTY_NAME=\"Amazon Linux 2\"", "etc/system-release:Amazon Linux release 2 (Karoo)"],
        ["Amazon Linux 2 candidate"] = ["NAME=\"Amazon Linux\"\nID=\"amzn\"\nVERSION_ID=\"2.0\""],
        ["Amazon Linux 2022"] = ["NAME=\"Amazon Linux\"\nVERSION=\"2022\"\nID=\"amzn\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"2022\"\nPRETTY_NAME=\"Amazon Linux 2022\""],
        ["Amazon Linux 2023"] = ["NAME=\"Amazon Linux\"\nVERSION=\"2023\"\nID=\"amzn\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"2023\"\nPLATFORM_ID=\"platform:al2023\"\nPRETTY_NAME=\"Amazon Linux 2023.6.20241010\"", "etc/system-release:Amazon Linux release 2023.6.20241010 (Amazon Linux)"],
        ["Ubuntu 14.04"] = ["NAME=\"Ubuntu\"\nVERSION=\"14.04.6 LTS, Trusty Tahr\"\nID=ubuntu\nID_LIKE=debian\nPRETTY_NAME=\"Ubuntu 14.04.6 LTS\"\nVERSION_ID=\"14.04\"", "etc/debian_version:jessie/sid"],
        ["Ubuntu 16.04"] = ["NAME=\"Ubuntu\"\nVERSION=\"16.04.7 LTS (Xenial Xerus)\"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"16.04\"\nVERSION_CODENAME=xenial\nUBUNTU_CODENAME=xenial", "etc/debian_version:stretch/sid"],
        ["Ubuntu 20.04"] = ["NAME=\"Ubuntu\"\nVERSION=\"20.04.6 LTS (Focal Fossa)\"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"20.04\"\nVERSION_CODENAME=focal\nUBUNTU_CODENAME=focal", "etc/debian_version:bullseye/sid"],
        ["Ubuntu 22.04"] = ["PRETTY_NAME=\"Ubuntu 22.04.4 LTS\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"22.04\"\nVERSION=\"22.04.4 LTS (Jammy Jellyfish)\"\nVERSION_CODENAME=jammy\nID=ubuntu\nID_LIKE=debian\nUBUNTU_CODENAME=jammy", "etc/debian_version:bookworm/sid"],
        ["Ubuntu 24.04"] = ["PRETTY_NAME=\"Ubuntu 24.04.1 LTS\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\nUBUNTU_CODENAME=noble"],
        ["Ubuntu 25.04"] = ["PRETTY_NAME=\"Ubuntu 25.04\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"25.04\"\nVERSION_CODENAME=plucky\nID=ubuntu\nID_LIKE=debian"],
        ["Ubuntu without os-release"] = ["etc/lsb-release:DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_CODENAME=precise\nDISTRIB_DESCRIPTION=\"Ubuntu 12.04.5 LTS\"", "etc/debian_version:wheezy/sid"],
        ["Linux Mint 21"] = ["NAME=\"Linux Mint\"\nVERSION=\"21.3 (Virginia)\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\nPRETTY_NAME=\"Linux Mint 21.3\"\nVERSION_ID=\"21.3\"\nVERSION_CODENAME=virginia\nUBUNTU_CODENAME=jammy", "etc/debian_version:bookworm/sid"],
        ["Linux Mint 22"] = ["NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=\"22\"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble"],
        ["Linux Mint 18"] = ["NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=ubuntu\nVERSION_ID=\"18.3\"\nUBUNTU_CODENAME=xenial"],
        ["LMDE 6"] = ["PRETTY_NAME=\"LMDE 6 (faye)\"\nNAME=\"LMDE\"\nVERSION_ID=\"6\"\nVERSION_CODENAME=faye\nID=linuxmint\nID_LIKE=debian\nDEBIAN_CODENAME=bookworm", "etc/debian_version:12.4"],
        ["Pop!_OS 22.04"] = ["NAME=\"Pop!_OS\"\nVERSION=\"22.04 LTS\"\nID=pop\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=\"22.04\"\nVERSION_CODENAME=jammy\nUBUNTU_CODENAME=jammy"],
        ["elementary OS 6"] = ["NAME=\"elementary OS\"\nID=elementary\nID_LIKE=ubuntu\nVERSION_ID=\"6.1\"\nVERSION_CODENAME=jolnir\nUBUNTU_CODENAME=focal"],
        ["an Ubuntu of the future"] = ["NAME=\"Mint of the future\"\nID=linuxmint\nID_LIKE=ubuntu\nVERSION_ID=\"40\"\nUBUNTU_CODENAME=zippy"],
        ["Debian 8"] = ["PRETTY_NAME=\"Debian GNU/Linux 8 (jessie)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"8\"\nVERSION=\"8 (jessie)\"\nID=debian", "etc/debian_version:8.11"],
        ["Debian 11"] = ["PRETTY_NAME=\"Debian GNU/Linux 11 (bullseye)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"11\"\nVERSION_CODENAME=bullseye\nID=debian", "etc/debian_version:11.9"],
        ["Debian 12"] = ["PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION=\"12 (bookworm)\"\nVERSION_CODENAME=bookworm\nID=debian\nHOME_URL=\"https://www.debian.org/\"", "etc/debian_version:12.5"],
        ["Debian testing"] = ["PRETTY_NAME=\"Debian GNU/Linux trixie/sid\"\nNAME=\"Debian GNU/Linux\"\nVERSION_CODENAME=trixie\nID=debian", "etc/debian_version:trixie/sid"],
        ["Debian sid"] = ["PRETTY_NAME=\"Debian GNU/Linux sid\"\nNAME=\"Debian GNU/Linux\"\nVERSION_CODENAME=sid\nID=debian", "etc/debian_version:sid"],
        ["Debian without os-release"] = ["etc/debian_version:6.0.10"],
        ["Devuan 5"] = ["PRETTY_NAME=\"Devuan GNU/Linux 5 (daedalus)\"\nNAME=\"Devuan GNU/Linux\"\nVERSION_ID=\"5\"\nVERSION_CODENAME=daedalus\nID=devuan\nID_LIKE=debian", "etc/debian_version:12.1"],
        ["Kali"] = ["PRETTY_NAME=\"Kali GNU/Linux Rolling\"\nNAME=\"Kali GNU/Linux\"\nVERSION_ID=\"2024.1\"\nVERSION_CODENAME=kali-rolling\nID=kali\nID_LIKE=debian", "etc/debian_version:kali-rolling"],
        ["Raspberry Pi OS 11, 32 bits"] = ["PRETTY_NAME=\"Raspbian GNU/Linux 11 (bullseye)\"\nNAME=\"Raspbian GNU/Linux\"\nVERSION_ID=\"11\"\nVERSION_CODENAME=bullseye\nID=raspbian\nID_LIKE=debian", "etc/rpi-issue:Raspberry Pi reference 2023-05-03"],
        ["Raspberry Pi OS 12, 64 bits"] = ["PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nID=debian", "etc/rpi-issue:Raspberry Pi reference 2024-03-15"],
        ["RHEL 7"] = ["NAME=\"Red Hat Enterprise Linux Server\"\nVERSION=\"7.9 (Maipo)\"\nID=\"rhel\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"7.9\"\nPRETTY_NAME=\"Red Hat Enterprise Linux Server 7.9 (Maipo)\""],
        ["RHEL 8"] = ["NAME=\"Red Hat Enterprise Linux\"\nVERSION=\"8.10 (Ootpa)\"\nID=\"rhel\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"8.10\"", "etc/redhat-release:Red Hat Enterprise Linux release 8.10 (Ootpa)"],
        ["RHEL 9"] = ["NAME=\"Red Hat Enterprise Linux\"\nVERSION=\"9.4 (Plow)\"\nID=\"rhel\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"9.4\""],
        ["RHEL 10"] = ["NAME=\"Red Hat Enterprise Linux\"\nVERSION=\"10.0 (Coughlan)\"\nID=\"rhel\"\nID_LIKE=\"centos fedora\"\nVERSION_ID=\"10.0\""],
        ["RHEL 6"] = ["etc/redhat-release:Red Hat Enterprise Linux Server release 6.10 (Santiago)", "etc/system-release:Red Hat Enterprise Linux Server release 6.10 (Santiago)"],
        ["Scientific Linux 7"] = ["NAME=\"Scientific Linux\"\nVERSION=\"7.9 (Nitrogen)\"\nID=\"scientific\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"7.9\""],
        ["a derivative of RHEL 9"] = ["NAME=\"EuroLinux\"\nID=\"eurolinux\"\nID_LIKE=\"rhel fedora centos\"\nVERSION_ID=\"9.2\""],
        ["CentOS 6"] = ["etc/centos-release:CentOS release 6.10 (Final)", "etc/redhat-release:CentOS release 6.10 (Final)"],
        ["CentOS 7"] = ["NAME=\"CentOS Linux\"\nVERSION=\"7 (Core)\"\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"7\"", "etc/centos-release:CentOS Linux release 7.9.2009 (Core)", "etc/redhat-release:CentOS Linux release 7.9.2009 (Core)"],
        ["CentOS 8"] = ["NAME=\"CentOS Linux\"\nVERSION=\"8\"\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"8\"", "etc/centos-release:CentOS Linux release 8.5.2111"],
        ["CentOS Stream 8"] = ["NAME=\"CentOS Stream\"\nVERSION=\"8\"\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"8\"", "etc/centos-release:CentOS Stream release 8"],
        ["CentOS Stream 9"] = ["NAME=\"CentOS Stream\"\nVERSION=\"9\"\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"9\"", "etc/centos-release:CentOS Stream release 9"],
        ["Oracle Linux 6"] = ["etc/system-release:Oracle Linux Server release 6.10", "etc/redhat-release:Red Hat Enterprise Linux Server release 6.10 (Santiago)"],
        ["Oracle Linux 7"] = ["NAME=\"Oracle Linux Server\"\nVERSION=\"7.9\"\nID=\"ol\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"7.9\"", "etc/redhat-release:Red Hat Enterprise Linux Server release 7.9 (Maipo)"],
        ["Oracle Linux 8"] = ["NAME=\"Oracle Linux Server\"\nVERSION=\"8.9\"\nID=\"ol\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"8.9\""],
        ["Rocky Linux 8"] = ["NAME=\"Rocky Linux\"\nVERSION=\"8.9 (Green Obsidian)\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"8.9\""],
        ["Rocky Linux 9"] = ["NAME=\"Rocky Linux\"\nVERSION=\"9.3 (Blue Onyx)\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.3\"", "etc/redhat-release:Rocky Linux release 9.3 (Blue Onyx)"],
        ["AlmaLinux 9"] = ["NAME=\"AlmaLinux\"\nVERSION=\"9.3 (Shamrock Pampas Cat)\"\nID=\"almalinux\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.3\""],
        ["SLES 12"] = ["NAME=\"SLES\"\nVERSION=\"12-SP5\"\nVERSION_ID=\"12.5\"\nPRETTY_NAME=\"SUSE Linux Enterprise Server 12 SP5\"\nID=\"sles\""],
        ["SLES 15"] = ["NAME=\"SLES\"\nVERSION=\"15-SP5\"\nVERSION_ID=\"15.5\"\nPRETTY_NAME=\"SUSE Linux Enterprise Server 15 SP5\"\nID=\"sles\"\nID_LIKE=\"suse\""],
        ["SLES 15 without service pack"] = ["NAME=\"SLES\"\nVERSION=\"15\"\nVERSION_ID=\"15\"\nID=\"sles\"\nID_LIKE=\"suse\""],
        ["SLES for SAP 15"] = ["NAME=\"SLES_SAP\"\nVERSION=\"15-SP4\"\nVERSION_ID=\"15.4\"\nID=\"sles_sap\"\nID_LIKE=\"suse\""],
        ["openSUSE Leap"] = ["NAME=\"openSUSE Leap\"\nVERSION=\"15.5\"\nID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\nVERSION_ID=\"15.5\""],
        ["openSUSE Tumbleweed"] = ["NAME=\"openSUSE Tumbleweed\"\nID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\nVERSION_ID=\"20240401\""],
        ["openSUSE MicroOS"] = ["NAME=\"openSUSE MicroOS\"\nID=\"opensuse-microos\"\nID_LIKE=\"suse opensuse opensuse-tumbleweed\"\nVERSION_ID=\"20240401\""],
        ["Alpine"] = ["NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.19.1\nPRETTY_NAME=\"Alpine Linux v3.19\""],
        ["Arch"] = ["NAME=\"Arch Linux\"\nPRETTY_NAME=\"Arch Linux\"\nID=arch\nBUILD_ID=rolling"],
        ["Fedora"] = ["NAME=\"Fedora Linux\"\nVERSION=\"40 (Server Edition)\"\nID=fedora\nVERSION_ID=40", "etc/redhat-release:Fedora release 40 (Forty)"],
        ["Amazon Linux of the future"] = ["NAME=\"Amazon Linux\"\nID=\"amzn\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"2031\""],
        ["Fedora without os-release"] = ["etc/redhat-release:Fedora release 10 (Cambridge)"],
    };

    /// <summary>The files of a system below a folder, which is empty for the running system.</summary>
    public static SampleFiles Files(string system, string root)
    {
        SampleFiles files = new();
        foreach (string file in s_files[system])
        {
            int colon = file.StartsWith("etc/", StringComparison.Ordinal) ? file.IndexOf(':', StringComparison.Ordinal) : -1;
            files.Add($"{root}/{(colon < 0 ? "etc/os-release" : file[..colon])}", file[(colon + 1)..] + "\n");
        }

        return files;
    }
}
