using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>How long and how often.</summary>
internal sealed record CallLimits
{
    public Backoff Backoff { get; init; } = Backoff.Default;

    /// <summary>For one attempt.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>No attempt begins later than this after the first.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the instance's metadata, which are on the node itself or nowhere.</summary>
    public TimeSpan Metadata { get; init; } = TimeSpan.FromSeconds(3);
}
