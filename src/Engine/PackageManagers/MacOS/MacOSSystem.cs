using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Asks everything on a Mac that knows of software.</summary>
internal sealed class MacOSSystem
{
    private const string UpdateTool = "softwareupdate";
    private const int MaximumReceiptBytes = 64 * 1024 * 1024;
    private static readonly Version s_jsonSince = new(10, 15);
    private static readonly TimeSpan s_lookTimeout = TimeSpan.FromSeconds(30);

    private readonly IProcessRunner _processes;
    private readonly IFileSystem _files;
    private readonly IEventSink _events;
    private readonly MacOSLayout _layout;
    private readonly string _userName;
    private readonly bool _isPrivileged;

    public MacOSSystem(IProcessRunner processes, IFileSystem files, IEventSink events, MacOSLayout layout, string userName, bool isPrivileged)
    {
        _processes = processes;
        _files = files;
        _events = events;
        _layout = layout;
        _userName = userName;
        _isPrivileged = isPrivileged;
    }

    /// <summary>Reads all sources. Without softwareupdate and the history nothing can be said of the Mac; without Homebrew all but its packages.</summary>
    /// <param name="node">The Mac.</param>
    /// <param name="refresh">Who is asked for what is new.</param>
    /// <param name="refreshTimeout">How long asking them may take.</param>
    /// <param name="queryTimeout">How long everything else may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatchException">A tool is missing, hangs, fails, or gives an answer that makes no sense.</exception>
    public async Task<MacOSSnapshot> ReadAsync(Node node, MacOSRefresh refresh, TimeSpan refreshTimeout, TimeSpan queryTimeout, CancellationToken cancellationToken)
    {
        Task<(IReadOnlyList<SoftwareUpdateItem> Items, RepositoryHealth Health)> updates = ReadUpdatesAsync(refresh != MacOSRefresh.None, refreshTimeout, queryTimeout, cancellationToken);
        Task<(IReadOnlyList<HomebrewPackage> Packages, IReadOnlyList<RepositoryHealth> Health)> homebrew = ReadHomebrewAsync(refresh == MacOSRefresh.All, refreshTimeout, queryTimeout, cancellationToken);
        Task<IReadOnlyList<InstallReceipt>> receipts = ReadReceiptsAsync(node, queryTimeout, cancellationToken);
        Task<UpdatePolicy> policy = ReadPolicyAsync(node, cancellationToken);
        await Task.WhenAll(updates, homebrew, receipts, policy).ConfigureAwait(false);
        (IReadOnlyList<SoftwareUpdateItem> items, RepositoryHealth health) = await updates.ConfigureAwait(false);
        (IReadOnlyList<HomebrewPackage> packages, IReadOnlyList<RepositoryHealth> ofHomebrew) = await homebrew.ConfigureAwait(false);
        return new MacOSSnapshot
        {
            Updates = items,
            Receipts = await receipts.ConfigureAwait(false),
            Homebrew = packages,
            Policy = await policy.ConfigureAwait(false),
            Health = [health, .. ofHomebrew],
        };
    }

    /// <summary>Homebrew for what changes it; null where it cannot be asked.</summary>
    public async Task<Homebrew?> OpenHomebrewAsync(CancellationToken cancellationToken) => FindLayouts().FirstOrDefault() is { } layout
        ? (await Homebrew.OpenAsync(_processes, layout, _userName, _isPrivileged, cancellationToken).ConfigureAwait(false)).Homebrew
        : null;

    /// <summary>A call that installs updates by their labels. <c>--restart</c> is never among it: whether and when the Mac restarts is decided elsewhere.</summary>
    public static (string Tool, IReadOnlyList<string> Arguments) Install(IEnumerable<string> labels) => (UpdateTool, ["--install", .. labels]);

    /// <summary>Where Apple cannot be asked, what softwareupdate found the last time still counts.</summary>
    private async Task<(IReadOnlyList<SoftwareUpdateItem> Items, RepositoryHealth Health)> ReadUpdatesAsync(
        bool refresh, TimeSpan refreshTimeout, TimeSpan queryTimeout, CancellationToken cancellationToken)
    {
        RepositoryHealth health = new() { Name = MacOSInventoryBuilder.Apple, Status = refresh ? RepositoryStatus.Current : RepositoryStatus.NotRefreshed, IsUsed = true };
        if (!refresh)
            return (await ListAsync(["--list", "--no-scan"], queryTimeout, cancellationToken).ConfigureAwait(false), health);
        PatchException problem;
        try
        {
            return (await ListAsync(["--list"], refreshTimeout, cancellationToken).ConfigureAwait(false), health);
        }
        catch (PatchException e) when (e.ErrorId is ErrorIds.ToolFailed or ErrorIds.ToolTimedOut)
        {
            problem = e;
        }

        _events.Verbose($"softwareupdate could not ask Apple; what it found the last time is used: {problem.Message}");
        try
        {
            return (
                await ListAsync(["--list", "--no-scan"], queryTimeout, cancellationToken).ConfigureAwait(false),
                health with { Status = RepositoryStatus.Unavailable, Message = problem.Message });
        }
        catch (PatchException e) when (e.ErrorId is ErrorIds.ToolFailed or ErrorIds.ToolTimedOut or ErrorIds.ToolOutputNotUnderstood)
        {
            // The first failure says what is to be mended.
            throw problem;
        }
    }

    private async Task<IReadOnlyList<SoftwareUpdateItem>> ListAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        SoftwareUpdateListing.Parse(await _processes.RunAsync(new ProcessRequest { Tool = UpdateTool, Arguments = arguments, Timeout = timeout }, cancellationToken).ConfigureAwait(false));

    private async Task<IReadOnlyList<InstallReceipt>> ReadReceiptsAsync(Node node, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Version.TryParse(node.Version, out Version? version) && version < s_jsonSince)
            return InstallHistory.Latest(ReadReceiptsFile() ?? []);
        ProcessResult result = await _processes.RunAsync(
            new ProcessRequest { Tool = "system_profiler", Arguments = [InstallHistory.DataType, "-json"], Timeout = timeout }, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode == 0 && !result.IsOutputIncomplete)
            return InstallHistory.Latest(InstallHistory.ParseJson(result.StandardOutput));
        string what = result.IsOutputIncomplete ? "was cut off while it answered" : $"ended with exit code {result.ExitCode}";
        _events.Verbose($"system_profiler {what}; the file that it reads is read instead.");
        return InstallHistory.Latest(ReadReceiptsFile() ?? throw new PatchException(
            ErrorIds.ToolFailed,
            ErrorKind.InvalidResult,
            $"What is installed cannot be told: 'system_profiler {InstallHistory.DataType} -json' {what}, and '{_layout.ReceiptsFile}', which it reads, is not there.",
            "system_profiler",
            $"Run 'system_profiler {InstallHistory.DataType}' in Terminal and see what it says."));
    }

    /// <returns>Null where there is no such file.</returns>
    private IReadOnlyList<InstallReceipt>? ReadReceiptsFile()
    {
        try
        {
            return _files.FileExists(_layout.ReceiptsFile) ? InstallHistory.ParsePropertyList(_files.ReadAllBytes(_layout.ReceiptsFile, MaximumReceiptBytes), _layout.ReceiptsFile) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.PackageDatabaseBroken,
                e is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.ReadError,
                $"The install history '{_layout.ReceiptsFile}' cannot be read: {e.Message}",
                _layout.ReceiptsFile,
                "Make it readable for the user that runs this.",
                e);
        }
    }

    private async Task<(IReadOnlyList<HomebrewPackage> Packages, IReadOnlyList<RepositoryHealth> Health)> ReadHomebrewAsync(
        bool refresh, TimeSpan refreshTimeout, TimeSpan queryTimeout, CancellationToken cancellationToken)
    {
        HomebrewLayout[] layouts = [.. FindLayouts()];
        if (layouts.Length == 0)
        {
            _events.Verbose($"There is no Homebrew here: neither {string.Join(" nor ", _layout.Homebrew.Select(layout => $"'{layout.Tool}'"))} is there.");
            return ([], []);
        }

        RepositoryHealth[] others = [.. layouts.Skip(1).Select(layout => Unused($"{MacOSInventoryBuilder.Homebrew} ({layout.Prefix})", $"Only the Homebrew in '{layouts[0].Prefix}' is looked after."))];
        try
        {
            (Homebrew? homebrew, string problem) = await Homebrew.OpenAsync(_processes, layouts[0], _userName, _isPrivileged, cancellationToken).ConfigureAwait(false);
            if (homebrew is null)
                return ([], [Unused(MacOSInventoryBuilder.Homebrew, problem), .. others]);
            RepositoryHealth health = await RefreshAsync(homebrew, refresh, refreshTimeout, cancellationToken).ConfigureAwait(false);
            return (await homebrew.ReadPackagesAsync(queryTimeout, cancellationToken).ConfigureAwait(false), [health, .. others]);
        }
        catch (PatchException e)
        {
            return ([], [Unused(MacOSInventoryBuilder.Homebrew, e.Message), .. others]);
        }
    }

    private static async Task<RepositoryHealth> RefreshAsync(Homebrew homebrew, bool refresh, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RepositoryHealth health = new() { Name = MacOSInventoryBuilder.Homebrew, Status = refresh ? RepositoryStatus.Current : RepositoryStatus.NotRefreshed, IsUsed = true };
        if (!refresh)
            return health;
        try
        {
            ProcessResult result = await homebrew.UpdateAsync(timeout, cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 ? health : health with { Status = RepositoryStatus.Unavailable, Message = $"'brew update' failed with exit code {result.ExitCode}: {Homebrew.Words(result)}" };
        }
        catch (PatchException e) when (e.ErrorId is ErrorIds.ToolTimedOut)
        {
            return health with { Status = RepositoryStatus.Unavailable, Message = e.Message };
        }
    }

    private IEnumerable<HomebrewLayout> FindLayouts() => _layout.Homebrew.Where(layout => _files.FileExists(layout.Tool));

    /// <summary>What the node was detected by may be the version that the system tells programs made for an older one.</summary>
    private async Task<UpdatePolicy> ReadPolicyAsync(Node node, CancellationToken cancellationToken)
    {
        ProcessResult version = await LookAsync("sw_vers", ["-productVersion"], cancellationToken).ConfigureAwait(false);
        // Intel's processors have no such value; the runtime's word may be that of a translated process.
        ProcessResult silicon = await LookAsync("sysctl", ["-n", "hw.optional.arm64"], cancellationToken).ConfigureAwait(false);
        string told = version.StandardOutput.Trim();
        return new UpdatePolicy(
            version.ExitCode == 0 && told.Length > 0 ? told : node.Version,
            silicon.ExitCode == 0 && string.Equals(silicon.StandardOutput.Trim(), "1", StringComparison.Ordinal));
    }

    private Task<ProcessResult> LookAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        _processes.RunAsync(new ProcessRequest { Tool = tool, Arguments = arguments, Timeout = s_lookTimeout }, cancellationToken);

    private static RepositoryHealth Unused(string name, string message) => new() { Name = name, Status = RepositoryStatus.Unavailable, Message = message, IsUsed = false };
}
