using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

internal static class AssociationOperations
{
    public static JsonObject Describe(OperationContext context)
    {
        string? id = context.Text("AssociationId");
        StoredAssociation association = context.Endpoint.Associations.FirstOrDefault(a => string.Equals(a.Id, id, StringComparison.OrdinalIgnoreCase))
            ?? throw new AwsErrorException(400, "AssociationDoesNotExist", "");
        JsonObject description = new()
        {
            ["AssociationId"] = association.Id,
            ["AssociationVersion"] = "1",
            ["Name"] = association.Name,
            ["Date"] = 1700000000.123,
            ["LastUpdateAssociationDate"] = 1700000000.123,
            ["ApplyOnlyAtCronInterval"] = false,
            ["Overview"] = new JsonObject { ["Status"] = "Pending" },
            ["Targets"] = new JsonArray(new JsonObject { ["Key"] = "InstanceIds", ["Values"] = new JsonArray(context.Endpoint.Instance.Id) }),
        };
        Set(description, "AssociationName", association.AssociationName);
        Set(description, "DocumentVersion", association.DocumentVersion);
        Set(description, "ComplianceSeverity", association.ComplianceSeverity);
        Set(description, "SyncCompliance", association.SyncCompliance);
        return new JsonObject { ["AssociationDescription"] = description };
    }

    private static void Set(JsonObject description, string member, string? value)
    {
        if (value is not null)
            description[member] = value;
    }
}
