namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>The settings of a mounted image's apt that a scan takes over. apt runs many programs that its configuration may name
/// (dpkg, compressors, key tools, hooks, proxy finders): so nothing of an image's configuration counts but what is named here, all of it values. Pure.</summary>
internal static class AptImageSettings
{
    private static readonly HashSet<string> s_taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "APT::Default-Release",
        "APT::Machine-ID",
        "APT::Install-Recommends",
        "APT::Install-Suggests",
        "APT::Get::Always-Include-Phased-Updates",
        "APT::Get::Never-Include-Phased-Updates",
        "Update-Manager::Always-Include-Phased-Updates",
        "Update-Manager::Never-Include-Phased-Updates",
        "Acquire::AllowInsecureRepositories",
        "Acquire::AllowWeakRepositories",
        "Acquire::AllowDowngradeToInsecureRepositories",
        "Acquire::AllowReleaseInfoChange",
        "Acquire::Check-Valid-Until",
        "Acquire::Check-Date",
        "Acquire::Max-ValidTime",
        "Acquire::Min-ValidTime",
        "Acquire::Retries",
        "Acquire::ForceIPv4",
        "Acquire::ForceIPv6",
        "Acquire::http::Proxy",
        "Acquire::http::Timeout",
        "Acquire::https::Proxy",
        "Acquire::https::Timeout",
    };

    /// <param name="files">The texts of the image's configuration files in the order in which apt reads them.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Select(IEnumerable<string> files)
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> setting in files.SelectMany(AptConfigurationText.Parse))
        {
            if (s_taken.Contains(setting.Key) && setting.Value.IndexOfAny(['"', '\n', '\r']) < 0)
                settings[setting.Key] = setting.Value;
        }

        return [.. settings.OrderBy(setting => setting.Key, StringComparer.Ordinal)];
    }
}
