using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>The module's own package lists and binary caches of apt, so that a scan leaves the system's alone; of an image, also what apt reads of its configuration.</summary>
internal sealed class AptCache
{
    private const string ImagePrefix = "image-";
    private const string SourcesPrefix = "sources-";
    private const string SourcesFileName = "baseline" + AptSourceWriter.Extension;
    private const int KeptImages = 4;
    private const int KeptSources = 2;

    private static readonly string[] s_refreshHooks =
    [
        "APT::Update::Pre-Invoke",
        "APT::Update::Post-Invoke",
        "APT::Update::Post-Invoke-Success",
        "APT::Update::Post-Invoke-Failure",
        "APT::Update::Post-Invoke-Stats",
    ];

    private static readonly string[] s_commandHooks = ["AptCli::Hooks", "Binary::apt-get::AptCli::Hooks"];
    private static readonly string[] s_inputFiles = ["Dir::Etc::preferences", "Dir::State::status"];
    private static readonly string[] s_inputFolders = ["Dir::Etc::preferencesparts"];

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly CacheFolder _cache;
    private readonly string _root;
    private readonly AptImage? _image;
    private readonly bool _isSystemInstall;
    private readonly bool _usesSystemLists;
    private string _systemListsFolder = "";

    /// <param name="files">The disk.</param>
    /// <param name="node">The system that apt is to be asked about.</param>
    /// <param name="cacheFolder">The module's folder for caches.</param>
    /// <param name="lists">Whose package lists; of an image, and of sources that are not the system's, always the module's own.</param>
    /// <param name="sources">What takes the place of the system's sources; none leaves them.</param>
    /// <exception cref="PatchException">ImageUnsafe, ImageFileUnreadable: a keyring that a source names is reached through links that lead in a circle, or is a pipe or a device.</exception>
    public AptCache(IFileSystem files, Node node, string cacheFolder, PackageLists lists = PackageLists.Own, IReadOnlyList<AptSourceEntry>? sources = null)
    {
        _files = files;
        _root = node.Root;
        _image = node.IsRunningSystem ? null : new AptImage(files, node.Root);
        _isSystemInstall = lists == PackageLists.System && node.IsRunningSystem;
        string caches = Path.Combine(cacheFolder, "apt");
        SourcesFolder = Path.Combine(caches, "sources");
        SourcesText = sources is null or { Count: 0 } ? null : AptSourceWriter.Write(sources, LocateKeyring);
        _usesSystemLists = _isSystemInstall && SourcesText is null;
        _folder = Path.Combine(caches, FolderName(node, SourcesText));
        _cache = new CacheFolder(files, _folder);
    }

    /// <summary>The folder of the system that apt is asked about.</summary>
    public string Root => _root;

    /// <summary>dpkg's database folder.</summary>
    public string DatabaseFolder => _image?.DatabaseFolder ?? Path.Combine(_root, "var/lib/dpkg");

    /// <summary>apt's configuration for every call: the file that apt reads first, given by APT_CONFIG. Null for the running system.</summary>
    public string? ImageConfigurationFile => _image is null ? null : Path.Combine(_folder, "image.conf");

    /// <summary>apt's configuration for every call: the file that apt reads last, given by <c>-c</c>.</summary>
    public string ConfigurationFile => Path.Combine(_folder, _isSystemInstall ? "system.conf" : "apt.conf");

    /// <summary>A folder that only this user may look into, for what <see cref="SourcesText"/> holds. It is there only while it is needed.</summary>
    public string SourcesFolder { get; }

    /// <summary>The file in it.</summary>
    public string SourcesFile => Path.Combine(SourcesFolder, SourcesFileName);

    /// <summary>What is in it, by name; null where the system's own sources hold.</summary>
    public IReadOnlyDictionary<string, string>? SourceFiles =>
        SourcesText is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { [SourcesFileName] = SourcesText };

    /// <summary>The sources that take the place of the system's; null where those hold. They may hold credentials.</summary>
    public string? SourcesText { get; }

    /// <summary>The versions that a transaction prefers, in front of the system's own preferences.</summary>
    public string PreferencesFile => Path.Combine(_folder, "transaction.pref");

    /// <summary>Where apt writes what it makes of a question.</summary>
    public string PlannerLogFile => Path.Combine(_folder, "planner.log.xz");

    /// <summary>Where apt keeps the package files that it fetches.</summary>
    public string ArchivesFolder(AptSettings settings) =>
        _usesSystemLists ? settings.ResolvePath("Dir::Cache::archives") : Path.Combine(_folder, "archives");

    /// <summary>Whether the package files that apt fetches are kept apart from the system's.</summary>
    public bool OwnsArchives => !_usesSystemLists;

    /// <summary>The image's own files; null for the running system.</summary>
    public AptImage? Image => _image;

    /// <summary>Where the package lists are.</summary>
    public string ListsFolder => _usesSystemLists ? _systemListsFolder : Path.Combine(_folder, "lists");

    private string StagedFolder => Path.Combine(_folder, "etc");

    private string StagedKeysFolder => Path.Combine(_folder, "keys");

    /// <summary>Makes the folders, and for an image what tells apt where it is.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Create() => _cache.Guard(() =>
    {
        _files.CreateDirectory(Path.Combine(_folder, "lists", "partial"));
        _files.CreateDirectory(Path.Combine(_folder, "archives", "partial"));
        if (_image is null)
        {
            if (SourcesText is not null)
                _cache.RemoveOldest(SourcesPrefix, KeptSources);
            return;
        }

        _cache.RemoveOldest(ImagePrefix, KeptImages);
        Stage(_image);
        _cache.Write(ImageConfigurationFile!, ImageConfiguration(_image));
    });

    /// <summary>Writes the configuration that keeps apt to this cache, and copies what the system's lists have newer.</summary>
    /// <param name="settings">The system's own apt configuration.</param>
    /// <param name="architecture">The system's native architecture: an image's need not be that of this machine.</param>
    /// <returns>The number of files copied.</returns>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public int Prepare(AptSettings settings, string architecture) => _cache.Guard(() =>
    {
        _systemListsFolder = settings.ResolvePath("Dir::State::lists");
        if (_usesSystemLists)
        {
            _cache.Write(ConfigurationFile, WithPhasing(new AptConfigurationWriter()).ToString());
            return 0;
        }

        _cache.Write(ConfigurationFile, Configuration(settings, architecture));

        // The system's lists may have come from the same place under a signature that these sources do not take.
        if (SourcesText is not null)
            return 0;
        Dictionary<string, string> system = SystemLists(settings);
        IReadOnlyList<string> copies = AptSeeding.FilesToCopy(WriteTimes(system.Values), WriteTimes(_files.GetFiles(ListsFolder)));
        foreach (string name in copies)
            _files.Copy(system[name], Path.Combine(ListsFolder, name));
        return copies.Count;
    });

    /// <summary>When the newest list of a repository was made; null where there is none.</summary>
    public DateTimeOffset? MetadataTime(AptRepository repository)
    {
        DateTimeOffset? newest = null;
        foreach (string path in _files.GetFiles(ListsFolder))
        {
            if (Path.GetFileName(path).StartsWith(repository.ListPrefix, StringComparison.Ordinal)
                && _files.GetLastWriteTime(path) is { } time && !(time <= newest))
                newest = time;
        }

        return newest;
    }

    /// <summary>Writes what a transaction prefers. The administrator's own preferences go on to hold, also for these packages where they say something else.</summary>
    public void WritePreferences(AptSettings settings, IEnumerable<AptPreference> preferences) => _cache.Guard(() =>
    {
        StringBuilder text = new();
        string own = settings.ResolvePath("Dir::Etc::preferences");
        if (_files.FileExists(own))
            text.Append(Encoding.UTF8.GetString(_files.ReadAllBytes(own, int.MaxValue))).Append("\n\n");
        foreach (AptPreference preference in preferences)
            text.Append(preference.ToString());
        _cache.Write(PreferencesFile, text.ToString());
    });

    /// <summary>Removes fetched package files that are the module's own; the system's are the administrator's.</summary>
    public void RemoveArchives() => _cache.Guard(() =>
    {
        foreach (string path in _files.GetFiles(Path.Combine(_folder, "archives")))
        {
            if (path.EndsWith(".deb", StringComparison.Ordinal))
                _files.DeleteFile(path);
        }
    });

    /// <summary>apt's answers as of now.</summary>
    /// <param name="settings">apt's configuration, whose text they follow from as well.</param>
    public KeptAnswers Answers(AptSettings settings) => _cache.Guard(() =>
    {
        string folder = Path.Combine(_folder, _isSystemInstall ? "system-answers" : "answers");
        _files.CreatePrivateDirectory(folder);
        return new KeptAnswers(_files, folder, World(settings));
    });

    /// <summary>Everything that apt looks at, in short: its configuration, preferences, sources and package lists, dpkg's database, the machine's id, and apt itself.</summary>
    private string World(AptSettings settings)
    {
        StringBuilder world = new();
        world.Append(settings.Text).Append('\n').Append(Encoding.UTF8.GetString(_files.ReadAllBytes(ConfigurationFile, int.MaxValue)));
        List<string> inputs = [.. s_inputFiles.Select(settings.ResolvePath)];
        inputs.AddRange(s_inputFolders.SelectMany(folder => _files.GetFiles(settings.ResolvePath(folder))));
        if (SourcesText is null)
        {
            inputs.Add(settings.ResolvePath("Dir::Etc::sourcelist"));
            inputs.AddRange(_files.GetFiles(settings.ResolvePath("Dir::Etc::sourceparts")));
        }
        else
        {
            // Its file is written for each run anew.
            world.Append('\n').Append(SourcesText);
        }

        inputs.AddRange(_files.GetFiles(ListsFolder));
        inputs.Add(Path.Combine(settings.ResolvePath("Dir::Etc"), "..", "machine-id"));
        inputs.Add("/usr/bin/apt-cache");
        foreach (string path in inputs)
            world.Append('\n').Append(path).Append(' ').Append(_files.GetLength(path)).Append(' ').Append(_files.GetLastWriteTime(path)?.UtcTicks);
        return CacheFolder.Hash(world.ToString());
    }

    private string LocateKeyring(string path)
    {
        if (_image is null)
            return path;
        string located = _image.Locate(path);
        _ = _image.IsPlainFile(located);
        return located;
    }

    /// <summary>Sources have a cache of their own, so that no list is used that was not checked as they ask for it.</summary>
    private static string FolderName(Node node, string? sources)
    {
        // A password that changes is not to cost the lists, nor to be guessed from the name of a folder.
        string? key = sources is null ? null : CacheFolder.Hash(SecretRedactor.Redact(sources));
        if (node.IsRunningSystem)
            return key is null ? "system" : SourcesPrefix + key;
        return ImagePrefix + CacheFolder.Hash(node.Root) + (key is null ? "" : "-" + key);
    }

    /// <summary>Copies what apt needs of an image's configuration: with links resolved inside the image, keys located there, and out of others' sight, for sources may hold credentials.</summary>
    private void Stage(AptImage image)
    {
        _files.CreatePrivateDirectory(StagedFolder);
        _files.CreateDirectory(Path.Combine(StagedFolder, "apt.conf.d"));
        // Keys are public, and read by the user that apt fetches as.
        _files.CreateDirectory(StagedKeysFolder);
        StageFile(image, "etc/machine-id", Path.Combine(_folder, "machine-id"));
        foreach (string name in new[] { "preferences", "auth.conf" })
            StageFile(image, "etc/apt/" + name, Path.Combine(StagedFolder, name));
        StageFile(image, "etc/apt/trusted.gpg", Path.Combine(_folder, "trusted.gpg"));

        if (SourcesText is null)
            StageSources(image);
        StageFolder("preferences.d", image.Parts("etc/apt/preferences.d", "", ".pref"));
        StageFolder("auth.conf.d", image.Parts("etc/apt/auth.conf.d", "", ".conf"));
        RemoveOthers(StagedKeysFolder, [.. image.Names("etc/apt/trusted.gpg.d")]);
        foreach (string name in image.Names("etc/apt/trusted.gpg.d"))
            StageFile(image, "etc/apt/trusted.gpg.d/" + name, Path.Combine(StagedKeysFolder, name));
    }

    private void StageSources(AptImage image)
    {
        StageText(Path.Combine(StagedFolder, "sources.list"), image.Sources("etc/apt/sources.list", image.ReadText("etc/apt/sources.list") ?? ""));
        StageFolder("sources.list.d", image.Parts("etc/apt/sources.list.d", ".list", ".sources").Select(part => (part.Name, image.Sources("etc/apt/sources.list.d/" + part.Name, part.Text))));
    }

    private void StageFolder(string name, IEnumerable<(string Name, string Text)> parts)
    {
        string folder = Path.Combine(StagedFolder, name);
        _files.CreateDirectory(folder);
        (string Name, string Text)[] all = [.. parts];
        RemoveOthers(folder, [.. all.Select(part => part.Name)]);
        foreach ((string file, string text) in all)
            StageText(Path.Combine(folder, file), text);
    }

    private void RemoveOthers(string folder, IReadOnlyCollection<string> names)
    {
        foreach (string path in _files.GetFiles(folder))
        {
            if (!names.Contains(Path.GetFileName(path), StringComparer.Ordinal))
                _files.DeleteFile(path);
        }
    }

    private void StageFile(AptImage image, string path, string destination)
    {
        if (image.Read(path) is { } content)
            _cache.Write(destination, content);
        else if (_files.FileExists(destination))
            _files.DeleteFile(destination);
    }

    private void StageText(string path, string text) => _cache.Write(path, text);

    private string ImageConfiguration(AptImage image)
    {
        AptConfigurationWriter configuration = new();
        foreach (KeyValuePair<string, string> setting in image.Settings())
            configuration.Set(setting.Key, setting.Value);
        // The image's own configuration is not read by apt, and its programs are not run: they are for another machine, and not to be trusted.
        return configuration
            .Set("Dir", _root.TrimEnd('/') + "/")
            .Set("Dir::State::status", Path.Combine(image.DatabaseFolder, "status"))
            .Set("Dir::Etc", StagedFolder + "/")
            .Set("Dir::Etc::main", "/dev/null")
            .Set("Dir::Etc::parts", Path.Combine(StagedFolder, "apt.conf.d") + "/")
            .Set("Dir::Etc::trusted", Path.Combine(_folder, "trusted.gpg"))
            .Set("Dir::Etc::trustedparts", StagedKeysFolder + "/")
            .Set("Dir::State::extended_states", image.Locate("/var/lib/apt/extended_states"))
            .Set("Dir::Log", image.Locate("/var/log/apt") + "/")
            .Set("Dir::Bin::methods", "/usr/lib/apt/methods/")
            .Set("Dir::Bin::dpkg", "/usr/bin/dpkg")
            .Set("Dir::Bin::ischroot", "/bin/false")
            .Set("Dir::Bin::methods::ssh", "false")
            .Set("Dir::Bin::methods::rsh", "false")
            .ToString();
    }

    private string Configuration(AptSettings settings, string architecture)
    {
        AptConfigurationWriter configuration = new();
        // A scan runs nobody's hooks, and those of a refresh speak of the system's lists.
        foreach (string hook in _isSystemInstall ? s_refreshHooks : [.. s_refreshHooks, .. s_commandHooks])
            configuration.Clear(hook);
        if (_image is not null)
            configuration.Set("APT::Architecture", architecture);
        configuration
            .Set("Dir::State::lists", ListsFolder + "/")
            .Set("Dir::Cache", _folder + "/")
            .Set("Dir::Cache::archives", "archives/")
            .Set("Dir::Cache::pkgcache", "pkgcache.bin")
            .Set("Dir::Cache::srcpkgcache", "srcpkgcache.bin")
            // What apt planned would be kept even of a simulation.
            .Set("Dir::Log::Planner", "/dev/null")
            // Only package lists are of use here.
            .Set("Acquire::Languages", "none")
            .Set("Acquire::IndexTargets::deb-src::Sources::DefaultEnabled", "false");
        foreach (string target in settings.Names.Select(IndexTarget).OfType<string>().Distinct(StringComparer.Ordinal))
            configuration.Set($"Acquire::IndexTargets::deb::{target}::DefaultEnabled", "false");
        if (SourcesText is not null)
            configuration.Set("Dir::Etc::sourcelist", SourcesFile).Set("Dir::Etc::sourceparts", "/dev/null");
        return WithPhasing(configuration).ToString();
    }

    /// <summary>Phasing becomes part of apt's policy, so that apt-cache policy tells whether this node is in the step.</summary>
    private static AptConfigurationWriter WithPhasing(AptConfigurationWriter configuration) => configuration.Set("APT::Get::Phase-Policy", "true");

    private static string? IndexTarget(string setting)
    {
        const string Prefix = "Acquire::IndexTargets::deb::";
        if (!setting.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        string name = setting.Substring(Prefix.Length).Split([':'], 2)[0];
        return name is "" or "Packages" ? null : name;
    }

    /// <summary>The system's package lists by name, with where they are; links of an image resolved inside it.</summary>
    private Dictionary<string, string> SystemLists(AptSettings settings)
    {
        if (_image is null)
            return _files.GetFiles(settings.ResolvePath("Dir::State::lists")).ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal);
        return _image.Names("var/lib/apt/lists")
            .Select(name => (Name: name, Path: _image.Locate("/var/lib/apt/lists/" + name)))
            .Where(list => _image.IsPlainFile(list.Path))
            .ToDictionary(list => list.Name, list => list.Path, StringComparer.Ordinal);
    }

    private Dictionary<string, DateTimeOffset> WriteTimes(IEnumerable<string> paths)
    {
        Dictionary<string, DateTimeOffset> times = new(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (_files.GetLastWriteTime(path) is { } time)
                times[Path.GetFileName(path)] = time;
        }

        return times;
    }
}
