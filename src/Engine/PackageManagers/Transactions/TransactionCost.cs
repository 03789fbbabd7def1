namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What a transaction takes.</summary>
public sealed record TransactionCost
{
    /// <summary>Bytes still to be fetched, for each package by id.</summary>
    public required IReadOnlyDictionary<string, long> DownloadBytes { get; init; }

    /// <summary>Bytes that the packages take more on the disk afterwards; negative where they take less. Null where a package does not say.</summary>
    public required long? DiskBytes { get; init; }

    /// <summary>Units of the service manager that the upgraded packages bring.</summary>
    public required IReadOnlyList<string> Services { get; init; }
}
