using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Calls of yum, kept to the module's own cache, and of rpm.</summary>
/// <param name="processes">Runs them.</param>
/// <param name="cache">The cache.</param>
/// <param name="root">The system that is asked about.</param>
/// <param name="database">rpm's database folder where it is not that of this machine; otherwise null.</param>
internal sealed class YumCalls(IProcessRunner processes, YumCache cache, string root, string? database)
{
    /// <summary>These write to the system before anything is asked, ask questions, or put other commands in the place of ours.
    /// versionlock would hide what it keeps away; its list is read instead.</summary>
    private const string LeftOutPlugins = "subscription-manager,product-id,search-disabled-repos,upload-profile,aliases,versionlock";

    /// <summary>With less, yum does not show its plan.</summary>
    private static readonly string[] s_options = ["--debuglevel=2", "--errorlevel=2", "--color=never", $"--disableplugin={LeftOutPlugins}", "--setopt=exit_on_lock=1"];

    /// <summary>A repository that cannot be had is told of by name, and the others are read: what the administrator wants of it is for installs.</summary>
    private const string Skip = "--setopt=*.skip_if_unavailable=1";

    /// <summary>yum asks before it takes a key that the configuration of a repository names for its metadata.</summary>
    private const string Yes = "--assumeyes";

    private const string CacheOnly = "--cacheonly";

    /// <summary>Where yum is told not to ask about what was named, it would go on in spite of --assumeno.</summary>
    private static readonly string[] s_onlyPlans = [CacheOnly, "--assumeno", "--setopt=assumeyes=0", "--setopt=alwaysprompt=1", "--setopt=tsflags=test", "--setopt=skip_broken=0"];

    public IReadOnlyDictionary<string, string> Environment => cache.Environment;

    private string[] Place => database is null ? [] : ["--dbpath", database];

    /// <summary>What is installed.</summary>
    /// <exception cref="PatchException">PackageDatabaseBroken, PackageManagerMissing.</exception>
    public async Task<string> QueryDatabaseAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessResult result = await RunAsync("rpm", [.. Place, "--query", "--all", "--queryformat", RpmQuery.Format], timeout, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> problems = RpmQuery.Problems(result.StandardError);
        return result.ExitCode == 0 && problems.Count == 0
            ? Complete("rpm", result)
            : throw DnfFailure.OfDatabase(root, problems.Count > 0 ? problems : [result.StandardError.Trim()]);
    }

    /// <summary>What <c>needs-restarting</c>, which comes with yum-utils, says of the system.</summary>
    public Task<IReadOnlyList<string>> AskForRestartAsync(TimeSpan timeout, IEventSink events, CancellationToken cancellationToken) => RestartTool.AskAsync(
        processes,
        new ProcessRequest { Tool = "needs-restarting", Arguments = ["--reboothint"], Environment = cache.Environment, Timeout = timeout },
        events,
        cancellationToken);

    /// <summary>Every version of every package on offer.</summary>
    /// <param name="fetches">Whether repositories are asked.</param>
    /// <param name="ignoresExcludes">As if nothing were excluded.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProcessResult> ListAvailableAsync(bool fetches, bool ignoresExcludes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string[] excludes = ignoresExcludes ? ["--disableexcludes=all", "--disableincludes=all"] : [];
        string[] arguments = [.. cache.Options, .. s_options, Skip, Yes, .. fetches ? (string[])[] : [CacheOnly], .. excludes, "--showduplicates", "list", "available"];
        ProcessResult result = await RunYumAsync(arguments, timeout, cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0 || YumReport.FindLock(result.StandardError) is not null ? result : throw DnfFailure.Of("yum list", result);
    }

    /// <summary>Installed packages that are there in several versions and must not be: not kernels.</summary>
    public async Task<string> CheckDuplicatesAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        (await RunYumAsync([.. cache.Options, .. s_options, CacheOnly, "check", "duplicates"], timeout, cancellationToken).ConfigureAwait(false)).StandardOutput;

    /// <summary>A call of rpm that takes versions away of which newer ones are there: what an update that was cut off had still to do.</summary>
    public IReadOnlyList<string> EraseArguments(IEnumerable<string> versions) => [.. database is null ? [] : (string[])["--root", root], "--erase", "--nodeps", "--", .. versions];

    /// <summary>The files of installed packages, one a line.</summary>
    public async Task<string> ListFilesAsync(IEnumerable<string> packages, TimeSpan timeout, CancellationToken cancellationToken) =>
        (await RunAsync("rpm", [.. Place, "--query", "--list", "--", .. packages], timeout, cancellationToken).ConfigureAwait(false)).StandardOutput;

    /// <summary>What putting these versions on would do. yum ends with an error in any case: nothing was done.</summary>
    /// <param name="versions">As yum writes them.</param>
    /// <param name="excluded">What is not to be taken, written alike.</param>
    /// <param name="isPrivileged">yum refuses to plan for anybody but root: in a user namespace it believes that it is root.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProcessResult> PlanAsync(IEnumerable<string> versions, IEnumerable<string> excluded, bool isPrivileged, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string[] arguments = [.. cache.Options, .. s_options, Skip, .. s_onlyPlans, .. excluded.Select(version => "--exclude=" + version), "update-to", .. versions];
        return isPrivileged
            ? await RunYumAsync(arguments, timeout, cancellationToken).ConfigureAwait(false)
            : Check(await RunAsync("unshare", ["--user", "--map-root-user", "yum", .. arguments], timeout, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A call that puts these versions on, with the metadata that they were planned by.</summary>
    public IReadOnlyList<string> ChangeArguments(IEnumerable<string> versions, IEnumerable<string> excluded, bool onlyFetches) =>
    [
        .. cache.ChangeOptions, .. s_options, Skip, Yes, "--setopt=metadata_expire=never", "--setopt=*.metadata_expire=never", "--setopt=skip_broken=0",
        .. excluded.Select(version => "--exclude=" + version), .. onlyFetches ? ["--downloadonly"] : (string[])[], "update-to", .. versions,
    ];

    private async Task<ProcessResult> RunYumAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        Check(await RunAsync("yum", arguments, timeout, cancellationToken).ConfigureAwait(false));

    private ProcessResult Check(ProcessResult result)
    {
        IReadOnlyList<string> problems = RpmQuery.Problems(result.StandardError);
        if (problems.Count > 0)
            throw DnfFailure.OfDatabase(root, problems);
        Complete("yum", result);
        return result;
    }

    private static string Complete(string tool, ProcessResult result) => !result.IsOutputIncomplete
        ? result.StandardOutput
        : throw new PatchException(
            ErrorIds.ToolOutputNotUnderstood,
            ErrorKind.InvalidResult,
            $"'{tool}' ended, but something that it started keeps its output open: what it said may be cut.",
            tool,
            "Scan again.");

    private async Task<ProcessResult> RunAsync(string tool, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await processes.RunAsync(
                new ProcessRequest { Tool = tool, Arguments = arguments, Environment = cache.Environment, Timeout = timeout },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (string.Equals(e.ErrorId, ErrorIds.ToolMissing, StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.PackageManagerMissing,
                ErrorKind.NotInstalled,
                $"The package manager yum is not on this system: {e.Message}",
                tool,
                "Install yum and rpm, or scan a system that has them.",
                e);
        }
    }
}
