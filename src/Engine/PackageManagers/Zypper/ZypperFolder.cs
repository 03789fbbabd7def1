using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>A folder of the module's own that zypper takes for a system: with copies of the configuration and the metadata, and a link to rpm's database. Whatever zypper writes while it is asked stays in it.</summary>
internal sealed class ZypperFolder
{
    private const string ImagePrefix = "image-";
    private const string SourcesPrefix = "sources-";
    private const int KeptOthers = 4;
    private const string MetadataPath = "var/cache/zypp/raw";
    private const string SolverPath = "var/cache/zypp/solv";
    private const string LocksPath = "etc/zypp/locks";
    private const string DatabaseLink = "database/rpm";

    private readonly IFileSystem _files;
    private readonly DnfFiles _system;
    private readonly ZypperConfiguration _configuration;
    private readonly string _folder;
    private readonly bool _hasSources;
    private readonly bool _isImage;

    /// <param name="files">The disk.</param>
    /// <param name="node">The node that is asked about.</param>
    /// <param name="system">Its files.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="cacheFolder">The module's own cache.</param>
    /// <param name="sources">Repositories of a baseline; null for the system's.</param>
    public ZypperFolder(IFileSystem files, Node node, DnfFiles system, ZypperConfiguration configuration, string cacheFolder, string? sources)
    {
        _files = files;
        _system = system;
        _configuration = configuration;
        _hasSources = sources is not null;
        _isImage = !node.IsRunningSystem;
        string place = node.IsRunningSystem ? "" : ImagePrefix + Caches.CacheFolder.Hash(node.Root);
        string choice = sources is null ? "" : SourcesPrefix + Caches.CacheFolder.Hash(SecretRedactor.Redact(sources));
        _folder = Path.Combine(cacheFolder, "zypper", (place.Length, choice.Length) switch { (0, 0) => "system", (0, _) => choice, (_, 0) => place, _ => $"{place}-{choice}" });
    }

    /// <summary>All of it.</summary>
    public string Place => _folder;

    /// <summary>What zypper takes for a system.</summary>
    public string Root => Path.Combine(_folder, "root");

    public string ConfigurationFolder => Path.Combine(Root, "etc/zypp");

    public string RepositoriesFolder => Path.Combine(ConfigurationFolder, "repos.d");

    public string LibraryFile => Path.Combine(ConfigurationFolder, "zypp.conf");

    public string ProgramFile => Path.Combine(ConfigurationFolder, "zypper.conf");

    public string CacheFolder => Path.Combine(Root, "var/cache/zypp");

    /// <summary>A home in which rpm finds where the database is.</summary>
    public string HomeFolder => Path.Combine(_folder, "home");

    /// <summary>Whether anything has been put into the module's cache of metadata by the baseline's own repositories.</summary>
    public bool HasSources => _hasSources;

    /// <summary>Makes the folder as the system is now.</summary>
    /// <param name="database">rpm's database folder, as seen from this machine.</param>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Create(string database) => Guard(() =>
    {
        // It may hold the passwords of repositories.
        _files.CreatePrivateDirectory(_folder);
        RemoveOthers();
        Remove(Path.Combine(Root, "run"));
        Remove(Path.Combine(Root, "database"));
        HashSet<string> wanted = new(_configuration.Files.Select(file => Path.Combine(Root, file.Key)), StringComparer.Ordinal) { Path.Combine(Root, LocksPath) };
        RemoveOthersThan(wanted, Path.Combine(Root, "etc"));
        RemoveOthersThan(wanted, Path.Combine(Root, "var/lib"));
        _files.CreateDirectory(Path.Combine(Root, "run"));
        _files.CreateDirectory(Path.Combine(Root, MetadataPath));
        _files.CreateDirectory(RepositoriesFolder);
        _files.CreateDirectory(HomeFolder);
        foreach (KeyValuePair<string, string> file in _configuration.Files)
            Write(Path.Combine(Root, file.Key), file.Value);
        Write(Path.Combine(Root, LocksPath), _configuration.Locks);
        Write(Path.Combine(HomeFolder, ".rpmmacros"), $"%_dbpath /{DatabaseLink}\n");
        _files.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, DatabaseLink))!);
        UnixFiles.CreateLink(database, Path.Combine(Root, DatabaseLink));
    });

    /// <summary>Makes a home in which rpm finds the database of an image.</summary>
    /// <param name="database">rpm's database folder, as the image names it.</param>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public string CreateImageHome(string database)
    {
        string home = Path.Combine(_folder, "image-home");
        Guard(() => Write(Path.Combine(home, ".rpmmacros"), $"%_dbpath {database}\n"));
        return home;
    }

    /// <summary>Sets what the solver is not to take, beside what the administrator locked: locks of this folder alone.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Avoid(string locks) => Guard(() => Write(Path.Combine(Root, LocksPath), _configuration.Locks.Length == 0 ? locks : $"{_configuration.Locks}\n\n{locks}"));

    /// <summary>Turns repositories off, in this folder alone.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Disable(IEnumerable<string> aliases) => Guard(() =>
    {
        HashSet<string> off = new(aliases, StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> file in _configuration.Files.Where(file => file.Key.EndsWith(".repo", StringComparison.Ordinal)))
            Write(Path.Combine(Root, file.Key), ZypperSettings.WithoutRepositories(file.Value, off));
    });

    /// <summary>Copies what the system's own cache has newer.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public Caches.CacheSeeding Seed()
    {
        Caches.CacheSeeding seeding = new(_files);
        if (_hasSources)
            return seeding;
        Guard(() =>
        {
            string metadata = _system.Locate(_configuration.MetadataFolder), solver = _system.Locate(_configuration.SolverFolder);
            foreach (string repository in FoldersOf(metadata))
            {
                string name = Path.GetFileName(repository), own = Path.Combine(Root, MetadataPath, name);
                if (FindIndex(repository) is not { } index || _files.GetLastWriteTime(index) is not { } time)
                    continue;
                if (FindIndex(own) is { } known && _files.GetLastWriteTime(known) >= time)
                    continue;
                // libsolv takes what it once made as it is: that of an image was made by others.
                string made = Path.Combine(solver, name), ownMade = Path.Combine(Root, SolverPath, name);
                seeding.Take(name, FilesBelow(repository).Concat(_isImage ? [] : FilesBelow(made)), () =>
                {
                    Replace(repository, own);
                    if (_isImage)
                        Remove(ownMade);
                    else
                        Replace(made, ownMade);
                });
            }
        });
        return seeding;
    }

    /// <summary>zypper's answers as of now, where it fetches nothing; null where none are kept, because they may hold what gives access to sources.</summary>
    /// <param name="installed">What rpm's database holds.</param>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public Caches.KeptAnswers? Answers(string installed)
    {
        if (_hasSources)
            return null;
        string folder = Path.Combine(_folder, "answers");
        string world = "";
        Guard(() =>
        {
            _files.CreatePrivateDirectory(folder);
            world = World(installed);
        });
        return new Caches.KeptAnswers(_files, folder, world);
    }

    /// <summary>The list of a repository's files; null where there is no metadata of it.</summary>
    public string? IndexOf(string alias) => FindIndex(Path.Combine(Root, MetadataPath, alias.Replace('/', '_')));

    /// <summary>Takes the metadata of a repository away, so that it is fetched anew.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void Forget(string alias) => Guard(() => Remove(Path.Combine(Root, MetadataPath, alias.Replace('/', '_'))));

    /// <summary>Takes away what may give access to repositories.</summary>
    /// <exception cref="PatchException">CacheUnusable.</exception>
    public void RemoveConfiguration() => Guard(() => Remove(Path.Combine(Root, "etc")));

    /// <summary>Everything that zypper looks at, in short: the packages, its configuration and locks, the metadata, and zypper itself.</summary>
    private string World(string installed)
    {
        StringBuilder world = new();
        world.Append(installed).Append('\n').Append(_configuration.Locks);
        foreach (KeyValuePair<string, string> file in _configuration.Files)
            world.Append('\n').Append(file.Key).Append('\n').Append(file.Value);
        Queue<string> folders = new([Path.Combine(Root, MetadataPath)]);
        List<string> inputs = ["/usr/bin/zypper"];
        while (folders.Count > 0)
        {
            string folder = folders.Dequeue();
            inputs.AddRange(_files.GetFiles(folder));
            foreach (string inner in _files.GetDirectories(folder).Where(inner => UnixFiles.GetKind(inner) is FileKind.Folder))
                folders.Enqueue(inner);
        }

        foreach (string path in inputs)
            world.Append('\n').Append(path).Append(' ').Append(_files.GetLength(path)).Append(' ').Append(_files.GetLastWriteTime(path)?.UtcTicks);
        return Caches.CacheFolder.Hash(world.ToString());
    }

    /// <summary>A repository may keep its metadata in a folder below.</summary>
    private string? FindIndex(string folder)
    {
        const int deepest = 8;
        Queue<(string Folder, int Depth)> waiting = new([(folder, 0)]);
        while (waiting.Count > 0)
        {
            (string current, int depth) = waiting.Dequeue();
            if (UnixFiles.GetKind(current) is not FileKind.Folder)
                continue;
            string index = Path.Combine(current, "repodata", "repomd.xml");
            if (UnixFiles.GetKind(index) is FileKind.File)
                return index;
            if (depth < deepest)
            {
                foreach (string inner in _files.GetDirectories(current))
                    waiting.Enqueue((inner, depth + 1));
            }
        }

        return null;
    }

    private IReadOnlyList<string> FoldersOf(string folder)
    {
        try
        {
            return _files.GetDirectories(folder);
        }
        catch (UnauthorizedAccessException)
        {
            // What this user may not look into is fetched instead.
            return [];
        }
    }

    private void Replace(string source, string target)
    {
        Remove(target);
        if (UnixFiles.GetKind(source) is FileKind.Folder)
            CopyFolder(source, target);
    }

    private IEnumerable<string> FilesBelow(string folder) => UnixFiles.GetKind(folder) is not FileKind.Folder
        ? []
        : _files.GetFiles(folder).Where(file => UnixFiles.GetKind(file) is FileKind.File).Concat(_files.GetDirectories(folder).SelectMany(FilesBelow));

    private void CopyFolder(string source, string target)
    {
        _files.CreateDirectory(target);
        foreach (string file in _files.GetFiles(source).Where(file => UnixFiles.GetKind(file) is FileKind.File))
            _files.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (string folder in _files.GetDirectories(source).Where(folder => UnixFiles.GetKind(folder) is FileKind.Folder))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
    }

    /// <summary>A cache is as large as a system's, and nobody says when that of an image or of a choice of sources is needed no more: only the newest stay.</summary>
    private void RemoveOthers()
    {
        string own = Path.GetFullPath(_folder);
        string[] others =
        [
            .. _files.GetDirectories(Path.GetDirectoryName(own)!)
                .Where(folder => Path.GetFileName(folder) is not "system" && !string.Equals(folder, own, StringComparison.Ordinal)),
        ];
        foreach (string folder in others)
        {
            // An interrupted run may have left what gives access to a baseline's repositories.
            if (Path.GetFileName(folder).IndexOf(SourcesPrefix, StringComparison.Ordinal) >= 0)
                Remove(Path.Combine(folder, "root", "etc"));
        }

        foreach (string folder in others.OrderByDescending(folder => _files.GetLastWriteTime(Path.Combine(folder, "root", "run")) ?? DateTimeOffset.MinValue).Skip(KeptOthers - 1))
            _files.DeleteDirectory(folder);
    }

    private void RemoveOthersThan(HashSet<string> wanted, string folder)
    {
        if (!_files.DirectoryExists(folder))
            return;
        foreach (string file in _files.GetFiles(folder).Where(file => !wanted.Contains(file)))
            _files.DeleteFile(file);
        foreach (string inner in _files.GetDirectories(folder).Where(inner => UnixFiles.GetKind(inner) is FileKind.Folder))
            RemoveOthersThan(wanted, inner);
    }

    private void Remove(string folder)
    {
        if (_files.DirectoryExists(folder))
            _files.DeleteDirectory(folder);
    }

    /// <summary>Most of it is as it was: each write would wait for the disk.</summary>
    private void Write(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        if (_files.GetLength(path) == content.Length && _files.ReadAllBytes(path, content.Length).AsSpan().SequenceEqual(content))
            return;
        _files.CreateDirectory(Path.GetDirectoryName(path)!);
        _files.WriteAtomically(path, content);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Caches.CacheFolder.Unusable(_folder, e);
        }
    }
}
