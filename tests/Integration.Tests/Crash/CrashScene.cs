using System.Globalization;
using System.Reflection;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>A node before an install, as often as it is needed: an earlier patch waits for a restart, three updates and a new dependency are to be had, and one package came as a dependency.</summary>
internal sealed class CrashScene : IDisposable
{
    public const int KilledExitCode = 137;

    private static readonly string s_host = Path.ChangeExtension(
        typeof(CrashScene).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "CrashHost").Value!, null);

    private readonly AptRoot _source = AptRoot.Runnable();
    private readonly TemporaryFolder _folder = new();

    public CrashNode Node => new(_folder.Combine("work"));

    private string Snapshot => _folder.Combine("snapshot");

    /// <summary>The postinst of "manual" passes a gate, where a test has made one.</summary>
    public async Task PrepareAsync()
    {
        _source.Install([new("earlier", "1"), new("auto", "1"), new("manual", "1"), new("needing", "1")]);
        _source.MarkAuto("auto");
        TestPackage earlier = new("earlier", "2");
        _source.AddRepository("security", "bookworm-security", [earlier], "Debian-Security");
        Directory.CreateDirectory(Node.Folder);
        Tool.Run("cp", "--archive", _source.Path, Node.Root);
        await Node.InstallAsync(RebootOption.NoReboot, new RecordedEvents());

        Dictionary<string, string> scripts = new() { ["postinst"] = ScriptGate.TextOf() };
        _source.WriteRepository(
            "security",
            "bookworm-security",
            [earlier, new("auto", "2"), new("manual", "2") { Scripts = scripts }, new("needing", "2") { ControlFields = "Depends: needed\n" }, new("needed", "1")],
            "Debian-Security");
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
    public async Task QuietAsync()
    {
        DateTime end = DateTime.UtcNow + FileWait.Deadline;
        while (Workers().Count > 0)
        {
            if (DateTime.UtcNow > end)
                throw new TimeoutException("Something still works on the node: " + string.Join(", ", Workers()));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

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

    /// <summary>Whether dpkg shows the versions of before or of after the install; everything between is neither.</summary>
    public bool IsInstalled()
    {
        string[] versions = [.. new[] { "auto", "manual", "needing", "needed" }.Select(StatusOf)];
        if (versions is ["ii 1", "ii 1", "ii 1", ""])
            return false;
        Assert.Equal(["ii 2", "ii 2", "ii 2", "ii 1"], versions);
        return true;
    }

    public string StatusOf(string name)
    {
        (int exitCode, string output, _) = Tool.TryRun(
            "dpkg-query", [$"--admindir={Node.Root}/var/lib/dpkg", "--show", "--showformat=${db:Status-Abbrev} ${Version}", "--", name]);
        return exitCode == 0 ? string.Join(' ', output.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : "";
    }

    /// <summary>The packages that apt takes for dependencies.</summary>
    public IReadOnlyList<string> Automatic()
    {
        string file = Node.Root + "/var/lib/apt/extended_states";
        return !File.Exists(file)
            ? []
            : [.. File.ReadAllText(file).Split("\n\n")
                .Where(stanza => stanza.Contains("Auto-Installed: 1", StringComparison.Ordinal))
                .Select(stanza => stanza.Split('\n').First(line => line.StartsWith("Package: ", StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)];
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
        .. Directory.EnumerateFiles(Node.Root + "/usr/sbin").Where(path => !IsTemporary(path)),
        .. Directory.EnumerateFiles(Node.Root + "/var/lib/dpkg/updates"),
    ];

    public void Dispose()
    {
        foreach ((int id, _) in Workers())
            Tool.TryRun("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);
        _folder.Dispose();
        _source.Dispose();
    }

    private static bool IsOfState(string path) =>
        path is "patch-states-configuration.json" or "patch-inventory-from-last-operation.json" or RunLock.LockFileName or RebootMarkerStore.FileName
        || (path.StartsWith("runs/2", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal))
        || (path.StartsWith("logs/2", StringComparison.Ordinal) && path.EndsWith(".log", StringComparison.Ordinal))

        // Named as what it is.
        || IsTemporary(path);

    private static bool IsTemporary(string path) => Path.GetFileName(path) is ['.', ..] && path.EndsWith(".tmp", StringComparison.Ordinal);
}
