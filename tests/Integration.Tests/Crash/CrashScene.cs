using System.Globalization;
using System.Reflection;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>A node before an install, as often as it is needed: an earlier patch waits for a restart, three updates and a new dependency are to be had, and one package came as a dependency.</summary>
internal abstract class CrashScene : IDisposable
{
    public const int KilledExitCode = 137;

    private static readonly string s_host = Path.ChangeExtension(
        typeof(CrashScene).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "CrashHost").Value!, null);

    private readonly TemporaryFolder _folder = new();

    public CrashNode Node => new(_folder.Combine("work"));

    private string Snapshot => _folder.Combine("snapshot");

    /// <summary>What a scan says of the patch that waits for a restart.</summary>
    public abstract string Earlier { get; }

    /// <summary>The packages that the package manager takes for dependencies.</summary>
    public abstract IReadOnlyList<string> Automatic();

    /// <summary>Whether the package manager shows the versions of before or of after the install; everything between is neither.</summary>
    public abstract bool IsInstalled();

    /// <summary>A script of the new "manual" passes a gate, where a test has made one.</summary>
    public async Task PrepareAsync()
    {
        string root = MakeRoot();
        Directory.CreateDirectory(Node.Folder);
        Tool.Run("cp", "--archive", root, Node.Root);
        await Node.InstallAsync(RebootOption.NoReboot, new RecordedEvents());
        Publish();
        await Node.ScanAsync(new RecordedEvents());
        Tool.Run("mv", Node.Folder, Snapshot);
        Reset();
    }

    /// <summary>Makes the node what it was before the install.</summary>
    public void Reset()
    {
        if (Directory.Exists(Node.Folder))
            Directory.Delete(Node.Folder, recursive: true);
        Tool.Run("cp", "--archive", "--reflink=auto", Snapshot, Node.Folder);
    }

    /// <summary>An install in a process of its own.</summary>
    /// <param name="option">The reboot option.</param>
    /// <param name="death">Kind and number of the point at which it dies; empty where it lives.</param>
    public SignalledProcess StartHost(RebootOption option, params string[] death) => new(s_host, [Node.Folder, option.ToString(), .. death]);

    /// <summary>The same as the leader of a process group, as a shell starts what runs in its terminal.</summary>
    public SignalledProcess StartHostInGroup(RebootOption option) => new("setsid", [s_host, Node.Folder, option.ToString()]);

    /// <summary>All points of an install that is not cut off.</summary>
    public async Task<IReadOnlyList<string>> PointsAsync(RebootOption option)
    {
        Reset();
        using SignalledProcess host = StartHost(option);
        (int exitCode, string output, string errors) = await host.FinishAsync();
        Assert.True(exitCode == 0, errors + output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Waits until nothing works on the node any more: apt goes on when the host is dead.</summary>
    public Task QuietAsync() => Until.HoldsAsync(() => Workers().Count == 0, what: "The end of what works on the node");

    /// <summary>Command lines of the processes that work on the node, with their ids.</summary>
    public IReadOnlyList<(int Id, string CommandLine)> Workers()
    {
        List<(int, string)> workers = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                    && id != Environment.ProcessId
                    && File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ') is { } line
                    && (line.Contains(Node.Folder, StringComparison.Ordinal) || File.ResolveLinkTarget(Path.Combine(folder, "root"), returnFinalTarget: false)?.FullName == Node.Root))
                    workers.Add((id, line));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }

        return workers;
    }

    public bool HasJournal => File.Exists(Path.Combine(Node.StatePath, "install-journal.json"));

    /// <summary>What a scan says: a line a package, without times and reasons.</summary>
    public async Task<IReadOnlyList<string>> ScanAsync(RecordedEvents events) => Describe(await Node.ScanAsync(events));

    public static IReadOnlyList<string> Describe(PatchOperationResult result) =>
        [.. result.Patches.Select(patch => $"{patch.Id} {patch.State} {patch.InstalledVersion} {patch.AvailableVersion} {patch.Compliance}")];

    /// <summary>What does not belong to a node at rest.</summary>
    public IReadOnlyList<string> Leftovers() =>
    [
        .. Directory.EnumerateFiles(Node.StatePath, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Node.StatePath, path))
            .Where(path => !IsOfState(path)),
        .. SystemLeftovers(),
    ];

    /// <summary>Kills what works on the node, as a power cut would.</summary>
    public async Task CutPowerAsync()
    {
        KillWorkers();
        await QuietAsync();
    }

    public void Dispose()
    {
        KillWorkers();
        _folder.Dispose();
        DisposeRoot();
    }

    /// <summary>Makes a root with an update to be had for "earlier", and without any for "auto", "manual" and "needing".</summary>
    /// <returns>Its path.</returns>
    protected abstract string MakeRoot();

    /// <summary>Publishes the updates of "auto", "manual" and "needing", which needs "needed".</summary>
    protected abstract void Publish();

    protected abstract IEnumerable<string> SystemLeftovers();

    protected abstract void DisposeRoot();

    protected static bool IsTemporary(string path) => Path.GetFileName(path) is ['.', ..] && path.EndsWith(".tmp", StringComparison.Ordinal);

    private void KillWorkers()
    {
        foreach ((int id, _) in Workers())
            Tool.TryRun("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);
    }

    private static bool IsOfState(string path) =>
        path is "patch-states-configuration.json" or "patch-inventory-from-last-operation.json" or RunLock.LockFileName or RebootMarkerStore.FileName
        || (path.StartsWith("runs/2", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal))
        || (path.StartsWith("logs/2", StringComparison.Ordinal) && path.EndsWith(".log", StringComparison.Ordinal))

        // Named as what it is.
        || IsTemporary(path);
}
