using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>apt and dpkg of Debian, Ubuntu and Raspberry Pi OS.</summary>
public sealed class AptPackageManager : IPackageManager
{
    private const string Activity = "Scanning";
    private static readonly string[] s_printRepositories = ["update", "--print-uris"];

    /// <summary>Package files without the administrator's preferences and target release.</summary>
    private static readonly string[] s_defaultPriorities =
        ["-o", "Dir::Etc::preferences=/dev/null", "-o", "Dir::Etc::preferencesparts=/dev/null", "-o", "APT::Default-Release=", "policy"];

    private static readonly TimeSpan s_lockRetryInterval = TimeSpan.FromSeconds(1);

    private readonly IProcessRunner _processes;
    private readonly IDetachedProcessRunner _detached;
    private readonly IFileSystem _files;
    private readonly ILockHolderFinder _lockHolders;
    private readonly IEventSink _events;
    private readonly IClock _clock;
    private readonly SourceLeases _sourceLeases;

    public AptPackageManager(
        IProcessRunner processes, IDetachedProcessRunner detached, IFileSystem files, ILockHolderFinder lockHolders, IClock clock, IEventSink events)
    {
        _processes = processes;
        _detached = detached;
        _files = files;
        _lockHolders = lockHolders;
        _clock = clock;
        _events = events;
        _sourceLeases = new SourceLeases(files, events);
    }

    public PackageManagerKind Kind => PackageManagerKind.Apt;

    public async Task<Inventory> ReadInventoryAsync(Node node, InventoryOptions options, CancellationToken cancellationToken)
    {
        _events.Progress(Activity, "Reading dpkg's database", 5);
        using AptSystem system = await OpenAsync(
            node, options.CacheFolder, options.Lists, options.Sources, options.QueryTimeout, options.RefreshTimeout, cancellationToken).ConfigureAwait(false);
        (AptCache cache, AptCalls calls, AptSettings settings) = (system.Cache, system.Calls, system.Settings);
        (IReadOnlyList<DpkgPackage> installed, string architecture) = (system.Installed, system.Architecture);
        bool isInUse = WarnOfOtherUsers(system.Database);
        if (system.SeededLists > 0)
            _events.Verbose($"Took {system.SeededLists} package lists over from the system's.");
        // An install finishes them, or says that it could not.
        if (options.Lists == PackageLists.Own)
            WarnOfHalfInstalled(node, installed);

        string? repositoriesText = null;
        AptUpdateReport? report = null;
        if (options.Refresh)
        {
            repositoriesText = await calls.ReadWithCacheAsync("apt-get", s_printRepositories, cancellationToken).ConfigureAwait(false);
            report = await RefreshAsync(node, AptRepositories.Parse(repositoriesText), cache, calls, options, cancellationToken).ConfigureAwait(false);
        }

        _events.Progress(Activity, "Asking apt's policy", 60);
        KeptAnswers answers = cache.Answers(settings);
        Task<string> policyTask = Ask("policy", "apt-cache", ["policy", "--", .. installed.Select(package => AptInventoryBuilder.QueryName(package, architecture))]);
        string[] askTargets = ["indextargets", "--format", AptIndexTargets.Format, AptIndexTargets.OnlyPackages];

        // Not kept: the answers hold the credentials of source entries. Those of the system are in its own files anyway.
        Task<string> targetsTask = options.Sources.Count > 0 ? calls.ReadWithCacheAsync("apt-get", askTargets, cancellationToken) : Ask("indextargets", "apt-get", askTargets);
        Task<string> repositoriesTask = repositoriesText is null ? calls.ReadWithCacheAsync("apt-get", s_printRepositories, cancellationToken) : Task.FromResult(repositoriesText);
        await Task.WhenAll(policyTask, targetsTask, repositoriesTask).ConfigureAwait(false);
        IReadOnlyList<AptRepository> repositories = AptRepositories.Parse(await repositoriesTask.ConfigureAwait(false));
        IReadOnlyList<AptIndexTarget> targets = AptIndexTargets.Parse(await targetsTask.ConfigureAwait(false));
        if (targets.Count == 0)
            throw NoLists(node, options, repositories, report);
        IReadOnlyList<RepositoryHealth> health = Health(repositories, targets, report, cache);

        List<string> strange = [];
        AptInventoryBuilder builder = new(installed, AptPolicyParser.ParsePackages(await policyTask.ConfigureAwait(false), strange), targets, architecture);
        WarnOfStrangeVersions(strange);
        _events.Progress(Activity, "Reading the records of newer versions", 80);
        IReadOnlyList<string> newer = builder.NewerVersions();
        Task<string> recordsTask = newer.Count == 0 ? Task.FromResult("") : Ask("records", "apt-cache", ["show", "--", .. newer]);
        Task<string> prioritiesTask = builder.NeedsDefaultPriorities() ? Ask("priorities", "apt-cache", s_defaultPriorities) : Task.FromResult("");
        await Task.WhenAll(recordsTask, prioritiesTask).ConfigureAwait(false);
        if (answers.Reused > 0)
            _events.Verbose($"{answers.Reused} of apt's answers are those of an earlier scan: nothing has changed that they follow from.");
        string priorities = await prioritiesTask.ConfigureAwait(false);
        return new Inventory
        {
            VersionScheme = VersionScheme.Debian,
            Entries = builder.Build(
                AptRecordParser.Parse(await recordsTask.ConfigureAwait(false)),
                priorities.Length == 0 ? null : AptPolicyParser.ParsePackageFiles(priorities)),
            Repositories = health,
            IsInUse = isInUse,
        };

        Task<string> Ask(string name, string tool, IReadOnlyList<string> arguments) =>
            answers.GetAsync(name, arguments, () => calls.ReadWithCacheAsync(tool, arguments, cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="PatchException">ImageArchitectureForeign: the maintainer scripts of an image for another processor cannot be run here.</exception>
    public async Task<IPackageTransaction> OpenTransactionAsync(Node node, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (!node.IsRunningSystem)
            new AptImage(_files, node.Root).CheckWritten();
        AptSystem system = await OpenAsync(
            node, options.CacheFolder, options.Lists, options.Sources, options.QueryTimeout, options.QueryTimeout, cancellationToken).ConfigureAwait(false);
        try
        {
            await CheckArchitectureAsync(node, system, cancellationToken).ConfigureAwait(false);
            return new AptTransaction(system, node, options, _detached, _files, _lockHolders, _clock, _events);
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    private static async Task CheckArchitectureAsync(Node node, AptSystem system, CancellationToken cancellationToken)
    {
        string own = (await system.Calls.ReadAsync("dpkg", ["--print-architecture"], cancellationToken).ConfigureAwait(false)).Trim();
        if (!node.IsRunningSystem && !string.Equals(own, system.Architecture, StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.ImageArchitectureForeign,
                ErrorKind.InvalidOperation,
                $"The image '{node.Root}' is for {system.Architecture} and this machine is {own}: nothing can be installed into it from here.",
                node.Root,
                "Install on a machine of the same architecture. A scan works everywhere.");
        }
    }

    private async Task<AptSystem> OpenAsync(
        Node node,
        string cacheFolder,
        PackageLists lists,
        IReadOnlyList<PatchSource> sources,
        TimeSpan queryTimeout,
        TimeSpan refreshTimeout,
        CancellationToken cancellationToken)
    {
        AptCache cache = new(_files, node, cacheFolder, lists, AptSourceReader.Read(sources));
        cache.Create();
        cache.Image?.CheckRead();
        IDisposable lease = _sourceLeases.Take(cache.SourcesFolder, cache.SourceFiles);
        try
        {
            return await ReadSystemAsync(node, cache, lease, queryTimeout, refreshTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task<AptSystem> ReadSystemAsync(
        Node node, AptCache cache, IDisposable sourceLease, TimeSpan queryTimeout, TimeSpan refreshTimeout, CancellationToken cancellationToken)
    {
        AptCalls calls = new(_processes, cache, queryTimeout, refreshTimeout);
        string database = cache.DatabaseFolder;
        Task<IReadOnlyList<DpkgPackage>> installedTask = ReadInstalledAsync(node, database, calls, cancellationToken);
        Task<string> settingsTask = calls.ReadAsync("apt-config", ["dump"], cancellationToken);
        await Task.WhenAll(installedTask, settingsTask).ConfigureAwait(false);
        AptSettings settings = AptSettings.Parse(await settingsTask.ConfigureAwait(false));
        IReadOnlyList<DpkgPackage> installed = await installedTask.ConfigureAwait(false);
        string architecture = NativeArchitecture(node, installed, settings);
        return new AptSystem
        {
            Cache = cache,
            Calls = calls,
            Settings = settings,
            Database = database,
            Architecture = architecture,
            Installed = installed,
            SourceLease = sourceLease,
            SeededLists = cache.Prepare(settings, architecture),
        };
    }

    private async Task<IReadOnlyList<DpkgPackage>> ReadInstalledAsync(Node node, string database, AptCalls calls, CancellationToken cancellationToken)
    {
        IReadOnlyList<DpkgPackage> packages = DpkgQuery.Parse(
            await calls.ReadAsync("dpkg-query", [$"--admindir={database}", "--show", $"--showformat={DpkgQuery.Format}"], cancellationToken).ConfigureAwait(false), node.Root);
        return packages.Select(package => package.InstalledTime is null ? package with { InstalledTime = FileListTime(database, package) } : package).ToArray();
    }

    /// <summary>dpkg before 1.19.3 does not tell when a package was installed; the time of its file list does.</summary>
    private DateTimeOffset? FileListTime(string database, DpkgPackage package) =>
        _files.GetLastWriteTime(Path.Combine(database, "info", package.Name + ".list"))
        ?? _files.GetLastWriteTime(Path.Combine(database, "info", $"{package.Name}:{package.Architecture}.list"));

    private async Task<AptUpdateReport> RefreshAsync(
        Node node, IReadOnlyList<AptRepository> repositories, AptCache cache, AptCalls calls, InventoryOptions options, CancellationToken cancellationToken)
    {
        _events.Progress(Activity, "Fetching package lists", 10);
        TimeSpan waited = TimeSpan.Zero;
        while (true)
        {
            ProcessResult result = await calls.UpdateAsync(cancellationToken).ConfigureAwait(false);
            AptUpdateReport report = AptUpdateReport.Parse(result.StandardOutput, result.StandardError);
            if (report.IsDiskFull)
                throw AptFailure.Of("apt-get update", result, node.Root, ErrorIds.CacheUnusable, ErrorKind.WriteError, "Free space in the cache folder.");
            if (!report.IsLocked)
            {
                // Trouble with one repository is that repository's; trouble with none of them is apt's own.
                if (result.ExitCode != 0 && !repositories.Any(repository => report.StatusOf(repository, out _) != RepositoryStatus.Current))
                    throw AptFailure.Of("apt-get update", result, node.Root);
                return report;
            }

            if (waited >= options.LockTimeout)
            {
                throw new PatchException(
                    ErrorIds.PackageManagerBusy,
                    ErrorKind.ResourceBusy,
                    $"The lock of the package lists in '{cache.ListsFolder}' was not to be had within {options.LockTimeout.TotalSeconds:0} s: it is held by {LockHolderOf(cache.ListsFolder)}. {report.Problems[0]}",
                    cache.ListsFolder,
                    "Wait for it to end, or wait longer with -LockTimeout.");
            }

            if (waited == TimeSpan.Zero)
                _events.Verbose($"Waiting for the lock of the package lists in '{cache.ListsFolder}', held by {LockHolderOf(cache.ListsFolder)}.");
            await _clock.DelayAsync(s_lockRetryInterval, cancellationToken).ConfigureAwait(false);
            waited += s_lockRetryInterval;
        }
    }

    private string LockHolderOf(string listsFolder) =>
        _lockHolders.Find(Path.Combine(listsFolder, "lock"))?.ToString() ?? "a process that cannot be named";

    private List<RepositoryHealth> Health(
        IReadOnlyList<AptRepository> repositories, IReadOnlyList<AptIndexTarget> targets, AptUpdateReport? report, AptCache cache)
    {
        List<RepositoryHealth> health = new(repositories.Count);
        foreach (AptRepository repository in repositories)
        {
            AptIndexTarget[] own = targets.Where(target => string.Equals(target.BaseUri, repository.BaseUri, StringComparison.Ordinal)).ToArray();
            string message = "";
            RepositoryStatus status = report?.StatusOf(repository, out message) ?? RepositoryStatus.NotRefreshed;
            if (status is RepositoryStatus.Current or RepositoryStatus.NotRefreshed && own.Length > 0 && !own.Any(target => target.IsTrusted))
            {
                status = RepositoryStatus.Untrusted;
                message = "No trusted signature; the administrator's configuration lets apt read it all the same.";
            }
            else if (status == RepositoryStatus.NotRefreshed && own.Length == 0)
            {
                status = RepositoryStatus.Unavailable;
                message = "No package list of it is on the node.";
            }

            health.Add(new RepositoryHealth
            {
                Name = SecretRedactor.Redact(repository.Name),
                Status = status,
                Message = SecretRedactor.Redact(message),
                IsUsed = own.Length > 0,
                MetadataTime = cache.MetadataTime(repository),
            });
        }

        return health;
    }

    /// <summary>An image's native architecture is that of its dpkg; apt would take its own.</summary>
    private static string NativeArchitecture(Node node, IReadOnlyList<DpkgPackage> installed, AptSettings settings) =>
        node.IsRunningSystem
            ? settings["APT::Architecture"]
            : installed.FirstOrDefault(package => package is { Name: "dpkg", Architecture: not "all" })?.Architecture ?? settings["APT::Architecture"];

    private bool WarnOfOtherUsers(string database)
    {
        foreach (string lockFile in new[] { Path.Combine(database, "lock-frontend"), Path.Combine(database, "lock") })
        {
            if (_lockHolders.Find(lockFile) is not { } holder)
                continue;
            _events.Warn(
                ErrorIds.PackageManagerBusy,
                $"dpkg is in use by process {holder.ProcessId} ({holder.Command}): this scan shows the packages as they are in the middle of its work. Scan again when it has ended.",
                lockFile);
            return true;
        }

        return false;
    }

    private void WarnOfHalfInstalled(Node node, IReadOnlyList<DpkgPackage> installed)
    {
        string[] half = installed.Where(package => package.IsHalfInstalled).Select(package => $"{package.Name} {package.Version}").ToArray();
        if (half.Length == 0)
            return;
        _events.Warn(
            ErrorIds.PackageHalfConfigured,
            $"{half.Length} package(s) are only half installed: {string.Join(", ", half.Take(10))}{(half.Length > 10 ? " …" : "")}. '{AptAdvice.Configure(node.Root)}' finishes them; until then apt installs nothing.",
            half);
    }

    private void WarnOfStrangeVersions(IReadOnlyList<string> rows)
    {
        if (rows.Count == 0)
            return;
        string[] shown = [.. rows.Take(5).Select(row => $"'{PrintableText.Of(row, 100)}'")];
        _events.Warn(
            ErrorIds.PackageVersionInvalid,
            $"{rows.Count} version(s) that a repository offers are none that dpkg would take, and are left out: {string.Join(", ", shown)}{(rows.Count > shown.Length ? " …" : "")}.",
            rows);
    }

    private static PatchException NoLists(Node node, InventoryOptions options, IReadOnlyList<AptRepository> repositories, AptUpdateReport? report)
    {
        if (repositories.Count == 0)
        {
            return new PatchException(
                ErrorIds.PackageListsMissing,
                ErrorKind.ObjectNotFound,
                $"apt has no package sources on '{node.Root}': there is nothing to compare the installed packages with.",
                node.Root,
                $"Add a source to {node.Root.TrimEnd('/')}/etc/apt/sources.list or to the folder sources.list.d beside it.");
        }

        bool isOfBaseline = options.Sources.Count > 0;
        return report is null
            ? new PatchException(
                ErrorIds.PackageListsMissing,
                ErrorKind.ObjectNotFound,
                $"There are no package lists {(isOfBaseline ? "of the baseline's sources " : "")}on the node, and none were to be fetched.",
                node.Root,
                node.IsRunningSystem && !isOfBaseline ? "Scan without -NoRefresh, or run 'apt-get update' first." : "Scan without -NoRefresh.")
            : new PatchException(
                ErrorIds.PackageListsMissing,
                ErrorKind.ConnectionError,
                $"No package list could be fetched, and none is on the node: {SecretRedactor.Redact(string.Join(" ", report.Problems.Take(3)))}",
                node.Root,
                isOfBaseline ? "Check the network, the proxy and the sources of the baseline." : "Check the network, the proxy and the package sources.");
    }
}
