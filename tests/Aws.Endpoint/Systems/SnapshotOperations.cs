using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

internal static class SnapshotOperations
{
    public static JsonObject Get(OperationContext context)
    {
        AwsEndpoint endpoint = context.Endpoint;
        string instanceId = context.Text("InstanceId")!;
        string snapshotId = context.Text("SnapshotId")!;
        if (endpoint.RequiresInstanceCredentials && !context.Caller.OfInstance)
        {
            throw new AwsErrorException(400, "AccessDeniedException",
                $"User: {context.Caller.PrincipalArn} is not authorized to perform: ssm:GetDeployablePatchSnapshotForInstance on resource: {endpoint.InstanceArn(instanceId)}");
        }

        if (!endpoint.IsManaged(instanceId))
            throw new AwsErrorException(400, "InvalidInstanceId", $"Instance {instanceId} is not managed in this account.");
        string key = $"{endpoint.Settings.AccountId}/{snapshotId}";
        StoredBucket bucket = endpoint.SnapshotBucket;
        // A snapshot is made once: later changes of the baseline do not reach it.
        if (!bucket.Has(key))
            bucket.Put(key, Body(endpoint));
        return new JsonObject
        {
            ["InstanceId"] = instanceId,
            ["SnapshotId"] = snapshotId,
            ["Product"] = endpoint.Instance.Product,
            ["SnapshotDownloadUrl"] = endpoint.Presign(bucket.Name, key, TimeSpan.FromDays(1)),
        };
    }

    private static byte[] Body(AwsEndpoint endpoint)
    {
        if (endpoint.Instance.SnapshotBody is { } own)
            return own.ToArray();
        ManagedInstance instance = endpoint.Instance;
        StoredBaseline baseline = (instance.PatchGroup is { } group ? endpoint.Baselines.FindRegistered(group, instance.OperatingSystem) : null)
            ?? endpoint.Baselines.Default(instance.OperatingSystem);
        byte[] body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["patchBaseline"] = Translate(baseline),
            ["patchGroup"] = instance.PatchGroup,
            ["patches"] = new JsonArray(),
            ["enableApplicationPatches"] = false,
            ["requiredFeatures"] = new JsonArray(),
        }.ToJsonString());
        return instance.PacksSnapshot ? Pack(body) : body;
    }

    private static JsonObject Translate(StoredBaseline baseline)
    {
        JsonObject content = baseline.Content.DeepClone().AsObject();
        content["BaselineId"] = baseline.Id;
        content.Remove("PatchGroups");
        JsonObject translated = Lower(content).AsObject();
        translated["accountId"] = baseline.OwnerAccountId;
        foreach (string name in (string[])["created", "modified"])
        {
            if (translated[$"{name}Date"] is not { } date)
                continue;
            decimal seconds = decimal.Parse(date.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
            translated.Remove($"{name}Date");
            translated[$"{name}Time"] = JsonNode.Parse(seconds.ToString("F9", CultureInfo.InvariantCulture));
        }

        return translated;
    }

    /// <summary>Names as a snapshot has them: the first letter small, and the lists of filters and rules by shorter names.</summary>
    private static JsonNode Lower(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                JsonObject lowered = [];
                foreach ((string name, JsonNode? value) in members)
                {
                    string shorter = name switch { "PatchFilters" => "filters", "PatchRules" => "rules", "PatchFilterGroup" => "filterGroup", _ => char.ToLowerInvariant(name[0]) + name[1..] };
                    lowered[shorter] = value is null ? null : Lower(value);
                }

                return lowered;
            case JsonArray list:
                return new JsonArray([.. list.Select(v => v is null ? null : Lower(v))]);
            default:
                return node.DeepClone();
        }
    }

    private static byte[] Pack(byte[] body)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }
}
