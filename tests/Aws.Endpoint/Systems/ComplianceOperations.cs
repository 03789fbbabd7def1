using System.Globalization;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

internal static class ComplianceOperations
{
    private const int DefaultPageSize = 50;
    private const int MostCustomTypes = 10;

    public static JsonObject Put(OperationContext context)
    {
        JsonObject input = context.Input;
        string type = context.Text("ComplianceType")!;
        string resource = context.Text("ResourceId")!;
        bool complete = context.Text("UploadType") is not "PARTIAL";
        if (context.Text("ResourceType") != "ManagedInstance")
            throw new AwsErrorException(400, "InvalidResourceType", "");
        if (!context.Endpoint.IsManaged(resource))
            throw new AwsErrorException(400, "InvalidResourceId", "");
        if (type is not ("Association" or "Patch") && !type.StartsWith("Custom:", StringComparison.Ordinal))
            throw new AwsErrorException(400, "ValidationException", $"The compliance type '{type}' is neither one of AWS's nor begins with Custom:.");
        if (!complete && type != "Association")
            throw new AwsErrorException(400, "ValidationException", "The upload type PARTIAL is only valid for the compliance type Association.");
        if (context.Endpoint.Compliance.CountCustomTypes(resource, type) > MostCustomTypes)
            throw new AwsErrorException(400, "ComplianceTypeCountLimitExceededException", "There are too many custom compliance types.");

        JsonObject execution = input["ExecutionSummary"]!.AsObject();
        List<StoredComplianceItem> items = [];
        foreach (JsonObject item in input["Items"]!.AsArray().Select(i => i!.AsObject()))
        {
            string id = (string?)item["Id"] ?? "";
            if (items.Exists(i => i.Id == id))
                throw new AwsErrorException(400, "InvalidItemContentException", $"The item '{id}' is there more than once.");
            items.Add(new StoredComplianceItem
            {
                ComplianceType = type,
                ResourceId = resource,
                Id = id,
                Title = (string?)item["Title"],
                Status = (string)item["Status"]!,
                Severity = (string)item["Severity"]!,
                ExecutionTime = double.Parse(execution["ExecutionTime"]!.ToJsonString(), CultureInfo.InvariantCulture),
                ExecutionId = (string?)execution["ExecutionId"],
                ExecutionType = (string?)execution["ExecutionType"],
                Details = (item["Details"]?.AsObject() ?? []).ToDictionary(d => d.Key, d => (string)d.Value!, StringComparer.Ordinal),
            });
        }

        context.Endpoint.Compliance.Upload(resource, type, context.Text("ItemContentHash"), complete, items);
        return [];
    }

    public static JsonObject List(OperationContext context)
    {
        string[] resources = Texts(context.Input["ResourceIds"]);
        if (resources.Length > 1)
            throw new AwsErrorException(400, "ValidationException", "Currently, only one value can be specified for ResourceIds.");
        string[] resourceTypes = Texts(context.Input["ResourceTypes"]);
        IEnumerable<JsonObject> items = context.Endpoint.Compliance.Items
            .Where(i => resources.Length == 0 || resources.Contains(i.ResourceId, StringComparer.Ordinal))
            .Where(i => resourceTypes.Length == 0 || resourceTypes.Contains(i.ResourceType, StringComparer.Ordinal))
            .Select(Show);
        foreach (JsonObject filter in (context.Input["Filters"]?.AsArray() ?? []).Select(f => f!.AsObject()))
            items = Filter(items, filter);
        (IReadOnlyList<JsonObject> page, string? next) = new Pager(context.Endpoint)
            .Cut([.. items], context.Input, "NextToken", "MaxResults", DefaultPageSize, "InvalidNextToken");
        return BaselineOperations.WithToken(new JsonObject { ["ComplianceItems"] = new JsonArray([.. page]) }, next);
    }

    private static JsonObject Show(StoredComplianceItem item)
    {
        JsonObject execution = new() { ["ExecutionTime"] = item.ExecutionTime };
        if (item.ExecutionId is { } id)
            execution["ExecutionId"] = id;
        if (item.ExecutionType is { } type)
            execution["ExecutionType"] = type;
        JsonObject details = [];
        foreach ((string key, string value) in item.Details)
            details[key] = value;
        return new JsonObject
        {
            ["ComplianceType"] = item.ComplianceType,
            ["ResourceType"] = item.ResourceType,
            ["ResourceId"] = item.ResourceId,
            ["Id"] = item.Id,
            ["Title"] = item.Title ?? "",
            ["Status"] = item.Status,
            ["Severity"] = item.Severity,
            ["ExecutionSummary"] = execution,
            ["Details"] = details,
        };
    }

    private static IEnumerable<JsonObject> Filter(IEnumerable<JsonObject> items, JsonObject filter)
    {
        string key = (string?)filter["Key"] ?? "";
        string[] values = Texts(filter["Values"]);
        if (key is not ("ComplianceType" or "ResourceType" or "ResourceId" or "Id" or "Title" or "Status" or "Severity"
            or "PatchBaselineId" or "DocumentName" or "DocumentVersion" or "ExecutionId" or "ExecutionType"))
        {
            throw new AwsErrorException(400, "InvalidFilter", $"The filter key '{key}' is not valid.");
        }

        Func<string, bool> matches = (string?)filter["Type"] switch
        {
            null or "EQUAL" => value => values.Contains(value, StringComparer.Ordinal),
            "NOT_EQUAL" => value => !values.Contains(value, StringComparer.Ordinal),
            "BEGIN_WITH" => value => values.Any(v => value.StartsWith(v, StringComparison.Ordinal)),
            "LESS_THAN" => value => values.Any(v => string.CompareOrdinal(value, v) < 0),
            _ => value => values.Any(v => string.CompareOrdinal(value, v) > 0),
        };
        return items.Where(item => matches((string?)(item[key] ?? item["Details"]![key] ?? item["ExecutionSummary"]![key]) ?? ""));
    }

    private static string[] Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(v => (string)v!)];
}
