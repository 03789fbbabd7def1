using System.Text;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>One request as it came, whatever became of it.</summary>
public sealed class RecordedRequest
{
    /// <summary>From 1, in the order the requests came in.</summary>
    public required int Number { get; init; }

    /// <summary>When it came, by the endpoint's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>As permissions and models name it; <c>GetSnapshot</c> for the body of a snapshot, <c>GetMetadataToken</c> and <c>GetMetadata</c> for instance metadata.</summary>
    public required string Operation { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query, not decoded.</summary>
    public required string Target { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body where it is JSON, else null.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>Status of the answer; 0 before it and where there was none.</summary>
    public int Status { get; internal set; }

    /// <summary>Code of the error that was answered, else null.</summary>
    public string? ErrorCode { get; internal set; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    public override string ToString() => $"{Number} {Operation} {Method} {Target} {Status} {ErrorCode}".TrimEnd();
}
