using System.Reflection;
using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A copy of the Debian image. What is run in it sees it as "/", with the console of this build at hand.</summary>
internal sealed class DebianSystem : IDisposable
{
    private const string DotnetFolder = "/opt/dotnet";
    private const string ConsoleFolder = "/opt/console";

    // In a mount namespace of its own: nobody else sees the mounts, and they end with the last process.
    // Its root is a mount, as that of every system is: PowerShell finds its drives among the mounts, and without that of "/" it misreads full paths.
    private const string Enter = """
        set -e
        root=$1 dotnet=$2 console=$3
        shift 3
        mount --bind "$root" "$root"
        mkdir -p "$root/opt/dotnet" "$root/opt/console"
        mount -t proc proc "$root/proc"
        mount -t devpts devpts "$root/dev/pts"
        mount --bind -o ro "$dotnet" "$root/opt/dotnet"
        mount --bind -o ro "$console" "$root/opt/console"
        exec chroot "$root" "$@"
        """;

    private static readonly string[] s_kept = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

    private static readonly string s_console = typeof(DebianSystem).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Console").Value!;

    private readonly TemporaryFolder _folder = new();

    public DebianSystem(string image)
    {
        try
        {
            Tool.Run("cp", "--archive", "--reflink=auto", image, Path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its root, as seen from outside.</summary>
    public string Path => _folder.Combine("root");

    /// <summary>A path inside it, as seen from outside.</summary>
    public string Inside(string path) => System.IO.Path.Combine(Path, path.TrimStart('/'));

    public void Write(string path, string text) => File.WriteAllText(Inside(path), text);

    /// <summary>Runs a command in it, which has to go well.</summary>
    public string Run(params string[] command) => Run(Path, command);

    public static string Run(string root, string[] command) => Tool.Run("unshare", Arguments(root, command, environment: null), environment: null);

    public (int ExitCode, string Output, string Errors) TryRun(params string[] command) => Tool.TryRun("unshare", Arguments(Path, command, environment: null));

    /// <summary>Runs a script by the console, in it.</summary>
    public (int ExitCode, string Output, string Errors) RunConsole(string script, IReadOnlyDictionary<string, string>? environment = null) =>
        Tool.TryRun("unshare", Arguments(Path, ConsoleCommand(script), environment));

    /// <summary>The same, as a process that goes on while the test does. Its id is that of the console.</summary>
    public SignalledProcess StartConsole(string script, IReadOnlyDictionary<string, string>? environment = null) =>
        new("unshare", Arguments(Path, ConsoleCommand(script), environment));

    /// <summary>What <c>apt list --upgradable</c> says there of the security archive: name and candidate.</summary>
    public IReadOnlyList<string> SecurityUpdates() =>
        AptList.Parse(string.Join('\n', Run("apt", "list", "--upgradable").Split('\n').Where(line => line.Contains("-security", StringComparison.Ordinal))));

    public void Dispose() => _folder.Dispose();

    private static string[] ConsoleCommand(string script) =>
        [$"{DotnetFolder}/dotnet", "exec", $"{ConsoleFolder}/{System.IO.Path.GetFileName(s_console)}", script];

    private static IEnumerable<string> Arguments(string root, string[] command, IReadOnlyDictionary<string, string>? environment)
    {
        // shared/Microsoft.NETCore.App/(version) below the folder of dotnet.
        string dotnet = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string console = System.IO.Path.GetDirectoryName(s_console)!;
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/root",
            ["LC_ALL"] = "C",
            ["DEBIAN_FRONTEND"] = "noninteractive",
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        };
        foreach (string name in s_kept)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            variables[name] = value;
        return
        [
            "--mount", "/bin/sh", "-c", Enter, "sh", root, dotnet, console,
            "/usr/bin/env", "--ignore-environment", .. variables.Select(variable => $"{variable.Key}={variable.Value}"), .. command,
        ];
    }
}
