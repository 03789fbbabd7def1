using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Dnf;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>What of a system's configuration is taken over into the folder that zypper is asked in. Pure.</summary>
internal static class ZypperSettings
{
    private const string AutomaticLicences = "autoAgreeWithLicenses";

    /// <summary>The others are paths, which mean folders of the system, or of no use to a question.</summary>
    private static readonly HashSet<string> s_library = new(StringComparer.Ordinal)
    {
        "arch", "download.connect_timeout", "download.max_concurrent_connections", "download.max_download_speed", "download.max_silent_tries", "download.min_download_speed", "download.transfer_timeout",
        "gpgcheck", "locksfile.apply", "multiversion", "pkg_gpgcheck", "repo.refresh.locales", "repo_gpgcheck", "rpm.install.excludedocs", "solver.allowVendorChange",
        "solver.cleandepsOnRemove", "solver.onlyRequires",
    };

    /// <summary>The most, in seconds and tries, that a silent server may cost.</summary>
    private static readonly KeyValuePair<string, int>[] s_patience = [new("download.connect_timeout", 30), new("download.max_silent_tries", 1), new("download.transfer_timeout", 60)];

    /// <summary>Bytes a second. libzypp gives up after a minute below it, and without it waits an hour for the first answer of a server, whatever its time-outs say.</summary>
    private const string LeastSpeed = "download.min_download_speed";

    private static readonly string[] s_pathEndings = ["dir", "file", "path"];

    private static readonly HashSet<string> s_repository = new(StringComparer.Ordinal)
    {
        "autorefresh", "baseurl", "enabled", "gpgcheck", "gpgkey", "name", "path", "pkg_gpgcheck", "priority", "repo_gpgcheck", "type",
    };

    /// <summary>Others start programs or mount things, as the address says: that is for the system itself to ask for.</summary>
    private static readonly string[] s_schemes = ["http://", "https://", "ftp://", "dir:", "file:", "/"];

    private static readonly string[] s_addresses = ["baseurl", "gpgkey"];

    /// <summary>What they lead to names addresses of every kind.</summary>
    private static readonly string[] s_lists = ["metalink", "mirrorlist"];

    /// <summary>The settings of libzypp.</summary>
    /// <param name="text"><c>zypp.conf</c>.</param>
    public static string Library(string text) => DnfConfigurationText.Write(
        [new DnfSection(DnfSection.Main, [.. MainOf(text).Where(setting => s_library.Contains(setting.Key) && !IsOfPatience(setting.Key)), .. Patience(text)])]);

    /// <summary>A setting of libzypp; null where it is not set.</summary>
    public static string? LibraryValue(string text, string key) => new DnfSection(DnfSection.Main, MainOf(text))[key];

    /// <summary>Settings that lead to a folder, a file or a program. A relative path may climb out of an image.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Paths(string text) => MainOf(text).Where(setting =>
        setting.Value.IndexOf('/') >= 0 || Array.Exists(s_pathEndings, ending => setting.Key.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The settings of zypper: with aliases in its answers, because two repositories may have the same name.</summary>
    /// <param name="text"><c>zypper.conf</c>.</param>
    public static string Program(string text)
    {
        string? agrees = ZypperConfigurationText.Parse(text).FirstOrDefault(section => section.Name is "commit")?[AutomaticLicences];
        List<DnfSection> sections = [new DnfSection(DnfSection.Main, [new KeyValuePair<string, string>("showAlias", "yes")])];
        if (agrees is not null)
            sections.Add(new DnfSection("commit", [new KeyValuePair<string, string>(AutomaticLicences, agrees)]));
        return DnfConfigurationText.Write(sections);
    }

    /// <summary>The repositories of an image's file that can be used from outside.</summary>
    public static string Repositories(string text) => DnfConfigurationText.Write(
        from section in ZypperConfigurationText.Parse(text)
        where !section.IsMain && !section.Settings.Any(setting => s_lists.Contains(setting.Key, StringComparer.Ordinal))
        let settings = section.Settings.Where(setting => s_repository.Contains(setting.Key)).ToArray()
        where settings.Where(setting => s_addresses.Contains(setting.Key, StringComparer.Ordinal)).SelectMany(setting => DnfSection.Words(setting.Value)).All(IsPlain)
        select new DnfSection(section.Name, settings));

    /// <summary>Repositories of an image's file that <see cref="Repositories"/> leaves out, by their aliases.</summary>
    public static IEnumerable<string> LeftOut(string text) =>
        ZypperConfigurationText.Parse(text).Where(section => !section.IsMain).Select(section => section.Name)
            .Except(ZypperConfigurationText.Parse(Repositories(text)).Select(section => section.Name), StringComparer.Ordinal);

    /// <summary>A file of repositories without some of them.</summary>
    public static string WithoutRepositories(string text, ICollection<string> aliases) =>
        DnfConfigurationText.Write(ZypperConfigurationText.Parse(text).Where(section => !aliases.Contains(section.Name)));

    /// <summary>What the administrator set is kept where it is less patient.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Patience(string text)
    {
        foreach (KeyValuePair<string, int> most in s_patience)
            yield return new(most.Key, Positive(text, most.Key) is { } own && own < most.Value ? Number(own) : Number(most.Value));
        yield return new(LeastSpeed, Number(Positive(text, LeastSpeed) ?? 1));
    }

    private static bool IsOfPatience(string key) => key is LeastSpeed || Array.Exists(s_patience, most => string.Equals(most.Key, key, StringComparison.Ordinal));

    /// <summary>For libzypp zero means without end.</summary>
    private static int? Positive(string text, string key) =>
        int.TryParse(LibraryValue(text, key), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsPlain(string address) => Array.Exists(s_schemes, scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) && !ZypperAddress.NamesFile(address);

    private static IReadOnlyList<KeyValuePair<string, string>> MainOf(string text) => ZypperConfigurationText.Parse(text).FirstOrDefault(section => section.IsMain)?.Settings ?? [];
}
