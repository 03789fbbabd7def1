using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

/// <summary>One call of a JSON operation.</summary>
internal sealed record OperationContext(AwsEndpoint Endpoint, JsonObject Input, AwsCredentialSet Caller)
{
    public string? Text(string member) => (string?)Input[member];
}
