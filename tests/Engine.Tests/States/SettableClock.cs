using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

internal sealed class SettableClock : IClock
{
    public DateTimeOffset UtcNow { get; set; } = new(2026, 11, 25, 2, 15, 0, 123, TimeSpan.Zero);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        UtcNow += delay;
        return Task.CompletedTask;
    }
}
