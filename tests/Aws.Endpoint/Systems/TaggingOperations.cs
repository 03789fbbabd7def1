using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

internal static class TaggingOperations
{
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 100;

    public static JsonObject GetResources(OperationContext context)
    {
        if ((int?)context.Input["ResourcesPerPage"] is < 1 or > LargestPageSize)
            throw new AwsErrorException(400, "InvalidParameterException", "ResourcesPerPage must be between 1 and 100.");
        JsonObject[] filters = [.. (context.Input["TagFilters"]?.AsArray() ?? []).Select(f => f!.AsObject())];
        string[] types = [.. (context.Input["ResourceTypeFilters"]?.AsArray() ?? []).Select(t => (string)t!)];
        (string Arn, IReadOnlyDictionary<string, string> Tags)[] resources =
        [
            .. context.Endpoint.TaggedResources
                .Where(r => r.Tags.Count > 0)
                .Where(r => filters.All(f => Matches(f, r.Tags)))
                .Where(r => types.Length == 0 || types.Any(t => IsOfType(r.Arn, t))),
        ];
        (IReadOnlyList<(string Arn, IReadOnlyDictionary<string, string> Tags)> page, string? next) = new Pager(context.Endpoint)
            .Cut(resources, context.Input, "PaginationToken", "ResourcesPerPage", DefaultPageSize, "InvalidParameterException");
        return new JsonObject
        {
            // Not left out after the last page, but empty.
            ["PaginationToken"] = next ?? "",
            ["ResourceTagMappingList"] = new JsonArray([.. page.Select(r => (JsonNode)new JsonObject
            {
                ["ResourceARN"] = r.Arn,
                ["Tags"] = new JsonArray([.. r.Tags.Select(t => (JsonNode)new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]),
            })]),
        };
    }

    private static bool Matches(JsonObject filter, IReadOnlyDictionary<string, string> tags)
    {
        if (!tags.TryGetValue((string?)filter["Key"] ?? "", out string? value))
            return false;
        JsonArray values = filter["Values"]?.AsArray() ?? [];
        return values.Count == 0 || values.Any(v => string.Equals((string)v!, value, StringComparison.Ordinal));
    }

    private static bool IsOfType(string arn, string type)
    {
        string[] parts = arn.Split(':', 6);
        string[] wanted = type.Split(':', 2);
        return parts[2] == wanted[0] && (wanted.Length == 1 || parts[5].StartsWith(wanted[1] + "/", StringComparison.Ordinal));
    }
}
