using System.Reflection;
using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>A private root whose configuration, database, caches and logs this machine has for the time of one command: to it, the machine runs that system.</summary>
internal sealed class DnfRunningSystem : IDisposable
{
    // In a mount namespace of its own: nobody else sees the mounts, and they end with the last process.
    private const string Enter = """
        set -e
        root=$1
        shift
        mount -t overlay overlay -o "lowerdir=$root/etc:/etc" /etc
        mount --bind "$root/var/cache" /var/cache
        mount --bind "$root/var/log" /var/log
        mount --bind "$root/var/lib/dnf" /var/lib/dnf
        mount -t tmpfs tmpfs /var/tmp
        exec "$@"
        """;

    // The machine's own files with those of the root before them: whatever is written goes to memory, and is gone with the last process.
    private const string EnterCopy = """
        set -e
        root=$1 work=$2 dotnet=$3 console=$4 folder=$5
        shift 5
        mount -t tmpfs tmpfs "$work"
        mkdir "$work/upper" "$work/work" "$work/root"
        mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$work/root"
        cp --recursive --no-dereference --preserve=all "$root/." "$work/root"
        mount -t proc proc "$work/root/proc"
        mount --rbind /dev "$work/root/dev"
        for shared in "$dotnet" "$console" "$folder" "$(dirname "$root")"; do
          mkdir -p "$work/root$shared"
          mount --bind "$shared" "$work/root$shared"
        done
        exec chroot "$work/root" "$@"
        """;

    private static readonly string s_console = typeof(DnfRunningSystem).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Console").Value!;

    /// <summary>The one that runs these tests.</summary>
    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private readonly DnfRoot _root;
    private readonly TemporaryFolder _folder = new();

    public DnfRunningSystem(DnfRoot root)
    {
        _root = root;
        DnfTools.RequireMounts();
        foreach (string folder in (string[])["var/cache", "var/log", "var/lib/dnf"])
            Directory.CreateDirectory(root.Inside(folder));
        File.WriteAllText(_folder.Combine(".rpmmacros"), $"%_dbpath {root.Inside("var/lib/rpm")}\n");
    }

    public string StatePath => _folder.Combine("state");

    public string WriteFile(string name, string text)
    {
        File.WriteAllText(_folder.Combine(name), text);
        return _folder.Combine(name);
    }

    /// <summary>Runs a script of the console, which has to go well.</summary>
    /// <param name="script">The script.</param>
    /// <param name="isRoot">Otherwise an ordinary user runs it.</param>
    public string Run(string script, bool isRoot)
    {
        string home = _folder.Combine("user");
        Directory.CreateDirectory(home);
        File.Copy(_folder.Combine(".rpmmacros"), Path.Combine(home, ".rpmmacros"), overwrite: true);
        if (!isRoot)
            Tool.Run("chown", "--recursive", "nobody", home);
        string[] user = isRoot ? [] : ["setpriv", "--reuid=nobody", "--clear-groups"];
        return Tool.Run(
            "unshare",
            ["--mount", "sh", "-c", Enter, "sh", _root.Path, .. user, Dotnet, "exec", s_console, script],
            new Dictionary<string, string> { ["HOME"] = home });
    }

    /// <summary>Runs a script of the console, and then one of the shell, where something may be changed: in a copy of this machine that has the root's files.</summary>
    public string RunInCopy(string script, string shellScript)
    {
        string console = Path.GetDirectoryName(s_console)!, work = _folder.Combine("copy"), home = _folder.Combine("user");
        Directory.CreateDirectory(work);
        Directory.CreateDirectory(home);
        File.WriteAllText(Path.Combine(home, ".rpmmacros"), "%_dbpath /var/lib/rpm\n");
        return Tool.Run(
            "unshare",
            [
                "--mount", "sh", "-c", EnterCopy, "sh", _root.Path, work, Path.GetDirectoryName(Dotnet)!, BuildFolder(console), home,
                "sh", "-c", "set -e; \"$1\" exec \"$2\" \"$3\"; eval \"$4\"", "sh", Dotnet, s_console, script, shellScript,
            ],
            new Dictionary<string, string> { ["HOME"] = home });
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The console finds the module beside the sources.</summary>
    private static string BuildFolder(string console)
    {
        string folder = console;
        while (!Directory.Exists(Path.Combine(folder, "out")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no folder 'out' above the console.");
        return folder;
    }
}
