namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>What became of a fleet.</summary>
public sealed record FleetResult
{
    public required FleetScenario Scenario { get; init; }

    /// <summary>When each report was taken, from the first start on; sorted.</summary>
    public required IReadOnlyList<TimeSpan> Finished { get; init; }

    /// <summary>Runs without a baseline.</summary>
    public required int Lost { get; init; }

    /// <summary>Runs whose report waits for the next.</summary>
    public required int Kept { get; init; }

    /// <summary>Runs of which no request was refused.</summary>
    public required int AtOnce { get; init; }

    /// <summary>Per run, whatever became of it; sorted.</summary>
    public required IReadOnlyList<int> Requests { get; init; }

    /// <summary>Granted and refused by operation.</summary>
    public required IReadOnlyDictionary<string, (int Granted, int Refused)> Calls { get; init; }

    /// <summary>From the start of a run to its end.</summary>
    public required TimeSpan LongestRun { get; init; }

    public long Refused => Calls.Values.Sum(call => (long)call.Refused);

    /// <returns>When this share of the whole fleet was done; null where that never came.</returns>
    public TimeSpan? TimeUntil(double share)
    {
        int count = (int)Math.Ceiling(share * Scenario.Nodes);
        return count > Finished.Count ? null : Finished[count - 1];
    }
}
