using PatchBaselineAssociation.Benchmarks.Fleet;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Fleet;

/// <summary>Whether the figures of docs/performance.md can be believed.</summary>
public sealed class FleetSimulationTests
{
    private const int Nodes = 2000;

    private static readonly FleetBackoff s_once = new(Backoff.Default with { Attempts = 1 });

    /// <summary>Fleets that are done, that lose runs, that keep reports, and that do all of it.</summary>
    public static TheoryData<string, FleetScenario> Scenarios => new()
    {
        { "patient", FleetScenario.WithoutTags(10) with { Nodes = Nodes } },
        { "impatient", FleetScenario.WithoutTags(10) with { Nodes = Nodes, Seed = 2, BaselineBackoff = new(Backoff.Default) } },
        { "tags", FleetScenario.WithTags(10, 5) with { Nodes = Nodes, StartsWithin = TimeSpan.Zero, BaselineBackoff = new(Backoff.Default) } },
        { "keeping", FleetScenario.WithoutTags(50) with { Nodes = Nodes, ReportCalls = [new("DescribeAssociation", 10, 1), new("PutComplianceItems", 1, 1)] } },
        { "hopeless", FleetScenario.WithoutTags(1) with { Nodes = Nodes, BaselineBackoff = s_once, ReportBackoff = s_once } },
        { "punished", FleetScenario.WithoutTags(20) with { Nodes = Nodes, RefusalsCost = true, Splay = TimeSpan.FromSeconds(30) } },
        { "unjittered", FleetScenario.WithoutTags(10) with { Nodes = Nodes, BaselineBackoff = new(Backoff.Default, FleetJitter.None) } },
        { "decorrelated", FleetScenario.WithoutTags(10) with { Nodes = Nodes, BaselineBackoff = new(Backoff.Default, FleetJitter.Decorrelated) } },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_run_has_one_end_and_every_request_one_answer(string name, FleetScenario scenario)
    {
        FleetResult result = FleetSimulation.Of(scenario);
        (int Granted, int Refused)[] calls = [.. scenario.BaselineCalls.Concat(scenario.ReportCalls).Select(operation => result.Calls[operation.Name])];
        Assert.Equal((name, Nodes), (name, result.Finished.Count + result.Lost + result.Kept));
        Assert.Equal(Nodes, result.Requests.Count);
        Assert.Equal(result.Requests.Sum(), calls.Sum(call => call.Granted + call.Refused));
        Assert.Equal(Nodes - result.Lost, calls[scenario.BaselineCalls.Count - 1].Granted);
        Assert.Equal(result.Finished.Count, calls[^1].Granted);
        Assert.True(calls.Zip(calls.Skip(1)).All(pair => pair.First.Granted >= pair.Second.Granted), "A call was made without the one before.");
        Assert.InRange(result.AtOnce, 0, result.Finished.Count);
    }

    [Fact]
    public void The_scenarios_have_every_end()
    {
        FleetResult[] results = [.. Scenarios.Select(row => FleetSimulation.Of(row.Data.Item2))];
        Assert.Contains(results, result => result.Finished.Count == Nodes && result.Refused > 0);
        Assert.Contains(results, result => result is { Lost: > 0, Kept: 0, Finished.Count: > 0 });
        Assert.Contains(results, result => result is { Lost: 0, Kept: > 0, Finished.Count: > 0 });
        Assert.Contains(results, result => result is { Lost: > 0, Kept: > 0 });
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void No_operation_is_done_faster_than_it_may_be(string name, FleetScenario scenario)
    {
        FleetResult result = FleetSimulation.Of(scenario);
        FleetOperation slowest = scenario.BaselineCalls.Concat(scenario.ReportCalls).MinBy(operation => operation.Rate)!;
        Assert.NotEmpty(name);
        Assert.All(result.Finished, (time, index) => Assert.True(time.TotalSeconds >= (index + 1 - slowest.Burst) / slowest.Rate, $"{index + 1} after {time}"));
        if (result.Finished.Count == Nodes)
            Assert.True(result.Finished[^1] >= scenario.Floor, $"{result.Finished[^1]} < {scenario.Floor}");
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void No_run_waits_longer_than_its_patience(string name, FleetScenario scenario)
    {
        TimeSpan calls = scenario.MostLatency * (scenario.BaselineCalls.Count + scenario.ReportCalls.Count);
        TimeSpan most = scenario.Splay + scenario.BaselineBackoff.Backoff.Total + scenario.MostWork + scenario.ReportBackoff.Backoff.Total + calls;
        Assert.NotEmpty(name);
        Assert.InRange(FleetSimulation.Of(scenario).LongestRun, scenario.LeastLatency, most);
    }

    [Fact]
    public void Nobody_is_refused_where_there_is_no_limit()
    {
        FleetScenario scenario = FleetScenario.WithTags(1e9, 1e9) with { Nodes = Nodes };
        FleetResult result = FleetSimulation.Of(scenario);
        Assert.Equal((Nodes, 0, 0, Nodes, 0L), (result.Finished.Count, result.Lost, result.Kept, result.AtOnce, result.Refused));
        Assert.All(result.Requests, count => Assert.Equal(5, count));
        Assert.Equal(TimeSpan.Zero, scenario.Floor);
        Assert.InRange(result.LongestRun, scenario.LeastWork + (5 * scenario.LeastLatency), scenario.MostWork + (5 * scenario.MostLatency));
    }

    [Fact]
    public void Who_asks_once_gets_what_flows_in_and_no_more()
    {
        FleetResult result = FleetSimulation.Of(FleetScenario.WithoutTags(10) with { Nodes = Nodes, StartsWithin = TimeSpan.FromMinutes(1), BaselineBackoff = s_once });

        // The burst of 10, and 10 a second for a minute in which there is always somebody who asks.
        Assert.InRange(Nodes - result.Lost, 605, 610);
        Assert.Equal(result.Lost, result.Calls["GetDeployablePatchSnapshotForInstance"].Refused);
    }

    [Fact]
    public void The_same_scenario_gives_the_same_result_and_another_seed_another()
    {
        FleetScenario scenario = FleetScenario.WithoutTags(10) with { Nodes = Nodes };
        IReadOnlyList<TimeSpan> finished = FleetSimulation.Of(scenario).Finished;
        Assert.Equal(finished, FleetSimulation.Of(scenario).Finished);
        Assert.NotEqual(finished, FleetSimulation.Of(scenario with { Seed = 2 }).Finished);
    }

    [Fact]
    public void The_share_that_is_done_is_one_of_the_whole_fleet()
    {
        FleetResult result = FleetSimulation.Of(FleetScenario.WithoutTags(10) with { Nodes = Nodes, BaselineBackoff = new(Backoff.Default) });
        double share = (double)result.Finished.Count / Nodes;
        Assert.InRange(share, 0.1, 0.99);
        Assert.Equal(result.Finished[0], result.TimeUntil(1.0 / Nodes));
        Assert.Equal(result.Finished[^1], result.TimeUntil(share));
        Assert.Null(result.TimeUntil(1));
    }

    // What the back-off was chosen for, on a tenth of the fleet at a tenth of the rate.
    [Fact]
    public void The_patience_of_a_run_of_the_agent_saves_a_fleet_that_the_default_loses()
    {
        FleetScenario scenario = FleetScenario.WithoutTags(10) with { Nodes = 10_000 };
        FleetResult patient = FleetSimulation.Of(scenario);
        FleetResult impatient = FleetSimulation.Of(scenario with { BaselineBackoff = new(Backoff.Default), ReportBackoff = new(Backoff.Default) });
        FleetResult together = FleetSimulation.Of(scenario with { BaselineBackoff = new(Backoff.OfAgentRuns, FleetJitter.None) });
        Assert.Equal(10_000, patient.Finished.Count);
        Assert.InRange(patient.Finished[^1], scenario.Floor, scenario.Floor * 1.5);
        Assert.InRange(impatient.Lost, 8000, 8600);
        Assert.InRange(together.Lost, 2500, 10_000);
    }
}
