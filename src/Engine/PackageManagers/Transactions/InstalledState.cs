namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>One package as the package manager's database has it.</summary>
/// <param name="Version">The installed version.</param>
/// <param name="IsWhole">False where it is unpacked or half-configured only.</param>
public sealed record InstalledState(string Version, bool IsWhole);
