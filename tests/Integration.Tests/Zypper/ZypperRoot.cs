using PatchBaselineAssociation.IntegrationTests.Dnf;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>A private root that real zypper and rpm work on, with repositories of tiny packages.</summary>
internal sealed class ZypperRoot : IDisposable
{
    public const string Enterprise = "ID=\"sles\"\nNAME=\"SLES\"\nPRETTY_NAME=\"SUSE Linux Enterprise Server 15 SP3\"\nVERSION_ID=\"15.3\"\n";

    private readonly DnfRoot _root;
    private readonly IReadOnlyDictionary<string, string> _environment;

    /// <param name="megabytes">The size of a disk of its own; null for the test's.</param>
    public ZypperRoot(int? megabytes = null)
    {
        ZypperTools.Require();
        _root = new DnfRoot(Enterprise, megabytes);
        _environment = new Dictionary<string, string> { ["HOME"] = _root.Beside("home"), ["ZYPP_LOGFILE"] = "/dev/null" };
        Directory.CreateDirectory(_root.Inside("etc/zypp/repos.d"));
        _root.WriteFile("etc/zypp/zypp.conf", "[main]\nmultiversion = provides:multiversion(kernel)\n");
    }

    /// <summary>The root without what is zypper's.</summary>
    public DnfRoot Plain => _root;

    public string Path => _root.Path;

    public string Inside(string path) => _root.Inside(path);

    public string Beside(string name) => _root.Beside(name);

    public string RepositoryFolder(string alias) => _root.RepositoryFolder(alias);

    public void WriteFile(string path, string text) => _root.WriteFile(path, text);

    public string ReadFile(string path) => _root.ReadFile(path);

    /// <inheritdoc cref="DnfRoot.Install"/>
    public void Install(params RpmTestPackage[] packages) => _root.Install(packages);

    /// <inheritdoc cref="DnfRoot.InstallFiles"/>
    public void InstallFiles(params RpmTestPackage[] packages) => _root.InstallFiles(packages);

    /// <inheritdoc cref="DnfRoot.VersionOf"/>
    public string VersionOf(string name) => _root.VersionOf(name);

    /// <summary>Makes a repository and names it in the configuration.</summary>
    public void AddRepository(string alias, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null, string settings = "")
    {
        WriteRepository(alias, packages, notices);
        Configure(alias, $"file://{RepositoryFolder(alias)}", settings);
    }

    public void Configure(string alias, string address, string settings = "") =>
        WriteFile($"etc/zypp/repos.d/{alias}.repo", $"[{alias}]\nname=Repository\nenabled=1\nautorefresh=1\nbaseurl={address}\ngpgcheck=0\n{settings}");

    public void WriteRepository(string alias, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null) => _root.WriteRepository(alias, packages, notices);

    /// <inheritdoc cref="DnfRoot.ReplaceNotices"/>
    public void ReplaceNotices(string alias, string name, byte[] content)
    {
        Unlink(alias);
        _root.ReplaceNotices(alias, name, content);
    }

    /// <inheritdoc cref="DnfRoot.FalsifyChecksum"/>
    public void FalsifyChecksum(string alias, string type)
    {
        Unlink(alias);
        _root.FalsifyChecksum(alias, type);
    }

    /// <inheritdoc cref="DnfRoot.FillDisk"/>
    public void FillDisk(int freeKilobytes) => _root.FillDisk(freeKilobytes);

    public void FreeDisk() => _root.FreeDisk();

    /// <summary>Makes the root's rpm trust a key.</summary>
    public void ImportKey(string armored)
    {
        string file = Beside("key.asc");
        File.WriteAllText(file, armored);
        Tool.Run("rpm", ["--dbpath", Inside("var/lib/rpm"), "--import", file], _environment);
    }

    /// <summary>zypper itself in this root, with the root's own cache.</summary>
    public string Zypper(params string[] arguments) => TryZypper(arguments).Output;

    public (int ExitCode, string Output, string Errors) TryZypper(params string[] arguments) =>
        Tool.TryRun("zypper", [$"--root={Path}", "--non-interactive", "--xmlout", .. arguments], _environment);

    public void Dispose() => _root.Dispose();

    /// <summary>What zypper keeps of a folder's metadata are links to its files: a change of one would be in its cache at once.</summary>
    private void Unlink(string alias)
    {
        string index = System.IO.Path.Combine(RepositoryFolder(alias), "repodata", "repomd.xml");
        byte[] content = File.ReadAllBytes(index);
        File.Delete(index);
        File.WriteAllBytes(index, content);
    }
}
