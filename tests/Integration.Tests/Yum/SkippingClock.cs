using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>The real time, and waiting that takes none.</summary>
internal sealed class SkippingClock : IClock
{
    public int Waits { get; private set; }

    public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow;

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        Waits++;
        return Task.CompletedTask;
    }
}
