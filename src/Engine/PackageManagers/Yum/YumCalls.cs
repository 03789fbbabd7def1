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

    /// <summary>Where yum is told not to ask about what was named, it would go on in spite of --assumeno. It would also leave each plan as a file in /tmp.</summary>
    private static readonly string[] s_onlyPlans = [CacheOnly, "--assumeno", "--setopt=autosavets=0", "--setopt=assumeyes=0", "--setopt=alwaysprompt=1", "--setopt=tsflags=test", "--setopt=skip_broken=0"];

    public IReadOnlyDictionary<string, string> Environment => cache.Environment;

    /// <summary>What is asked of rpm itself.</summary>
    public RpmCalls Rpm { get; } = new(processes, "yum", root, database);

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
            : Rpm.Checked(await Rpm.RunAsync("unshare", ["--user", "--map-root-user", "yum", .. arguments], Environment, timeout, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A call that puts these versions on, with the metadata that they were planned by.</summary>
    public IReadOnlyList<string> ChangeArguments(IEnumerable<string> versions, IEnumerable<string> excluded, bool onlyFetches) =>
    [
        .. cache.ChangeOptions, .. s_options, Skip, Yes, "--setopt=metadata_expire=never", "--setopt=*.metadata_expire=never", "--setopt=skip_broken=0",
        .. excluded.Select(version => "--exclude=" + version), .. onlyFetches ? ["--downloadonly"] : (string[])[], "update-to", .. versions,
    ];

    private async Task<ProcessResult> RunYumAsync(IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        Rpm.Checked(await Rpm.RunAsync("yum", arguments, Environment, timeout, cancellationToken).ConfigureAwait(false));
}
