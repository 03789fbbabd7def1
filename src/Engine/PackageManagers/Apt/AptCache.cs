using System.Security.Cryptography;
using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>The module's own package lists and binary caches of apt, so that a scan leaves the system's alone.</summary>
internal sealed class AptCache
{
    private const int MaximumSourceBytes = 4 * 1024 * 1024;

    private readonly IFileSystem _files;
    private readonly Node _node;
    private readonly string _folder;

    public AptCache(IFileSystem files, Node node, string cacheFolder)
    {
        _files = files;
        _node = node;
        _folder = Path.Combine(cacheFolder, "apt", node.IsRunningSystem ? "system" : "image-" + Hash(node.Root));
    }

    /// <summary>apt's configuration for every call: the file that apt reads first (where the system is), given by APT_CONFIG. Null for the running system.</summary>
    public string? ImageConfigurationFile => _node.IsRunningSystem ? null : Path.Combine(_folder, "image.conf");

    /// <summary>apt's configuration for every call: the file that apt reads last, given by <c>-c</c>.</summary>
    public string ConfigurationFile => Path.Combine(_folder, "apt.conf");

    private string ListsFolder => Path.Combine(_folder, "lists");

    /// <summary>Makes the folders, and for an image the file that tells apt where it is.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Create() => Guard(() =>
    {
        _files.CreateDirectory(Path.Combine(ListsFolder, "partial"));
        _files.CreateDirectory(Path.Combine(_folder, "archives", "partial"));
        if (ImageConfigurationFile is { } imageConfiguration)
            Write(imageConfiguration, ImageConfiguration());
    });

    /// <summary>Writes the configuration that keeps apt to this cache, and copies what the system's lists have newer.</summary>
    /// <param name="settings">The system's own apt configuration.</param>
    /// <param name="architecture">The system's native architecture: an image's need not be that of this machine.</param>
    /// <returns>The number of files copied.</returns>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public int Prepare(AptSettings settings, string architecture) => Guard(() =>
    {
        if (!_node.IsRunningSystem)
            RewriteSources(settings);
        Write(ConfigurationFile, Configuration(settings, architecture));
        string systemLists = settings.ResolvePath("Dir::State::lists");
        IReadOnlyList<string> copies = AptSeeding.FilesToCopy(WriteTimes(systemLists), WriteTimes(ListsFolder));
        foreach (string name in copies)
            _files.Copy(Path.Combine(systemLists, name), Path.Combine(ListsFolder, name));
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

    /// <summary>apt's answers as of now.</summary>
    /// <param name="settings">apt's configuration, whose text they follow from as well.</param>
    public AptAnswers Answers(AptSettings settings) => new(_files, Path.Combine(_folder, "answers"), World(settings));

    /// <summary>Everything that apt looks at, in short: its configuration, preferences, sources and package lists, dpkg's database, the machine's id, and apt itself.</summary>
    private string World(AptSettings settings) => Guard(() =>
    {
        StringBuilder world = new();
        world.Append(settings.Text).Append('\n');
        AddContent(world, ConfigurationFile);
        foreach (string setting in s_files)
            AddContent(world, settings.ResolvePath(setting));
        foreach (string setting in s_folders)
        {
            foreach (string file in _files.GetFiles(settings.ResolvePath(setting)))
                AddContent(world, file);
        }

        AddContent(world, Path.Combine(settings.ResolvePath("Dir::Etc"), "..", "machine-id"));
        AddIdentity(world, settings.ResolvePath("Dir::State::status"));
        AddIdentity(world, "/usr/bin/apt-cache");
        foreach (string file in _files.GetFiles(ListsFolder))
            AddIdentity(world, file);
        return Hash(world.ToString());
    });

    private static readonly string[] s_files = ["Dir::Etc::preferences", "Dir::Etc::sourcelist"];
    private static readonly string[] s_folders = ["Dir::Etc::preferencesparts", "Dir::Etc::sourceparts"];

    private void AddContent(StringBuilder world, string path)
    {
        world.Append(path).Append('\n');
        if (_files.FileExists(path))
            world.Append(Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumSourceBytes))).Append('\n');
    }

    private void AddIdentity(StringBuilder world, string path) =>
        world.Append(path).Append(' ').Append(_files.GetLength(path)).Append(' ').Append(_files.GetLastWriteTime(path)?.UtcTicks).Append('\n');

    private Dictionary<string, DateTimeOffset> WriteTimes(string folder)
    {
        Dictionary<string, DateTimeOffset> times = new(StringComparer.Ordinal);
        foreach (string path in _files.GetFiles(folder))
        {
            if (_files.GetLastWriteTime(path) is { } time)
                times[Path.GetFileName(path)] = time;
        }

        return times;
    }

    private string ImageConfiguration()
    {
        string root = _node.Root.TrimEnd('/') + "/";
        string noParts = Path.Combine(_folder, "apt.conf.d");
        _files.CreateDirectory(noParts);
        StringBuilder text = new();
        foreach (KeyValuePair<string, string> setting in AptImageSettings.Select(ImageConfigurationTexts(root)))
            Set(text, setting.Key, setting.Value);
        Set(text, "Dir", root);
        Set(text, "Dir::State::status", root + "var/lib/dpkg/status");
        // The image's configuration is not read by apt, and its programs are not run: they are for another machine, and not to be trusted.
        Set(text, "Dir::Etc::main", "/dev/null");
        Set(text, "Dir::Etc::parts", noParts + "/");
        Set(text, "Dir::Bin::methods", "/usr/lib/apt/methods/");
        Set(text, "Dir::Bin::dpkg", "/usr/bin/dpkg");
        Set(text, "Dir::Bin::ischroot", "/bin/false");
        Set(text, "Dir::Bin::methods::ssh", "false");
        Set(text, "Dir::Bin::methods::rsh", "false");
        return text.ToString();
    }

    private IEnumerable<string> ImageConfigurationTexts(string root)
    {
        // In the order of apt.conf(5): the parts, then the main file.
        foreach (string path in _files.GetFiles(root + "etc/apt/apt.conf.d").Concat([root + "etc/apt/apt.conf"]))
        {
            if (_files.FileExists(path) && Path.GetExtension(path) is "" or ".conf")
                yield return Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumSourceBytes));
        }
    }

    private string Configuration(AptSettings settings, string architecture)
    {
        StringBuilder text = new();
        // A scan runs nobody's hooks.
        foreach (string hook in s_hooks)
            text.Append("#clear ").Append(hook).Append(";\n");
        if (!_node.IsRunningSystem)
        {
            Set(text, "APT::Architecture", architecture);
            Set(text, "Dir::Etc::sourcelist", Path.Combine(_folder, "sources.list"));
            Set(text, "Dir::Etc::sourceparts", Path.Combine(_folder, "sources.list.d") + "/");
        }

        Set(text, "Dir::State::lists", ListsFolder + "/");
        Set(text, "Dir::Cache", _folder + "/");
        Set(text, "Dir::Cache::archives", "archives/");
        Set(text, "Dir::Cache::pkgcache", "pkgcache.bin");
        Set(text, "Dir::Cache::srcpkgcache", "srcpkgcache.bin");
        // Only package lists are of use here.
        Set(text, "Acquire::Languages", "none");
        foreach (string target in settings.Names.Select(IndexTarget).Where(name => name is not null).Distinct(StringComparer.Ordinal)!)
            Set(text, $"Acquire::IndexTargets::deb::{target}::DefaultEnabled", "false");
        Set(text, "Acquire::IndexTargets::deb-src::Sources::DefaultEnabled", "false");
        // Phasing becomes part of apt's policy, so that apt-cache policy tells whether this node is in the step.
        Set(text, "APT::Get::Phase-Policy", "true");
        return text.ToString();
    }

    private static readonly string[] s_hooks =
    [
        "APT::Update::Pre-Invoke",
        "APT::Update::Post-Invoke",
        "APT::Update::Post-Invoke-Success",
        "APT::Update::Post-Invoke-Failure",
        "APT::Update::Post-Invoke-Stats",
        "AptCli::Hooks",
        "Binary::apt-get::AptCli::Hooks",
    ];

    private static string? IndexTarget(string setting)
    {
        const string Prefix = "Acquire::IndexTargets::deb::";
        if (!setting.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        string name = setting.Substring(Prefix.Length).Split([':'], 2)[0];
        return name is "" or "Packages" ? null : name;
    }

    private void RewriteSources(AptSettings settings)
    {
        string parts = Path.Combine(_folder, "sources.list.d");
        _files.CreateDirectory(parts);
        foreach (string old in _files.GetFiles(parts))
            _files.DeleteFile(old);

        string list = settings.ResolvePath("Dir::Etc::sourcelist");
        Write(Path.Combine(_folder, "sources.list"), _files.FileExists(list) ? RewriteSource(list) : "");
        foreach (string source in _files.GetFiles(settings.ResolvePath("Dir::Etc::sourceparts")))
        {
            if (Path.GetExtension(source) is ".list" or ".sources")
                Write(Path.Combine(parts, Path.GetFileName(source)), RewriteSource(source));
        }
    }

    private string RewriteSource(string path) =>
        AptImageSources.Rewrite(Encoding.UTF8.GetString(_files.ReadAllBytes(path, MaximumSourceBytes)), _node.Root, _files.FileExists);

    private void Write(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        if (_files.FileExists(path) && _files.ReadAllBytes(path, int.MaxValue).AsSpan().SequenceEqual(content))
            return;
        _files.WriteAtomically(path, content);
    }

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
            throw Unusable(_folder, e);
        }
    }

    public static PatchException Unusable(string folder, Exception cause) => new(
        ErrorIds.CacheUnusable,
        ErrorKind.WriteError,
        $"The cache folder '{folder}' cannot be used: {cause.Message}",
        folder,
        "Free space there, or make it writable.",
        cause);

    private static void Set(StringBuilder text, string name, string value) => text.Append(name).Append(" \"").Append(value).Append("\";\n");

    public static string Hash(string text)
    {
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        return BitConverter.ToString(hash, 0, 16).Replace("-", "").ToLowerInvariant();
    }
}
