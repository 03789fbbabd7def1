using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.PackageManagers;

public sealed record InventoryOptions
{
    /// <summary>Fetch fresh metadata; otherwise what is on the node is used.</summary>
    public bool Refresh { get; init; } = true;

    /// <summary>For a mounted image always the module's own.</summary>
    public PackageLists Lists { get; init; } = PackageLists.Own;

    /// <summary>The system was restarted to finish an install: what it still does of that is waited for.</summary>
    public bool IsAfterRestart { get; init; }

    /// <summary>Sources of the baseline that take the place of the system's own repositories; none leaves the system's. Their lists are always the module's own.</summary>
    public IReadOnlyList<PatchSource> Sources { get; init; } = [];

    /// <summary>A folder of the module's own that may be written; package manager caches are kept below it.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>How long to wait for another process that has the package manager's lock.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that fetching metadata may take.</summary>
    public TimeSpan RefreshTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest that a command which only reads may take.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromMinutes(3);
}
