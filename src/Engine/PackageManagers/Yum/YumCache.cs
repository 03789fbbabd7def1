using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>The module's own cache of repositories' metadata, so that a scan leaves the system's alone; of an image, also the configuration that yum reads instead of the image's.</summary>
internal sealed class YumCache
{
    private const string MainName = "yum.conf";
    private const string RepositoriesName = "repositories";
    private const string Cookie = "cachecookie";
    private const string LogSetting = "logfile";
    private const string StateSetting = "persistdir";
    private const int KeptImages = 4;
    private const int KeptSources = 2;

    /// <summary>Below its repository's folder.</summary>
    private const string Unpacked = "gen";

    /// <summary>Of no use to a scan, and large.</summary>
    private static readonly string[] s_notCopied = ["filelists", "other"];

    /// <summary>More of yum's settings that make a difference to what it offers.</summary>
    private static readonly HashSet<string> s_imageSettings = new(StringComparer.Ordinal) { "distroverpkg", "obsoletes" };

    private readonly IFileSystem _files;
    private readonly Node _node;
    private readonly string _folder;
    private readonly bool _usesSystemCache;
    private readonly bool _isPrivileged;
    private readonly YumConfiguration _configuration;
    private readonly DnfFiles _system;
    private readonly string _root;
    private readonly IReadOnlyList<DnfSection> _sources;
    private readonly CacheFolder _cache;

    /// <summary>Names the folders; makes nothing.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="node">The system.</param>
    /// <param name="system">Its files.</param>
    /// <param name="configuration">What yum reads there.</param>
    /// <param name="cacheFolder">The module's folder for caches.</param>
    /// <param name="lists">Whose metadata; of an image, and of sources that are not the system's, always the module's own.</param>
    /// <param name="sources">What takes the place of the system's repositories; none leaves them.</param>
    /// <param name="isPrivileged">Whether yum is asked as root.</param>
    public YumCache(
        IFileSystem files, Node node, DnfFiles system, YumConfiguration configuration, string cacheFolder, PackageLists lists, IReadOnlyList<DnfSection> sources, bool isPrivileged)
    {
        _files = files;
        _node = node;
        _system = system;
        _root = UnixFiles.RealPath(node.Root) ?? node.Root;
        _configuration = configuration;
        _isPrivileged = isPrivileged;
        _sources = sources;
        _usesSystemCache = lists == PackageLists.System && node.IsRunningSystem && sources.Count == 0;
        string caches = Path.Combine(cacheFolder, "yum");
        _folder = Path.Combine(caches, DnfCacheName.Of(node, sources));
        _cache = new CacheFolder(files, _folder);
        SourcesFolder = Path.Combine(caches, "sources");
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
                [Path.Combine(RepositoriesName, "baseline.repo")] = YumConfigurationText.Write(
                    _node.IsRunningSystem ? _sources : DnfImageSettings.Repositories(_sources, _system.LocateFile)),
            };
            if (_node.IsRunningSystem)
                files.Add(MainName, YumConfigurationText.Write(DnfConfigurationText.Parse(_configuration.MainText).Where(section => section.IsMain)));
            return files;
        }
    }

    /// <summary>What every call of yum begins with.</summary>
    public IReadOnlyList<string> Options => _node.IsRunningSystem ? [.. SystemOptions, $"--setopt={StateSetting}={StateFolder}"] : ImageOptions(ConfigurationFile);

    /// <summary>What a call of yum begins with that changes packages: its history and its notes on packages are the system's.</summary>
    public IReadOnlyList<string> ChangeOptions => _node.IsRunningSystem ? SystemOptions : ImageOptions(ChangeConfigurationFile);

    private IReadOnlyList<string> SystemOptions =>
    [
        .. _sources.Count == 0 ? [] : (string[])[$"--config={Path.Combine(SourcesFolder, MainName)}", $"--setopt=reposdir={RepositoriesFolder}"],
        .. _usesSystemCache ? [] : (string[])[$"--setopt=cachedir={MetadataFolder}"],
    ];

    /// <summary>What every call needs in its environment. For anybody but root yum puts its cache below TMPDIR, whatever it is told; of an image, rpm looks in HOME for where its database is.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            Dictionary<string, string> environment = new(StringComparer.Ordinal);
            if (!_isPrivileged)
                environment.Add("TMPDIR", TemporaryFolder);
            if (!_node.IsRunningSystem)
                environment.Add("HOME", HomeFolder);
            return environment;
        }
    }

    private string MetadataFolder => _isPrivileged ? OwnFolder : UserFolders().OrderByDescending(NewestTime).FirstOrDefault() ?? OwnFolder;

    private string OwnFolder => Path.Combine(_folder, "metadata");

    private string TemporaryFolder => Path.Combine(_folder, "user");

    private string StateFolder => Path.Combine(_folder, "state");

    private string LogFile => Path.Combine(_folder, "log", "yum.log");

    private string ConfigurationFolder => Path.Combine(_folder, "configuration");

    private string ConfigurationFile => Path.Combine(ConfigurationFolder, MainName);

    private string ChangeConfigurationFile => Path.Combine(ConfigurationFolder, "change.conf");

    private string RepositoriesFolder => Path.Combine(_sources.Count == 0 ? ConfigurationFolder : SourcesFolder, RepositoriesName);

    private string HomeFolder => Path.Combine(_folder, "home");

    private IReadOnlyList<string> ImageOptions(string configuration) =>
        [$"--config={configuration}", $"--installroot={_root}", $"--setopt=reposdir={RepositoriesFolder}", "--noplugins"];

    public static string MetadataFile(string folder) => Path.Combine(folder, "repomd.xml");

    /// <summary>Makes the folders, and for an image the configuration.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Create() => Guard(() =>
    {
        foreach (string folder in (string[])[OwnFolder, StateFolder, Path.GetDirectoryName(LogFile)!])
            _files.CreateDirectory(folder);
        if (!_isPrivileged)
            _files.CreatePrivateDirectory(TemporaryFolder);
        if (!_node.IsRunningSystem)
        {
            RemoveOldest(DnfCacheName.ImagePrefix, KeptImages);
            Stage();
        }
        else if (_sources.Count > 0)
        {
            RemoveOldest(DnfCacheName.SourcesPrefix, KeptSources);
        }
    });

    /// <summary>Removes fetched package files that are the module's own; the system's are the administrator's.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void RemovePackages() => Guard(() =>
    {
        if (_usesSystemCache)
            return;
        foreach (string package in Folders().SelectMany(_files.GetDirectories).SelectMany(folder => _files.GetFiles(Path.Combine(folder, "packages"))))
        {
            if (package.EndsWith(".rpm", StringComparison.Ordinal))
                _files.DeleteFile(package);
        }
    });

    /// <summary>Copies what the system's own cache has newer. For anybody but root yum does so itself.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public CacheSeeding Seed() => Guard(() =>
    {
        // The system's metadata may have come from the same place under a signature that the sources do not take.
        CacheSeeding seeding = new(_files);
        if (_usesSystemCache || !_isPrivileged || _sources.Count > 0)
            return seeding;
        IReadOnlyList<string> caches = SystemFolders();
        foreach (YumRepository repository in _configuration.Repositories)
        {
            string target = Path.Combine(OwnFolder, repository.Id);
            if (YumCacheFolders.Newest(_files, caches, repository.Id) is not { } source
                || YumCacheFolders.TimeOf(_files, target) >= YumCacheFolders.TimeOf(_files, source))
                continue;
            seeding.Take(repository.Id, FilesOf(source).SelectMany(files => files.Files), () => CopyRepository(source, target));
        }

        return seeding;
    });

    /// <summary>Takes the marks away by which yum knows that it need not ask a repository again. After its next call those that answered have one.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Expire() => Guard(() =>
    {
        foreach (string folder in Folders().SelectMany(_files.GetDirectories))
        {
            string cookie = Path.Combine(folder, Cookie);
            if (UnixFiles.GetKind(cookie) is FileKind.File)
                _files.DeleteFile(cookie);
        }
    });

    /// <summary>The repositories that answered since <see cref="Expire"/>; plugins may bring some that no file names.</summary>
    public IReadOnlyCollection<string> Answered() =>
    [
        .. Folders().SelectMany(_files.GetDirectories)
            .Where(folder => UnixFiles.GetKind(Path.Combine(folder, Cookie)) is FileKind.File && YumCacheFolders.TimeOf(_files, folder) is not null)
            .Select(folder => Path.GetFileName(folder)!)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The folder of a repository's metadata; null where there is none.</summary>
    public string? FolderOf(string repository) => YumCacheFolders.Newest(_files, Folders(), repository);

    private IReadOnlyList<string> Folders() => _usesSystemCache ? SystemFolders() : _isPrivileged ? [OwnFolder] : UserFolders();

    private IReadOnlyList<string> SystemFolders()
    {
        try
        {
            return YumCacheFolders.Expand(_files, _system.Locate(_configuration.CacheFolder));
        }
        catch (UnauthorizedAccessException)
        {
            // What this user may not look into is fetched instead.
            return [];
        }
    }

    private IReadOnlyList<string> UserFolders() => YumCacheFolders.Expand(_files, Path.Combine(TemporaryFolder, "$user", "$basearch", "$releasever"));

    /// <summary>The list of the repository's files comes last: without it the folder counts as empty. The mark that it is current is not taken over.</summary>
    private void CopyRepository(string source, string target)
    {
        if (_files.DirectoryExists(target))
            _files.DeleteDirectory(target);
        foreach ((string folder, IEnumerable<string> files) in FilesOf(source))
        {
            _files.CreateDirectory(Path.Combine(target, folder));
            foreach (string file in files.OrderBy(file => string.Equals(file, MetadataFile(source), StringComparison.Ordinal)))
                _files.Copy(file, Path.Combine(target, folder, Path.GetFileName(file)));
        }
    }

    /// <summary>What is copied of a repository, by the folders below its own.</summary>
    private IEnumerable<(string Folder, IEnumerable<string> Files)> FilesOf(string source) =>
        from folder in (string[])[Unpacked, ""]
        let place = Path.Combine(source, folder)
        where UnixFiles.GetKind(place) is FileKind.Folder
        select (folder, _files.GetFiles(place).Where(file => UnixFiles.GetKind(file) is FileKind.File && IsCopied(Path.GetFileName(file))));

    private static bool IsCopied(string name) => name is not Cookie && !Array.Exists(s_notCopied, part => name.IndexOf(part, StringComparison.Ordinal) >= 0);

    private void Stage()
    {
        // It may hold the passwords of repositories and proxies.
        _files.CreatePrivateDirectory(ConfigurationFolder);
        _files.CreateDirectory(HomeFolder);
        DnfSection? main = DnfConfigurationText.Parse(_configuration.MainText).FirstOrDefault(section => section.IsMain);
        List<KeyValuePair<string, string>> settings =
        [
            .. DnfImageSettings.Main(_configuration.MainText, _system.LocateFile),
            .. (main?.Settings ?? []).Where(setting => s_imageSettings.Contains(setting.Key)),
            new("cachedir", ClimbTo(OwnFolder)),
            new(LogSetting, ClimbTo(LogFile)),
        ];
        // yum.conf may name repositories too.
        DnfSection[] repositories = _sources.Count > 0 ? [] : [.. DnfImageSettings.Repositories(_configuration.MainText, _system.LocateFile)];
        Write(ChangeConfigurationFile, YumConfigurationText.Write([new DnfSection(DnfSection.Main, settings), .. repositories]));
        Write(ConfigurationFile, YumConfigurationText.Write([new DnfSection(DnfSection.Main, [.. settings, new(StateSetting, ClimbTo(StateFolder))]), .. repositories]));

        string staged = Path.Combine(ConfigurationFolder, RepositoriesName);
        _files.CreateDirectory(staged);
        foreach (string file in _files.GetFiles(staged))
            _files.DeleteFile(file);
        foreach (KeyValuePair<string, string> file in _configuration.RepositoryTexts)
            Write(Path.Combine(staged, file.Key), YumConfigurationText.Write(DnfImageSettings.Repositories(file.Value, _system.LocateFile)));
        Write(Path.Combine(HomeFolder, ".rpmmacros"), $"%_dbpath {_system.DatabasePath}\n");
    }

    /// <summary>yum puts the image's folder before the folders that its configuration names: the path climbs out of it.</summary>
    private string ClimbTo(string path) =>
        "/" + string.Concat(Enumerable.Repeat("../", _root.Split(['/'], StringSplitOptions.RemoveEmptyEntries).Length)) + path.TrimStart('/');

    /// <summary>A cache is as large as a system's, and nobody says when it is needed no more: only the newest stay.</summary>
    private void RemoveOldest(string prefix, int kept)
    {
        string own = Path.GetFullPath(_folder);
        IEnumerable<string> others = _files.GetDirectories(Path.GetDirectoryName(own)!)
            .Where(folder => Path.GetFileName(folder).StartsWith(prefix, StringComparison.Ordinal) && !string.Equals(folder, own, StringComparison.Ordinal));
        foreach (string folder in others.OrderByDescending(folder => NewestTime(Path.Combine(folder, "metadata"))).Skip(kept - 1))
            _files.DeleteDirectory(folder);
    }

    private DateTimeOffset NewestTime(string cache) =>
        _files.GetDirectories(cache).Select(folder => YumCacheFolders.TimeOf(_files, folder)).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    private void Write(string path, string text) => _files.WriteAtomically(path, Encoding.UTF8.GetBytes(text));

    private void Guard(Action action) => _cache.Guard(action);

    private T Guard<T>(Func<T> action) => _cache.Guard(action);
}
