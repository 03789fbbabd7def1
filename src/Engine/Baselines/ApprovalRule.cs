using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>One approval rule: its filters are AND-ed. At most one of <see cref="ApproveAfterDays"/> and <see cref="ApproveUntilDate"/> is set.</summary>
public sealed record ApprovalRule
{
    public IReadOnlyList<PatchFilter> Filters { get; init => field = value.Indexed(); } = [];

    public ComplianceLevel ComplianceLevel { get; init; }

    /// <summary>Linux only: also what is no security update.</summary>
    public bool EnableNonSecurity { get; init; }

    /// <summary>0 to 360.</summary>
    public int? ApproveAfterDays { get; init; }

    /// <summary>The last day (UTC, at midnight) whose patches are approved.</summary>
    public DateTime? ApproveUntilDate { get; init; }
}
