using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>yum 3 and rpm of Amazon Linux and Amazon Linux 2, of Red Hat Enterprise Linux up to 7, and of the systems made from it.</summary>
public sealed class YumPackageManager : IPackageManager
{
    private const string Activity = "Scanning";
    private const string HistoryFolder = "var/lib/yum";

    private readonly IProcessRunner _processes;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly ILockHolderFinder _lockHolders;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly Func<bool> _isPrivileged;
    private readonly SourceLeases _sourceLeases;

    public YumPackageManager(
        IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, ILockHolderFinder lockHolders, IClock clock, IEventSink events, Func<bool> isPrivileged)
    {
        _processes = processes;
        _detached = detached;
        _files = files;
        _lockHolders = lockHolders;
        _clock = clock;
        _events = events;
        _isPrivileged = isPrivileged;
        _sourceLeases = new SourceLeases(files, events);
    }

    public PackageManagerKind Kind => PackageManagerKind.Yum;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        _events.Progress(Activity, "Reading rpm's database", 5);
        using YumSystem system = Open(node, options.CacheFolder, options.Lists, options.Sources);
        (YumCache cache, YumCalls calls, YumConfiguration configuration) = (system.Cache, system.Calls, system.Configuration);
        bool isInUse = WarnOfOtherUsers(system.TransactionLock);
        cache.Seed().Tell(_events);
        YumWaiter waiter = new(system, _lockHolders, _clock, _events, Activity, options.LockTimeout);
        await waiter.WaitAsync(cancellationToken).ConfigureAwait(false);
        _events.Progress(Activity, options.Refresh ? "Fetching metadata of repositories" : "Asking yum", 20);
        if (options.Refresh)
            cache.Expire();
        Task<string> installedTask = calls.Rpm.QueryDatabaseAsync(options.QueryTimeout, cancellationToken);
        Task<ProcessResult> availableTask = ListAsync(calls, waiter, options, options.Refresh, ignoresExcludes: false, cancellationToken);
        // Where rpm's database is broken, rpm's own words are the first to be told.
        await Task.WhenAll(installedTask, availableTask).ConfigureAwait(false);
        IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(await installedTask.ConfigureAwait(false));
        ProcessResult answer = await availableTask.ConfigureAwait(false);
        IReadOnlyList<DnfOffer> free = YumList.Parse(answer.StandardOutput);
        IReadOnlyList<RepositoryHealth> health = ReadHealth(configuration, YumMessages.Parse(answer.StandardError), free, options.Refresh, cache);
        if (system.Sources.Count > 0)
            CheckRepositories(system.Sources, health);
        else if (health.Count == 0)
            throw RpmFailure.NoRepositories("yum", node.Root, "etc/yum.repos.d");
        if (!health.Any(repository => repository.IsUsed))
            throw RpmFailure.NoMetadata(node.Root, options, health, node.IsRunningSystem ? "yum makecache" : null);

        IReadOnlyList<DnfOffer>? all = null;
        if (configuration.Excludes.IsAny)
        {
            _events.Progress(Activity, "Asking yum what is excluded", 60);
            all = YumList.Parse((await ListAsync(calls, waiter, options, fetches: false, ignoresExcludes: true, cancellationToken).ConfigureAwait(false)).StandardOutput);
        }

        _events.Progress(Activity, "Reading update notices", 80);
        AdvisoryIndex advisories = ReadAdvisories(installed, health, cache, cancellationToken);
        DnfInventoryBuilder builder = new(installed, free, all, configuration.Excludes, configuration.Locks, advisories);
        return new Inventory { VersionScheme = VersionScheme.Rpm, Entries = builder.Build(), Repositories = health, IsInUse = isInUse };
    }

    public async Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (!node.IsRunningSystem && options.LogFile is not null)
            new DnfFiles(_files, node.Root).CheckWritten(HistoryFolder);
        YumSystem system = Open(node, options.CacheFolder, options.Lists, options.Sources);
        try
        {
            IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(await system.Calls.Rpm.QueryDatabaseAsync(options.QueryTimeout, cancellationToken).ConfigureAwait(false));
            return new YumTransaction(system, installed, options, _isPrivileged(), _detached, _lockHolders, _clock, _events);
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    private YumSystem Open(Node node, string cacheFolder, PackageLists lists, IReadOnlyList<PatchSource> sources) =>
        YumSystem.Open(node, cacheFolder, lists, sources, _processes, _files, _sourceLeases, _isPrivileged());

    private static Task<ProcessResult> ListAsync(YumCalls calls, YumWaiter waiter, InventoryOptions options, bool fetches, bool ignoresExcludes, CancellationToken cancellationToken) =>
        waiter.AskAsync(
            () => calls.ListAvailableAsync(fetches, ignoresExcludes, fetches ? options.RefreshTimeout : options.QueryTimeout, cancellationToken), cancellationToken);

    /// <summary>The repositories of the configuration, and those that a plugin brought.</summary>
    private IReadOnlyList<RepositoryHealth> ReadHealth(YumConfiguration configuration, YumMessages messages, IReadOnlyList<DnfOffer> offers, bool isRefreshed, YumCache cache)
    {
        HashSet<string> answered = new(isRefreshed ? cache.Answered() : [], StringComparer.Ordinal);
        HashSet<string> offering = new(offers.Select(offer => offer.Repository), StringComparer.Ordinal);
        HashSet<string> configured = new(configuration.Repositories.Select(repository => repository.Id), StringComparer.Ordinal);
        IEnumerable<YumRepository> brought = answered.Union(offering, StringComparer.Ordinal)
            .Where(id => !configured.Contains(id))
            .OrderBy(id => id, StringComparer.Ordinal)
            .Select(id => new YumRepository(id, []));
        return [.. configuration.Repositories.Concat(brought).Select(Health)];

        RepositoryHealth Health(YumRepository repository)
        {
            string? folder = cache.FolderOf(repository.Id);
            (RepositoryStatus status, string message) = (RepositoryStatus.NotRefreshed, "");
            if (isRefreshed)
                status = answered.Contains(repository.Id) ? RepositoryStatus.Current : messages.ProblemOf(repository, out message);
            else if (folder is null)
                (status, message) = (RepositoryStatus.Unavailable, "No metadata of it is on the node.");
            return new RepositoryHealth
            {
                Name = repository.Id,
                Status = status,
                Message = SecretRedactor.Redact(message),
                IsUsed = folder is not null,
                MetadataTime = folder is null ? null : _files.GetLastWriteTime(YumCache.MetadataFile(folder)),
            };
        }
    }

    private AdvisoryIndex ReadAdvisories(IReadOnlyList<RpmPackage> installed, IReadOnlyList<RepositoryHealth> repositories, YumCache cache, CancellationToken cancellationToken)
    {
        PackageSelection selection = new(installed.Select(package => package.Name), []);
        NoticeFiles notices = new(_files, _events);
        AdvisoryIndexBuilder builder = new();
        foreach (RepositoryHealth repository in repositories)
        {
            if (!repository.IsUsed || cache.FolderOf(repository.Name) is not { } folder)
                continue;
            // yum keeps the files of a repository beside its list of them.
            notices.AddTo(builder, YumCache.MetadataFile(folder), path => Path.Combine(folder, Path.GetFileName(path)), selection, cancellationToken);
        }

        return builder.Build();
    }

    private bool WarnOfOtherUsers(string lockFile)
    {
        if (_lockHolders.Find(lockFile) is not { } holder)
            return false;
        _events.Warn(
            ErrorIds.PackageManagerBusy,
            $"rpm is in use by process {holder.ProcessId} ({holder.Command}): this scan shows the packages as they are in the middle of its work. Scan again when it has ended.",
            lockFile);
        return true;
    }

    /// <summary>yum's plugins may add repositories: only the baseline's are to be asked.</summary>
    private static void CheckRepositories(IReadOnlyList<DnfSection> sources, IReadOnlyList<RepositoryHealth> repositories)
    {
        string[] wanted = [.. sources.Select(source => source.Name)];
        if (repositories.Select(repository => repository.Name).Except(wanted, StringComparer.Ordinal).FirstOrDefault() is not { } added)
            return;
        throw new PatchException(
            ErrorIds.BaselineSourcesUnusable,
            ErrorKind.InvalidData,
            $"yum adds the repository {QuotedText.Quote(added)} to the baseline's sources, probably by a plugin. Nothing was changed.",
            wanted,
            "Look at what 'yum repolist' says, and take the repository out of the plugin's configuration.");
    }
}
