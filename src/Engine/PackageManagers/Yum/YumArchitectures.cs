namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>The architectures that packages of yum's systems have: they tell the row of a package from the words of a plugin.</summary>
internal static class YumArchitectures
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "noarch", "x86_64", "amd64", "ia32e", "i386", "i486", "i586", "i686", "athlon", "geode", "aarch64", "armv5tel", "armv6hl", "armv7hl", "armv7hnl",
        "ppc", "ppc64", "ppc64le", "ppc64p7", "s390", "s390x", "ia64", "src", "nosrc",
    };

    /// <summary>Cuts <c>name.architecture</c>; false where it is something else.</summary>
    public static bool TrySplit(string text, out string name, out string architecture)
    {
        int dot = text.LastIndexOf('.');
        name = dot > 0 ? text.Substring(0, dot) : "";
        architecture = dot > 0 ? text.Substring(dot + 1) : "";
        return dot > 0 && s_known.Contains(architecture);
    }
}
