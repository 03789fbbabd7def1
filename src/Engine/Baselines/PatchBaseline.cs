using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>What a node must have: global filters, approval rules, and lists of approved and rejected patches.</summary>
public sealed record PatchBaseline
{
    public string BaselineId { get; init; } = "";

    public string Name { get; init => field = PrintableText.Of(value); } = "";

    public string Description { get; init => field = PrintableText.Of(value); } = "";

    public required PatchOperatingSystem OperatingSystem { get; init; }

    /// <summary>AND-ed; nothing that they leave out is approved by a rule.</summary>
    public IReadOnlyList<PatchFilter> GlobalFilters { get; init => field = value.Indexed(); } = [];

    public IReadOnlyList<ApprovalRule> ApprovalRules { get; init => field = value.Indexed(); } = [];

    public IReadOnlyList<string> ApprovedPatches { get; init => field = value.Indexed(); } = [];

    public ComplianceLevel ApprovedPatchesComplianceLevel { get; init; }

    public bool ApprovedPatchesEnableNonSecurity { get; init; }

    public IReadOnlyList<string> RejectedPatches { get; init => field = value.Indexed(); } = [];

    public RejectedPatchesAction RejectedPatchesAction { get; init; }

    /// <summary>Windows only: whether a security update that is available and not approved counts against compliance; null where the baseline does not say.</summary>
    public bool? AvailableSecurityUpdatesCompliant { get; init; }

    public IReadOnlyList<PatchSource> Sources { get; init => field = value.Indexed(); } = [];

    public IReadOnlyList<string> PatchGroups { get; init => field = value.Indexed(); } = [];

    /// <summary>Windows: what the service has judged by this baseline; empty where the baseline was not read from the service.</summary>
    public IReadOnlyList<EffectivePatch> EffectivePatches { get; init => field = value.Indexed(); } = [];

    public DateTimeOffset? CreatedDate { get; init; }

    public DateTimeOffset? ModifiedDate { get; init; }

    /// <summary>Null until a resolver has chosen this baseline, unless it was read from a snapshot, which tells itself.</summary>
    public BaselineOrigin? Origin { get; init; }
}
