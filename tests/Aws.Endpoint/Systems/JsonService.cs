using System.Text.Json;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;
using PatchBaselineAssociation.AwsEndpoints.Models;
using PatchBaselineAssociation.AwsEndpoints.Signing;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

/// <summary>A service that speaks AWS JSON 1.1.</summary>
internal sealed class JsonService(
    AwsEndpoint endpoint,
    SignatureVerifier verifier,
    ServiceModel model,
    string signingName,
    string actionPrefix,
    IReadOnlyDictionary<string, Func<OperationContext, JsonObject>> operations)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly ShapeChecker _checker = new(model);

    /// <summary>Checks signature and content of a request.</summary>
    /// <exception cref="AwsErrorException">One of them is not right.</exception>
    public OperationContext Accept(RequestFrame frame, string operation)
    {
        AwsCredentialSet caller = Authenticate(frame);
        if (!model.HasOperation(operation) || frame.Method != "POST" || frame.Path is not ("" or "/"))
            throw Violation(operation, "UnknownOperationException", [$"{frame.Method} {frame.Path} is no operation of {signingName}."]);
        if (!string.Equals(frame.Headers.GetValueOrDefault("content-type"), Http.Answer.JsonType, StringComparison.OrdinalIgnoreCase))
            throw Violation(operation, "UnknownOperationException", [$"Content-Type is not {Http.Answer.JsonType}."]);
        JsonObject? input;
        try
        {
            input = JsonNode.Parse(frame.Body) as JsonObject;
        }
        catch (JsonException)
        {
            input = null;
        }

        if (input is null)
            throw Violation(operation, "SerializationException", ["The body is not a JSON object."]);
        IReadOnlyList<string> failures = _checker.Check(model.InputShape(operation), input);
        if (failures.Count > 0)
            throw Violation(operation, "ValidationException", failures);
        return new OperationContext(endpoint, input, caller);
    }

    /// <exception cref="AwsErrorException">It is denied, or the service refuses it.</exception>
    public Answer Answer(string operation, OperationContext call)
    {
        if (!endpoint.Allows($"{actionPrefix}:{operation}"))
            throw Denial(operation, call);
        if (!operations.TryGetValue(operation, out Func<OperationContext, JsonObject>? run))
            throw new AwsErrorException(501, "NotImplemented", $"The endpoint does not play {operation}.");
        return Http.Answer.OfJson(run(call));
    }

    public AwsErrorException Denial(string operation, OperationContext call)
    {
        string action = $"{actionPrefix}:{operation}";
        // The tagging API names no resource.
        string resource = actionPrefix == "tag" ? "" : $" on resource: {Resource(operation, call)}";
        return new AwsErrorException(400, "AccessDeniedException",
            $"User: {call.Caller.PrincipalArn} is not authorized to perform: {action}{resource} because no identity-based policy allows the {action} action");
    }

    public static Answer Error(AwsErrorException error)
    {
        JsonObject body = new() { ["__type"] = error.Code };
        // Services do not agree with themselves on the first letter.
        if (error.Message.Length > 0)
            body[error.Code == "AccessDeniedException" ? "Message" : "message"] = error.Message;
        return Http.Answer.OfText(error.Status, Http.Answer.JsonType, body.ToJsonString()) with { ErrorCode = error.Code };
    }

    private AwsCredentialSet Authenticate(RequestFrame frame)
    {
        try
        {
            return verifier.Verify(frame, signingName, endpoint.Region, endpoint.Clock.GetUtcNow(), Tolerance).Credentials;
        }
        catch (SignatureException refused)
        {
            string code = refused.Fault switch
            {
                SignatureFault.Missing => "MissingAuthenticationTokenException",
                SignatureFault.Malformed => "IncompleteSignatureException",
                SignatureFault.UnknownKey or SignatureFault.WrongToken => "UnrecognizedClientException",
                SignatureFault.ExpiredToken => "ExpiredTokenException",
                _ => "InvalidSignatureException",
            };
            throw new AwsErrorException(403, code, refused.Message);
        }
    }

    private string Resource(string operation, OperationContext call)
    {
        string region = $"arn:{endpoint.Partition}:ssm:{endpoint.Region}:{endpoint.AccountId}:";
        return operation switch
        {
            "GetPatchBaseline" or "DescribeEffectivePatchesForPatchBaseline" =>
                call.Text("BaselineId") is { } id ? id.StartsWith("arn:", StringComparison.Ordinal) ? id : $"{region}patchbaseline/{id}" : $"{region}patchbaseline/*",
            "GetDefaultPatchBaseline" or "GetPatchBaselineForPatchGroup" => $"{region}patchbaseline/*",
            "DescribeAssociation" => $"{region}association/{call.Text("AssociationId")}",
            "PutComplianceItems" => endpoint.InstanceArn(call.Text("ResourceId")!),
            "GetDeployablePatchSnapshotForInstance" => endpoint.InstanceArn(call.Text("InstanceId")!),
            _ => $"{region}*",
        };
    }

    private AwsErrorException Violation(string operation, string code, IReadOnlyList<string> failures)
    {
        endpoint.RecordViolations(operation, failures);
        string message = code == "ValidationException"
            ? $"{failures.Count} validation error{(failures.Count == 1 ? "" : "s")} detected: {string.Join("; ", failures)}"
            : failures[0];
        return new AwsErrorException(400, code, message);
    }
}
