using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The module's own cache of repositories' metadata, so that a scan leaves the system's alone; of an image, also the configuration that dnf reads instead of the image's.</summary>
internal sealed class DnfCache
{
    private const string LogSetting = "logdir";
    private const string LogName = "log";
    private const string FetchLogName = "dnf.librepo.log";
    private const string MainName = "dnf.conf";
    private const string RepositoriesName = "repositories";
    private const int KeptImages = 4;
    private const int KeptSources = 2;

    /// <summary>Keys, addresses, and what they lead to.</summary>
    private static readonly string[] s_copiedFolders = ["pubring", "", "repodata"];

    private static readonly string[] s_moduleFolders = ["etc/dnf/modules.d", "etc/dnf/modules.defaults.d"];
    private static readonly string[] s_settingFolders = ["etc/dnf", "etc/dnf/plugins", "etc/dnf/libdnf5-plugins", "etc/dnf/aliases.d"];
    private static readonly string[] s_programs = ["/usr/bin/dnf", "/usr/bin/dnf-3", "/usr/bin/dnf5"];

    private readonly IFileSystem _files;
    private readonly Node _node;
    private readonly IReadOnlyList<DnfSection> _sources;
    private readonly string _folder;
    private readonly CacheFolder _cache;
    private readonly bool _usesSystemCache;
    private readonly DnfConfiguration _configuration;
    private readonly DnfDialect _dialect;
    private readonly DnfFiles _system;
    private readonly string _root;

    /// <param name="files">The disk.</param>
    /// <param name="node">The system that dnf is to be asked about.</param>
    /// <param name="system">Its files.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="cacheFolder">The module's folder for caches.</param>
    /// <param name="dialect">How dnf is called.</param>
    /// <param name="lists">Whose metadata; of an image, and of sources that are not the system's, always the module's own.</param>
    /// <param name="sources">What takes the place of the system's repositories; none leaves them.</param>
    public DnfCache(IFileSystem files, Node node, DnfFiles system, DnfConfiguration configuration, string cacheFolder, DnfDialect dialect, PackageLists lists, IReadOnlyList<DnfSection> sources)
    {
        _files = files;
        _node = node;
        _system = system;
        _root = UnixFiles.RealPath(node.Root) ?? node.Root;
        _configuration = configuration;
        _dialect = dialect;
        Environment = dialect.Environment;
        _sources = sources;
        _usesSystemCache = lists == PackageLists.System && node.IsRunningSystem && sources.Count == 0;
        string caches = Path.Combine(cacheFolder, "dnf");
        _folder = Path.Combine(caches, DnfCacheName.Of(node, sources));
        _cache = new CacheFolder(files, _folder);
        SourcesFolder = Path.Combine(caches, "sources");
        SystemFolder = system.Locate(configuration.CacheFolder);
        MetadataFolder = _usesSystemCache ? SystemFolder : Path.Combine(_folder, "metadata");
    }

    /// <summary>A folder that only this user may look into, for what the sources of a baseline hold. It is there only while it is needed.</summary>
    public string SourcesFolder { get; }

    /// <summary>What is in it, by path; null where the system's own repositories hold. The running system's settings stand there without the repositories that they may name too.</summary>
    public IReadOnlyDictionary<string, string>? SourceFiles
    {
        get
        {
            if (_sources.Count == 0)
                return null;
            Dictionary<string, string> files = new(StringComparer.Ordinal)
            {
                [Path.Combine(RepositoriesName, "baseline.repo")] = DnfConfigurationText.Write(
                    _node.IsRunningSystem ? _sources : DnfImageSettings.Repositories(_sources, _system.LocateFile)),
            };
            if (_node.IsRunningSystem)
                files.Add(MainName, DnfConfigurationText.Write(DnfConfigurationText.Parse(_configuration.MainText).Where(section => section.IsMain)));
            return files;
        }
    }

    /// <summary>Where dnf keeps the metadata of repositories, each in a folder of its own.</summary>
    public string MetadataFolder { get; }

    /// <summary>What every call of dnf begins with.</summary>
    public IReadOnlyList<string> Options => _node.IsRunningSystem ? SystemOptions : ImageOptions(ConfigurationFile);

    /// <summary>What a call of dnf begins with that changes packages: its history is the system's, and on the running system its logs too. Not those of sources, whose addresses they would keep for everybody to read.</summary>
    public IReadOnlyList<string> ChangeOptions => _node.IsRunningSystem ? [.. CacheOptions, .. _sources.Count == 0 ? [] : (string[])[$"--setopt={LogSetting}={LogFolder}"]] : ImageOptions(ChangeConfigurationFile);

    /// <summary>What every call needs in its environment: rpm looks here for where an image's database is.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; }

    /// <summary>The architecture of an image for another kind of machine; null where dnf finds it out by itself.</summary>
    public string? ForcedArchitecture { get; set; }

    private string SystemFolder { get; }

    private string AnswersFolder => Path.Combine(_folder, _usesSystemCache ? "system-answers" : "answers");

    private string ConfigurationFolder => Path.Combine(_folder, "configuration");

    private string ConfigurationFile => Path.Combine(ConfigurationFolder, MainName);

    private string ChangeConfigurationFile => Path.Combine(ConfigurationFolder, "change.conf");

    private string RepositoriesFolder => Path.Combine(_sources.Count == 0 ? ConfigurationFolder : SourcesFolder, RepositoriesName);

    private string VariablesFolder => Path.Combine(ConfigurationFolder, "variables");

    private string HomeFolder => Path.Combine(_folder, "home");

    /// <summary>librepo tells there what it fetched, with the credentials of addresses.</summary>
    private string LogFolder => Path.Combine(_sources.Count == 0 ? _folder : SourcesFolder, LogName);

    private IReadOnlyList<string> CacheOptions =>
    [
        .. _dialect.SystemOptions,
        .. _sources.Count == 0 ? [] : (string[])[$"--config={Path.Combine(SourcesFolder, MainName)}", $"--setopt=reposdir={RepositoriesFolder}"],
        .. _usesSystemCache ? [] : _dialect.CacheSettings.Select(setting => $"--setopt={setting}={MetadataFolder}"),
    ];

    private IReadOnlyList<string> SystemOptions =>
    [
        .. CacheOptions,
        .. WrittenFolders().Select(folder => $"--setopt={folder.Key}={folder.Value}"),
    ];

    private IReadOnlyList<string> ImageOptions(string configuration) =>
    [
        $"--config={configuration}",
        $"--installroot={_root}",
        $"--setopt=reposdir={RepositoriesFolder}",
        $"--setopt=varsdir={VariablesFolder}",
        _dialect.NoPlugins,
        .. ForcedArchitecture is null ? [] : (string[])[$"--forcearch={ForcedArchitecture}"],
    ];

    /// <summary>Makes the folders, and for an image the configuration.</summary>
    /// <exception cref="PatchException">CacheUnusable; ImageUnsafe, ImageFileUnreadable.</exception>
    public void Create() => _cache.Guard(() =>
    {
        foreach (KeyValuePair<string, string> folder in WrittenFolders())
            _files.CreatePrivateDirectory(folder.Value);
        if (!_usesSystemCache)
            _files.CreateDirectory(MetadataFolder);
        if (!_node.IsRunningSystem)
        {
            // dnf reads these where they are, whatever it is told.
            _system.CheckFolders(s_moduleFolders);
            _cache.RemoveOldest(DnfCacheName.ImagePrefix, KeptImages);
            Stage();
        }
        else if (_sources.Count > 0)
        {
            _cache.RemoveOldest(DnfCacheName.SourcesPrefix, KeptSources);
        }
    });

    /// <summary>Copies what the system's own cache has newer.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public CacheSeeding Seed() => _cache.Guard(() =>
    {
        // The system's metadata may have come from the same place under a signature that the sources do not take.
        CacheSeeding seeding = new(_files);
        if (_usesSystemCache || _sources.Count > 0)
            return seeding;
        foreach (string folder in DnfSeeding.FoldersToCopy(SystemTimes(), MetadataTimes(MetadataFolder)))
            seeding.Take(DnfSeeding.IdOf(folder)!, FilesOf(folder).SelectMany(files => files.Files), () => CopyRepository(folder));
        return seeding;
    });

    /// <summary>Removes fetched package files that are the module's own; the system's are the administrator's.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void RemovePackages() => _cache.Guard(() =>
    {
        if (_usesSystemCache)
            return;
        foreach (string package in _files.GetDirectories(MetadataFolder).SelectMany(folder => _files.GetFiles(Path.Combine(folder, "packages"))))
        {
            if (package.EndsWith(".rpm", StringComparison.Ordinal))
                _files.DeleteFile(package);
        }
    });

    /// <summary>Removes what librepo tells of each address, credentials among it: it goes on for ever, and nobody cuts it.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void RemoveFetchLog() => _cache.Guard(() =>
    {
        string log = Path.Combine(LogFolder, FetchLogName);
        if (_files.FileExists(log))
            _files.DeleteFile(log);
    });

    /// <summary>dnf's answers as of now, where it fetches nothing; null where none are kept, because they may hold what gives access to sources.</summary>
    /// <param name="installed">What rpm's database holds.</param>
    public DnfAnswers? Answers(string installed) => _sources.Count > 0 ? null : _cache.Guard(() =>
    {
        _files.CreatePrivateDirectory(AnswersFolder);
        string settings = Settings();
        string all = $"{settings}\n{installed}\n{Facts(MetadataFiles())}";
        KeptAnswers ofPackages = new(_files, AnswersFolder, CacheFolder.Hash(all));
        return new DnfAnswers(_dialect.ListsByPackages(_configuration.Repositories) ? ofPackages : new KeptAnswers(_files, AnswersFolder, CacheFolder.Hash(settings)), ofPackages);
    });

    /// <summary>Whether an answer is kept that may still hold.</summary>
    public bool HasAnswer(string name) => TimeOfAnswer(name) is not null;

    /// <summary>Whether an answer is kept that follows from packages and metadata, and none of them has been touched since.</summary>
    public bool HasAnswerToPackages(string name) => TimeOfAnswer(name) is { } time
        && _cache.Guard(() => !_system.DatabaseFiles.Concat(MetadataFiles()).Any(file => _files.GetLastWriteTime(file) > time));

    /// <summary>The folder of a repository's metadata; null where there is none.</summary>
    public string? FolderOf(string repository) => MetadataTimes(MetadataFolder)
        .Where(folder => string.Equals(DnfSeeding.IdOf(folder.Key), repository, StringComparison.Ordinal))
        .OrderByDescending(folder => folder.Value)
        .Select(folder => Path.Combine(MetadataFolder, folder.Key))
        .FirstOrDefault();

    public static string MetadataFile(string folder) => Path.Combine(folder, "repodata", "repomd.xml");

    private DateTimeOffset? TimeOfAnswer(string name) => _sources.Count > 0 ? null : _cache.Guard(() => _files.GetLastWriteTime(Path.Combine(AnswersFolder, name)));

    /// <summary>What dnf looks at before it looks at packages: its configuration, variables, modules and plugins, and dnf itself.</summary>
    private string Settings()
    {
        StringBuilder settings = new();
        settings.Append(string.Join("\n", Options)).Append('\n').Append(_configuration.MainText);
        foreach (KeyValuePair<string, string> file in _configuration.RepositoryTexts)
            settings.Append('\n').Append(file.Key).Append('\n').Append(file.Value);
        IEnumerable<string> plugins = _system.Folders("usr/lib")
            .Where(folder => folder.StartsWith("usr/lib/python3", StringComparison.Ordinal))
            .Select(folder => folder + "/site-packages/dnf-plugins");
        IEnumerable<string> inputs = _dialect.VariableFolders.Concat(_dialect.SettingFolders).Concat(_dialect.OverrideFolders).Concat(s_moduleFolders).Concat(s_settingFolders).Concat(plugins)
            .SelectMany(_system.Files)
            .Select(_system.Locate)
            .Concat(s_programs);
        return settings.Append('\n').Append(Facts(inputs)).ToString();
    }

    private IEnumerable<string> MetadataFiles() => _files.GetDirectories(MetadataFolder).SelectMany(folder => _files.GetFiles(Path.Combine(folder, "repodata")));

    /// <summary>What changes with the content of files.</summary>
    private string Facts(IEnumerable<string> paths) => string.Join("\n", paths.Select(path => $"{path} {_files.GetLength(path)} {_files.GetLastWriteTime(path)?.UtcTicks}"));

    private IEnumerable<KeyValuePair<string, string>> WrittenFolders() =>
    [
        new(LogSetting, LogFolder),
        new("persistdir", Path.Combine(_folder, "state")),
    ];

    private Dictionary<string, DateTimeOffset> MetadataTimes(string cache)
    {
        Dictionary<string, DateTimeOffset> times = new(StringComparer.Ordinal);
        foreach (string folder in _files.GetDirectories(cache))
        {
            string file = MetadataFile(folder);
            bool isPlain = UnixFiles.GetKind(folder) is FileKind.Folder && UnixFiles.GetKind(Path.GetDirectoryName(file)!) is FileKind.Folder && UnixFiles.GetKind(file) is FileKind.File;
            if (isPlain && _files.GetLastWriteTime(file) is { } time)
                times.Add(Path.GetFileName(folder), time);
        }

        return times;
    }

    private Dictionary<string, DateTimeOffset> SystemTimes()
    {
        try
        {
            return MetadataTimes(SystemFolder);
        }
        catch (UnauthorizedAccessException)
        {
            // What this user may not look into is fetched instead.
            return [];
        }
    }

    /// <summary>The list of the repository's files comes last: without it the folder counts as empty.</summary>
    private void CopyRepository(string name)
    {
        string source = Path.Combine(SystemFolder, name), target = Path.Combine(MetadataFolder, name);
        if (_files.DirectoryExists(target))
            _files.DeleteDirectory(target);
        foreach ((string folder, string[] files) in FilesOf(name))
        {
            if (files.Length > 0)
                _files.CreateDirectory(Path.Combine(target, folder));
            foreach (string file in files.OrderBy(file => string.Equals(file, MetadataFile(source), StringComparison.Ordinal)))
                _files.Copy(file, Path.Combine(target, folder, Path.GetFileName(file)));
        }
    }

    /// <summary>What is copied of a repository, by the folders below its own.</summary>
    private IEnumerable<(string Folder, string[] Files)> FilesOf(string name) =>
        from folder in s_copiedFolders
        let place = Path.Combine(SystemFolder, name, folder)
        where UnixFiles.GetKind(place) is FileKind.Folder
        select (folder, _files.GetFiles(place).Where(file => UnixFiles.GetKind(file) is FileKind.File).ToArray());

    private void Stage()
    {
        // It may hold the passwords of repositories and proxies.
        _files.CreatePrivateDirectory(ConfigurationFolder);
        _files.CreateDirectory(HomeFolder);
        List<KeyValuePair<string, string>> settings = [.. DnfImageSettings.Main(_configuration.MainText, _system.LocateFile)];
        settings.AddRange(_dialect.CacheSettings.Select(setting => new KeyValuePair<string, string>(setting, ClimbTo(MetadataFolder))));
        KeyValuePair<string, string>[] written = [.. WrittenFolders().Select(folder => new KeyValuePair<string, string>(folder.Key, ClimbTo(folder.Value)))];
        // dnf.conf may name repositories too.
        DnfSection[] repositories = _sources.Count > 0 ? [] : [.. DnfImageSettings.Repositories(_configuration.MainText, _system.LocateFile)];
        _cache.Write(ConfigurationFile, DnfConfigurationText.Write([new DnfSection(DnfSection.Main, [.. settings, .. written]), .. repositories]));
        _cache.Write(ChangeConfigurationFile, DnfConfigurationText.Write([new DnfSection(DnfSection.Main, [.. settings, .. written.Where(folder => folder.Key is LogSetting)]), .. repositories]));
        StageFolder(
            Path.Combine(ConfigurationFolder, RepositoriesName),
            _configuration.RepositoryTexts.Select(file => (file.Key, DnfConfigurationText.Write(DnfImageSettings.Repositories(file.Value, _system.LocateFile)))));
        StageFolder(
            VariablesFolder,
            from folder in _dialect.VariableFolders
            from path in _system.Files(folder)
            let text = _system.ReadText(path)
            where text is not null
            select (Path.GetFileName(path), text));
        _cache.Write(Path.Combine(HomeFolder, ".rpmmacros"), $"%_dbpath {_system.DatabasePath}\n");
        Environment = _dialect.Environment.Append(new KeyValuePair<string, string>("HOME", HomeFolder)).ToDictionary(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal);
    }

    /// <summary>dnf puts the image's folder before the folders that it writes to. The path climbs out of it by exactly so many steps as there are: SQLite takes no more.</summary>
    private string ClimbTo(string path) =>
        string.Concat(Enumerable.Repeat("../", _root.Split(['/'], StringSplitOptions.RemoveEmptyEntries).Length)) + path.TrimStart('/');

    private void StageFolder(string folder, IEnumerable<(string Name, string Text)> parts)
    {
        _files.CreateDirectory(folder);
        foreach (string file in _files.GetFiles(folder))
            _files.DeleteFile(file);
        foreach ((string name, string text) in parts)
            _cache.Write(Path.Combine(folder, name), text);
    }
}
