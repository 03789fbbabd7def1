using PatchBaselineAssociation.PackageManagers.Dnf;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Takes configuration apart as libzypp does. Blanks before a heading or a setting mean nothing to it, where dnf takes such a line for more of the value before it. Pure.</summary>
internal static class ZypperConfigurationText
{
    public static IReadOnlyList<DnfSection> Parse(string text) => DnfConfigurationText.Parse(string.Join("\n", text.Split('\n').Select(Align)));

    private static string Align(string line)
    {
        string trimmed = line.Trim();
        bool isMore = trimmed.Length > 0 && trimmed[0] is not ('[' or '#' or ';') && trimmed.IndexOf('=') <= 0;
        return isMore ? " " + trimmed : trimmed;
    }
}
