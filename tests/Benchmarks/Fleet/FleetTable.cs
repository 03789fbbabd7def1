namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>Scenarios that differ in one thing.</summary>
/// <param name="Title">What is the same for all.</param>
/// <param name="Rows">What differs, and the scenario.</param>
internal sealed record FleetTable(string Title, IReadOnlyList<(string Name, FleetScenario Scenario)> Rows);
