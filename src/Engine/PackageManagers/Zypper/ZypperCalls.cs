using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Calls of zypper, kept to the module's own folder, and of rpm.</summary>
/// <param name="processes">Runs them.</param>
/// <param name="folder">What zypper takes for a system while it is asked.</param>
/// <param name="root">The system that is asked about.</param>
/// <param name="database">rpm's database folder of an image, as seen from this machine; null on the running system.</param>
/// <param name="imageHome">A home for calls that change an image; null on the running system.</param>
internal sealed class ZypperCalls(IProcessRunner processes, ZypperFolder folder, string root, string? database, string? imageHome)
{
    private const string Manager = "zypper";
    private const string NoRefresh = "--no-refresh";

    /// <summary>zypper waits for its lock itself for so many seconds: short, because who holds it was looked at before.</summary>
    private const string LockSeconds = "3";

    private static readonly string[] s_manners = ["--non-interactive", "--no-color", "--xmlout"];

    /// <summary>The least change: neither what is only recommended, nor removals that nobody agreed to.</summary>
    private static readonly string[] s_install = ["install", "--no-recommends", "--no-force-resolution"];

    private IReadOnlyList<string> _repositories = [];

    /// <summary>What is asked of rpm itself.</summary>
    public RpmCalls Rpm { get; } = new(processes, Manager, root, database);

    /// <summary>Answers that are kept; null where zypper is to be asked in any case.</summary>
    public KeptAnswers? Answers { get; set; }

    /// <summary>Where rpm's database of the running system is.</summary>
    /// <exception cref="PatchException">PackageManagerMissing, PackageDatabaseBroken.</exception>
    public static async Task<string> FindDatabaseAsync(IProcessRunner processes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProcessResult result = await new RpmCalls(processes, Manager, "/", null).RunAsync("rpm", ["--eval", "%{_dbpath}"], NoEnvironment, timeout, cancellationToken).ConfigureAwait(false);
        string path = result.StandardOutput.Trim();
        return result.ExitCode == 0 && path.Length > 1 && path[0] == '/' ? path : throw RpmFailure.OfDatabase("/", [$"rpm says that it is at '{path}'. {result.StandardError.Trim()}"]);
    }

    /// <summary>What installed packages provide, by <see cref="ZypperMultiversion.Format"/>.</summary>
    public Task<string> DescribeProvidesAsync(IEnumerable<string> names, TimeSpan timeout, CancellationToken cancellationToken) =>
        Rpm.QueryAsync(["--queryformat", ZypperMultiversion.Format, "--", .. names], timeout, cancellationToken);

    /// <summary>Has zypper fetch what repositories have newer, into the module's own cache.</summary>
    /// <returns>What it said; repositories that could not be had are among it.</returns>
    public async Task<ZypperOutput> RefreshAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Refreshed(await Rpm.RunAsync(Manager, [.. InFolder, .. s_manners, "refresh"], FolderEnvironment, timeout, cancellationToken).ConfigureAwait(false));

    /// <summary>The same into the system's own cache.</summary>
    public async Task<ZypperOutput> RefreshSystemAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Refreshed(await Rpm.RunAsync(Manager, ["--config", folder.ProgramFile, .. s_manners, "refresh"], SystemEnvironment, timeout, cancellationToken).ConfigureAwait(false));

    /// <summary>The repositories that are known.</summary>
    public async Task<IReadOnlyList<ZypperRepository>> ListRepositoriesAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        ZypperOutput output = await KeepAsync("repos", [], isAnswer: exitCode => exitCode is (int)ZypperExitCode.NoRepositories, timeout, cancellationToken).ConfigureAwait(false);
        return ZypperRepositoryList.Parse(output);
    }

    /// <summary>Leaves out repositories of which there is no metadata: zypper would try to fetch it, each time anew.</summary>
    public void UseOnly(IReadOnlyList<ZypperRepository> used, IReadOnlyList<ZypperRepository> leftOut)
    {
        if (leftOut.Count == 0)
            return;
        _repositories = [.. used.Select(repository => repository.Alias)];
        folder.Disable(leftOut.Select(repository => repository.Alias));
    }

    /// <summary>Every version of these packages. zypper goes through all packages for each name that it is given, which for a thousand of them takes minutes: it is asked for all packages, once.</summary>
    public Task<ZypperOutput> SearchAsync(IReadOnlyCollection<string> names, TimeSpan timeout, CancellationToken cancellationToken) =>
        KeepAsync("search", ["--details", "--type", "package"], isAnswer: _ => false, timeout, cancellationToken, new HashSet<string>(names, StringComparer.Ordinal).Contains);

    /// <summary>What the administrator's locks hold.</summary>
    public Task<ZypperOutput> ListLocksAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync("locks", ["--matches", "--solvables"], timeout, cancellationToken);

    /// <summary>What zypper would put on by itself.</summary>
    public Task<ZypperOutput> ListUpdatesAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync("list-updates", ["--type", "package"], timeout, cancellationToken);

    /// <summary>What zypper says before it would update these packages. Whether it could is another question.</summary>
    public Task<ZypperOutput> ExplainUpdatesAsync(IEnumerable<string> names, TimeSpan timeout, CancellationToken cancellationToken) => KeepAsync(
        "update", ["--dry-run", "--no-recommends", "--", .. names], isAnswer: exitCode => exitCode is (int)ZypperExitCode.LibraryError, timeout, cancellationToken);

    /// <summary>What putting these versions on would do.</summary>
    public Task<ProcessResult> PlanAsync(IEnumerable<string> versions, TimeSpan timeout, CancellationToken cancellationToken) =>
        Rpm.RunAsync(Manager, [.. InFolder, .. s_manners, NoRefresh, .. s_install, "--dry-run", "--", .. versions], FolderEnvironment, timeout, cancellationToken);

    /// <summary>Arguments of a call that fetches these versions, checks them and goes on after one that cannot be had.</summary>
    public IReadOnlyList<string> DownloadArguments(IEnumerable<string> versions) => [.. InSystem, .. s_manners, NoRefresh, "download", "--", .. versions];

    /// <summary>Arguments of a call that puts these versions on, with the metadata that they were planned by.</summary>
    public IReadOnlyList<string> ChangeArguments(IEnumerable<string> versions) => [.. InSystem, .. s_manners, NoRefresh, .. s_install, "--download-in-advance", .. Repositories, "--", .. versions];

    public IReadOnlyDictionary<string, string> ChangeEnvironment => imageHome is null
        ? SystemEnvironment
        : new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = imageHome,
            ["ZYPP_CONF"] = Path.Combine(root, "etc/zypp/zypp.conf"),
            ["ZYPP_LOGFILE"] = "/dev/null",
            ["ZYPP_LOCK_TIMEOUT"] = LockSeconds,
        };

    private static IReadOnlyDictionary<string, string> NoEnvironment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string> SystemEnvironment { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["ZYPP_LOCK_TIMEOUT"] = LockSeconds };

    private IReadOnlyDictionary<string, string> FolderEnvironment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HOME"] = folder.HomeFolder,
        ["ZYPP_CONF"] = folder.LibraryFile,
        ["ZYPP_LOGFILE"] = "/dev/null",
        ["ZYPP_LOCK_TIMEOUT"] = LockSeconds,
    };

    private string[] InFolder => ["--root", folder.Root, "--config", folder.ProgramFile];

    /// <summary>On the running system zypper works with what the system itself has, unless a baseline brings its own repositories.</summary>
    private string[] InSystem => (imageHome is not null, folder.HasSources) switch
    {
        (true, _) => ["--root", root, "--config", folder.ProgramFile, "--reposd-dir", folder.RepositoriesFolder, "--cache-dir", folder.CacheFolder],
        (_, true) => ["--config", folder.ProgramFile, "--reposd-dir", folder.RepositoriesFolder, "--cache-dir", folder.CacheFolder],
        _ => ["--config", folder.ProgramFile],
    };

    private string[] Repositories => [.. _repositories.SelectMany(alias => (string[])["--repo", alias])];

    private Task<ZypperOutput> AskAsync(string command, string[] arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        KeepAsync(command, arguments, isAnswer: _ => false, timeout, cancellationToken);

    /// <param name="command">The command.</param>
    /// <param name="arguments">What follows it.</param>
    /// <param name="isAnswer">Further exit codes that are no failure.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="isWanted">By their names, which solvables are read; null reads all.</param>
    private async Task<ZypperOutput> KeepAsync(
        string command, IReadOnlyList<string> arguments, Func<int, bool> isAnswer, TimeSpan timeout, CancellationToken cancellationToken, Func<string, bool>? isWanted = null)
    {
        ZypperOutput? fresh = null;
        string text = Answers is { } answers ? await answers.GetAsync(command, arguments, AskZypperAsync).ConfigureAwait(false) : await AskZypperAsync().ConfigureAwait(false);
        return fresh ?? ZypperOutput.Read(text);

        async Task<string> AskZypperAsync()
        {
            ProcessResult result = await Rpm.RunAsync(Manager, [.. InFolder, .. s_manners, NoRefresh, command, .. arguments], FolderEnvironment, timeout, cancellationToken).ConfigureAwait(false);
            ZypperOutput output = isWanted is null ? ZypperOutput.Read(result.StandardOutput) : ZypperOutput.Read(result.StandardOutput, isWanted);
            fresh = isAnswer(result.ExitCode) ? output : Checked(command, result, output);
            return isWanted is null ? result.StandardOutput : output.ToText();
        }
    }

    private static ZypperOutput Refreshed(ProcessResult result)
    {
        ZypperOutput output = ZypperOutput.Read(result.StandardOutput);
        bool isPartial = result.ExitCode is (int)ZypperExitCode.LibraryError && ZypperRefresh.Problems(output).Count > 0;
        return isPartial || result.ExitCode is (int)ZypperExitCode.NoRepositories ? output : Checked("refresh", result, output);
    }

    private static ZypperOutput Checked(string command, ProcessResult result, ZypperOutput output)
    {
        if (!ZypperExitCodes.IsAnswer(result.ExitCode))
            throw ZypperFailure.Of("zypper " + command, result, output);
        if (!output.IsComplete || result.IsOutputIncomplete)
            throw ZypperOutput.NotUnderstood($"what '{command}' prints is cut off or no XML");
        return output;
    }
}
