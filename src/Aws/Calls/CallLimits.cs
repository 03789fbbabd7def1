using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>How long and how often.</summary>
internal sealed record CallLimits
{
    /// <summary>For what a run cannot do without, all its calls together.</summary>
    public Backoff Baseline { get; init; } = Backoff.Default;

    /// <summary>For the report, all its calls together.</summary>
    public Backoff Report { get; init; } = Backoff.Default;

    /// <summary>For one attempt.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For the instance's metadata, which are on the node itself or nowhere.</summary>
    public TimeSpan Metadata { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Nobody waits for a run of the agent, and a whole fleet may start with it.</summary>
    public static CallLimits Of(AgentContext agent) =>
        agent.IsPresent ? new CallLimits { Baseline = Backoff.OfAgentRuns, Report = Backoff.OfAgentReports } : new CallLimits();
}
