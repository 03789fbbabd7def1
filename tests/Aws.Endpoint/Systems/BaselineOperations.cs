using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

/// <summary>The operations on patch baselines.</summary>
internal static class BaselineOperations
{
    private const int DefaultPageSize = 50;

    private static readonly Regex Id = new(@"\A(arn:[a-z-]+:ssm:[a-z0-9-]+:[0-9]{12}:patchbaseline/)?pb-[0-9a-f]{17}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public static JsonObject Describe(OperationContext context)
    {
        IEnumerable<StoredBaseline> baselines = context.Endpoint.Baselines.All;
        foreach (JsonObject filter in (context.Input["Filters"]?.AsArray() ?? []).Select(f => f!.AsObject()))
        {
            string[] values = [.. (filter["Values"]?.AsArray() ?? []).Select(v => (string)v!)];
            string key = (string?)filter["Key"] ?? "";
            baselines = key switch
            {
                "NAME_PREFIX" => baselines.Where(b => values.Any(v => b.Name.StartsWith(v, StringComparison.Ordinal))),
                "OPERATING_SYSTEM" => baselines.Where(b => values.Contains(b.OperatingSystem, StringComparer.Ordinal)),
                "OWNER" => baselines.Where(b => values.Any(v => v == "All" || (v == "AWS" && b.IsOfAws) || (v == "Self" && !b.IsOfAws))),
                _ => throw new AwsErrorException(400, "InvalidFilter", $"The filter key '{key}' is not valid."),
            };
        }

        (IReadOnlyList<StoredBaseline> page, string? next) = new Pager(context.Endpoint)
            .Cut([.. baselines], context.Input, "NextToken", "MaxResults", DefaultPageSize, "InvalidNextToken");
        JsonObject answer = new()
        {
            ["BaselineIdentities"] = new JsonArray([.. page.Select(b => (JsonNode)new JsonObject
            {
                ["BaselineId"] = b.PublicId,
                ["BaselineName"] = b.Name,
                ["OperatingSystem"] = b.OperatingSystem,
                ["BaselineDescription"] = (string?)b.Content["Description"],
                ["DefaultBaseline"] = IsDefault(context, b),
            })]),
        };
        return WithToken(answer, next);
    }

    public static JsonObject Get(OperationContext context) => Find(context).Content.DeepClone().AsObject();

    public static JsonObject GetDefault(OperationContext context)
    {
        string system = context.Text("OperatingSystem") ?? "WINDOWS";
        return new JsonObject
        {
            ["BaselineId"] = context.Endpoint.Baselines.Default(system).PublicId,
            ["OperatingSystem"] = system,
        };
    }

    public static JsonObject GetForPatchGroup(OperationContext context)
    {
        string system = context.Text("OperatingSystem") ?? "WINDOWS";
        string group = context.Text("PatchGroup")!;
        JsonObject answer = new() { ["PatchGroup"] = group, ["OperatingSystem"] = system };
        if (context.Endpoint.Baselines.FindRegistered(group, system) is { } baseline)
            answer["BaselineId"] = baseline.PublicId;
        return answer;
    }

    public static JsonObject DescribeEffectivePatches(OperationContext context)
    {
        StoredBaseline baseline = Find(context);
        if (baseline.OperatingSystem != "WINDOWS")
        {
            throw new AwsErrorException(400, "UnsupportedOperatingSystem",
                $"Operating system {baseline.OperatingSystem} is not supported for this operation.");
        }

        (IReadOnlyList<JsonObject> page, string? next) = new Pager(context.Endpoint)
            .Cut([.. baseline.EffectivePatches], context.Input, "NextToken", "MaxResults", DefaultPageSize, "InvalidNextToken");
        return WithToken(new JsonObject { ["EffectivePatches"] = new JsonArray([.. page.Select(p => p.DeepClone())]) }, next);
    }

    internal static JsonObject WithToken(JsonObject answer, string? next)
    {
        if (next is not null)
            answer["NextToken"] = next;
        return answer;
    }

    private static StoredBaseline Find(OperationContext context)
    {
        string id = context.Text("BaselineId")!;
        if (!Id.IsMatch(id))
            throw new AwsErrorException(400, "InvalidResourceId", "");
        return context.Endpoint.Baselines.Find(id)
            ?? throw new AwsErrorException(400, "DoesNotExistException", $"Patch baseline {id} does not exist.");
    }

    private static bool IsDefault(OperationContext context, StoredBaseline baseline) =>
        ReferenceEquals(context.Endpoint.Baselines.FindDefault(baseline.OperatingSystem), baseline);
}
