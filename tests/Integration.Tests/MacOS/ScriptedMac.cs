using System.Text;
using System.Text.Json;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.MacOS;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>Stands in for a Mac: its tools are scripts in a folder of the test, which real processes run. None of them has been seen beside the real one.</summary>
internal sealed class ScriptedMac : IProcessRunner, IDetachedProcessRunner, IDisposable
{
    public const string Owner = "alice";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedEvents _events = new();
    private readonly ProcessRunner _real;
    private readonly DetachedProcessRunner _detached;
    private int _updates;

    public ScriptedMac()
    {
        foreach (string name in (string[])["tools", "data/updates", "data/brew/formula", "data/brew/cask"])
            Directory.CreateDirectory(_folder.Combine(name));
        foreach ((string tool, string script) in (IEnumerable<(string, string)>)
            [
                ("softwareupdate", MacScripts.SoftwareUpdate), ("system_profiler", MacScripts.SystemProfiler), ("sw_vers", MacScripts.ProductVersion),
                ("sysctl", MacScripts.SystemControl), ("stat", MacScripts.Status), ("sudo", MacScripts.Sudo),
            ])
            WriteTool(_folder.Combine("tools", tool), script);
        Write("version", "13.6\n");
        Write("history", "");
        Write("owner", Owner + "\n");
        Write("user", "root");
        _real = new ProcessRunner(_events, ToolFolders);
        _detached = new DetachedProcessRunner(SystemClock.Instance, _events, ToolFolders);
    }

    private string[] ToolFolders => [_folder.Combine("tools"), "/usr/bin", "/bin"];

    /// <summary>Everything that was started, tool and arguments.</summary>
    public IReadOnlyList<string> Calls => File.Exists(DataPath("calls")) ? File.ReadAllLines(DataPath("calls")) : [];

    /// <summary>What changes the Mac or fetches something.</summary>
    public IReadOnlyList<string> Changes => [.. Calls.Where(call => call.StartsWith("softwareupdate [--install]", StringComparison.Ordinal) || call.StartsWith("brew [upgrade]", StringComparison.Ordinal))];

    /// <summary>Tools that do not come to an end.</summary>
    public Func<ProcessRequest, bool> Hangs { get; set; } = _ => false;

    public bool IsPrivileged { get; set; } = true;

    public string UserName { get; set; } = "root";

    public IPackageManager CreatePackageManager() => new MacOSPackageManager(
        this,
        this,
        new PhysicalFileSystem(),
        SystemClock.Instance,
        _events,
        () => IsPrivileged,
        () => UserName,
        new MacOSLayout
        {
            ReceiptsFile = DataPath("InstallHistory.plist"),
            Homebrew = [Layout("opt/homebrew"), Layout("usr/local")],
        });

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken) => Hangs(request)
        ? Task.FromException<ProcessResult>(TimedOut(request.Tool, request.Timeout))
        : _real.RunAsync(request, cancellationToken);

    public Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken) => Hangs(new ProcessRequest { Tool = request.Tool, Arguments = request.Arguments })
        ? Task.FromException<DetachedProcessResult>(TimedOut(request.Tool, request.Timeout))
        : _detached.RunAsync(request, cancellationToken);

    /// <summary>Puts an update on softwareupdate's list.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="version">Its version.</param>
    /// <param name="label">Its label; null for one made of both.</param>
    /// <param name="more">What follows in its line.</param>
    /// <param name="files">What becomes of it: <c>failure</c>, <c>prepared</c>, <c>stays</c>.</param>
    /// <param name="hasReceipt">Whether the history hears of it.</param>
    public void Offer(string title, string version, string? label = null, string more = "Recommended: YES, ", IReadOnlyDictionary<string, string>? files = null, bool hasReceipt = true)
    {
        string folder = DataPath($"updates/{++_updates:00}");
        Directory.CreateDirectory(folder);
        label ??= $"{title}-{version}";
        File.WriteAllText(Path.Combine(folder, "label"), label);
        File.WriteAllText(Path.Combine(folder, "title"), title);
        File.WriteAllText(Path.Combine(folder, "lines"), $"* Label: {label}\n\tTitle: {title}, Version: {version}, Size: 1024KiB, {more}\n");
        if (hasReceipt)
            File.WriteAllText(Path.Combine(folder, "receipt"), Receipt(title, version, "NOW"));
        foreach ((string name, string text) in files ?? new Dictionary<string, string>())
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    public void Receive(string name, string version) => File.AppendAllText(DataPath("history"), Receipt(name, version, "2026-01-02T03:04:05Z"));

    public void InstallHomebrew(string prefix = "opt/homebrew") => WriteTool(_folder.Combine(prefix, "bin", "brew"), MacScripts.Brew);

    /// <param name="name">The name of a formula or cask.</param>
    /// <param name="installed">Its installed version.</param>
    /// <param name="offer">What brew would upgrade it to; empty for nothing.</param>
    /// <param name="isCask">Which of both it is.</param>
    /// <param name="files">What becomes of it: <c>failure</c>, <c>pin</c>.</param>
    public void AddPackage(string name, string installed, string offer = "", bool isCask = false, IReadOnlyDictionary<string, string>? files = null)
    {
        string folder = DataPath($"brew/{(isCask ? "cask" : "formula")}/{name}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "installed"), installed);
        if (offer.Length > 0)
            File.WriteAllText(Path.Combine(folder, "offer"), offer);
        foreach ((string file, string text) in files ?? new Dictionary<string, string>())
            File.WriteAllText(Path.Combine(folder, file), text);
    }

    public string VersionOf(string name) => File.ReadAllText(DataPath($"brew/formula/{name}/installed"));

    /// <summary>A file that the scripts look for.</summary>
    public void Write(string name, string text) => File.WriteAllText(DataPath(name), text);

    public void Remove(string name) => File.Delete(DataPath(name));

    /// <summary>The Mac restarts: what was prepared is put on.</summary>
    public void Restart()
    {
        foreach (string update in Directory.GetDirectories(DataPath("updates")).Where(update => File.Exists(Path.Combine(update, "staged"))))
            Directory.Delete(update, recursive: true);
    }

    public IReadOnlyList<string> Verbose => _events.Verbose;

    public IReadOnlyList<WarningEvent> Warnings => _events.Warnings;

    public void Dispose() => _folder.Dispose();

    private static PatchException TimedOut(string tool, TimeSpan timeout) =>
        new(ErrorIds.ToolTimedOut, ErrorKind.OperationTimeout, $"'{tool}' did not end within {timeout.TotalSeconds:0} s and was killed.", tool);

    private static string Receipt(string name, string version, string time) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["_name"] = name,
        ["install_date"] = time,
        ["install_version"] = version,
        ["package_source"] = "package_source_apple",
    }) + "\n";

    private HomebrewLayout Layout(string prefix) => new(_folder.Combine(prefix), _folder.Combine(prefix));

    private string DataPath(string name) => _folder.Combine("data", name);

    private void WriteTool(string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, script.Replace("DATA", _folder.Combine("data"), StringComparison.Ordinal) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Tool.Run("chmod", "755", path);
    }
}
