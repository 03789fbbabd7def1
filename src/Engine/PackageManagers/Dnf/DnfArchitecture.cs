using System.Runtime.InteropServices;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What kind of machine a system is for. Pure.</summary>
internal static class DnfArchitecture
{
    /// <summary>Every system has one of them, made for its processor.</summary>
    private static readonly string[] s_tellers = ["rpm", "glibc"];

    private static readonly Dictionary<string, Architecture> s_known = new(StringComparer.Ordinal)
    {
        ["x86_64"] = Architecture.X64,
        ["aarch64"] = Architecture.Arm64,

        // Newer versions of .NET have names for these.
        ["ppc64le"] = (Architecture)8,
        ["s390x"] = (Architecture)5,
    };

    /// <summary>The architecture of a system by its packages, where this machine can run nothing of it; null where it can, and where they do not tell.</summary>
    public static string? FindForeign(IReadOnlyList<RpmPackage> installed) => FindForeign(installed, RuntimeInformation.OSArchitecture);

    /// <inheritdoc cref="FindForeign(IReadOnlyList{RpmPackage})"/>
    public static string? FindForeign(IReadOnlyList<RpmPackage> installed, Architecture machine)
    {
        string? architecture = s_tellers
            .SelectMany(name => installed.Where(package => string.Equals(package.Name, name, StringComparison.Ordinal)))
            .Select(package => package.Architecture)
            .OrderByDescending(s_known.ContainsKey)
            .FirstOrDefault();
        return architecture is not null && s_known.TryGetValue(architecture, out Architecture own) && own != machine ? architecture : null;
    }
}
