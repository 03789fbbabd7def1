using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PatchBaselineAssociation.AwsEndpoints.Faults;
using PatchBaselineAssociation.AwsEndpoints.Metadata;
using PatchBaselineAssociation.AwsEndpoints.Signing;
using PatchBaselineAssociation.AwsEndpoints.Storage;
using PatchBaselineAssociation.AwsEndpoints.Systems;
using PatchBaselineAssociation.AwsEndpoints.Tokens;

namespace PatchBaselineAssociation.AwsEndpoints.Http;

/// <summary>Takes a request, records it, and has the service that it is meant for answer it.</summary>
internal sealed class RequestHandler
{
    private readonly AwsEndpoint _endpoint;
    private readonly StorageService _storage;
    private readonly MetadataService _metadata;
    private readonly TokenService _tokens;
    private readonly JsonService _systems;
    private readonly JsonService _tagging;

    public RequestHandler(AwsEndpoint endpoint)
    {
        _endpoint = endpoint;
        SignatureVerifier verifier = new(endpoint.FindCredentials, endpoint.IsExpired);
        _storage = new StorageService(endpoint, verifier);
        _metadata = new MetadataService(endpoint);
        _tokens = new TokenService(endpoint, verifier);
        _systems = new JsonService(endpoint, verifier, endpoint.SystemsModel, "ssm", "ssm", new Dictionary<string, Func<OperationContext, JsonObject>>(StringComparer.Ordinal)
        {
            ["DescribeAssociation"] = AssociationOperations.Describe,
            ["DescribeEffectivePatchesForPatchBaseline"] = BaselineOperations.DescribeEffectivePatches,
            ["DescribePatchBaselines"] = BaselineOperations.Describe,
            ["GetDefaultPatchBaseline"] = BaselineOperations.GetDefault,
            ["GetDeployablePatchSnapshotForInstance"] = SnapshotOperations.Get,
            ["GetPatchBaseline"] = BaselineOperations.Get,
            ["GetPatchBaselineForPatchGroup"] = BaselineOperations.GetForPatchGroup,
            ["ListComplianceItems"] = ComplianceOperations.List,
            ["PutComplianceItems"] = ComplianceOperations.Put,
        });
        _tagging = new JsonService(endpoint, verifier, endpoint.TaggingModel, "tagging", "tag", new Dictionary<string, Func<OperationContext, JsonObject>>(StringComparer.Ordinal)
        {
            ["GetResources"] = TaggingOperations.GetResources,
        });
    }

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            RequestFrame frame = await ReadAsync(context);
            (ServiceKind kind, string operation, StorageRequest? storage) = Classify(frame);
            RecordedRequest record = _endpoint.Record(operation, frame);
            string requestId = Guid.NewGuid().ToString();
            Answer? answer;
            try
            {
                answer = await AnswerAsync(context, frame, kind, operation, storage);
            }
            catch (AwsErrorException error)
            {
                answer = kind switch
                {
                    ServiceKind.Storage or ServiceKind.Metadata => StorageService.Error(error, requestId),
                    ServiceKind.Tokens => TokenService.Error(error, requestId),
                    _ => JsonService.Error(error),
                };
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or IOException))
            {
                // A mistake of the endpoint itself is not to pass for one of the service.
                _endpoint.RecordViolations(operation, [$"The endpoint failed: {failure}"]);
                answer = new Answer(500, "text/plain", default) { ErrorCode = failure.GetType().Name };
            }

            if (answer is null)
                return;
            record.Status = answer.Status;
            record.ErrorCode = answer.ErrorCode;
            // A client with a wrong clock learns by it how wrong it is.
            context.Response.Headers.Date = _endpoint.Clock.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            await Wire.WriteAsync(context, answer, requestId);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && (context.RequestAborted.IsCancellationRequested || _endpoint.Disposed.IsCancellationRequested))
        {
            // Nobody is there any more to answer.
        }
    }

    private static async Task<RequestFrame> ReadAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // A client that takes this for its proxy tells the whole address.
        if (target.StartsWith("http://", StringComparison.Ordinal))
            target = target.IndexOf('/', "http://".Length) is var slash and > 0 ? target[slash..] : "/";
        string[] parts = target.Split('?', 2);
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new RequestFrame
        {
            Method = context.Request.Method,
            Path = parts[0],
            Query = parts.Length == 1 ? "" : parts[1],
            Headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(',', h.Value.ToArray()), StringComparer.Ordinal),
            Body = body.ToArray(),
        };
    }

    private (ServiceKind Kind, string Operation, StorageRequest? Storage) Classify(RequestFrame frame)
    {
        if (frame.Headers.TryGetValue("x-amz-target", out string? target))
        {
            string[] parts = target.Split('.', 2);
            string operation = parts.Length == 2 ? parts[1] : target;
            return parts[0] == _endpoint.SystemsModel.TargetPrefix ? (ServiceKind.SystemsManager, operation, null)
                : parts[0] == _endpoint.TaggingModel.TargetPrefix ? (ServiceKind.Tagging, operation, null)
                : (ServiceKind.Unknown, target, null);
        }

        if (TokenService.IsMeant(frame))
            return (ServiceKind.Tokens, TokenService.Operation, null);
        if (frame.Path.StartsWith(MetadataService.Root, StringComparison.Ordinal))
            return (ServiceKind.Metadata, MetadataService.Operation(frame), null);
        StorageRequest storage = StorageRequest.Parse(frame);
        return (ServiceKind.Storage, StorageService.Operation(frame, storage, _endpoint.SnapshotBucket.Name), storage);
    }

    private async Task<Answer?> AnswerAsync(HttpContext context, RequestFrame frame, ServiceKind kind, string operation, StorageRequest? storage)
    {
        Func<Answer> truth;
        Func<AwsErrorException> denial;
        switch (kind)
        {
            case ServiceKind.SystemsManager or ServiceKind.Tagging:
                JsonService service = kind == ServiceKind.Tagging ? _tagging : _systems;
                OperationContext call = service.Accept(frame, operation);
                truth = () => service.Answer(operation, call);
                denial = () => service.Denial(operation, call);
                break;
            case ServiceKind.Storage:
                AwsCredentialSet? caller = _storage.Authenticate(frame, storage!);
                truth = () => _storage.Answer(frame, storage!, caller);
                denial = () => new AwsErrorException(403, "AccessDenied", "Access Denied");
                break;
            case ServiceKind.Tokens:
                AwsCredentialSet asking = _tokens.Authenticate(frame);
                truth = () => _tokens.Answer(frame, asking);
                denial = () => new AwsErrorException(403, "AccessDenied", "Access denied");
                break;
            case ServiceKind.Metadata:
                truth = () => _metadata.Answer(frame);
                denial = () => new AwsErrorException(403, "Forbidden", "Forbidden");
                break;
            default:
                _endpoint.RecordViolations(operation, ["There is no such service here."]);
                throw new AwsErrorException(400, "UnknownOperationException", "");
        }

        return _endpoint.TakeFault(operation) is { } fault
            ? await fault(new FaultCall(context, kind, denial, truth, _endpoint.Disposed))
            : truth();
    }
}
