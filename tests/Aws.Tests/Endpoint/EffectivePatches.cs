using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

internal static class EffectivePatches
{
    public static JsonObject Kb(string number, string status = "APPROVED") => new()
    {
        ["Patch"] = new JsonObject
        {
            ["Id"] = "3f7b1e0c-3f6c-4d3d-9a6d-2a40a2d9c111",
            ["KbNumber"] = number,
            ["Title"] = $"Security Update ({number})",
            ["Classification"] = "SecurityUpdates",
            ["MsrcSeverity"] = "Critical",
            ["ReleaseDate"] = 1700000000,
        },
        ["PatchStatus"] = new JsonObject { ["DeploymentStatus"] = status, ["ComplianceLevel"] = "UNSPECIFIED", ["ApprovalDate"] = 1700000000 },
    };
}
