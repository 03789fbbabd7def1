using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace PatchBaselineAssociation.Aws.Tagging;

/// <summary>Reads a page out of AWS JSON 1.1.</summary>
internal sealed class TaggedPageUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using JsonDocument document = JsonDocument.Parse(input.Stream);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("ResourceTagMappingList", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw new JsonException("It has no ResourceTagMappingList.");
        return new TaggedPage
        {
            Arns = [.. list.EnumerateArray().Select(item => TextOf(item, "ResourceARN")).OfType<string>()],
            Token = TextOf(root, "PaginationToken") ?? "",
        };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        StreamingUtf8JsonReader reader = new(input.Stream);
        ErrorResponse error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
