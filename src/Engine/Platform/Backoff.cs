namespace PatchBaselineAssociation.Platform;

/// <summary>How long to wait before a call is tried again: a random part of a bound that doubles, so that nodes that failed in the same moment do not come back in the same moment.</summary>
/// <remarks>The figures come from a simulation of a fleet: docs/performance.md.</remarks>
/// <param name="Base">The bound before the second attempt.</param>
/// <param name="Cap">No bound is greater.</param>
/// <param name="Attempts">How often a call is made at most, the first time included.</param>
/// <param name="Total">No attempt begins later than this after the first.</param>
public sealed record Backoff(TimeSpan Base, TimeSpan Cap, int Attempts, TimeSpan Total)
{
    /// <summary>Where somebody may be waiting: after two minutes at most they hear of it.</summary>
    public static Backoff Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 8, TimeSpan.FromMinutes(3));

    /// <summary>Where the agent started the run, for what it cannot do without.</summary>
    // A service that takes 100 requests a second from an account is asked by 100 000 nodes for 17 minutes, whatever they do.
    // Two minutes of patience lose five runs of six, half an hour none. A cap of five minutes instead of one saves every third
    // request and ends a few minutes later; with one of ten the last come much later. Attempts are bounded by time alone:
    // a count ends sooner for those that drew short waits.
    public static Backoff OfAgentRuns { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), int.MaxValue, TimeSpan.FromMinutes(30));

    /// <summary>Where the agent started the run, for its report: what is not taken is kept and sent by the next run.</summary>
    // With the half hour above, more than an hour is left of the two that the agent gives a run.
    public static Backoff OfAgentReports { get; } = OfAgentRuns with { Total = TimeSpan.FromMinutes(15) };

    /// <summary>At least half the bound: who comes back at once is only refused again, and where refusals count against the limit, too, keeps everybody out.</summary>
    /// <param name="attempt">The attempt that is to be made: 1 is the first, and waits for nothing.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan DelayBefore(int attempt, double random)
    {
        if (attempt <= 1)
            return TimeSpan.Zero;
        double bound = Math.Min(Cap.Ticks, Base.Ticks * Math.Pow(2, attempt - 2));
        return TimeSpan.FromTicks((long)(bound * (1 + random) / 2));
    }

    /// <param name="attempts">How many failed.</param>
    /// <param name="elapsed">Since the first of them began.</param>
    /// <param name="random">From 0 to 1.</param>
    /// <returns>What to wait before the next; null where there is none.</returns>
    public TimeSpan? DelayAfter(int attempts, TimeSpan elapsed, double random)
    {
        if (attempts >= Attempts)
            return null;
        TimeSpan pause = DelayBefore(attempts + 1, random);
        return elapsed + pause > Total ? null : pause;
    }
}
