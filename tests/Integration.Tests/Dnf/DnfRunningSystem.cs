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

    public void Dispose() => _folder.Dispose();
}
