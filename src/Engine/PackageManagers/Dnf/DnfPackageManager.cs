using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>dnf 4 and rpm of Amazon Linux 2023, of Red Hat Enterprise Linux since 8, and of the systems made from it.</summary>
public sealed class DnfPackageManager : IPackageManager
{
    private const string Activity = "Scanning";
    private const string Fetch = "--refresh";
    private const string Keep = "--cacheonly";
    private const long MaximumMetadataBytes = 1024 * 1024;
    private const long MaximumNoticesBytes = 256L * 1024 * 1024;

    private readonly IProcessRunner _processes;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly ILockHolderFinder _lockHolders;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly Func<bool> _isPrivileged;

    public DnfPackageManager(
        IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, ILockHolderFinder lockHolders, IClock clock, IEventSink events, Func<bool> isPrivileged)
    {
        _processes = processes;
        _detached = detached;
        _files = files;
        _lockHolders = lockHolders;
        _clock = clock;
        _events = events;
        _isPrivileged = isPrivileged;
    }

    public PackageManagerKind Kind => PackageManagerKind.Dnf;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        if (options.Sources.Count > 0)
            throw NotYet("A baseline's own sources cannot be used with dnf yet.", "Leave the sources out of the baseline.");

        DnfGeneration.RefuseFive(_files);
        _events.Progress(Activity, "Reading rpm's database", 5);
        DnfSystem system = DnfSystem.Open(_processes, _files, node, options.CacheFolder, options.Lists);
        (DnfCache cache, DnfCalls calls, DnfConfiguration configuration) = (system.Cache, system.Calls, system.Configuration);
        bool isInUse = WarnOfOtherUsers(system.TransactionLock);
        if (cache.Seed() is > 0 and int seeded)
            _events.Verbose($"Took the metadata of {seeded} repositories over from the system's cache.");
        _events.Progress(Activity, options.Refresh ? "Fetching metadata of repositories" : "Asking dnf", 20);
        Task<string> installedTask = calls.QueryDatabaseAsync(options.QueryTimeout, cancellationToken);
        Task<string> repositoriesTask = calls.ListRepositoriesAsync(options.QueryTimeout, cancellationToken);
        Task<ProcessResult> upgradesTask = calls.QueryUpgradesAsync(
            options.Refresh ? Fetch : Keep, ignoresExcludes: false, options.Refresh ? options.RefreshTimeout : options.QueryTimeout, cancellationToken);
        // Where rpm's database is broken, rpm's own words are the first to be told.
        await Task.WhenAll(installedTask, repositoriesTask, upgradesTask).ConfigureAwait(false);
        IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(await installedTask.ConfigureAwait(false));
        IReadOnlyList<string> repositories = DnfRepositoryList.Parse(await repositoriesTask.ConfigureAwait(false));
        if (repositories.Count == 0)
            throw NoRepositories(node);
        ProcessResult answer = await upgradesTask.ConfigureAwait(false);
        DnfMessages asked = DnfMessages.Parse(answer.StandardError);
        WarnOfSkippedFiles(asked);
        DnfMessages used = asked;
        if (options.Refresh && asked.IsAnyIgnored)
        {
            // dnf leaves out what it cannot reach, also where it knows it from before.
            answer = await calls.QueryUpgradesAsync(Keep, ignoresExcludes: false, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
            used = DnfMessages.Parse(answer.StandardError);
        }

        IReadOnlyList<RepositoryHealth> health = [.. repositories.Select(repository => Health(repository, asked, used, options.Refresh, cache))];
        if (!health.Any(repository => repository.IsUsed))
            throw NoMetadata(node, options, health);

        IReadOnlyList<DnfOffer>? all = null;
        if (configuration.Excludes.IsAny)
        {
            _events.Progress(Activity, "Asking dnf what is excluded", 60);
            all = DnfRepoQuery.Parse((await calls.QueryUpgradesAsync(Keep, ignoresExcludes: true, options.QueryTimeout, cancellationToken).ConfigureAwait(false)).StandardOutput);
        }

        _events.Progress(Activity, "Reading update notices", 80);
        AdvisoryIndex advisories = ReadAdvisories(installed, health, cache, cancellationToken);
        DnfInventoryBuilder builder = new(installed, DnfRepoQuery.Parse(answer.StandardOutput), all, configuration.Excludes, configuration.Locks, advisories);
        return new Inventory { VersionScheme = VersionScheme.Rpm, Entries = builder.Build(), Repositories = health, IsInUse = isInUse };
    }

    public async Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (options.Sources.Count > 0)
            throw NotYet("A baseline's own sources cannot be used with dnf yet.", "Leave the sources out of the baseline.");
        DnfGeneration.RefuseFive(_files);
        if (!node.IsRunningSystem && options.LogFile is not null)
            new DnfFiles(_files, node.Root).CheckWritten();
        DnfSystem system = DnfSystem.Open(_processes, _files, node, options.CacheFolder, options.Lists);
        IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(await system.Calls.QueryDatabaseAsync(options.QueryTimeout, cancellationToken).ConfigureAwait(false));
        return new DnfTransaction(system, installed, options, _isPrivileged(), _detached, _lockHolders, _clock, _events);
    }

    private AdvisoryIndex ReadAdvisories(IReadOnlyList<RpmPackage> installed, IReadOnlyList<RepositoryHealth> repositories, DnfCache cache, CancellationToken cancellationToken)
    {
        PackageSelection selection = new(installed.Select(package => package.Name), []);
        AdvisoryIndexBuilder builder = new();
        foreach (RepositoryHealth repository in repositories)
        {
            if (!repository.IsUsed || cache.FolderOf(repository.Name) is not { } folder)
                continue;
            string metadata = DnfCache.MetadataFile(folder);
            if (RepositoryMetadata.FindNotices(Read(metadata, MaximumMetadataBytes), metadata) is not { } notices)
                continue;
            string path = Path.Combine(folder, notices);
            using MemoryStream content = new(Read(path, MaximumNoticesBytes));
            builder.AddFile(content, path, selection, _events, cancellationToken);
        }

        return builder.Build();
    }

    private byte[] Read(string path, long maximumBytes)
    {
        try
        {
            return _files.ReadAllBytes(path, maximumBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.AdvisoriesUnreadable, ErrorKind.ReadError, $"The file '{path}' of a repository cannot be read: {e.Message}", path, "Scan again without -NoRefresh.", e);
        }
    }

    private RepositoryHealth Health(string repository, DnfMessages asked, DnfMessages used, bool isRefreshed, DnfCache cache)
    {
        string? folder = cache.FolderOf(repository);
        bool isUsed = !used.IsIgnored(repository) && folder is not null;
        RepositoryStatus? problem = asked.ProblemOf(repository, out string message);
        return new RepositoryHealth
        {
            Name = repository,
            Status = problem ?? (isRefreshed ? RepositoryStatus.Current : RepositoryStatus.NotRefreshed),
            Message = SecretRedactor.Redact(message),
            IsUsed = isUsed,
            MetadataTime = isUsed ? _files.GetLastWriteTime(DnfCache.MetadataFile(folder!)) : null,
        };
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

    private void WarnOfSkippedFiles(DnfMessages messages)
    {
        foreach (string file in messages.SkippedFiles)
            _events.Warn(ErrorIds.RepositoryUnavailable, $"dnf cannot read '{file}': the repositories in it take no part in this run.", file);
    }

    private static PatchException NoRepositories(Node node) => new(
        ErrorIds.PackageListsMissing,
        ErrorKind.ObjectNotFound,
        $"dnf has no enabled repository on '{node.Root}': there is nothing to compare the installed packages with.",
        node.Root,
        $"Enable one in {node.Root.TrimEnd('/')}/etc/yum.repos.d.");

    private static PatchException NoMetadata(Node node, InventoryOptions options, IReadOnlyList<RepositoryHealth> repositories) => options.Refresh
        ? new PatchException(
            ErrorIds.PackageListsMissing,
            ErrorKind.ConnectionError,
            $"No metadata of any repository could be fetched, and none is on the node: {string.Join(" ", repositories.Take(3).Select(repository => $"{repository.Name}: {repository.Message.TrimEnd('.')}."))}",
            node.Root,
            "Check the network, the proxy and the repositories.")
        : new PatchException(
            ErrorIds.PackageListsMissing,
            ErrorKind.ObjectNotFound,
            "There is no metadata of any repository on the node, and none was to be fetched.",
            node.Root,
            node.IsRunningSystem ? "Scan without -NoRefresh, or run 'dnf makecache' first." : "Scan without -NoRefresh.");

    private static PatchException NotYet(string message, string action) =>
        new(ErrorIds.OperatingSystemNotSupportedYet, ErrorKind.NotImplemented, message, PackageManagerKind.Dnf, action) { ExitCode = ExitCodes.OperatingSystemNotSupported };
}
