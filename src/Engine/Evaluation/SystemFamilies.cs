using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Evaluation;

internal static class SystemFamilies
{
    public static SystemFamily Of(PatchOperatingSystem operatingSystem) => operatingSystem switch
    {
        PatchOperatingSystem.Windows => SystemFamily.Windows,
        PatchOperatingSystem.MacOS => SystemFamily.MacOS,
        PatchOperatingSystem.Debian or PatchOperatingSystem.Ubuntu or PatchOperatingSystem.Raspbian => SystemFamily.Debian,
        PatchOperatingSystem.Suse => SystemFamily.Suse,
        _ => SystemFamily.Rpm,
    };

    /// <summary>Whether the publisher's notices carry classification, severity and date.</summary>
    public static bool HasNotices(this SystemFamily family) => family is SystemFamily.Rpm or SystemFamily.Suse;

    /// <summary>EnableNonSecurity is for Linux alone.</summary>
    public static bool IsLinux(this SystemFamily family) => family is SystemFamily.Rpm or SystemFamily.Suse or SystemFamily.Debian;
}
