using System.Text.Json;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>A baseline with one rule for the updates of Windows itself.</summary>
internal sealed record WindowsBaseline
{
    public string[] Classifications { get; init; } = ["*"];

    public string[] Severities { get; init; } = ["*"];

    public int ApproveAfterDays { get; init; }

    public string[] Approved { get; init; } = [];

    public string[] Rejected { get; init; } = [];

    public string RejectedAction { get; init; } = "ALLOW_AS_DEPENDENCY";

    public string AvailableSecurityUpdates { get; init; } = "COMPLIANT";

    public string ToJson() => JsonSerializer.Serialize(new
    {
        BaselineId = "pb-0123456789abcdef0",
        Name = "test",
        OperatingSystem = "WINDOWS",
        GlobalFilters = new { PatchFilters = Array.Empty<object>() },
        ApprovalRules = new
        {
            PatchRules = new[]
            {
                new
                {
                    PatchFilterGroup = new
                    {
                        PatchFilters = new[]
                        {
                            new { Key = "PATCH_SET", Values = new[] { "OS" } },
                            new { Key = "CLASSIFICATION", Values = Classifications },
                            new { Key = "MSRC_SEVERITY", Values = Severities },
                        },
                    },
                    ComplianceLevel = "HIGH",
                    ApproveAfterDays,
                },
            },
        },
        ApprovedPatches = Approved,
        RejectedPatches = Rejected,
        RejectedPatchesAction = RejectedAction,
        AvailableSecurityUpdatesComplianceStatus = AvailableSecurityUpdates,
    });
}
