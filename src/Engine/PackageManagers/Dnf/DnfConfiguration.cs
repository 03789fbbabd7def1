using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What a scan needs to know of a system's configuration, beside what dnf makes of it.</summary>
internal sealed record DnfConfiguration
{
    private const string MainFile = "etc/dnf/dnf.conf";
    private const string SourcesName = "the baseline's sources";
    private static readonly HashSet<string> s_paths = new(StringComparer.Ordinal)
    {
        "debugdir", "destdir", "gpgkey", "pluginconfpath", "pluginpath", "proxy_sslcacert", "proxy_sslclientcert", "proxy_sslclientkey", "sslcacert", "sslclientcert",
        "sslclientkey", "system_state_dir", "transaction_history_dir",
    };

    /// <summary><c>dnf.conf</c>; empty where there is none.</summary>
    public required string MainText { get; init; }

    /// <summary>The files of repositories, by their names.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RepositoryTexts { get; init; }

    /// <summary>What the configuration, or what takes its place, says of repositories, enabled or not.</summary>
    public required IReadOnlyList<DnfSection> Repositories { get; init; }

    public required DnfExcludes Excludes { get; init; }

    public required IDnfVersionLocks Locks { get; init; }

    /// <summary>The system's own cache, as the system itself names it.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="files">The system's files.</param>
    /// <param name="sources">What takes the place of its repositories; none leaves them.</param>
    /// <param name="dialect">How its dnf is called.</param>
    /// <param name="isRunning">False for an image.</param>
    /// <exception cref="PatchException">ImageUnsafe, BaselineSourcesUnusable: dnf would read what it must not.</exception>
    public static DnfConfiguration Read(DnfFiles files, IReadOnlyList<DnfSection> sources, DnfDialect dialect, bool isRunning)
    {
        string mainText = files.ReadText(MainFile) ?? "";
        DnfSection? main = DnfConfigurationText.Parse(mainText).FirstOrDefault(section => section.IsMain);
        IEnumerable<string> folders = main?["reposdir"] is { Length: > 0 } own ? DnfSection.Words(own).Select(folder => folder.TrimStart('/')) : dialect.RepositoryFolders;
        List<KeyValuePair<string, string>> repositories = [];
        List<DnfExclude> excludes = [.. DnfExcludes.Read(mainText, "/" + MainFile).Where(exclude => exclude.Repository is null || sources.Count == 0)];
        excludes.AddRange(DnfExcludes.Read(sources, SourcesName));
        KeyValuePair<string, string>[] settings = [.. ReadFolders(files, dialect.SettingFolders, ".conf")];
        KeyValuePair<string, string>[] overrides = [.. ReadFolders(files, dialect.OverrideFolders, ".repo")];
        if (sources.Count > 0)
            CheckSources(overrides);
        if (!isRunning)
            CheckImage(settings.Concat(overrides));
        excludes.AddRange(settings.Concat(overrides).SelectMany(file => DnfExcludes.Read(file.Value, file.Key)));
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
            Repositories = sources.Count > 0 ? sources : 
            [
                .. Override(
                    repositories.Select(file => file.Value).Append(mainText).SelectMany(DnfConfigurationText.Parse).Where(section => !section.IsMain),
                    [.. overrides.SelectMany(file => DnfConfigurationText.Parse(file.Value))]),
            ],
            Excludes = new DnfExcludes(excludes),
            Locks = dialect.ReadLocks(files, main),
            CacheFolder = main?[dialect.CacheSettings[dialect.CacheSettings.Count - 1]] is { Length: > 0 } cache && cache[0] == '/' ? cache : dialect.SystemCache,
        };
    }

    /// <summary>What the files of a folder say, in their order, with the path of each.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ReadFolders(DnfFiles files, IEnumerable<string> folders, string ending) =>
        from folder in folders
        from path in files.Files(folder).OrderBy(path => path, StringComparer.Ordinal)
        where path.EndsWith(ending, StringComparison.Ordinal)
        let text = files.ReadText(path)
        where text is not null
        select new KeyValuePair<string, string>("/" + path, text);

    /// <summary>The repositories as the overrides leave them: each names repositories by a pattern.</summary>
    private static IEnumerable<DnfSection> Override(IEnumerable<DnfSection> repositories, IReadOnlyList<DnfSection> overrides) => repositories.Select(repository => repository with
    {
        Settings = [.. repository.Settings, .. overrides.Where(section => new GlobPattern(section.Name).IsMatch(repository.Name)).SelectMany(section => section.Settings)],
    });

    private static void CheckSources(IReadOnlyList<KeyValuePair<string, string>> overrides)
    {
        if (overrides.Count > 0)
        {
            throw new PatchException(
                ErrorIds.BaselineSourcesUnusable,
                ErrorKind.InvalidOperation,
                $"dnf 5 would change the baseline's sources by what '{overrides[0].Key}' says of repositories, checks of signatures among it. Nothing was changed.",
                overrides[0].Key,
                "Remove the file, or use a baseline without sources.");
        }
    }

    /// <summary>dnf 5 reads these files of an image, whatever it is told, and takes their paths for those of this machine.</summary>
    private static void CheckImage(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (KeyValuePair<string, string> file in settings)
        {
            string? path = DnfConfigurationText.Parse(file.Value).SelectMany(section => section.Settings).Select(setting => setting.Key).FirstOrDefault(s_paths.Contains);
            if (path is not null)
            {
                throw new PatchException(
                    ErrorIds.ImageUnsafe,
                    ErrorKind.InvalidData,
                    $"'{file.Key}' in the image has the setting '{path}', which dnf 5 would take for a path of this machine. Nothing was changed.",
                    file.Key,
                    "Put the setting into dnf.conf or the repository's own file, or use a machine that has dnf 4.");
            }
        }
    }
}
