using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>How one generation of dnf is called, where it keeps its files, and how it answers: all that differs between dnf 4 and dnf 5.</summary>
internal abstract class DnfDialect
{
    public static DnfDialect Four { get; } = new DnfFour();

    public static DnfDialect Five { get; } = new DnfFive();

    /// <summary>The program.</summary>
    public abstract string Tool { get; }

    /// <summary>What it needs in its environment.</summary>
    public virtual IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What every call has.</summary>
    public abstract IReadOnlyList<string> Options { get; }

    /// <summary>What every call on the running system has beside it, where plugins are used.</summary>
    public virtual IReadOnlyList<string> SystemOptions => [];

    /// <summary>What the question for a restart has.</summary>
    public virtual IReadOnlyList<string> RestartOptions => [];

    /// <summary>What a call has that changes nothing.</summary>
    public abstract IReadOnlyList<string> QuestionOptions { get; }

    /// <summary>What a call has that changes something.</summary>
    public virtual IReadOnlyList<string> ChangeOptions => [];

    /// <summary>Leaves all plugins out.</summary>
    public abstract string NoPlugins { get; }

    /// <summary>Asks the repositories for what is new.</summary>
    public abstract string Refresh { get; }

    /// <summary>As if nothing were excluded.</summary>
    public abstract string IgnoreExcludes { get; }

    /// <summary>The command that lists the repositories.</summary>
    public abstract IReadOnlyList<string> ListRepositories { get; }

    /// <summary>Whether it plans for somebody who has no rights.</summary>
    public abstract bool PlansForEverybody { get; }

    /// <summary>The settings that name the folder of the cache.</summary>
    public abstract IReadOnlyList<string> CacheSettings { get; }

    /// <summary>The system's cache where its configuration names no other.</summary>
    public abstract string SystemCache { get; }

    /// <summary>The folders within a system that a change writes to, beside rpm's database.</summary>
    public abstract IReadOnlyList<string> WrittenFolders { get; }

    /// <summary>Where files of repositories are.</summary>
    public abstract IReadOnlyList<string> RepositoryFolders { get; }

    /// <summary>Where variables are, the last first.</summary>
    public abstract IReadOnlyList<string> VariableFolders { get; }

    /// <summary>Where further files with main settings are.</summary>
    public virtual IReadOnlyList<string> SettingFolders => [];

    /// <summary>Where files are that change the settings of repositories.</summary>
    public virtual IReadOnlyList<string> OverrideFolders => [];

    /// <summary>What versionlock keeps away.</summary>
    public abstract IDnfVersionLocks ReadLocks(DnfFiles files, DnfSection? main);

    /// <summary>A format of <c>repoquery</c> as this generation takes it.</summary>
    public abstract string Format(string format);

    /// <summary>Arguments that are names and versions.</summary>
    public abstract IReadOnlyList<string> Named(IEnumerable<string> names);

    /// <summary>The command that puts these versions on.</summary>
    public abstract IReadOnlyList<string> Upgrade(IEnumerable<string> versions, bool onlyFetches);

    /// <summary>The ids of the repositories in the list.</summary>
    public abstract IReadOnlyList<string> ReadRepositories(string list);

    /// <summary>Whether the list of repositories changes with the packages on the system: with the release that they make it.</summary>
    public abstract bool ListsByPackages(IReadOnlyList<DnfSection> repositories);

    /// <summary>What is said of repositories.</summary>
    /// <param name="errors">The words.</param>
    /// <param name="list">The list of repositories.</param>
    public abstract DnfMessages ReadMessages(string errors, string list);

    /// <summary>What it knows nothing of, as it was asked for it.</summary>
    public abstract IReadOnlyList<string> Unmatched(ProcessResult plan);

    public abstract TransactionSimulation ReadPlan(ProcessResult plan, DnfInstalled installed);

    /// <summary>Which lock another has; null where it ended for another reason.</summary>
    public abstract string? FindLock(int exitCode, string output);

    /// <summary>Whether rpm came so far as to change something.</summary>
    public abstract bool HasBegun(string output);

    /// <summary>Why a package could not be had, by id.</summary>
    public abstract IReadOnlyDictionary<string, string> DownloadFailures(string output, IReadOnlyList<PackageStep> steps);

    /// <summary>What was said while it worked, in the words that <see cref="DnfReport"/> reads.</summary>
    public abstract string Plain(string output);
}
