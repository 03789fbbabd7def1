using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The module's own cache of repositories' metadata, so that a scan leaves the system's alone; of an image, also the configuration that dnf reads instead of the image's.</summary>
internal sealed class DnfCache
{
    private const string ImagePrefix = "image-";
    private const string LogSetting = "logdir";
    private const int KeptImages = 4;

    /// <summary>Keys, addresses, and what they lead to.</summary>
    private static readonly string[] s_copiedFolders = ["pubring", "", "repodata"];

    private static readonly string[] s_variableFolders = ["etc/yum/vars", "etc/dnf/vars"];

    private readonly IFileSystem _files;
    private readonly Node _node;
    private readonly string _folder;
    private readonly bool _usesSystemCache;
    private readonly DnfConfiguration _configuration;
    private readonly DnfFiles _system;
    private readonly string _root;

    public DnfCache(IFileSystem files, Node node, DnfFiles system, DnfConfiguration configuration, string cacheFolder, PackageLists lists)
    {
        _files = files;
        _node = node;
        _system = system;
        _root = UnixFiles.RealPath(node.Root) ?? node.Root;
        _configuration = configuration;
        _usesSystemCache = lists == PackageLists.System && node.IsRunningSystem;
        _folder = Path.Combine(cacheFolder, "dnf", node.IsRunningSystem ? "system" : ImagePrefix + AptCache.Hash(node.Root));
        SystemFolder = system.Locate(configuration.CacheFolder);
        MetadataFolder = _usesSystemCache ? SystemFolder : Path.Combine(_folder, "metadata");
    }

    /// <summary>Where dnf keeps the metadata of repositories, each in a folder of its own.</summary>
    public string MetadataFolder { get; }

    /// <summary>What every call of dnf begins with.</summary>
    public IReadOnlyList<string> Options => _node.IsRunningSystem ? SystemOptions : ImageOptions(ConfigurationFile);

    /// <summary>What a call of dnf begins with that changes packages: its history is the system's, and on the running system its logs too.</summary>
    public IReadOnlyList<string> ChangeOptions => _node.IsRunningSystem ? CacheOptions : ImageOptions(ChangeConfigurationFile);

    /// <summary>What every call needs in its environment: rpm looks here for where an image's database is.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private string SystemFolder { get; }

    private string ConfigurationFolder => Path.Combine(_folder, "configuration");

    private string ConfigurationFile => Path.Combine(ConfigurationFolder, "dnf.conf");

    private string ChangeConfigurationFile => Path.Combine(ConfigurationFolder, "change.conf");

    private string RepositoriesFolder => Path.Combine(ConfigurationFolder, "repositories");

    private string VariablesFolder => Path.Combine(ConfigurationFolder, "variables");

    private string HomeFolder => Path.Combine(_folder, "home");

    private IReadOnlyList<string> CacheOptions => _usesSystemCache ? [] : [$"--setopt=cachedir={MetadataFolder}"];

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
        "--noplugins",
    ];

    /// <summary>Makes the folders, and for an image the configuration.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Create() => Guard(() =>
    {
        foreach (KeyValuePair<string, string> folder in WrittenFolders())
            _files.CreateDirectory(folder.Value);
        if (!_usesSystemCache)
            _files.CreateDirectory(MetadataFolder);
        if (_node.IsRunningSystem)
            return;

        RemoveOldImages();
        Stage();
    });

    /// <summary>Copies what the system's own cache has newer.</summary>
    /// <returns>The number of repositories copied.</returns>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public int Seed() => Guard(() =>
    {
        if (_usesSystemCache)
            return 0;
        IReadOnlyList<string> folders = DnfSeeding.FoldersToCopy(SystemTimes(), MetadataTimes(MetadataFolder));
        foreach (string folder in folders)
            CopyRepository(folder);
        return folders.Count;
    });

    /// <summary>The folder of a repository's metadata; null where there is none.</summary>
    public string? FolderOf(string repository) => MetadataTimes(MetadataFolder)
        .Where(folder => string.Equals(DnfSeeding.IdOf(folder.Key), repository, StringComparison.Ordinal))
        .OrderByDescending(folder => folder.Value)
        .Select(folder => Path.Combine(MetadataFolder, folder.Key))
        .FirstOrDefault();

    public static string MetadataFile(string folder) => Path.Combine(folder, "repodata", "repomd.xml");

    private IEnumerable<KeyValuePair<string, string>> WrittenFolders() =>
    [
        new(LogSetting, Path.Combine(_folder, "log")),
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
        foreach (string folder in s_copiedFolders)
        {
            string from = Path.Combine(source, folder);
            if (UnixFiles.GetKind(from) is not FileKind.Folder)
                continue;
            string[] copied = [.. _files.GetFiles(from).Where(file => UnixFiles.GetKind(file) is FileKind.File)];
            if (copied.Length > 0)
                _files.CreateDirectory(Path.Combine(target, folder));
            foreach (string file in copied.OrderBy(file => string.Equals(file, MetadataFile(source), StringComparison.Ordinal)))
                _files.Copy(file, Path.Combine(target, folder, Path.GetFileName(file)));
        }
    }

    private void Stage()
    {
        // It may hold the passwords of repositories and proxies.
        _files.CreatePrivateDirectory(ConfigurationFolder);
        _files.CreateDirectory(RepositoriesFolder);
        _files.CreateDirectory(VariablesFolder);
        _files.CreateDirectory(HomeFolder);
        List<KeyValuePair<string, string>> settings = [.. DnfImageSettings.Main(_configuration.MainText, _system.Locate)];
        settings.Add(new KeyValuePair<string, string>("cachedir", ClimbTo(MetadataFolder)));
        KeyValuePair<string, string>[] written = [.. WrittenFolders().Select(folder => new KeyValuePair<string, string>(folder.Key, ClimbTo(folder.Value)))];
        Write(ConfigurationFile, DnfConfigurationText.Write([new DnfSection(DnfSection.Main, [.. settings, .. written])]));
        Write(ChangeConfigurationFile, DnfConfigurationText.Write([new DnfSection(DnfSection.Main, [.. settings, .. written.Where(folder => folder.Key is LogSetting)])]));

        StageFolder(RepositoriesFolder, _configuration.RepositoryTexts.Select(file => (file.Key, DnfImageSettings.Repositories(file.Value, _system.Locate))));
        StageFolder(
            VariablesFolder,
            from folder in s_variableFolders
            from path in _system.Files(folder)
            let text = _system.ReadText(path)
            where text is not null
            select (Path.GetFileName(path), text));
        Write(Path.Combine(HomeFolder, ".rpmmacros"), $"%_dbpath {_system.DatabasePath}\n");
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = HomeFolder };
    }

    /// <summary>dnf puts the image's folder before the folders that it writes to. The path climbs out of it by exactly so many steps as there are: SQLite takes no more.</summary>
    private string ClimbTo(string path) =>
        string.Concat(Enumerable.Repeat("../", _root.Split(['/'], StringSplitOptions.RemoveEmptyEntries).Length)) + path.TrimStart('/');

    private void StageFolder(string folder, IEnumerable<(string Name, string Text)> parts)
    {
        foreach (string file in _files.GetFiles(folder))
            _files.DeleteFile(file);
        foreach ((string name, string text) in parts)
            Write(Path.Combine(folder, name), text);
    }

    /// <summary>An image's cache is as large as a system's, and nobody says when it is needed no more: only the newest stay.</summary>
    private void RemoveOldImages()
    {
        string own = Path.GetFullPath(_folder);
        IEnumerable<string> others = _files.GetDirectories(Path.GetDirectoryName(own)!)
            .Where(folder => Path.GetFileName(folder).StartsWith(ImagePrefix, StringComparison.Ordinal) && !string.Equals(folder, own, StringComparison.Ordinal));
        foreach (string folder in others.OrderByDescending(NewestTime).Skip(KeptImages - 1))
            _files.DeleteDirectory(folder);

        DateTimeOffset NewestTime(string folder) =>
            _files.GetFiles(folder).Select(_files.GetLastWriteTime).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MinValue).Max();
    }

    private void Write(string path, string text) => _files.WriteAtomically(path, Encoding.UTF8.GetBytes(text));

    private void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AptCache.Unusable(_folder, e);
        }
    }
}
