using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Calls of dnf, kept to the module's own cache, and of rpm.</summary>
/// <param name="processes">Runs them.</param>
/// <param name="dialect">How dnf is called.</param>
/// <param name="cache">The cache.</param>
/// <param name="root">The system that is asked about.</param>
/// <param name="database">rpm's database folder where it is not that of this machine; otherwise null.</param>
/// <param name="locks">Waits for another dnf.</param>
internal sealed class DnfCalls(IProcessRunner processes, DnfDialect dialect, DnfCache cache, string root, string? database, DnfLocks locks)
{
    /// <summary>dnf asks before it takes a key that the configuration of a repository names for its metadata. It goes to the cache, not to rpm.</summary>
    private const string Yes = "--assumeyes";

    private const string Keep = "--cacheonly";

    /// <summary>What is asked of rpm itself.</summary>
    public RpmCalls Rpm { get; } = new(processes, "dnf", root, database);

    /// <summary>The repositories that are enabled.</summary>
    public async Task<string> ListRepositoriesAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        (await AskAsync([Yes, Keep, .. dialect.ListRepositories], timeout, cancellationToken).ConfigureAwait(false)).StandardOutput;

    /// <summary>Versions that are newer than what is installed.</summary>
    /// <param name="refreshes">The repositories are asked; otherwise what is known of them holds.</param>
    /// <param name="ignoresExcludes">As if nothing were excluded.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ProcessResult> QueryUpgradesAsync(bool refreshes, bool ignoresExcludes, TimeSpan timeout, CancellationToken cancellationToken) => ListPackagesAsync(
        [Yes, refreshes ? dialect.Refresh : Keep, .. ignoresExcludes ? [dialect.IgnoreExcludes] : (string[])[], "repoquery", "--upgrades", "--queryformat", dialect.Format(DnfRepoQuery.Format)], timeout, cancellationToken);

    /// <summary>All versions that the repositories have of packages.</summary>
    public Task<ProcessResult> QueryVersionsAsync(IEnumerable<string> names, TimeSpan timeout, CancellationToken cancellationToken) =>
        ListPackagesAsync([Yes, Keep, "repoquery", "--queryformat", dialect.Format(DnfRepoQuery.Format), .. dialect.Named(names)], timeout, cancellationToken);

    /// <summary>What dnf says of versions, by a format of <c>repoquery</c>.</summary>
    public async Task<string> DescribeAsync(string format, IEnumerable<string> versions, TimeSpan timeout, CancellationToken cancellationToken) => (await AskAsync(
        [Yes, Keep, dialect.IgnoreExcludes, "repoquery", "--queryformat", dialect.Format(format), .. dialect.Named(versions)], timeout, cancellationToken).ConfigureAwait(false)).StandardOutput;

    /// <summary>Installed packages that are there in several versions and must not be: not kernels.</summary>
    public async Task<string> ListDuplicatesAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        (await ListPackagesAsync([Yes, Keep, "repoquery", "--installed", "--duplicates", "--queryformat", dialect.Format(DnfRepoQuery.Format)], timeout, cancellationToken).ConfigureAwait(false)).StandardOutput;

    /// <summary>What dnf's <c>needs-restarting</c>, which is a plugin of dnf 4 and a part of dnf 5, says of the system.</summary>
    public Task<IReadOnlyList<string>> AskForRestartAsync(TimeSpan timeout, IEventSink events, CancellationToken cancellationToken) => RestartTool.AskAsync(
        processes,
        new ProcessRequest { Tool = dialect.Tool, Arguments = ["needs-restarting", "--reboothint", .. cache.Options, .. dialect.RestartOptions, Keep], Environment = Environment, Timeout = timeout },
        events,
        cancellationToken);

    /// <summary>What putting these versions on would do. dnf ends with an error in any case: nothing was done.</summary>
    /// <param name="versions">As dnf writes them.</param>
    /// <param name="excluded">What is not to be taken, written alike.</param>
    /// <param name="isPrivileged">dnf 4 refuses to plan for anybody but root, though it needs no right for it: in a user namespace it believes that it is root.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProcessResult> PlanAsync(IEnumerable<string> versions, IEnumerable<string> excluded, bool isPrivileged, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string[] arguments = [.. Options, Keep, "--assumeno", "--setopt=best=True", .. excluded.Select(version => "--exclude=" + version), .. dialect.Upgrade(versions, onlyFetches: false)];
        ProcessResult result = isPrivileged || dialect.PlansForEverybody
            ? await RunDnfAsync(dialect.Tool, arguments, timeout, cancellationToken).ConfigureAwait(false)
            : await RunDnfAsync("unshare", ["--user", "--map-root-user", dialect.Tool, .. arguments], timeout, cancellationToken).ConfigureAwait(false);
        return Rpm.Checked(result);
    }

    /// <summary>A call that puts these versions on, with the metadata that they were planned by.</summary>
    public IReadOnlyList<string> ChangeArguments(IEnumerable<string> versions, IEnumerable<string> excluded, bool onlyFetches) =>
    [
        .. cache.ChangeOptions, .. dialect.Options, .. dialect.ChangeOptions, Yes, "--setopt=*.metadata_expire=never", "--setopt=best=True", "--setopt=color=never",
        .. excluded.Select(version => "--exclude=" + version), .. dialect.Upgrade(versions, onlyFetches),
    ];

    public IReadOnlyDictionary<string, string> Environment => cache.Environment;

    private IReadOnlyList<string> Options => [.. cache.Options, .. dialect.Options, .. dialect.QuestionOptions];

    /// <summary>Asks for packages by <see cref="DnfRepoQuery.Format"/>.</summary>
    private async Task<ProcessResult> ListPackagesAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessResult result = await AskAsync(arguments, timeout, cancellationToken).ConfigureAwait(false);
        return result with { StandardOutput = DnfRepoQuery.Plain(result.StandardOutput) };
    }

    private async Task<ProcessResult> AskAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessResult result = await RunDnfAsync(dialect.Tool, [.. Options, .. arguments], timeout, cancellationToken).ConfigureAwait(false);
        Rpm.CheckDatabase(result);
        if (result.ExitCode != 0)
            throw DnfFailure.Of($"dnf {arguments.First(argument => argument[0] != '-')}", result);
        return Rpm.Checked(result);
    }

    private Task<ProcessResult> RunDnfAsync(string tool, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken) => locks.RepeatAsync(
        "Asking dnf", () => Rpm.RunAsync(tool, arguments, Environment, timeout, cancellationToken), result => dialect.FindLock(result.ExitCode, result.StandardError), cancellationToken);
}
