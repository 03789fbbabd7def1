using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>A back-off whose time is shared by several calls: three that are refused must not take three times as long.</summary>
internal sealed class CallPatience(Backoff backoff)
{
    private TimeSpan _spent;

    /// <param name="failure">What the last attempt came to.</param>
    /// <param name="attempts">How many of this call failed.</param>
    /// <param name="elapsed">Since the first of them began.</param>
    /// <param name="random">From 0 to 1.</param>
    /// <returns>What to wait before the next attempt; null where there is none.</returns>
    public TimeSpan? DelayAfter(CallFailure failure, int attempts, TimeSpan elapsed, double random) =>
        attempts >= failure.AttemptsOf(backoff.Attempts) ? null : backoff.DelayAfter(attempts, _spent + elapsed, random);

    public void Spend(TimeSpan time) => _spent += time;
}
