namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>A limit of requests: full at first, a request takes a token where there is one.</summary>
/// <param name="operation">What is limited.</param>
/// <param name="refusalsCost">Whether a request that is refused empties what there is: the service counts it, too.</param>
public sealed class TokenBucket(FleetOperation operation, bool refusalsCost)
{
    private double _tokens = operation.Burst;
    private TimeSpan _filledAt;

    public int Granted { get; private set; }

    public int Refused { get; private set; }

    /// <param name="now">Not before that of the last call.</param>
    public bool TryTake(TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, _filledAt);
        _tokens = Math.Min(operation.Burst, _tokens + (operation.Rate * (now - _filledAt).TotalSeconds));
        _filledAt = now;
        if (_tokens >= 1)
        {
            _tokens--;
            Granted++;
            return true;
        }

        Refused++;
        if (refusalsCost)
            _tokens = 0;
        return false;
    }
}
