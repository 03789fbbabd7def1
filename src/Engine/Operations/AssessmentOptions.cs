using PatchBaselineAssociation.PackageManagers;

namespace PatchBaselineAssociation.Operations;

/// <summary>How packages are read for one operation.</summary>
internal sealed record AssessmentOptions
{
    public required string CacheFolder { get; init; }

    /// <summary>The moment by which approval is judged where the request names none.</summary>
    public required DateTimeOffset Time { get; init; }

    public required bool Refresh { get; init; }

    /// <inheritdoc cref="InventoryOptions.IsAfterRestart"/>
    public bool IsAfterRestart { get; init; }

    public PackageLists Lists { get; init; } = PackageLists.Own;

    /// <summary>Whether repositories that cannot be used are warned of, or refused.</summary>
    public bool ReportsRepositories { get; init; } = true;
}
