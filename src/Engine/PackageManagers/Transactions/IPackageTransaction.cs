namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>The changing half of a package manager, on one node. What only asks changes nothing. Its end takes away what it needed for a time.</summary>
public interface IPackageTransaction : IDisposable
{
    /// <summary>What an administrator types to see which dependencies are broken, and to mend them.</summary>
    string MendingCommand { get; }

    /// <summary>Waits for others who use the package manager, and looks for what an interrupted transaction left.</summary>
    /// <returns>The packages that are not whole, of which there may be none; null where nothing was interrupted.</returns>
    /// <exception cref="Platform.PatchException">PackageManagerBusy: another process has the lock.</exception>
    Task<IReadOnlyList<string>?> FindUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Finishes what an interrupted transaction left. Cannot be cancelled.</summary>
    /// <param name="unfinished">What <see cref="FindUnfinishedAsync"/> found.</param>
    /// <exception cref="Platform.PatchException">PackageManagerBusy: another process has the lock.</exception>
    Task<RepairReport> RepairAsync(IReadOnlyList<string> unfinished);

    /// <summary>Waits until nobody else uses the package manager.</summary>
    /// <exception cref="Platform.PatchException">PackageManagerBusy: another process has the lock, and keeps it.</exception>
    Task WaitForOthersAsync(CancellationToken cancellationToken);

    /// <summary>Takes the last simulation: what the solver was led to holds from now on. What is not taken is forgotten with the next question.</summary>
    void Accept();

    /// <summary>Sets what the solver is to do wherever it has a choice, whatever it is asked for later.</summary>
    /// <param name="preferred">Versions to take.</param>
    /// <param name="avoided">Versions not to take.</param>
    void Prefer(IReadOnlyList<PackageVersion> preferred, IReadOnlyList<PackageVersion> avoided);

    /// <summary>Asks the manager's solver what putting these versions on would do.</summary>
    Task<TransactionSimulation> SimulateAsync(IReadOnlyList<PackageVersion> targets, CancellationToken cancellationToken);

    /// <summary>What a transaction would take.</summary>
    Task<TransactionCost> EstimateAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken);

    /// <summary>Fetches all packages of a transaction and checks them.</summary>
    /// <returns>Why a package could not be had, by its id; empty when all are there.</returns>
    /// <exception cref="Platform.PatchException">None can be had: no room, no lock.</exception>
    Task<IReadOnlyDictionary<string, string>> DownloadAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken);

    /// <summary>Puts the versions on, in one transaction. Cannot be cancelled.</summary>
    /// <exception cref="Platform.PatchException">It could not start.</exception>
    Task<TransactionReport> InstallAsync(IReadOnlyList<PackageVersion> targets, IReadOnlyList<PackageStep> steps);

    /// <summary>What the manager's database says is installed, by id.</summary>
    Task<IReadOnlyDictionary<string, InstalledState>> ReadInstalledAsync(CancellationToken cancellationToken);

    /// <summary>Names, by id, of the packages that came as dependencies.</summary>
    Task<IReadOnlyList<string>> ReadAutomaticAsync(IReadOnlyList<PackageStep> steps, CancellationToken cancellationToken);

    /// <summary>What the manager's own tool says of a restart of the running system, each a sentence; empty where there is no such tool, or nothing to say.</summary>
    Task<IReadOnlyList<string>> ReadRestartReasonsAsync(CancellationToken cancellationToken);

    /// <summary>Marks packages as dependencies again: naming a package in a transaction makes it one that somebody asked for.</summary>
    Task MarkAutomaticAsync(IReadOnlyList<string> names);
}
