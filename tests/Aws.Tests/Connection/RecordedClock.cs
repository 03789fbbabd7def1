using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

/// <summary>A clock on which waiting takes no time, but time passes.</summary>
internal sealed class RecordedClock : IClock
{
    private TimeSpan _waited;

    public List<TimeSpan> Delays { get; } = [];

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow + _waited;

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Delays.Add(delay);
        _waited += delay;
        return Task.CompletedTask;
    }
}
