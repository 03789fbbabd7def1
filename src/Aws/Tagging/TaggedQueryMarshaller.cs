using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace PatchBaselineAssociation.Aws.Tagging;

/// <summary>Writes a query in AWS JSON 1.1.</summary>
internal sealed class TaggedQueryMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private const int LargestPage = 100;

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        TaggedQuery query = (TaggedQuery)input;
        DefaultRequest request = new(query, "ResourceGroupsTaggingAPI") { HttpMethod = "POST", ResourcePath = "/", Content = Write(query) };
        request.Headers["X-Amz-Target"] = "ResourceGroupsTaggingAPI_20170126.GetResources";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }

    private static byte[] Write(TaggedQuery query)
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter writer = new(content))
        {
            writer.WriteStartObject();
            if (query.Token is not null)
                writer.WriteString("PaginationToken", query.Token);
            writer.WriteNumber("ResourcesPerPage", LargestPage);
            WriteList(writer, "ResourceTypeFilters", [query.ResourceType]);
            writer.WriteStartArray("TagFilters");
            writer.WriteStartObject();
            writer.WriteString("Key", query.Key);
            WriteList(writer, "Values", query.Values);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return content.ToArray();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
