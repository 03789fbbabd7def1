using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>What a scan needs to know of a system's configuration, beside what yum makes of it.</summary>
internal sealed record YumConfiguration
{
    private const string LockSettings = "etc/yum/pluginconf.d/versionlock.conf";
    private const string LockList = "/etc/yum/pluginconf.d/versionlock.list";
    private const string LockPlugin = "versionlock.py";
    private const string SourcesName = "the baseline's sources";
    private const string Include = "include";
    private const string SystemCache = "/var/cache/yum/$basearch/$releasever";

    /// <summary>yum takes the first that is there.</summary>
    private static readonly string[] s_mainFiles = ["etc/yum/yum.conf", "etc/yum.conf"];

    private static readonly string[] s_repositoryFolders = ["etc/yum/repos.d", "etc/yum.repos.d"];
    private static readonly string[] s_pluginFolders = ["usr/share/yum-plugins", "usr/lib/yum-plugins"];
    private static readonly string[] s_addressKeys = ["baseurl", "mirrorlist", "metalink"];
    private static readonly string[] s_off = ["0", "no", "false", "off"];

    /// <summary><c>yum.conf</c>; empty where there is none.</summary>
    public required string MainText { get; init; }

    /// <summary>The files of repositories, by their names.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RepositoryTexts { get; init; }

    /// <summary>Those that are enabled, each once.</summary>
    public required IReadOnlyList<YumRepository> Repositories { get; init; }

    public required DnfExcludes Excludes { get; init; }

    public required DnfVersionLocks Locks { get; init; }

    /// <summary>The system's own cache, as the system itself names it, with yum's variables.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="files">The system's files.</param>
    /// <param name="sources">What takes the place of its repositories; none leaves them.</param>
    /// <exception cref="PatchException">BaselineSourcesUnusable: what yum reads beside its main settings cannot be told from them.</exception>
    public static YumConfiguration Read(DnfFiles files, IReadOnlyList<DnfSection> sources)
    {
        string mainFile = s_mainFiles.FirstOrDefault(files.HasFile) ?? s_mainFiles[s_mainFiles.Length - 1];
        string mainText = files.ReadText(mainFile) ?? "";
        IReadOnlyList<DnfSection> mainSections = DnfConfigurationText.Parse(mainText);
        DnfSection? main = mainSections.FirstOrDefault(section => section.IsMain);
        if (sources.Count > 0)
            RefuseIncludes(main, "/" + mainFile);
        IEnumerable<string> folders = main?["reposdir"] is { Length: > 0 } own ? DnfSection.Words(own).Select(folder => folder.TrimStart('/')) : s_repositoryFolders;
        List<KeyValuePair<string, string>> texts = [];
        List<DnfExclude> excludes = [.. DnfExcludes.Read(mainText, "/" + mainFile).Where(exclude => exclude.Repository is null || sources.Count == 0)];
        excludes.AddRange(DnfExcludes.Read(sources, SourcesName));
        List<DnfSection> sections = [.. sources.Count > 0 ? sources : mainSections.Where(section => !section.IsMain)];
        foreach (string path in sources.Count > 0 ? [] : folders.SelectMany(files.Files))
        {
            if (!path.EndsWith(".repo", StringComparison.Ordinal) || files.ReadText(path) is not { } text)
                continue;
            texts.Add(new KeyValuePair<string, string>(Path.GetFileName(path), text));
            excludes.AddRange(DnfExcludes.Read(text, "/" + path));
            sections.AddRange(DnfConfigurationText.Parse(text).Where(section => !section.IsMain));
        }

        return new YumConfiguration
        {
            MainText = mainText,
            RepositoryTexts = texts,
            Repositories =
            [
                .. sections
                    .GroupBy(section => section.Name, StringComparer.Ordinal)
                    .Select(same => same.First())
                    .Where(section => IsOn(section["enabled"]))
                    .Select(section => new YumRepository(section.Name, [.. s_addressKeys.Select(key => section[key]).OfType<string>().SelectMany(DnfSection.Words)])),
            ],
            Excludes = new DnfExcludes(excludes),
            Locks = ReadLocks(files, main),
            CacheFolder = main?["cachedir"] is { Length: > 0 } cache && cache[0] == '/' ? cache : SystemCache,
        };
    }

    /// <summary>The file that is taken in may name repositories, which must not be there beside the sources, and settings, which must.</summary>
    private static void RefuseIncludes(DnfSection? main, string path)
    {
        if (main?[Include] is not { } included)
            return;
        throw new PatchException(
            ErrorIds.BaselineSourcesUnusable,
            ErrorKind.InvalidOperation,
            $"'{path}' takes in another file ({QuotedText.Quote(SecretRedactor.Redact(included))}): whether that brings repositories beside the baseline's sources is not known. Nothing was changed.",
            path,
            $"Write what the other file says into '{path}', or use a baseline without sources.");
    }

    /// <summary>The list alone does nothing: the plugin has to be there and on, and plugins have to be on, which they are not by themselves.</summary>
    private static DnfVersionLocks ReadLocks(DnfFiles files, DnfSection? main)
    {
        DnfSection? settings = files.ReadText(LockSettings) is { } text ? DnfConfigurationText.Parse(text).FirstOrDefault(section => section.IsMain) : null;
        string path = settings?["locklist"] is { Length: > 0 } own && own[0] == '/' ? own : LockList;
        bool isOn = main?["plugins"] is { } plugins && IsOn(plugins) && settings?["enabled"] is { } enabled && IsOn(enabled) && IsPluginThere(files, main);
        return DnfVersionLocks.Parse(isOn ? YumVersionLocks.Translate(files.ReadText(path) ?? "") : "", path);
    }

    private static bool IsPluginThere(DnfFiles files, DnfSection main)
    {
        IEnumerable<string> folders = main["pluginpath"] is { Length: > 0 } own ? DnfSection.Words(own).Select(folder => folder.TrimStart('/')) : s_pluginFolders;
        return folders.Any(folder => files.HasFile($"{folder}/{LockPlugin}"));
    }

    private static bool IsOn(string? value) => value is null || !s_off.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase);
}
