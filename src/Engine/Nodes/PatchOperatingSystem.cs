namespace PatchBaselineAssociation.Nodes;

/// <summary>The operating systems a patch baseline can be for (Systems Manager's enumeration OperatingSystem).</summary>
public enum PatchOperatingSystem
{
    Windows,
    AmazonLinux,
    AmazonLinux2,
    AmazonLinux2022,
    AmazonLinux2023,
    Ubuntu,
    RedHatEnterpriseLinux,
    Suse,
    CentOS,
    OracleLinux,
    Debian,
    MacOS,
    Raspbian,
    RockyLinux,
    AlmaLinux,
}
