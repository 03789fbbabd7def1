using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>Where a transaction works and what it may take.</summary>
public sealed record TransactionOptions
{
    /// <inheritdoc cref="InventoryOptions.CacheFolder"/>
    public required string CacheFolder { get; init; }

    /// <inheritdoc cref="InventoryOptions.Lists"/>
    public PackageLists Lists { get; init; } = PackageLists.Own;

    /// <inheritdoc cref="InventoryOptions.Sources"/>
    public IReadOnlyList<PatchSource> Sources { get; init; } = [];

    /// <summary>How long to wait for another process that has the package manager's locks.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that a command which only reads may take.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The longest that fetching packages may take.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest that the package manager may take to put packages on.</summary>
    public TimeSpan InstallTimeout { get; init; } = TimeSpan.FromMinutes(110);

    /// <summary>Where the package manager's own output is kept; null where nothing will be installed.</summary>
    public string? LogFile { get; init; }
}
