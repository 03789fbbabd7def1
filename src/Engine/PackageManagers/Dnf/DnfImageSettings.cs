namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What of an image's configuration a scan takes over. Its configuration itself is never read by dnf: it could name plugins, which are programs, and folders of this machine.</summary>
internal static class DnfImageSettings
{
    private static readonly HashSet<string> s_shared = new(StringComparer.Ordinal)
    {
        "bandwidth", "exclude", "excludepkgs", "fastestmirror", "gpgcheck", "includepkgs", "ip_resolve", "metadata_expire", "minrate", "password", "pkg_gpgcheck", "proxy", "proxy_auth_method",
        "proxy_password", "proxy_username", "repo_gpgcheck", "retries", "sslcacert", "sslclientcert", "sslclientkey", "sslverify", "sslverifystatus", "throttle",
        "timeout", "user_agent", "username",
    };

    private static readonly HashSet<string> s_main = new(s_shared, StringComparer.Ordinal)
    {
        "arch", "basearch", "ignorearch", "installonly_limit", "installonlypkgs", "install_weak_deps", "max_parallel_downloads", "module_platform_id", "module_stream_switch", "multilib_policy", "releasever",
    };

    private static readonly HashSet<string> s_repository = new(s_shared, StringComparer.Ordinal)
    {
        "baseurl", "cost", "enabled", "gpgkey", "metalink", "mirrorlist", "module_hotfixes", "name", "priority",
    };

    private static readonly HashSet<string> s_paths = new(StringComparer.Ordinal) { "sslcacert", "sslclientcert", "sslclientkey" };

    /// <summary>The settings of the main section.</summary>
    /// <param name="text"><c>dnf.conf</c>.</param>
    /// <param name="locate">Gives the path outside for one inside the image.</param>
    public static IEnumerable<KeyValuePair<string, string>> Main(string text, Func<string, string> locate) =>
        DnfConfigurationText.Parse(text).Where(section => section.IsMain).SelectMany(section => Select(section, s_main, locate));

    /// <summary>The repositories of a <c>.repo</c> file, as dnf can use them from outside.</summary>
    public static IEnumerable<DnfSection> Repositories(string text, Func<string, string> locate) => Repositories(DnfConfigurationText.Parse(text), locate);

    /// <inheritdoc cref="Repositories(string, Func{string, string})"/>
    public static IEnumerable<DnfSection> Repositories(IEnumerable<DnfSection> sections, Func<string, string> locate) => sections
        .Where(section => !section.IsMain)
        .Select(section => new DnfSection(section.Name, [.. Select(section, s_repository, locate)]));

    private static IEnumerable<KeyValuePair<string, string>> Select(DnfSection section, HashSet<string> known, Func<string, string> locate) =>
        section.Settings
            .Where(setting => known.Contains(setting.Key))
            .Select(setting => new KeyValuePair<string, string>(setting.Key, Locate(setting.Key, setting.Value, locate)));

    private static string Locate(string key, string value, Func<string, string> locate)
    {
        const string File = "file://";
        if (s_paths.Contains(key) && value.StartsWith("/", StringComparison.Ordinal))
            return locate(value);
        return key is "gpgkey"
            ? string.Join("\n", DnfSection.Words(value).Select(key => key.StartsWith(File + "/", StringComparison.Ordinal) ? File + locate(key.Substring(File.Length)) : key))
            : value;
    }
}
