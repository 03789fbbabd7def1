using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>What is simulated. None of the rates is published: each is an assumption.</summary>
internal static class FleetTables
{
    // Assumed by many, published nowhere that could be found.
    private const double TaggingRate = 15;

    private static readonly (string Name, FleetBackoff Backoff)[] s_backoffs =
    [
        ("1 s to 60 s, 8 attempts, all of the bound", new(Of(1, 60, 8, 5), FleetJitter.None)),
        ("1 s to 60 s, 8 attempts, any part", new(Of(1, 60, 8, 5), FleetJitter.Full)),
        ("1 s to 60 s, 8 attempts, decorrelated", new(Of(1, 60, 8, 5), FleetJitter.Decorrelated)),
        ("1 s to 60 s, 8 attempts, at least half: `Default`", new(Backoff.Default)),
        ("2 s to 2 min, 10 attempts, any part", new(Of(2, 120, 10, 15), FleetJitter.Full)),
        ("5 s to 60 s, for 30 min, at least half", new(Of(5, 60, int.MaxValue, 30))),
        ("5 s to 5 min, for 30 min, all of the bound", new(Of(5, 300, int.MaxValue, 30), FleetJitter.None)),
        ("5 s to 5 min, for 30 min, any part", new(Of(5, 300, int.MaxValue, 30), FleetJitter.Full)),
        ("5 s to 5 min, for 30 min, decorrelated", new(Of(5, 300, int.MaxValue, 30), FleetJitter.Decorrelated)),
        ("5 s to 5 min, for 30 min, at least half: `OfAgentRuns`", new(Backoff.OfAgentRuns)),
        ("5 s to 10 min, for 30 min, at least half", new(Of(5, 600, int.MaxValue, 30))),
        ("5 s to 5 min, for 60 min, at least half", new(Of(5, 300, int.MaxValue, 60))),
    ];

    public static IEnumerable<FleetTable> All(int nodes)
    {
        foreach (double rate in new[] { 20.0, 100, 1000 })
            yield return Backoffs($"{rate} requests a second", FleetScenario.WithoutTags(rate) with { Nodes = nodes });
        yield return Backoffs("100 requests a second, refused ones count, too", FleetScenario.WithoutTags(100) with { Nodes = nodes, RefusalsCost = true });

        yield return new FleetTable("Rates", [.. new[] { 5.0, 20, 50, 100, 200, 1000 }.Select(rate => ($"{rate} a second", FleetScenario.WithoutTags(rate) with { Nodes = nodes }))]);
        yield return new FleetTable("20 requests a second: fleets", [.. new[] { 1000, 10_000, 30_000, 40_000 }.Select(count => ($"{count} nodes", FleetScenario.WithoutTags(20) with { Nodes = count }))]);
        yield return new FleetTable(
            "100 requests a second: starts within",
            [.. new[] { 1.0, 60, 600, 1200 }.Select(seconds => ($"{seconds} s", FleetScenario.WithoutTags(100) with { Nodes = nodes, StartsWithin = TimeSpan.FromSeconds(seconds) }))]);
        yield return new FleetTable(
            "20 requests a second: starts within",
            [.. new[] { 60.0, 3600, 6000 }.Select(seconds => ($"{seconds} s", FleetScenario.WithoutTags(20) with { Nodes = nodes, StartsWithin = TimeSpan.FromSeconds(seconds) }))]);
        yield return new FleetTable(
            "100 requests a second: a random wait before the first call",
            [.. new[] { 0.0, 600, 1200 }.Select(seconds => ($"{seconds} s", FleetScenario.WithoutTags(100) with { Nodes = nodes, Splay = TimeSpan.FromSeconds(seconds) }))]);
        yield return new FleetTable(
            $"With tags, {TaggingRate} GetResources a second, 100 of the others",
            [.. new[] { 1000, 10_000, 25_000, nodes }.Select(count => ($"{count} nodes", FleetScenario.WithTags(100, TaggingRate) with { Nodes = count }))]);
        yield return new FleetTable(
            "100 requests a second, but of PutComplianceItems 10: patience for the report",
            [.. new[] { 3.0, 15, 30 }.Select(minutes => ($"{minutes} min", SlowReports(minutes) with { Nodes = nodes }))]);
    }

    private static FleetTable Backoffs(string title, FleetScenario scenario) =>
        new(title, [.. s_backoffs.Select(row => (row.Name, scenario with { BaselineBackoff = row.Backoff, ReportBackoff = row.Backoff }))]);

    private static FleetScenario SlowReports(double minutes) => FleetScenario.WithoutTags(100) with
    {
        ReportCalls = [new FleetOperation("DescribeAssociation", 100, 100), new FleetOperation("PutComplianceItems", 10, 10)],
        ReportBackoff = new FleetBackoff(Backoff.OfAgentReports with { Total = TimeSpan.FromMinutes(minutes) }),
    };

    private static Backoff Of(double baseSeconds, double capSeconds, int attempts, double minutes) =>
        new(TimeSpan.FromSeconds(baseSeconds), TimeSpan.FromSeconds(capSeconds), attempts, TimeSpan.FromMinutes(minutes));
}
