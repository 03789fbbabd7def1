using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Reboots;

/// <summary>Asks a Linux system whether it thinks that a restart is due. On other systems there is nothing to be found.</summary>
public sealed class RebootHintFinder
{
    private const long MaximumBytes = 1 << 20;
    private const int MaximumPackages = 10;
    private const int MaximumNameLength = 80;
    private const string PackagesEnd = ".pkgs";
    private const string KernelStart = "vmlinuz-";

    /// <summary>What <c>zypper needs-rebooting</c> looks for.</summary>
    private const string ZypperRequestFile = "run/reboot-needed";

    private static readonly string[] s_requestFiles = ["run/reboot-required", "var/run/reboot-required", ZypperRequestFile];
    private static readonly char[] s_lineEnds = ['\n', '\r'];

    private readonly IFileSystem _files;
    private readonly string _proc;

    public RebootHintFinder(IFileSystem files)
        : this(files, "/proc")
    {
    }

    internal RebootHintFinder(IFileSystem files, string proc)
    {
        _files = files;
        _proc = proc;
    }

    /// <summary>What cannot be read is no hint.</summary>
    /// <param name="root">The system; of one that does not run only its files are asked.</param>
    public RebootHint Find(string root)
    {
        SystemFiles system = new(_files, root);
        List<string> reasons = [];
        if (s_requestFiles.FirstOrDefault(system.Exists) is { } request)
            reasons.Add(RequestReason(system, request));
        if (!system.IsRunningSystem)
            return new RebootHint { Reasons = reasons };

        if (RunningKernel() is { } running && NewerKernel(running) is { } newer)
            reasons.Add($"The running kernel {running} is older than the installed one, {newer}.");
        var users = new OldLibraryFinder(_files, _proc).Find();
        if (users.Init is { } init)
            reasons.Add($"Process 1 ({init}) still uses libraries that have been replaced since the system started.");
        return new RebootHint { Reasons = reasons, ServicesWithOldLibraries = users.Services };
    }

    private static string RequestReason(SystemFiles system, string request)
    {
        string[] packages = (Try(() => system.ReadText(request + PackagesEnd, MaximumBytes)) ?? "")
            .Split(s_lineEnds, StringSplitOptions.RemoveEmptyEntries)
            .Select(line => PrintableText.Of(line.Trim(), MaximumNameLength))
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var reason = $"'{system.DisplayPath(request)}' says that a restart is required";
        if (packages.Length == 0)
            return reason + ".";
        var more = packages.Length > MaximumPackages ? $" and {packages.Length - MaximumPackages} more" : "";
        return $"{reason} after changes to {string.Join(", ", packages.Take(MaximumPackages))}{more}.";
    }

    private string? RunningKernel() =>
        Try(() => Encoding.UTF8.GetString(_files.ReadAllBytes(_proc + "/sys/kernel/osrelease", MaximumBytes)))?.Trim() is { Length: > 0 } release ? release : null;

    /// <summary>The kernels that can be started are in /boot; only where they are kept elsewhere their modules tell of them.
    /// Modules alone may be left over from a kernel that was removed.</summary>
    private string? NewerKernel(string running)
    {
        var startable = Try(() => _files.GetFiles("/boot"))?.Select(path => Path.GetFileName(path))
            .Where(name => name.StartsWith(KernelStart, StringComparison.Ordinal))
            .Select(name => name.Substring(KernelStart.Length))
            .ToArray() ?? [];
        var installed = startable.Contains(running, StringComparer.Ordinal)
            ? startable
            : Try(() => _files.GetDirectories("/lib/modules"))?.Select(path => Path.GetFileName(path)).ToArray() ?? [];
        return KernelRelease.FindNewer(running, installed) is { } newer ? PrintableText.Of(newer, MaximumNameLength) : null;
    }

    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
