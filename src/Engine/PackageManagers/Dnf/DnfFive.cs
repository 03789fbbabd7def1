using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>dnf 5.</summary>
internal sealed class DnfFive : DnfDialect
{
    private const string LockList = "/etc/dnf/versionlock.toml";

    public override string Tool => "dnf5";

    /// <summary>Its messages and the names of repositories in them are cut at the width of the terminal, and at 80 columns without one.</summary>
    public override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["FORCE_COLUMNS"] = "500" };

    /// <inheritdoc cref="DnfFour.Options"/>
    public override IReadOnlyList<string> Options { get; } =
    [
        "--setopt=exit_on_lock=True", "--setopt=*.skip_if_unavailable=True", "--setopt=*.countme=False", "--setopt=zchunk=False",
    ];

    /// <summary>That plugin writes repositories and certificates of subscriptions before anything is asked. Leaving out one and all is refused together.</summary>
    public override IReadOnlyList<string> SystemOptions { get; } = ["--disable-plugin=rhsm"];

    /// <summary>It wants lists of files, which nothing else needs, and ends where they are not in the cache. Without any repository it still goes by the names of packages.</summary>
    public override IReadOnlyList<string> RestartOptions { get; } = ["--setopt=*.skip_if_unavailable=True"];

    public override IReadOnlyList<string> QuestionOptions { get; } = [];

    public override string NoPlugins => "--no-plugins";

    /// <summary>Not <c>--refresh</c>: that marks the folders of the default cache as old, whichever is used.</summary>
    public override string Refresh => "--setopt=*.metadata_expire=0";

    /// <summary>This leaves versionlock out, too.</summary>
    public override string IgnoreExcludes => "--setopt=disable_excludes=*";

    public override IReadOnlyList<string> ListRepositories { get; } = ["repolist", "--json"];

    public override bool PlansForEverybody => true;

    /// <summary>The second is that of root.</summary>
    public override IReadOnlyList<string> CacheSettings { get; } = ["cachedir", "system_cachedir"];

    public override string SystemCache => "/var/cache/libdnf5";

    public override IReadOnlyList<string> WrittenFolders { get; } = ["usr/lib/sysimage/libdnf5", "run/dnf"];

    public override IReadOnlyList<string> RepositoryFolders { get; } = ["etc/yum.repos.d", "etc/distro.repos.d", "usr/share/dnf5/repos.d"];

    public override IReadOnlyList<string> VariableFolders { get; } = ["usr/share/dnf5/vars.d", "etc/dnf/vars"];

    public override IReadOnlyList<string> SettingFolders { get; } = ["usr/share/dnf5/libdnf.conf.d", "etc/dnf/libdnf5.conf.d"];

    public override IReadOnlyList<string> OverrideFolders { get; } = ["usr/share/dnf5/repos.override.d", "etc/dnf/repos.override.d"];

    public override IDnfVersionLocks ReadLocks(DnfFiles files, DnfSection? main) => Dnf5VersionLocks.Parse(files.ReadText(LockList) ?? "", LockList);

    /// <summary>It reads <c>\n</c> itself, and ends no line without; a tabulator it takes only as such.</summary>
    public override string Format(string format) => format.Replace(@"\t", "\t") + @"\n";

    /// <summary>There is no mark after which nothing is an option.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood: a repository has a package whose name would be an option.</exception>
    public override IReadOnlyList<string> Named(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return Array.Find(all, name => name.StartsWith("-", StringComparison.Ordinal)) is { } strange
            ? throw new PatchException(
                ErrorIds.ToolOutputNotUnderstood,
                ErrorKind.InvalidResult,
                $"{QuotedText.Quote(strange)} is no name of a package that dnf 5 could be asked for. Nothing was changed.",
                strange,
                "Look at what 'dnf repoquery' says of it.")
            : all;
    }

    public override IReadOnlyList<string> Upgrade(IEnumerable<string> versions, bool onlyFetches) => ["upgrade", .. onlyFetches ? ["--downloadonly"] : (string[])[], .. Named(versions)];

    public override IReadOnlyList<string> ReadRepositories(string list) => [.. Dnf5RepositoryList.Parse(list).Select(repository => repository.Key)];

    /// <summary>Names are in it beside ids, and most have the release.</summary>
    public override bool ListsByPackages(IReadOnlyList<DnfSection> repositories) => true;

    public override DnfMessages ReadMessages(string errors, string list) => Dnf5Messages.Parse(errors, Dnf5RepositoryList.Parse(list));

    public override IReadOnlyList<string> Unmatched(ProcessResult plan) => DnfSimulation.Unmatched(plan.StandardError);

    public override TransactionSimulation ReadPlan(ProcessResult plan, DnfInstalled installed) => Dnf5Simulation.Parse(plan, installed);

    public override string? FindLock(int exitCode, string output) => Dnf5Report.FindLock(exitCode, output);

    public override bool HasBegun(string output) => Dnf5Report.HasBegun(output);

    public override IReadOnlyDictionary<string, string> DownloadFailures(string output, IReadOnlyList<PackageStep> steps) => Dnf5Report.DownloadFailures(output, steps);

    public override string Plain(string output) => Dnf5Report.Plain(output);
}
