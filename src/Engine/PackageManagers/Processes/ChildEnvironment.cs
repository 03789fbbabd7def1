using System.Collections;
using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>The environment of a child: nothing of the caller's but what it cannot do without.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] s_kept =
    [
        "HOME", "USER", "LOGNAME", "TMPDIR",
        "http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy",
        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY",
    ];

    private static readonly string[] s_keptOnWindows =
    [
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "TEMP", "TMP",
        "ProgramData", "ALLUSERSPROFILE", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "CommonProgramFiles",
        "USERPROFILE", "USERNAME", "APPDATA", "LOCALAPPDATA", "COMPUTERNAME", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    ];

    // LC_ALL alone decides, and C is the one locale that every system has: C.UTF-8 is unknown to glibc of RHEL 7 and Amazon Linux 2
    // and to older macOS. Python's tools use UTF-8 under C by themselves, dpkg and rpm hand bytes through.
    private static readonly (string Name, string Value)[] s_fixed =
    [
        ("LC_ALL", "C"),
        ("TERM", "dumb"),
        ("COLUMNS", "4096"),
        ("DEBIAN_FRONTEND", "noninteractive"),
        ("APT_LISTCHANGES_FRONTEND", "none"),
        ("NEEDRESTART_MODE", "l"),
    ];

    /// <summary>Of this process and system.</summary>
    public static IReadOnlyDictionary<string, string> Create(IReadOnlyDictionary<string, string> additions)
    {
        Dictionary<string, string> parent = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            parent[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        return Create(parent, ToolLocator.SystemFolders, RuntimeInformation.IsOSPlatform(OSPlatform.Windows), additions);
    }

    /// <param name="parent">The environment that what is kept is taken from.</param>
    /// <param name="path">The folders of the child's own PATH.</param>
    /// <param name="isWindows">Names do not tell cases apart there, and more is needed.</param>
    /// <param name="additions">Win over everything else.</param>
    public static IReadOnlyDictionary<string, string> Create(
        IReadOnlyDictionary<string, string> parent,
        IReadOnlyList<string> path,
        bool isWindows,
        IReadOnlyDictionary<string, string> additions)
    {
        var comparer = isWindows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        HashSet<string> kept = new(isWindows ? s_kept.Concat(s_keptOnWindows) : s_kept, comparer);
        Dictionary<string, string> environment = new(comparer);
        foreach (var pair in parent)
        {
            if (kept.Contains(pair.Key))
                environment[pair.Key] = pair.Value;
        }

        environment["PATH"] = string.Join(isWindows ? ";" : ":", path);
        foreach (var (name, value) in s_fixed)
            environment[name] = value;
        foreach (var pair in additions)
            environment[pair.Key] = pair.Value;
        return environment;
    }
}
