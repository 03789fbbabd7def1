using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>zypper and rpm of SUSE Linux Enterprise and openSUSE.</summary>
public sealed class ZypperPackageManager : IPackageManager
{
    private const string Activity = "Scanning";

    private readonly IProcessRunner _processes;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly ILockHolderFinder _lockHolders;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly ZypperLeases _leases;

    public ZypperPackageManager(IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, ILockHolderFinder lockHolders, IClock clock, IEventSink events)
    {
        _processes = processes;
        _detached = detached;
        _files = files;
        _lockHolders = lockHolders;
        _clock = clock;
        _events = events;
        _leases = new ZypperLeases(events);
    }

    public PackageManagerKind Kind => PackageManagerKind.Zypper;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        _events.Progress(Activity, "Reading rpm's database", 5);
        using ZypperSystem system = await ZypperSystem.OpenAsync(
            _processes, _files, _lockHolders, _leases, node, options.CacheFolder, options.Sources, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        ZypperCalls calls = system.Calls;
        bool isInUse = WarnOfOtherUsers(system.Users);
        string database = await calls.Rpm.QueryDatabaseAsync(options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(database);
        IReadOnlyDictionary<string, (RepositoryStatus Status, string Message)> problems = await RefreshAsync(node, system, options, cancellationToken).ConfigureAwait(false);
        if (!options.Refresh)
            calls.Answers = system.Folder.Answers(database);
        IReadOnlyList<ZypperRepository> repositories = await calls.ListRepositoriesAsync(options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        RepositoryHealth[] health = [.. repositories.Select(repository => Health(repository, problems, options.Refresh, system.Folder)), .. system.Configuration.LeftOut.Select(LeftOut)];
        if (health.Length == 0)
            throw RpmFailure.NoRepositories("zypper", node.Root, "etc/zypp/repos.d");
        if (!health.Any(repository => repository.IsUsed))
            throw RpmFailure.NoMetadata(node.Root, options, health, node.IsRunningSystem ? "zypper refresh" : null);

        ILookup<bool, ZypperRepository> byUse = repositories.ToLookup(repository => system.Folder.IndexOf(repository.Alias) is not null);
        calls.UseOnly([.. byUse[true]], [.. byUse[false]]);
        _events.Progress(Activity, "Asking zypper", 50);
        (IReadOnlyList<ZypperSolvable> offers, ZypperPolicy policy) = await ReadOffersAsync(system, installed, [.. byUse[true]], options.QueryTimeout, cancellationToken).ConfigureAwait(false);

        if (calls.Answers is { Reused: > 0 } answers)
            _events.Verbose($"{answers.Reused} of zypper's answers are those of an earlier scan: nothing has changed that they follow from.");
        _events.Progress(Activity, "Reading update notices", 80);
        AdvisoryIndex advisories = ReadAdvisories(installed, [.. byUse[true]], system.Folder, cancellationToken);
        ZypperInventoryBuilder builder = new(installed, offers, policy, advisories);
        return new Inventory { VersionScheme = VersionScheme.Rpm, Entries = builder.Build(), Repositories = health, IsInUse = isInUse };
    }

    public async Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken)
    {
        bool isWritten = !node.IsRunningSystem && options.LogFile is not null;
        ZypperImage image = new(_files, node.Root);
        if (isWritten)
            image.CheckWritten();
        ZypperSystem system = await ZypperSystem.OpenAsync(
            _processes, _files, _lockHolders, _leases, node, options.CacheFolder, options.Sources, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(await system.Calls.Rpm.QueryDatabaseAsync(options.QueryTimeout, cancellationToken).ConfigureAwait(false));
            if (isWritten)
                image.CheckCache(system.Folder.CacheFolder);
            ZypperTraces? traces = isWritten ? new ZypperTraces(_files, _events, node.Root, system.Folder.Place) : null;
            return new ZypperTransaction(system, installed, options, _detached, _clock, _events, traces);
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    /// <summary>An install refreshes the system's own cache; a scan takes over what is there, and keeps what it fetches to itself.</summary>
    private async Task<IReadOnlyDictionary<string, (RepositoryStatus Status, string Message)>> RefreshAsync(Node node, ZypperSystem system, InventoryOptions options, CancellationToken cancellationToken)
    {
        bool refreshesSystem = options.Lists == PackageLists.System && node.IsRunningSystem && options.Sources.Count == 0;
        ZypperOutput? said = null;
        if (options.Refresh)
            _events.Progress(Activity, "Fetching metadata of repositories", 20);
        if (options.Refresh && refreshesSystem)
            said = await system.Calls.RefreshSystemAsync(options.RefreshTimeout, cancellationToken).ConfigureAwait(false);
        system.Folder.Seed().Tell(_events);
        if (options.Refresh && !refreshesSystem)
            said = await system.Calls.RefreshAsync(options.RefreshTimeout, cancellationToken).ConfigureAwait(false);
        return said is null ? new Dictionary<string, (RepositoryStatus Status, string Message)>(StringComparer.Ordinal) : ZypperRefresh.Problems(said);
    }

    private static async Task<(IReadOnlyList<ZypperSolvable> Offers, ZypperPolicy Policy)> ReadOffersAsync(
        ZypperSystem system, IReadOnlyList<RpmPackage> installed, IReadOnlyList<ZypperRepository> repositories, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string[] names = [.. installed.Select(package => package.Name).Distinct(StringComparer.Ordinal)];
        if (names.Length == 0)
            return ([], new ZypperPolicy(repositories, [], ZypperLocks.None, [], []));
        ZypperSearch search = ZypperSearch.Parse(await system.Calls.SearchAsync(names, timeout, cancellationToken).ConfigureAwait(false));
        if (search.InstalledNames.Count == 0)
            throw ZypperOutput.NotUnderstood($"rpm has {names.Length} packages installed, zypper sees none of them");

        // There is nothing to explain where nothing is newer.
        IReadOnlyList<string> outdated = ZypperInventoryBuilder.Outdated(installed, search.Offers);
        ZypperLocks locks = ZypperLocks.None;
        IReadOnlyList<ZypperVendorNote> notes = [];
        IReadOnlyList<ZypperSolvable> taken = [];
        if (outdated.Count > 0)
        {
            if (system.Configuration.Locks.Trim().Length > 0)
                locks = ZypperLocks.Parse(await system.Calls.ListLocksAsync(timeout, cancellationToken).ConfigureAwait(false));
            taken = ZypperUpdates.Parse(await system.Calls.ListUpdatesAsync(timeout, cancellationToken).ConfigureAwait(false));
            IReadOnlyList<string> left = ZypperInventoryBuilder.NotTaken(outdated, search.Offers, taken);
            if (left.Count > 0)
                notes = ZypperVendorNote.Parse(await system.Calls.ExplainUpdatesAsync(left, timeout, cancellationToken).ConfigureAwait(false));
        }

        return (search.Offers, new ZypperPolicy(repositories, search.Offers, locks, notes, taken));
    }

    private AdvisoryIndex ReadAdvisories(IReadOnlyList<RpmPackage> installed, IReadOnlyList<ZypperRepository> repositories, ZypperFolder folder, CancellationToken cancellationToken)
    {
        PackageSelection selection = new(installed.Select(package => package.Name), []);
        NoticeFiles notices = new(_files, _events);
        AdvisoryIndexBuilder builder = new();
        foreach (ZypperRepository repository in repositories)
        {
            if (folder.IndexOf(repository.Alias) is not { } index)
                continue;
            try
            {
                notices.AddTo(builder, index, path => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(index)!)!, path), selection, cancellationToken);
            }
            catch (PatchException)
            {
                // zypper does not look at a file again that it has once checked.
                folder.Forget(repository.Alias);
                throw;
            }
        }

        return builder.Build();
    }

    private RepositoryHealth Health(ZypperRepository repository, IReadOnlyDictionary<string, (RepositoryStatus Status, string Message)> problems, bool isRefreshed, ZypperFolder folder)
    {
        string? index = folder.IndexOf(repository.Alias);
        bool isProblem = problems.TryGetValue(repository.Alias, out (RepositoryStatus Status, string Message) problem);
        return new RepositoryHealth
        {
            Name = repository.Alias,
            Status = isProblem ? problem.Status : isRefreshed ? RepositoryStatus.Current : index is null ? RepositoryStatus.Unavailable : RepositoryStatus.NotRefreshed,
            Message = isProblem ? SecretRedactor.Redact(problem.Message) : index is null ? "No metadata of it is on the node." : "",
            IsUsed = index is not null,
            MetadataTime = index is null ? null : _files.GetLastWriteTime(index),
        };
    }

    private static RepositoryHealth LeftOut(string alias) => new()
    {
        Name = alias,
        Status = RepositoryStatus.Unavailable,
        Message = "Its address is of a kind that is not used for an image, because it starts, mounts or reads something of this machine, or may do so by a list of mirrors.",
        IsUsed = false,
    };

    private bool WarnOfOtherUsers(ZypperUsers users)
    {
        if (users.Find() is not { } user)
            return false;
        _events.Warn(
            ErrorIds.PackageManagerBusy,
            $"The package manager is in use by {user.Holder}: this scan shows the packages as they are in the middle of its work. Scan again when it has ended.",
            user.File);
        return true;
    }
}
