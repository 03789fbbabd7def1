using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

internal sealed class SettableClock : IClock
{
    public DateTimeOffset UtcNow { get; set; } = new(2026, 11, 25, 2, 15, 0, 123, TimeSpan.Zero);

    /// <summary>Nobody waits: the time is moved.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        UtcNow += delay;
        return Task.CompletedTask;
    }
}
