using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Nodes;

internal sealed class SampleClock : IClock
{
    public DateTimeOffset UtcNow { get; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();
}
