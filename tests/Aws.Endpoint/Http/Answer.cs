using System.Text;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints.Http;

/// <summary>A whole answer.</summary>
internal sealed record Answer(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    public const string JsonType = "application/x-amz-json-1.1";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the body is to be repeated until it is so long; it is never held.</summary>
    public long? RepeatedLength { get; init; }

    /// <summary>Whether something in between answers, which does not number its answers.</summary>
    public bool IsOfAnother { get; init; }

    /// <summary>Code of the error that it tells of, else null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The body where it is a JSON answer of an operation, else null.</summary>
    public JsonObject? Json { get; init; }

    public static Answer OfJson(JsonObject json) => new(200, JsonType, Encoding.UTF8.GetBytes(json.ToJsonString())) { Json = json };

    public static Answer OfText(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text));
}
