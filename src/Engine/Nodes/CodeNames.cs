namespace PatchBaselineAssociation.Nodes;

/// <summary>Code names of releases, for systems that tell nothing else of their parent's version.</summary>
internal static class CodeNames
{
    private static readonly Dictionary<string, string> s_ubuntu = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trusty"] = "14.04",
        ["xenial"] = "16.04",
        ["bionic"] = "18.04",
        ["focal"] = "20.04",
        ["groovy"] = "20.10",
        ["hirsute"] = "21.04",
        ["impish"] = "21.10",
        ["jammy"] = "22.04",
        ["kinetic"] = "22.10",
        ["lunar"] = "23.04",
        ["mantic"] = "23.10",
        ["noble"] = "24.04",
        ["oracular"] = "24.10",
        ["plucky"] = "25.04",
        ["questing"] = "25.10",
    };

    /// <summary>Devuan's beside Debian's, whose packages it takes.</summary>
    private static readonly Dictionary<string, string> s_debian = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jessie"] = "8",
        ["stretch"] = "9",
        ["ascii"] = "9",
        ["buster"] = "10",
        ["beowulf"] = "10",
        ["bullseye"] = "11",
        ["chimaera"] = "11",
        ["bookworm"] = "12",
        ["daedalus"] = "12",
        ["trixie"] = "13",
        ["excalibur"] = "13",
        ["forky"] = "14",
        ["duke"] = "15",
    };

    /// <summary>Empty where the name is not known.</summary>
    public static string UbuntuVersion(string codeName) => s_ubuntu.TryGetValue(codeName, out string? version) ? version : "";

    /// <summary>Empty where the name is not known.</summary>
    public static string DebianVersion(string codeName) => s_debian.TryGetValue(codeName, out string? version) ? version : "";
}
