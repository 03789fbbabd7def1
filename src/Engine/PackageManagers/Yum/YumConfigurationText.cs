using PatchBaselineAssociation.PackageManagers.Dnf;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Writes configuration for yum.</summary>
internal static class YumConfigurationText
{
    /// <summary>yum takes a line that begins with <c>include=</c> for the order to read another file there, and one that begins with a bracket for a heading,
    /// also within a value: so every value is on one line. Where it separates values, a blank does as well.</summary>
    public static string Write(IEnumerable<DnfSection> sections) => DnfConfigurationText.Write(sections.Select(section => section with
    {
        Settings = [.. section.Settings.Select(setting => new KeyValuePair<string, string>(setting.Key, setting.Value.Replace('\n', ' ')))],
    }));
}
