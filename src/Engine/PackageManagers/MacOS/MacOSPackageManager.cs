using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>softwareupdate, the install history and Homebrew of a Mac.</summary>
public sealed class MacOSPackageManager : IPackageManager
{
    private const string Activity = "Scanning";

    private readonly IProcessRunner _processes;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly Func<bool> _isPrivileged;
    private readonly Func<string> _userName;
    private readonly MacOSLayout _layout;

    /// <summary>What was read last, for the transaction that is made of it: asking softwareupdate takes a minute.</summary>
    private MacOSSnapshot? _last;

    /// <summary>What a transaction read after its work, for the assessment that follows it.</summary>
    private MacOSSnapshot? _afterChange;

    public MacOSPackageManager(IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, IClock clock, IEventSink events, Func<bool> isPrivileged)
        : this(processes, detached, files, clock, events, isPrivileged, () => Environment.UserName, MacOSLayout.OfSystem)
    {
    }

    internal MacOSPackageManager(
        IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, IClock clock, IEventSink events, Func<bool> isPrivileged, Func<string> userName, MacOSLayout layout)
    {
        _processes = processes;
        _detached = detached;
        _files = files;
        _clock = clock;
        _events = events;
        _isPrivileged = isPrivileged;
        _userName = userName;
        _layout = layout;
    }

    public PackageManagerKind Kind => PackageManagerKind.MacOS;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        Refuse(node, options.Sources.Count);
        _events.Progress(Activity, options.Refresh ? "Asking Apple and Homebrew for updates" : "Asking softwareupdate and Homebrew", 10);
        if (!options.Refresh && _afterChange is { } known)
            _last = known;
        else
            _last = await OpenSystem().ReadAsync(node, options.Refresh ? MacOSRefresh.All : MacOSRefresh.None, options.RefreshTimeout, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        _afterChange = null;
        OwnInstalls own = new(_files, options.CacheFolder, _clock, _events);
        return new Inventory
        {
            VersionScheme = VersionScheme.MacOS,
            Entries = new MacOSInventoryBuilder(_last, own.Read(), node.BootTime).Build(),
            Repositories = _last.Health,
        };
    }

    public Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken)
    {
        Refuse(node, options.Sources.Count);
        return Task.FromResult<IPackageTransaction>(new MacOSTransaction(
            OpenSystem(), node, options, _last, new OwnInstalls(_files, options.CacheFolder, _clock, _events), _detached, _clock, snapshot => _afterChange = snapshot, _events));
    }

    private MacOSSystem OpenSystem() => new(_processes, _files, _events, _layout, _userName(), _isPrivileged());

    private static void Refuse(Node node, int sources)
    {
        if (!node.IsRunningSystem)
        {
            throw new PatchException(
                ErrorIds.OperatingSystemNotSupportedYet,
                ErrorKind.NotImplemented,
                $"The system in '{node.Root}' is a macOS that does not run: only the running one can be asked for updates.",
                node.Root,
                "Leave -Root out.")
            { ExitCode = ExitCodes.OperatingSystemNotSupported };
        }

        if (sources > 0)
        {
            throw new PatchException(
                ErrorIds.OperatingSystemNotSupportedYet,
                ErrorKind.NotImplemented,
                "A baseline's own sources cannot be used on macOS: updates come from Apple and Homebrew.",
                PackageManagerKind.MacOS,
                "Leave the sources out of the baseline.")
            { ExitCode = ExitCodes.OperatingSystemNotSupported };
        }
    }
}
