using System.Security.Cryptography;
using System.Text;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>A private root that real dnf and rpm work on, with repositories of tiny packages.</summary>
internal sealed class DnfRoot : IDisposable
{
    public const string RedHat = "ID=\"rhel\"\nNAME=\"Red Hat Enterprise Linux\"\nPRETTY_NAME=\"Red Hat Enterprise Linux 9.4 (Plow)\"\nVERSION_ID=\"9.4\"\nPLATFORM_ID=\"platform:el9\"\n";
    public const string AmazonLinux = "ID=\"amzn\"\nID_LIKE=\"fedora\"\nNAME=\"Amazon Linux\"\nPRETTY_NAME=\"Amazon Linux 2023\"\nVERSION_ID=\"2023\"\nPLATFORM_ID=\"platform:al2023\"\n";
    public const string Oracle = "ID=\"ol\"\nID_LIKE=\"fedora\"\nNAME=\"Oracle Linux Server\"\nPRETTY_NAME=\"Oracle Linux Server 9.4\"\nVERSION_ID=\"9.4\"\nPLATFORM_ID=\"platform:el9\"\n";
    private const string Database = "var/lib/rpm";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<RpmTestPackage, string> _packageFiles = [];
    private readonly IReadOnlyDictionary<string, string> _environment;

    private readonly bool _isMounted;

    public DnfRoot(string osRelease = RedHat, int? megabytes = null)
    {
        try
        {
            DnfTools.Require();
            if (megabytes is not null)
            {
                // A disk of its own, to be filled.
                DnfTools.RequireMounts();
                Directory.CreateDirectory(Path);
                Tool.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", Path);
                _isMounted = true;
            }

            foreach (string folder in (string[])["etc/yum.repos.d", "etc/dnf", Database, "var/log", "tmp"])
                Directory.CreateDirectory(Inside(folder));
            WriteFile("etc/os-release", osRelease);
            WriteFile("etc/hostname", "test-image\n");
            WriteFile("etc/dnf/dnf.conf", "[main]\ngpgcheck=1\n");

            // Debian's rpm looks for the database in the user's home.
            Directory.CreateDirectory(_folder.Combine("home"));
            File.WriteAllText(_folder.Combine("home", ".rpmmacros"), $"%_dbpath /{Database}\n");
            _environment = new Dictionary<string, string> { ["HOME"] = _folder.Combine("home") };
            Rpm("--initdb");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path => _folder.Combine("root");

    /// <summary>What dnf and rpm need in their environment to find the root's database.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    /// <summary>A path inside the root, as seen from outside.</summary>
    public string Inside(string path) => System.IO.Path.Combine(Path, path.TrimStart('/'));

    /// <summary>A folder for what a test needs beside the root.</summary>
    public string Beside(string name) => _folder.Combine(name);

    public string RepositoryFolder(string id) => _folder.Combine("repositories", id);

    public void WriteFile(string path, string text)
    {
        string full = Inside(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Puts packages into rpm's database; older ones of the same name stay.</summary>
    public void Install(params RpmTestPackage[] packages) =>
        Rpm(["--install", "--justdb", "--nodeps", "--ignorearch", "--force", .. packages.Select(Build)]);

    /// <summary>As <see cref="Install"/>, for many: packages of one architecture are made by one call. They have nothing but names and versions.</summary>
    public void InstallMany(IEnumerable<RpmTestPackage> packages)
    {
        string folder = _folder.Combine("many", $"{Guid.NewGuid():N}");
        foreach (IGrouping<string, RpmTestPackage> same in packages.GroupBy(package => package.Architecture is "noarch" ? "x86_64" : package.Architecture, StringComparer.Ordinal))
        {
            string spec = System.IO.Path.Combine(folder, same.Key + ".spec");
            Directory.CreateDirectory(folder);
            File.WriteAllText(spec, "Name: none\nVersion: 1\nRelease: 1\nSummary: None\nLicense: MIT\n%description\nNone\n" + string.Concat(same.Select(SubpackageOf)));
            Tool.Run(
                "rpmbuild",
                ["-bb", "--quiet", "--target", same.Key, "--define", $"_topdir {folder}/build", "--define", $"_rpmdir {folder}/rpms", "--define", "_rpmfilename %%{NAME}-%%{EPOCHNUM}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm", spec],
                _environment);
        }

        Rpm(["--install", "--justdb", "--nodeps", "--ignorearch", "--force", .. Directory.GetFiles(System.IO.Path.Combine(folder, "rpms"))]);
    }

    /// <summary>Puts packages on with their files.</summary>
    public void InstallFiles(params RpmTestPackage[] packages) =>
        Tool.Run("rpm", ["--root", Path, "--install", "--nodeps", "--force", .. packages.Select(Build)], _environment);

    /// <summary>The version that rpm's database has of a package; of several, one a line.</summary>
    public string VersionOf(string name) =>
        Tool.Run("rpm", ["--dbpath", Inside(Database), "--query", "--queryformat", "%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n", name], _environment).Trim();

    public string ReadFile(string path) => File.ReadAllText(Inside(path));

    /// <summary>Makes a repository and names it in the configuration.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="packages">What it has.</param>
    /// <param name="notices">Its update notices; none leaves it without any.</param>
    /// <param name="settings">More lines of its section.</param>
    /// <param name="modules">Its modules, in their own format.</param>
    public void AddRepository(string id, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null, string settings = "", string modules = "")
    {
        WriteRepository(id, packages, notices, modules);
        Configure(id, $"file://{RepositoryFolder(id)}", settings);
    }

    /// <summary>Makes a repository, and names it in the configuration, that has only metadata: enough for all that is decided before anything is fetched.</summary>
    public void AddListedRepository(string id, IReadOnlyCollection<RpmTestPackage> packages, string notices = "", string modules = "", string settings = "")
    {
        ListedRepository.Write(RepositoryFolder(id), packages, notices, modules);
        Configure(id, $"file://{RepositoryFolder(id)}", settings);
    }

    public void Configure(string id, string address, string settings = "") =>
        WriteFile($"etc/yum.repos.d/{id}.repo", $"[{id}]\nname=Repository {id}\nbaseurl={address}\ngpgcheck=0\n{settings}");

    /// <summary>Makes, or makes anew, a repository.</summary>
    public void WriteRepository(string id, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null, string modules = "")
    {
        string folder = RepositoryFolder(id);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (RpmTestPackage package in packages)
        {
            // Versions that differ in their epoch alone have the same file name.
            string pool = System.IO.Path.Combine(folder, package.Epoch);
            Directory.CreateDirectory(pool);
            File.Copy(Build(package), System.IO.Path.Combine(pool, package.FileName));
        }

        Tool.Run("createrepo_c", "--quiet", folder);
        if (notices is not null)
            AddNotices(id, TestNotice.File(notices));
        if (modules.Length > 0)
            AddMetadata(folder, "modules", "modules.yaml", modules);
    }

    /// <summary>Gives a repository a file of notices, whatever it holds.</summary>
    public void AddNotices(string id, string text) => AddMetadata(RepositoryFolder(id), "updateinfo", "updateinfo.xml", text);

    /// <summary>The same where it may be no text, and is not to be packed by others.</summary>
    public void ReplaceNotices(string id, string name, byte[] content)
    {
        string file = _folder.Combine(name), metadata = System.IO.Path.Combine(RepositoryFolder(id), "repodata");
        bool isPacked = !name.EndsWith(".xml", StringComparison.Ordinal);
        Tool.Run("modifyrepo_c", "--remove", "updateinfo", metadata);
        File.WriteAllBytes(file, isPacked ? Encoding.UTF8.GetBytes("<updates/>") : content);
        Tool.Run("modifyrepo_c", "--mdtype=updateinfo", isPacked ? "--compress-type=gz" : "--no-compress", file, metadata);
        if (!isPacked)
            return;

        // modifyrepo_c would unpack and pack it itself.
        string packed = Directory.GetFiles(metadata, "*updateinfo*").Single(), index = System.IO.Path.Combine(metadata, "repomd.xml");
        File.WriteAllBytes(packed, content);
        string text = File.ReadAllText(index);
        int start = text.IndexOf("<data type=\"updateinfo\">", StringComparison.Ordinal), end = text.IndexOf("</data>", start, StringComparison.Ordinal);
        string record = Between(Between(text[start..end], "<checksum type=\"sha256\">", Convert.ToHexStringLower(SHA256.HashData(content))), "<size>", $"{content.Length}");
        File.WriteAllText(index, text[..start] + record + text[end..]);

        static string Between(string text, string mark, string value)
        {
            int from = text.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
            return text[..from] + value + text[text.IndexOf('<', from)..];
        }
    }

    /// <summary>Gives a file of a repository's metadata another checksum than it has.</summary>
    /// <param name="id">The repository.</param>
    /// <param name="type">As its <c>repomd.xml</c> calls the file.</param>
    public void FalsifyChecksum(string id, string type)
    {
        const string mark = "<checksum type=\"sha256\">";
        string index = System.IO.Path.Combine(RepositoryFolder(id), "repodata", "repomd.xml"), text = File.ReadAllText(index);
        int checksum = text.IndexOf(mark, text.IndexOf($"<data type=\"{type}\">", StringComparison.Ordinal), StringComparison.Ordinal) + mark.Length;
        File.WriteAllText(index, text[..checksum] + new string('0', 64) + text[(checksum + 64)..]);
    }

    /// <summary>dnf itself in this root, with the root's own cache.</summary>
    public string Dnf(params string[] arguments) => Tool.Run("dnf", [$"--installroot={Path}", "--assumeyes", .. arguments], _environment);

    /// <summary>What dnf itself would put on, as a report writes it. Nothing is fetched or changed.</summary>
    /// <param name="arguments">For example <c>upgrade-minimal --security</c>.</param>
    public IReadOnlyList<string> Planned(params string[] arguments)
    {
        // dnf plans for nobody but root; in a user namespace everybody is.
        string[] call = ["dnf", $"--installroot={Path}", "--noplugins", "--assumeno", "--setopt=color=never", .. arguments];
        (string tool, string[] rest) = System.Environment.IsPrivilegedProcess ? (call[0], call[1..]) : ("unshare", ["--user", "--map-root-user", .. call]);
        (int exitCode, string output, string errors) = Tool.TryRun(tool, rest, _environment);
        if (exitCode != 0 && !errors.Contains("Operation aborted", StringComparison.Ordinal))
            throw new InvalidOperationException($"dnf {string.Join(' ', arguments)} ended with {exitCode}: {errors}{output}");
        List<string> titles = [];
        string section = "";
        foreach (string line in output.Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.EndsWith(':'))
                section = line;
            else if (section is "Upgrading:" or "Installing:" && line.StartsWith(' ') && words.Length == 6)
                titles.Add($"{words[0]}.{words[1]}:{WithEpoch(words[2])}");
        }

        return [.. titles.Order(StringComparer.Ordinal)];
    }

    /// <summary>The notices that <c>dnf updateinfo list</c> names: id, package with its architecture, version.</summary>
    public IReadOnlyList<(string Id, string Package, string Version)> Notices(params string[] arguments) =>
    [
        .. from line in Dnf(["--quiet", "updateinfo", "list", .. arguments]).Split('\n')
           let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           where words.Length >= 3
           let architecture = words[^1].LastIndexOf('.')
           let parts = words[^1][..architecture].Split('-')
           select (words[0], $"{string.Join('-', parts[..^2])}{words[^1][architecture..]}", WithEpoch($"{parts[^2]}-{parts[^1]}")),
    ];

    /// <summary>What dnf itself would upgrade to, as a report writes it.</summary>
    public IReadOnlyList<string> Upgradable() =>
    [
        .. Dnf("--quiet", "repoquery", "--upgrades", "--latest-limit=1", "--queryformat", "%{name}.%{arch}:%{epoch}:%{version}-%{release}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal),
    ];

    public void FillDisk(int freeKilobytes)
    {
        using FileStream filler = new(Inside("filler"), FileMode.Create, FileAccess.Write);
        byte[] block = new byte[64 * 1024];
        for (long left = new DriveInfo(Path).AvailableFreeSpace - (freeKilobytes * 1024L); left > 0; left -= block.Length)
            filler.Write(block, 0, (int)Math.Min(left, block.Length));
    }

    public void FreeDisk() => File.Delete(Inside("filler"));

    public void Dispose()
    {
        if (_isMounted && Tool.TryRun("umount", [Path]).ExitCode != 0)
            Tool.Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private void Rpm(params string[] arguments) => Tool.Run("rpm", ["--dbpath", Inside(Database), .. arguments], _environment);

    private void AddMetadata(string repository, string type, string name, string text)
    {
        string file = _folder.Combine(name);
        File.WriteAllText(file, text);
        Tool.Run("modifyrepo_c", $"--mdtype={type}", file, System.IO.Path.Combine(repository, "repodata"));
    }

    private static string WithEpoch(string version) => version.Contains(':', StringComparison.Ordinal) ? version : "0:" + version;

    private static string SubpackageOf(RpmTestPackage package) => $"""
        %package -n {package.Name}
        Epoch: {package.Epoch}
        Version: {package.BareVersion}
        Release: {package.Release}
        Summary: A package of a test
        {(package.Architecture is "noarch" ? "BuildArch: noarch" : "")}
        %description -n {package.Name}
        A package of a test.
        %files -n {package.Name}

        """;

    private string Build(RpmTestPackage package)
    {
        if (_packageFiles.TryGetValue(package, out string? known))
            return known;

        string folder = _folder.Combine("pool", $"{_packageFiles.Count}");
        Directory.CreateDirectory(folder);
        string spec = System.IO.Path.Combine(folder, "package.spec");
        File.WriteAllText(spec, $"""
            Name: {package.Name}
            Epoch: {package.Epoch}
            Version: {package.BareVersion}
            Release: {package.Release}
            Summary: {package.Summary}
            License: MIT
            {(package.Architecture == "noarch" ? "BuildArch: noarch" : "")}
            {package.SpecFields}
            %description
            A package of a test.
            {(package.ConfigurationText is null ? "" : $"%install\nmkdir -p %{{buildroot}}/etc\necho '{package.ConfigurationText}' > %{{buildroot}}/etc/{package.Name}.conf")}
            {package.SpecSections}
            %files
            {(package.ConfigurationText is null ? "" : $"%config(noreplace) /etc/{package.Name}.conf")}
            {package.FileList}

            """);
        Tool.Run(
            "rpmbuild",
            ["-bb", "--quiet", "--target", package.Architecture, "--define", $"_topdir {folder}/build", "--define", $"_rpmdir {folder}", "--define", "_rpmfilename package.rpm", spec],
            _environment);
        return _packageFiles[package] = System.IO.Path.Combine(folder, "package.rpm");
    }
}
