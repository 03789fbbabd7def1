namespace PatchBaselineAssociation.Baselines;

/// <summary>An update that the service itself has judged by a baseline; it does so for Windows alone.</summary>
public sealed record EffectivePatch
{
    /// <summary>For example <c>KB4284819</c>.</summary>
    public required string KnowledgeBaseId { get; init; }

    public string Title { get; init; } = "";

    public string Classification { get; init; } = "";

    public string MsrcSeverity { get; init; } = "";

    public string MsrcNumber { get; init; } = "";

    public string Product { get; init; } = "";

    public DateTimeOffset? ReleaseTime { get; init; }

    /// <summary>By a rule or by the list of approved patches; else it waits for its delay or is rejected.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>By the list of rejected patches.</summary>
    public bool IsRejected { get; init; }

    public ComplianceLevel ComplianceLevel { get; init; }

    public DateTimeOffset? ApprovalTime { get; init; }
}
