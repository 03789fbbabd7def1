using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>The engine's back-off, or one that it might have instead.</summary>
/// <param name="Backoff">Its figures.</param>
/// <param name="Jitter">What chance does with them.</param>
public sealed record FleetBackoff(Backoff Backoff, FleetJitter Jitter = FleetJitter.Engine)
{
    /// <param name="attempts">How many failed.</param>
    /// <param name="elapsed">Since the first of them began.</param>
    /// <param name="last">What was waited before the one that failed last.</param>
    /// <param name="random">From 0 to 1.</param>
    /// <returns>Null where the run gives up.</returns>
    public TimeSpan? DelayAfter(int attempts, TimeSpan elapsed, TimeSpan last, double random)
    {
        if (Jitter == FleetJitter.Engine)
            return Backoff.DelayAfter(attempts, elapsed, random);
        TimeSpan bound = Backoff.DelayBefore(attempts + 1, 1);
        TimeSpan pause = Jitter switch
        {
            FleetJitter.Full => bound * random,
            FleetJitter.None => bound,
            _ => Decorrelated(last, random),
        };
        return attempts >= Backoff.Attempts || elapsed + pause > Backoff.Total ? null : pause;
    }

    private TimeSpan Decorrelated(TimeSpan last, double random)
    {
        TimeSpan most = TimeSpan.FromTicks(Math.Max(Backoff.Base.Ticks, last.Ticks * 3));
        TimeSpan pause = Backoff.Base + ((most - Backoff.Base) * random);
        return pause < Backoff.Cap ? pause : Backoff.Cap;
    }
}
