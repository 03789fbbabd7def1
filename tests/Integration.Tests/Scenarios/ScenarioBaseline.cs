using System.Text;
using System.Text.Json;
using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.IntegrationTests.Scenarios;

/// <summary>A baseline whose one rule takes everything, for any operating system.</summary>
/// <param name="Name">What the table calls it.</param>
internal sealed record ScenarioBaseline(string Name)
{
    /// <summary>The setting exists for Linux alone.</summary>
    private const string MacOS = "MACOS";

    public bool EnableNonSecurity { get; init; }

    public string[] Approved { get; init; } = [];

    public string[] Rejected { get; init; } = [];

    public string RejectedAction { get; init; } = "ALLOW_AS_DEPENDENCY";

    /// <param name="system">Its name at AWS.</param>
    /// <param name="keys">The keys that its filters have.</param>
    public PatchBaseline For(string system, params string[] keys) => BaselineReader.Read(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            BaselineId = "pb-0123456789abcdef0",
            Name = "test",
            OperatingSystem = system,
            GlobalFilters = new { PatchFilters = Array.Empty<object>() },
            ApprovalRules = new
            {
                PatchRules = new[]
                {
                    new
                    {
                        PatchFilterGroup = new { PatchFilters = keys.Select(key => new { Key = key, Values = new[] { "*" } }) },
                        ComplianceLevel = "HIGH",
                        ApproveAfterDays = 0,
                        EnableNonSecurity = EnableNonSecurity && system != MacOS,
                    },
                },
            },
            ApprovedPatches = Approved,
            ApprovedPatchesEnableNonSecurity = system != MacOS,
            RejectedPatches = Rejected,
            RejectedPatchesAction = RejectedAction,
        })),
        "test")[0];
}
