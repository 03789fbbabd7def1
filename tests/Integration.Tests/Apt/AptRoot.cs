using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A private root with real apt and dpkg in it: packages by dpkg-deb, repositories with Release files, signed or not.</summary>
internal sealed class AptRoot : IDisposable
{
    private static readonly Lazy<string> s_nativeArchitecture = new(() => Tool.Run("dpkg", "--print-architecture").Trim());

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _packageFiles = [];

    public AptRoot()
    {
        AptTools.Require();
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

    public static string NativeArchitecture => s_nativeArchitecture.Value;

    /// <summary>The root itself.</summary>
    public string Path => _folder.Combine("root");

    /// <summary>A folder for what a test needs beside the root.</summary>
    public string Beside(string name) => _folder.Combine(name);

    private string Configuration => _folder.Combine("apt.conf");

    public void WriteFile(string path, string text)
    {
        string full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

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
            records.Append(ControlFile(package)).Append(package.RecordFields)
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

    /// <summary>What <c>apt list --upgradable</c> says: name and candidate.</summary>
    public IReadOnlyList<string> Upgradable()
    {
        (int exitCode, string output, string errors) = Apt("apt", "list", "--upgradable");
        return exitCode == 0 ? AptList.Parse(output) : throw new InvalidOperationException(errors);
    }

    public void Dispose() => _folder.Dispose();

    private (int ExitCode, string Output, string Errors) TryDpkg(IEnumerable<string> arguments) =>
        Tool.TryRun("dpkg", [$"--root={Path}", "--force-not-root", "--force-bad-path", "--force-script-chrootless", "--force-depends", "--force-architecture", .. arguments]);

    private static string ControlFile(TestPackage package) => $"""
        Package: {package.Name}
        Version: {package.Version}
        Architecture: {package.Architecture}
        Maintainer: Tests <tests@example.invalid>
        Priority: {package.Priority}
        Section: {package.Section}
        Description: package {package.Name} of a test
        {package.ControlFields}
        """;

    private string Build(TestPackage package)
    {
        string identity = $"{package.Name}_{package.Version}_{package.Architecture}";
        if (_packageFiles.TryGetValue(identity, out string? known))
            return known;

        using TemporaryFolder tree = new();
        string control = tree.Combine("DEBIAN");
        Directory.CreateDirectory(control);
        File.WriteAllText(System.IO.Path.Combine(control, "control"), ControlFile(package));
        foreach ((string name, string text) in package.Scripts)
        {
            string script = System.IO.Path.Combine(control, name);
            File.WriteAllText(script, text);
            File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        }

        if (package.HasConfigurationFile)
        {
            Directory.CreateDirectory(tree.Combine("etc"));
            File.WriteAllText(tree.Combine("etc", package.Name + ".conf"), "setting\n");
            File.WriteAllText(System.IO.Path.Combine(control, "conffiles"), $"/etc/{package.Name}.conf\n");
        }

        string file = _folder.Combine("pool", identity.Replace(':', '_') + ".deb");
        Tool.Run("dpkg-deb", "--build", "--root-owner-group", tree.Path, file);
        return _packageFiles[identity] = file;
    }
}
