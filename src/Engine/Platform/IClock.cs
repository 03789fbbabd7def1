namespace PatchBaselineAssociation.Platform;

/// <summary>The time, as a port: nothing in the engine reads the system clock itself.</summary>
public interface IClock
{
    DateTimeOffset UtcNow { get; }
}
