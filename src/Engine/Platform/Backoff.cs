namespace PatchBaselineAssociation.Platform;

/// <summary>How long to wait before a call is tried again: a random part of a bound that doubles, so that nodes that failed in the same moment do not come back in the same moment.</summary>
/// <param name="Base">The bound before the second attempt.</param>
/// <param name="Cap">No bound is greater.</param>
/// <param name="Attempts">How often a call is made at most, the first time included.</param>
public sealed record Backoff(TimeSpan Base, TimeSpan Cap, int Attempts)
{
    // Eight attempts wait 62 s on average and 123 s at most: a fleet whose associations fire in the same minute spreads over
    // two of them, and no run hangs for longer than a package manager's own lock would make it.
    public static Backoff Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 8);

    /// <param name="attempt">The attempt that is to be made: 1 is the first, and waits for nothing.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan DelayBefore(int attempt, double random)
    {
        if (attempt <= 1)
            return TimeSpan.Zero;
        double bound = Math.Min(Cap.Ticks, Base.Ticks * Math.Pow(2, attempt - 2));
        return TimeSpan.FromTicks((long)(bound * random));
    }
}
