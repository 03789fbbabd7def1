using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>dnf and rpm of Amazon Linux 2023, of Red Hat Enterprise Linux since 8, and of the systems made from it.</summary>
public sealed class DnfPackageManager : IPackageManager
{
    private const string Activity = "Scanning";

    private readonly IProcessRunner _processes;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly ILockHolderFinder _lockHolders;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly Func<bool> _isPrivileged;
    private readonly DnfDialect _dialect;
    private readonly SourceLeases _sourceLeases;

    public DnfPackageManager(
        IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, ILockHolderFinder lockHolders, IClock clock, IEventSink events, Func<bool> isPrivileged)
        : this(processes, detached, files, lockHolders, clock, events, isPrivileged, DnfGeneration.FindDialect(files))
    {
    }

    /// <summary>The same with a dnf whose generation is known.</summary>
    internal DnfPackageManager(
        IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, ILockHolderFinder lockHolders, IClock clock, IEventSink events, Func<bool> isPrivileged, DnfDialect dialect)
    {
        _dialect = dialect;
        _processes = processes;
        _detached = detached;
        _files = files;
        _lockHolders = lockHolders;
        _clock = clock;
        _events = events;
        _isPrivileged = isPrivileged;
        _sourceLeases = new SourceLeases(files, events);
    }

    public PackageManagerKind Kind => PackageManagerKind.Dnf;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        _events.Progress(Activity, "Reading rpm's database", 5);
        using DnfSystem system = Open(node, options.CacheFolder, options.Lists, options.Sources, options.LockTimeout);
        using DnfNotices notices = new(_files, _events, system.Cache, cancellationToken);
        try
        {
            return await ReadInventoryAsync(node, system, options, notices, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await notices.EndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PatchException">ImageArchitectureForeign: the scripts of packages of an image for another processor cannot be run here.</exception>
    public async Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (!node.IsRunningSystem && options.LogFile is not null)
            new DnfFiles(_files, node.Root).CheckWritten([.. _dialect.WrittenFolders]);
        DnfSystem system = Open(node, options.CacheFolder, options.Lists, options.Sources, options.LockTimeout);
        try
        {
            IReadOnlyList<RpmPackage> installed = RpmQuery.Parse(await system.Calls.Rpm.QueryDatabaseAsync(options.QueryTimeout, cancellationToken).ConfigureAwait(false));
            if (system.FindForeignArchitecture(installed) is { } foreign)
                throw Foreign(node, foreign);
            return new DnfTransaction(system, installed, options, _isPrivileged(), _detached, _events);
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    private async Task<Inventory> ReadInventoryAsync(Node node, DnfSystem system, InventoryOptions options, DnfNotices notices, CancellationToken cancellationToken)
    {
        (DnfCache cache, DnfCalls calls, DnfConfiguration configuration) = (system.Cache, system.Calls, system.Configuration);
        bool isInUse = WarnOfOtherUsers(system.Locks);
        cache.Seed().Tell(_events);
        _events.Progress(Activity, options.Refresh ? "Fetching metadata of repositories" : "Asking dnf", 20);
        DnfFirstAnswers first = await DnfFirstAnswers.GetAsync(system, options, notices, cancellationToken).ConfigureAwait(false);
        (DnfAnswers answers, IReadOnlyList<RpmPackage> installed, string list, ProcessResult answer) = (first.Answers, first.Installed, first.Repositories, first.Upgrades);
        IReadOnlyList<string> repositories = _dialect.ReadRepositories(list);
        if (system.Sources.Count > 0)
            CheckRepositories(system.Sources, repositories);
        else if (repositories.Count == 0)
            throw RpmFailure.NoRepositories("dnf", node.Root, "etc/yum.repos.d");
        DnfMessages asked = _dialect.ReadMessages(answer.StandardError, list);
        WarnOfSkippedFiles(asked);
        DnfMessages used = asked;
        if (options.Refresh && asked.IsAnyIgnored)
        {
            // dnf leaves out what it cannot reach, also where it knows it from before.
            answer = await calls.QueryUpgradesAsync(refreshes: false, ignoresExcludes: false, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
            used = _dialect.ReadMessages(answer.StandardError, list);
        }

        IReadOnlyList<RepositoryHealth> health = [.. repositories.Select(repository => Health(repository, asked, used, options.Refresh, cache)), .. asked.Rejected.Select(Rejected)];
        if (!health.Any(repository => repository.IsUsed))
            throw RpmFailure.NoMetadata(node.Root, options, health, node.IsRunningSystem ? "dnf makecache" : null);

        IReadOnlyList<DnfOffer>? all = null;
        if (configuration.Excludes.IsAny || configuration.Locks.CountInAnswers)
        {
            _events.Progress(Activity, "Asking dnf what is excluded", 60);
            ProcessResult everything = await answers.GetResultAsync(
                "excluded", [], () => calls.QueryUpgradesAsync(refreshes: false, ignoresExcludes: true, options.QueryTimeout, cancellationToken)).ConfigureAwait(false);
            all = DnfRepoQuery.Parse(everything.StandardOutput);
        }

        _events.Progress(Activity, "Reading update notices", 80);
        AdvisoryIndex advisories = await notices.GetAsync(installed, [.. health.Where(repository => repository.IsUsed).Select(repository => repository.Name)]).ConfigureAwait(false);
        IReadOnlyList<DnfOffer> offers = DnfRepoQuery.Parse(answer.StandardOutput);
        DnfPriorities? priorities = await ReadPrioritiesAsync(system, answers, repositories, offers, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        if (answers.Reused > 0)
            _events.Verbose($"{answers.Reused} of dnf's answers are those of an earlier scan: nothing has changed that they follow from.");
        DnfInventoryBuilder builder = new(installed, offers, all, configuration.Excludes, configuration.Locks, advisories, priorities);
        return new Inventory { VersionScheme = VersionScheme.Rpm, Entries = builder.Build(), Repositories = health, IsInUse = isInUse };
    }

    /// <returns>Null where they make no difference.</returns>
    private static async Task<DnfPriorities?> ReadPrioritiesAsync(
        DnfSystem system, DnfAnswers answers, IReadOnlyList<string> repositories, IReadOnlyList<DnfOffer> offers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        IReadOnlyList<DnfSection> sections = system.Configuration.Repositories;
        if (offers.Count == 0 || !new DnfPriorities(sections, []).Differ(repositories))
            return null;
        string[] names = [.. offers.Select(offer => offer.Name).Distinct(StringComparer.Ordinal)];
        ProcessResult versions = await answers.GetResultAsync("versions", names, () => system.Calls.QueryVersionsAsync(names, timeout, cancellationToken)).ConfigureAwait(false);
        return new DnfPriorities(sections, DnfRepoQuery.Parse(versions.StandardOutput));
    }

    private DnfSystem Open(Node node, string cacheFolder, PackageLists lists, IReadOnlyList<PatchSource> sources, TimeSpan lockTimeout) => DnfSystem.Open(
        node, _dialect, cacheFolder, lists, sources, _processes, _files, _sourceLeases, file => new DnfLocks(file, lockTimeout, _lockHolders, _clock, _events));

    private RepositoryHealth Health(string repository, DnfMessages asked, DnfMessages used, bool isRefreshed, DnfCache cache)
    {
        string? folder = cache.FolderOf(repository);
        bool isUsed = !used.IsIgnored(repository) && folder is not null;
        RepositoryStatus? problem = asked.ProblemOf(repository, out string message);
        if (problem is null && folder is null)
            (problem, message) = (RepositoryStatus.Unavailable, "No metadata of it is on the node.");
        return new RepositoryHealth
        {
            Name = repository,
            Status = problem ?? (isRefreshed ? RepositoryStatus.Current : RepositoryStatus.NotRefreshed),
            Message = SecretRedactor.Redact(message),
            IsUsed = isUsed,
            MetadataTime = isUsed ? _files.GetLastWriteTime(DnfCache.MetadataFile(folder!)) : null,
        };
    }

    private static RepositoryHealth Rejected(KeyValuePair<string, string> repository) => new()
    {
        Name = repository.Key,
        Status = RepositoryStatus.Unavailable,
        Message = SecretRedactor.Redact(repository.Value),
        IsUsed = false,
    };

    private bool WarnOfOtherUsers(DnfLocks locks)
    {
        if (locks.FindHolder() is not { } holder)
            return false;
        _events.Warn(
            ErrorIds.PackageManagerBusy,
            $"rpm is in use by {holder}: this scan shows the packages as they are in the middle of its work. Scan again when it has ended.",
            holder);
        return true;
    }

    private void WarnOfSkippedFiles(DnfMessages messages)
    {
        foreach (string file in messages.SkippedFiles)
            _events.Warn(ErrorIds.RepositoryUnavailable, $"dnf cannot read '{file}': the repositories in it take no part in this run.", file);
    }

    /// <summary>dnf passes over what it does not understand, and its plugins may add repositories: it has to be exactly the baseline's.</summary>
    private static void CheckRepositories(IReadOnlyList<DnfSection> sources, IReadOnlyList<string> repositories)
    {
        string[] wanted = [.. sources.Select(source => source.Name)];
        string? problem = wanted.Except(repositories, StringComparer.Ordinal).FirstOrDefault() is { } missing
            ? $"dnf does not take {QuotedText.Quote(missing)} of the baseline's sources for a repository"
            : repositories.Except(wanted, StringComparer.Ordinal).FirstOrDefault() is { } added ? $"dnf adds the repository {QuotedText.Quote(added)} to the baseline's sources, probably by a plugin" : null;
        if (problem is null)
            return;
        throw new PatchException(
            ErrorIds.BaselineSourcesUnusable, ErrorKind.InvalidData, problem + ". Nothing was changed.", wanted, "Look at what 'dnf repolist' says, and mend the source in the baseline or the plugin.");
    }

    private static PatchException Foreign(Node node, string architecture) => new(
        ErrorIds.ImageArchitectureForeign,
        ErrorKind.InvalidOperation,
        $"The image '{node.Root}' is for {architecture} and this machine is not: nothing can be installed into it from here.",
        node.Root,
        "Install on a machine of the same architecture. A scan works everywhere.");
}
