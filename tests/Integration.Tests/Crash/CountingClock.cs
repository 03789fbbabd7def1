using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>The real time, and how often somebody waited by it.</summary>
internal sealed class CountingClock : IClock, IDisposable
{
    private readonly SemaphoreSlim _waits = new(0);

    public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow;

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        _waits.Release();
        return SystemClock.Instance.DelayAsync(delay, cancellationToken);
    }

    public void Dispose() => _waits.Dispose();

    /// <summary>Ends when somebody has waited so often since now.</summary>
    public async Task WaitedAgainAsync(int times, CancellationToken cancellationToken)
    {
        while (await _waits.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
        }

        for (int i = 0; i < times; i++)
            await _waits.WaitAsync(cancellationToken);
    }
}
