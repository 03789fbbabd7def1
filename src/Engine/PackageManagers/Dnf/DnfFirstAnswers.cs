using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What every scan asks of rpm and dnf, as much of it as can be at the same time.</summary>
internal sealed record DnfFirstAnswers
{
    private const string UpgradesName = "upgrades";
    private const string RepositoriesName = "repositories";

    /// <summary>For what is asked later.</summary>
    public required DnfAnswers Answers { get; init; }

    public required IReadOnlyList<RpmPackage> Installed { get; init; }

    /// <summary>dnf's list of repositories.</summary>
    public required string Repositories { get; init; }

    public required ProcessResult Upgrades { get; init; }

    /// <summary>Asks. Where rpm's database is broken, rpm's own words are the first to be told.</summary>
    /// <param name="system">Who is asked.</param>
    /// <param name="options">How.</param>
    /// <param name="notices">Are read meanwhile where nothing changes them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DnfFirstAnswers> GetAsync(DnfSystem system, InventoryOptions options, DnfNotices notices, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Questions questions = new(system, options, ending.Token);
        List<Task> started = [];
        try
        {
            Task<string> installed = Started(system.Calls.Rpm.QueryDatabaseAsync(options.QueryTimeout, ending.Token));

            // What is there of an image decides how dnf is to be called; mostly as if nothing were known.
            Task<string>? earlyRepositories = options.Refresh || system.Cache.HasAnswer(RepositoriesName) ? null : Started(questions.RepositoriesAsync());
            Task<ProcessResult>? earlyUpgrades = options.Refresh || system.Cache.HasAnswerToPackages(UpgradesName) ? null : Started(questions.UpgradesAsync());
            if (!system.IsRunning && system.FindForeignArchitecture(RpmQuery.Parse(await installed.ConfigureAwait(false))) is not null)
                (earlyRepositories, earlyUpgrades) = (null, null);

            DnfAnswers answers = options.Refresh ? DnfAnswers.None : system.Cache.Answers(await installed.ConfigureAwait(false)) ?? DnfAnswers.None;
            Task<string> repositories = Started(answers.GetRepositoriesAsync(RepositoriesName, () => earlyRepositories ?? questions.RepositoriesAsync()));
            Task<ProcessResult> upgrades = Started(answers.GetResultAsync(UpgradesName, [], () => earlyUpgrades ?? questions.UpgradesAsync()));
            if (!options.Refresh)
                notices.Begin(installed, repositories, system.Dialect);
            await Task.WhenAll(installed, repositories, upgrades).ConfigureAwait(false);
            return new DnfFirstAnswers
            {
                Answers = answers,
                Installed = RpmQuery.Parse(await installed.ConfigureAwait(false)),
                Repositories = await repositories.ConfigureAwait(false),
                Upgrades = await upgrades.ConfigureAwait(false),
            };
        }
        finally
        {
            // Nothing is left running that nobody waits for.
            ending.Cancel();
            await Task.WhenAny(Task.WhenAll(started)).ConfigureAwait(false);
        }

        Task<T> Started<T>(Task<T> task)
        {
            started.Add(task);
            return task;
        }
    }

    private sealed class Questions(DnfSystem system, InventoryOptions options, CancellationToken cancellationToken)
    {
        public Task<string> RepositoriesAsync() => system.Calls.ListRepositoriesAsync(options.QueryTimeout, cancellationToken);

        public Task<ProcessResult> UpgradesAsync() => system.Calls.QueryUpgradesAsync(
            options.Refresh, ignoresExcludes: false, options.Refresh ? options.RefreshTimeout : options.QueryTimeout, cancellationToken);
    }
}
