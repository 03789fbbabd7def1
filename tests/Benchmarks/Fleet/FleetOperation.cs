namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>An operation, and how many requests of it one account has in one region.</summary>
/// <param name="Name">As AWS calls it.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="Burst">Requests at once after a time without any.</param>
public sealed record FleetOperation(string Name, double Rate, double Burst);
