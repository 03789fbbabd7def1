namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What had to be finished of an interrupted transaction before a new one.</summary>
/// <param name="Packages">The packages that were not whole, with their versions.</param>
/// <param name="Report">What the manager said.</param>
/// <param name="Unfinished">Those that still are not whole.</param>
public sealed record RepairReport(IReadOnlyList<string> Packages, TransactionReport Report, IReadOnlyList<string> Unfinished);
