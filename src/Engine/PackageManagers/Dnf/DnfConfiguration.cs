namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What a scan needs to know of a system's configuration, beside what dnf makes of it.</summary>
internal sealed record DnfConfiguration
{
    private const string MainFile = "etc/dnf/dnf.conf";
    private const string LockSettings = "etc/dnf/plugins/versionlock.conf";
    private const string LockList = "/etc/dnf/plugins/versionlock.list";
    private const string SystemCache = "/var/cache/dnf";
    private const string SourcesName = "the baseline's sources";
    private static readonly string[] s_repositoryFolders = ["etc/yum.repos.d", "etc/yum/repos.d", "etc/distro.repos.d"];
    private static readonly string[] s_off = ["0", "no", "false", "off"];

    /// <summary><c>dnf.conf</c>; empty where there is none.</summary>
    public required string MainText { get; init; }

    /// <summary>The files of repositories, by their names.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RepositoryTexts { get; init; }

    /// <summary>What the configuration, or what takes its place, says of repositories, enabled or not.</summary>
    public required IReadOnlyList<DnfSection> Repositories { get; init; }

    public required DnfExcludes Excludes { get; init; }

    public required DnfVersionLocks Locks { get; init; }

    /// <summary>The system's own cache, as the system itself names it.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="files">The system's files.</param>
    /// <param name="sources">What takes the place of its repositories; none leaves them.</param>
    public static DnfConfiguration Read(DnfFiles files, IReadOnlyList<DnfSection> sources)
    {
        string mainText = files.ReadText(MainFile) ?? "";
        DnfSection? main = DnfConfigurationText.Parse(mainText).FirstOrDefault(section => section.IsMain);
        IEnumerable<string> folders = main?["reposdir"] is { Length: > 0 } own ? DnfSection.Words(own).Select(folder => folder.TrimStart('/')) : s_repositoryFolders;
        List<KeyValuePair<string, string>> repositories = [];
        List<DnfExclude> excludes = [.. DnfExcludes.Read(mainText, "/" + MainFile).Where(exclude => exclude.Repository is null || sources.Count == 0)];
        excludes.AddRange(DnfExcludes.Read(sources, SourcesName));
        foreach (string path in sources.Count > 0 ? [] : folders.SelectMany(files.Files))
        {
            if (!path.EndsWith(".repo", StringComparison.Ordinal) || files.ReadText(path) is not { } text)
                continue;
            repositories.Add(new KeyValuePair<string, string>(Path.GetFileName(path), text));
            excludes.AddRange(DnfExcludes.Read(text, "/" + path));
        }

        return new DnfConfiguration
        {
            MainText = mainText,
            RepositoryTexts = repositories,
            Repositories = sources.Count > 0 ? sources : [.. repositories.Select(file => file.Value).Append(mainText).SelectMany(DnfConfigurationText.Parse).Where(section => !section.IsMain)],
            Excludes = new DnfExcludes(excludes),
            Locks = ReadLocks(files, main),
            CacheFolder = main?["cachedir"] is { Length: > 0 } cache && cache[0] == '/' ? cache : SystemCache,
        };
    }

    /// <summary>The list alone does nothing: the plugin has to be there and on.</summary>
    private static DnfVersionLocks ReadLocks(DnfFiles files, DnfSection? main)
    {
        DnfSection? settings = files.ReadText(LockSettings) is { } text ? DnfConfigurationText.Parse(text).FirstOrDefault(section => section.IsMain) : null;
        string path = settings?["locklist"] is { Length: > 0 } own ? own : LockList;
        bool isOn = IsOn(main?["plugins"]) && IsOn(settings?["enabled"]) && IsPluginThere(files);
        return DnfVersionLocks.Parse(isOn ? files.ReadText(path) ?? "" : "", path);
    }

    private static bool IsPluginThere(DnfFiles files) => files.Folders("usr/lib")
        .Where(folder => folder.StartsWith("usr/lib/python3", StringComparison.Ordinal))
        .Any(folder => files.HasFile(folder + "/site-packages/dnf-plugins/versionlock.py"));

    private static bool IsOn(string? value) => value is null || !s_off.Contains(value, StringComparer.OrdinalIgnoreCase);
}
