using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A private root that real apt and dpkg work on, with repositories of tiny packages, signed or not.</summary>
internal sealed class AptRoot : IDisposable
{
    private const string Filler = "filler";

    private static readonly Lazy<string> s_nativeArchitecture = new(() => Tool.Run("dpkg", "--print-architecture").Trim());

    /// <summary>What the maintainer scripts of tests call. Not all of busybox: some of its applets have names of dpkg's tools.</summary>
    private static readonly string[] s_applets =
    [
        "sh", "cat", "chmod", "cp", "date", "echo", "env", "expr", "false", "grep", "head", "id", "kill", "ln", "ls", "mkdir", "mkfifo", "mv", "ps",
        "pwd", "rm", "rmdir", "sed", "sleep", "sort", "stat", "sync", "tail", "test", "touch", "tr", "true", "uname", "wc",
    ];

    private readonly TemporaryFolder _folder;
    private readonly Dictionary<TestPackage, string> _packageFiles = [];
    private readonly bool _isRunnable;
    private bool _isMounted;

    /// <summary>A root to scan. Maintainer scripts run outside of it.</summary>
    public AptRoot()
        : this(isRunnable: false, megabytes: null)
    {
    }

    private AptRoot(bool isRunnable, int? megabytes)
    {
        if (isRunnable)
            AptTools.RequireForInstall();
        else
            AptTools.Require();
        _isRunnable = isRunnable;
        _folder = new TemporaryFolder();
        try
        {
            if (megabytes is not null)
                Mount(megabytes.Value);
            MakeFolders();
            if (isRunnable)
                MakeRunnable();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A root to install in: dpkg runs maintainer scripts inside it, with busybox as their shell and tools.</summary>
    /// <param name="megabytes">The size of a disk of its own, to be filled by <see cref="FillDisk"/>; null leaves it on the disk of all tests.</param>
    public static AptRoot Runnable(int? megabytes = null) => new(isRunnable: true, megabytes);

    public static string NativeArchitecture => s_nativeArchitecture.Value;

    /// <summary>The root itself.</summary>
    public string Path => _folder.Combine("root");

    /// <summary>A folder for what a test needs beside the root.</summary>
    public string Beside(string name) => _folder.Combine(name);

    private string Configuration => _folder.Combine("apt.conf");

    /// <summary>A path inside the root, as seen from outside.</summary>
    public string Inside(string path) => System.IO.Path.Combine(Path, path.TrimStart('/'));

    public void WriteFile(string path, string text)
    {
        string full = Inside(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public string ReadFile(string path) => File.ReadAllText(Inside(path));

    public bool HasFile(string path) => File.Exists(Inside(path));

    /// <summary>Changes a file as its administrator would.</summary>
    public void EditFile(string path, Func<string, string> edit) => WriteFile(path, edit(ReadFile(path)));

    public void AppendSource(string line) => File.AppendAllText(System.IO.Path.Combine(Path, "etc/apt/sources.list"), line + "\n");

    /// <summary>Installs with dpkg itself. A maintainer script that fails leaves the package half configured.</summary>
    public void Install(params TestPackage[] packages)
    {
        (_, _, string errors) = TryDpkg(["--install", .. packages.Select(Build)]);
        foreach (TestPackage package in packages)
        {
            if (!File.ReadAllText(System.IO.Path.Combine(Path, "var/lib/dpkg/status")).Contains($"Package: {package.Name}\n", StringComparison.Ordinal))
                throw new InvalidOperationException($"dpkg did not install {package.Name}: {errors}");
        }
    }

    public void Remove(string name)
    {
        (int exitCode, _, string errors) = TryDpkg(["--remove", name]);
        if (exitCode != 0)
            throw new InvalidOperationException(errors);
    }

    public void Hold(string name) => Tool.Run("dpkg", [$"--root={Path}", "--set-selections"], null, $"{name} hold\n");

    /// <summary>dpkg's own word on a package: state and version, for example "ii 2"; empty where dpkg does not know it.</summary>
    public string StatusOf(string name)
    {
        (int exitCode, string output, _) = Tool.TryRun("dpkg-query", [$"--admindir={Inside("var/lib/dpkg")}", "--show", "--showformat=${db:Status-Abbrev} ${Version}", "--", name]);
        return exitCode == 0 ? string.Join(' ', output.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : "";
    }

    /// <summary>Says of an installed package that it came only as a dependency.</summary>
    public void MarkAuto(string name) => AptOrThrow("apt-mark", "auto", name);

    public bool IsAuto(string name) => AptOrThrow("apt-mark", "showauto").Split('\n').Contains(name, StringComparer.Ordinal);

    /// <summary>Leaves the root as a power cut would, while dpkg runs a maintainer script of the package: dpkg is killed then.</summary>
    /// <param name="package">What is installed. Its script passes when it is run again.</param>
    /// <param name="script">preinst or postinst.</param>
    public async Task InterruptAsync(TestPackage package, string script = "postinst")
    {
        using ScriptGate gate = new(this);
        TestPackage held = package with { Scripts = new Dictionary<string, string>(package.Scripts) { [script] = gate.Script } };
        using SignalledProcess dpkg = new("dpkg", [.. DpkgOptions, "--install", Build(held)]);
        await gate.ReachedAsync(dpkg.Exited);
        dpkg.KillTree();
    }

    /// <summary>Finishes what was interrupted, as its administrator would.</summary>
    public void ConfigureAll()
    {
        (int exitCode, string output, string errors) = TryDpkg(["--configure", "--pending"]);
        if (exitCode != 0)
            throw new InvalidOperationException(errors + output);
    }

    /// <summary>Leaves only so much of the root's own disk free.</summary>
    public void FillDisk(int freeKilobytes)
    {
        if (!_isMounted)
            throw new InvalidOperationException("The root has no disk of its own.");
        FreeDisk();
        long size = new DriveInfo(Path).AvailableFreeSpace - (freeKilobytes * 1024L);
        using FileStream filler = new(Inside(Filler), FileMode.Create, FileAccess.Write);
        byte[] block = new byte[64 * 1024];
        for (long left = size; left > 0; left -= block.Length)
            filler.Write(block, 0, (int)Math.Min(left, block.Length));
    }

    public void FreeDisk() => File.Delete(Inside(Filler));

    public void AddForeignArchitecture(string architecture) => Tool.Run("dpkg", $"--root={Path}", "--add-architecture", architecture);

    /// <summary>Makes a flat repository and names it in the sources.</summary>
    /// <param name="name">Folder name.</param>
    /// <param name="suite">Archive and codename.</param>
    /// <param name="packages">What it holds.</param>
    /// <param name="label">Label of the Release file.</param>
    /// <param name="releaseFields">More lines of the Release file.</param>
    /// <param name="options">Options of the source entry; trusted=yes unless signed.</param>
    /// <param name="key">Signs the repository.</param>
    public string AddRepository(
        string name, string suite, IEnumerable<TestPackage> packages, string label = "Debian", string releaseFields = "", string options = "trusted=yes", SigningKey? key = null)
    {
        string folder = WriteRepository(name, suite, packages, label, releaseFields, key);
        AppendSource($"deb {(options.Length == 0 ? "" : $"[{options}] ")}copy:{folder} ./");
        return folder;
    }

    /// <summary>Takes the file of a package away that the repository still lists.</summary>
    public void RemoveFromPool(string repository, TestPackage package) => File.Delete(FileInPool(repository, package));

    /// <summary>Changes the file of a package, but not its size or what the repository says of it.</summary>
    public void CorruptInPool(string repository, TestPackage package)
    {
        using FileStream file = new(FileInPool(repository, package), FileMode.Open, FileAccess.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        int last = file.ReadByte();
        file.Seek(-1, SeekOrigin.End);
        file.WriteByte((byte)~last);
    }

    /// <summary>Makes, or makes anew, a flat repository.</summary>
    public string WriteRepository(string name, string suite, IEnumerable<TestPackage> packages, string label = "Debian", string releaseFields = "", SigningKey? key = null)
    {
        string folder = _folder.Combine("repositories", name);
        Directory.CreateDirectory(folder);
        StringBuilder records = new();
        foreach (TestPackage package in packages)
        {
            string file = Build(package);
            string fileName = System.IO.Path.GetFileName(file);
            File.Copy(file, System.IO.Path.Combine(folder, fileName), overwrite: true);
            records.Append(package.ControlFile).Append(package.RecordFields)
                .Append(CultureInfo.InvariantCulture, $"Filename: ./{fileName}\nSize: {new FileInfo(file).Length}\nSHA256: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}\n\n");
        }

        byte[] list = Encoding.UTF8.GetBytes(records.ToString());
        File.WriteAllBytes(System.IO.Path.Combine(folder, "Packages"), list);
        string release = $"""
            Origin: Debian
            Label: {label}
            Suite: {suite}
            Codename: {suite}
            Architectures: {NativeArchitecture}
            Components: main
            Date: {DateTime.UtcNow.AddHours(-1).ToString("R", CultureInfo.InvariantCulture)}
            {releaseFields}SHA256:
             {Convert.ToHexStringLower(SHA256.HashData(list))} {list.Length} Packages

            """;
        File.WriteAllText(System.IO.Path.Combine(folder, "Release"), release);
        key?.Sign(System.IO.Path.Combine(folder, "Release"), System.IO.Path.Combine(folder, "InRelease"));
        return folder;
    }

    /// <summary>Trusts a key in this root.</summary>
    public void Trust(SigningKey key) => File.Copy(key.PublicKeyFile, System.IO.Path.Combine(Path, "etc/apt/trusted.gpg.d/test.gpg"), overwrite: true);

    /// <summary>apt itself, in this root, with this root's own package lists.</summary>
    public (int ExitCode, string Output, string Errors) Apt(string tool, params string[] arguments) =>
        Tool.TryRun(tool, arguments, new Dictionary<string, string> { ["APT_CONFIG"] = Configuration });

    /// <summary>The same, as a process that goes on while the test does.</summary>
    public SignalledProcess StartApt(string tool, params string[] arguments) =>
        new(tool, arguments, new Dictionary<string, string> { ["APT_CONFIG"] = Configuration });

    /// <summary>What <c>apt list --upgradable</c> says: name and candidate.</summary>
    public IReadOnlyList<string> Upgradable() => AptList.Parse(AptOrThrow("apt", "list", "--upgradable"));

    public void Dispose()
    {
        // What still runs in the root would keep it busy.
        if (_isMounted && Tool.TryRun("umount", [Path]).ExitCode != 0)
            Tool.Run("umount", "--lazy", Path);
        _isMounted = false;
        _folder.Dispose();
    }

    // dpkg would write to this machine's log.
    private string[] DpkgOptions => [$"--root={Path}", $"--log={Inside("var/log/dpkg.log")}"];

    private void MakeFolders()
    {
        string[] folders =
        [
            "etc/apt/apt.conf.d", "etc/apt/preferences.d", "etc/apt/sources.list.d", "etc/apt/trusted.gpg.d",
            "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers", "var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/log/apt", "tmp",
        ];
        foreach (string folder in folders)
            Directory.CreateDirectory(System.IO.Path.Combine(Path, folder));
        Directory.CreateDirectory(_folder.Combine("pool"));
        WriteFile("var/lib/dpkg/status", "");
        WriteFile("etc/apt/sources.list", "");
        WriteFile("etc/os-release", "ID=debian\nNAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n");
        WriteFile("etc/hostname", "test-image\n");
        File.WriteAllText(Configuration, $"""
            Dir "{Path}/";
            Dir::State::status "{Path}/var/lib/dpkg/status";
            Dir::Bin::methods "/usr/lib/apt/methods/";

            """);
    }

    private void MakeRunnable()
    {
        foreach (string folder in (string[])["bin", "dev", "etc", "root", "usr/bin", "usr/sbin", "sbin", "run"])
            Directory.CreateDirectory(Inside(folder));
        File.Copy("/bin/busybox", Inside("bin/busybox"));
        foreach (string applet in s_applets)
            File.CreateSymbolicLink(Inside("bin/" + applet), "busybox");
        Tool.Run("mknod", "--mode=666", Inside("dev/null"), "c", "1", "3");
        WriteFile("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        WriteFile("etc/group", "root:x:0:\n");
        File.AppendAllText(Configuration, $$"""
            Dpkg::Options { "{{string.Join("\"; \"", DpkgOptions)}}"; };
            Dpkg::Use-Pty "false";

            """);
    }

    private void Mount(int megabytes)
    {
        Directory.CreateDirectory(Path);
        Tool.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", Path);
        _isMounted = true;
    }

    private string FileInPool(string repository, TestPackage package) => _folder.Combine("repositories", repository, package.FileName);

    private string AptOrThrow(string tool, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Apt(tool, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException(errors);
    }

    private (int ExitCode, string Output, string Errors) TryDpkg(IEnumerable<string> arguments)
    {
        string[] outside = _isRunnable ? [] : ["--force-not-root", "--force-bad-path", "--force-script-chrootless"];
        return Tool.TryRun("dpkg", [.. DpkgOptions, .. outside, "--force-depends", "--force-architecture", .. arguments]);
    }

    private string Build(TestPackage package)
    {
        if (_packageFiles.TryGetValue(package, out string? known))
            return known;

        // A folder for each: one version may be made with several contents.
        string folder = _folder.Combine("pool", _packageFiles.Count.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        string file = System.IO.Path.Combine(folder, package.FileName);
        DebFile.Write(file, package);
        return _packageFiles[package] = file;
    }
}
