namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>A clock that goes before or after that of the machine.</summary>
public sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
