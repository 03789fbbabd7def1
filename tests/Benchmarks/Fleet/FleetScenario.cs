using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>A fleet whose association fires once, and what it is up against.</summary>
public sealed record FleetScenario
{
    public int Nodes { get; init; } = 100_000;

    public int Seed { get; init; } = 1;

    /// <summary>From the first start to the last, evenly.</summary>
    public TimeSpan StartsWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What a run waits at random at most before its first call.</summary>
    public TimeSpan Splay { get; init; }

    public TimeSpan LeastLatency { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan MostLatency { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The scan between the baseline and the report.</summary>
    public TimeSpan LeastWork { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan MostWork { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without one of them the run fails.</summary>
    public required IReadOnlyList<FleetOperation> BaselineCalls { get; init; }

    /// <summary>Without one of them the report is kept for the next run.</summary>
    public required IReadOnlyList<FleetOperation> ReportCalls { get; init; }

    public FleetBackoff BaselineBackoff { get; init; } = new(Backoff.OfAgentRuns);

    public FleetBackoff ReportBackoff { get; init; } = new(Backoff.OfAgentReports);

    /// <summary>Whether the service counts requests that it refuses, too.</summary>
    public bool RefusalsCost { get; init; }

    /// <summary>Sooner the whole fleet cannot be done, whatever it does.</summary>
    public TimeSpan Floor => TimeSpan.FromSeconds(BaselineCalls.Concat(ReportCalls).Max(operation => Math.Max(0, (Nodes - operation.Burst) / operation.Rate)));

    /// <param name="rate">Of each operation, a second; also the burst.</param>
    public static FleetScenario WithoutTags(double rate) => new()
    {
        BaselineCalls = [Operation("GetDeployablePatchSnapshotForInstance", rate)],
        ReportCalls = Report(rate),
    };

    /// <param name="rate">Of each operation of Systems Manager.</param>
    /// <param name="tagging">Of the tagging API.</param>
    public static FleetScenario WithTags(double rate, double tagging) => new()
    {
        BaselineCalls = [Operation("GetResources", tagging), Operation("DescribePatchBaselines", rate), Operation("GetPatchBaseline", rate)],
        ReportCalls = Report(rate),
    };

    private static FleetOperation[] Report(double rate) => [Operation("DescribeAssociation", rate), Operation("PutComplianceItems", rate)];

    private static FleetOperation Operation(string name, double rate) => new(name, rate, Math.Max(1, rate));
}
