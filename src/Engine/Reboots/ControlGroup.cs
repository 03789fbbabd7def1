namespace PatchBaselineAssociation.Reboots;

/// <summary>Reads /proc/PID/cgroup.</summary>
internal static class ControlGroup
{
    private const string ServiceEnd = ".service";

    private static readonly string[] s_containers = ["docker-", "libpod-", "crio-", "cri-containerd-", "kubepods", "lxc.payload", "machine.slice"];

    /// <summary>The service that a process belongs to, the outermost where they are nested: that is the one an administrator of this system can restart. Null where it belongs to none.</summary>
    public static string? FindService(string text) =>
        Names(text).FirstOrDefault(name => name.Length > ServiceEnd.Length && name.EndsWith(ServiceEnd, StringComparison.Ordinal));

    /// <summary>Whether a process runs in a container, whose libraries are not this system's.</summary>
    public static bool IsContainer(string text) => Names(text).Any(name =>
        name is "docker" or "lxc" || s_containers.Any(start => name.StartsWith(start, StringComparison.Ordinal)));

    /// <summary>Lines are <c>hierarchy:controllers:/path</c>.</summary>
    private static IEnumerable<string> Names(string text) =>
        text.Split('\n').SelectMany(line => line.Split([':'], 3) is [_, _, var path] ? path.Split('/') : []);
}
