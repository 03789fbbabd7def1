using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>dnf 4.</summary>
internal sealed class DnfFour : DnfDialect
{
    private const string LockSettings = "etc/dnf/plugins/versionlock.conf";
    private const string LockList = "/etc/dnf/plugins/versionlock.list";

    /// <summary>These write to the system before anything is asked: repositories and certificates of subscriptions, profiles that are sent away.
    /// versionlock would hide what it keeps away; its list is read instead.</summary>
    private const string LeftOutPlugins = "subscription-manager,product-id,upload-profile,versionlock";

    public override string Tool => "dnf";

    /// <summary>A repository that cannot be had is told of by name, and the others are read: what the administrator wants of it is for installs.</summary>
    public override IReadOnlyList<string> Options { get; } =
    [
        "--setopt=exit_on_lock=True", "--setopt=*.skip_if_unavailable=True", "--setopt=*.countme=False", "--setopt=zchunk=False", $"--disableplugin={LeftOutPlugins}",

        // With other ones it does not say what is read here, or says it in another way.
        "--setopt=debuglevel=2", "--setopt=errorlevel=3", "--setopt=color=never",
    ];

    /// <summary>Where the configuration says no to every question, nothing would be done. In a plan it has to be no: a setting counts more than an option.</summary>
    public override IReadOnlyList<string> ChangeOptions { get; } = ["--setopt=assumeno=False"];

    /// <summary>Only what changes something is worth a log.</summary>
    public override IReadOnlyList<string> QuestionOptions { get; } = ["--setopt=logfilelevel=0"];

    public override string NoPlugins => "--noplugins";

    public override string Refresh => "--refresh";

    public override string IgnoreExcludes => "--disableexcludes=all";

    public override IReadOnlyList<string> ListRepositories { get; } = ["repolist"];

    public override bool PlansForEverybody => false;

    public override IReadOnlyList<string> CacheSettings { get; } = ["cachedir"];

    public override string SystemCache => "/var/cache/dnf";

    public override IReadOnlyList<string> WrittenFolders { get; } = ["var/lib/dnf"];

    public override IReadOnlyList<string> RepositoryFolders { get; } = ["etc/yum.repos.d", "etc/yum/repos.d", "etc/distro.repos.d"];

    public override IReadOnlyList<string> VariableFolders { get; } = ["etc/yum/vars", "etc/dnf/vars"];

    /// <summary>The list alone does nothing: the plugin has to be there and on.</summary>
    public override IDnfVersionLocks ReadLocks(DnfFiles files, DnfSection? main)
    {
        DnfSection? settings = files.ReadText(LockSettings) is { } text ? DnfConfigurationText.Parse(text).FirstOrDefault(section => section.IsMain) : null;
        string path = settings?["locklist"] is { Length: > 0 } own ? own : LockList;
        bool isOn = DnfSection.IsOn(main?["plugins"]) && DnfSection.IsOn(settings?["enabled"]) && IsPluginThere(files);
        return DnfVersionLocks.Parse(isOn ? files.ReadText(path) ?? "" : "", path);
    }

    public override string Format(string format) => format;

    public override IReadOnlyList<string> Named(IEnumerable<string> names) => ["--", .. names];

    public override IReadOnlyList<string> Upgrade(IEnumerable<string> versions, bool onlyFetches) => [.. onlyFetches ? ["--downloadonly"] : (string[])[], "upgrade", .. Named(versions)];

    public override IReadOnlyList<string> ReadRepositories(string list) => DnfRepositoryList.Parse(list);

    /// <summary>Ids may have variables, and so may the setting that leaves a repository out.</summary>
    public override bool ListsByPackages(IReadOnlyList<DnfSection> repositories) => repositories.Any(repository => HasVariable(repository.Name) || HasVariable(repository["enabled"] ?? ""));

    public override DnfMessages ReadMessages(string errors, string list) => DnfMessages.Parse(errors);

    public override IReadOnlyList<string> Unmatched(ProcessResult plan) => DnfSimulation.Unmatched(plan.StandardOutput);

    public override TransactionSimulation ReadPlan(ProcessResult plan, DnfInstalled installed) => DnfSimulation.Parse(plan, installed);

    public override string? FindLock(int exitCode, string output) => DnfReport.FindLock(exitCode, output);

    public override bool HasBegun(string output) => DnfReport.HasBegun(output);

    public override IReadOnlyDictionary<string, string> DownloadFailures(string output, IReadOnlyList<PackageStep> steps) => DnfReport.DownloadFailures(output, steps);

    public override string Plain(string output) => output;

    private static bool HasVariable(string text) => text.IndexOf('$') >= 0;

    private static bool IsPluginThere(DnfFiles files) => files.Folders("usr/lib")
        .Where(folder => folder.StartsWith("usr/lib/python3", StringComparison.Ordinal))
        .Any(folder => files.HasFile(folder + "/site-packages/dnf-plugins/versionlock.py"));
}
