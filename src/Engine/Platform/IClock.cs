namespace PatchBaselineAssociation.Platform;

/// <summary>The time, as a port: nothing in the engine reads the system clock, or waits, by itself.</summary>
public interface IClock
{
    DateTimeOffset UtcNow { get; }

    Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);
}
