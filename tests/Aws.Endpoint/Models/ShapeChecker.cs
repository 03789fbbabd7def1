using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints.Models;

/// <summary>Checks a document against a shape of a model: members, types, lengths, ranges, patterns and enumerations.</summary>
internal sealed class ShapeChecker(ServiceModel model)
{
    /// <summary>Values that the service has come to know since the model of Debian 12, of December 2022.</summary>
    private static readonly Dictionary<string, string[]> LaterValues = new(StringComparer.Ordinal)
    {
        ["OperatingSystem"] = ["AMAZON_LINUX_2023", "ALMA_LINUX"],
    };

    /// <summary>Members that requests have come to have since.</summary>
    private static readonly Dictionary<string, string[]> LaterMembers = new(StringComparer.Ordinal)
    {
        ["GetDeployablePatchSnapshotForInstanceRequest"] = ["UseS3DualStackEndpoint"],
        ["GetPatchBaselineResult"] = ["AvailableSecurityUpdatesComplianceStatus"],
    };

    /// <summary>What is wrong; empty where nothing is.</summary>
    public IReadOnlyList<string> Check(string shape, JsonNode? document)
    {
        List<string> failures = [];
        CheckShape(shape, document, "", failures);
        return failures;
    }

    private void CheckShape(string name, JsonNode? node, string path, List<string> failures)
    {
        JsonObject shape = model.Shape(name);
        switch ((string)shape["type"]!)
        {
            case "structure":
                CheckStructure(name, shape, node, path, failures);
                break;
            case "list":
                CheckList(shape, node, path, failures);
                break;
            case "map":
                CheckMap(shape, node, path, failures);
                break;
            case "string":
                CheckString(name, shape, node, path, failures);
                break;
            case "integer" or "long":
                CheckInteger(shape, node, path, failures);
                break;
            case "boolean":
                Expect(node, path, "a boolean", failures, JsonValueKind.True, JsonValueKind.False);
                break;
            case "timestamp" or "double" or "float":
                Expect(node, path, "a number", failures, JsonValueKind.Number);
                break;
            default:
                Expect(node, path, "a string", failures, JsonValueKind.String);
                break;
        }
    }

    private void CheckStructure(string name, JsonObject shape, JsonNode? node, string path, List<string> failures)
    {
        if (!Expect(node, path, "a structure", failures, JsonValueKind.Object))
            return;
        JsonObject members = shape["members"]!.AsObject();
        JsonObject structure = node!.AsObject();
        foreach (JsonNode? required in shape["required"]?.AsArray() ?? [])
            if (structure[(string)required!] is null)
                Fail(Member(path, (string)required!), "Member must not be null", null, failures);
        foreach ((string key, JsonNode? value) in structure)
        {
            if (members[key] is JsonObject member)
            {
                // A member of null is one that is not there.
                if (value is not null)
                    CheckShape((string)member["shape"]!, value, Member(path, key), failures);
            }
            else if (!LaterMembers.GetValueOrDefault(name, []).Contains(key, StringComparer.Ordinal))
            {
                Fail(Member(path, key), $"Member is not one of {name}", null, failures);
            }
        }
    }

    private void CheckList(JsonObject shape, JsonNode? node, string path, List<string> failures)
    {
        if (!Expect(node, path, "a list", failures, JsonValueKind.Array))
            return;
        JsonArray list = node!.AsArray();
        CheckSize(shape, list.Count, path, null, failures);
        string member = (string)shape["member"]!["shape"]!;
        for (int i = 0; i < list.Count; i++)
            CheckShape(member, list[i], string.Create(CultureInfo.InvariantCulture, $"{path}.{i + 1}.member"), failures);
    }

    private void CheckMap(JsonObject shape, JsonNode? node, string path, List<string> failures)
    {
        if (!Expect(node, path, "a map", failures, JsonValueKind.Object))
            return;
        JsonObject map = node!.AsObject();
        CheckSize(shape, map.Count, path, null, failures);
        foreach ((string key, JsonNode? value) in map)
        {
            CheckShape((string)shape["key"]!["shape"]!, JsonValue.Create(key), $"{path}.{key}.key", failures);
            CheckShape((string)shape["value"]!["shape"]!, value, $"{path}.{key}", failures);
        }
    }

    private static void CheckString(string name, JsonObject shape, JsonNode? node, string path, List<string> failures)
    {
        if (!Expect(node, path, "a string", failures, JsonValueKind.String))
            return;
        string value = (string)node!;
        CheckSize(shape, value.Length, path, value, failures);
        if ((string?)shape["pattern"] is { } pattern && !ShapePattern.Matches(pattern, value))
            Fail(path, $"Member must satisfy regular expression pattern: {pattern}", value, failures);
        if (shape["enum"] is JsonArray allowed
            && !allowed.Any(v => string.Equals((string)v!, value, StringComparison.Ordinal))
            && !LaterValues.GetValueOrDefault(name, []).Contains(value, StringComparer.Ordinal))
        {
            Fail(path, $"Member must satisfy enum value set: [{string.Join(", ", allowed.Select(v => (string)v!))}]", value, failures);
        }
    }

    private static void CheckInteger(JsonObject shape, JsonNode? node, string path, List<string> failures)
    {
        if (!Expect(node, path, "a number", failures, JsonValueKind.Number))
            return;
        string text = node!.ToJsonString();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            Fail(path, "Member must be a whole number", text, failures);
            return;
        }

        if (shape["min"] is { } minimum && value < (long)minimum)
            Fail(path, $"Member must have value greater than or equal to {minimum}", text, failures);
        if (shape["max"] is { } maximum && value > (long)maximum)
            Fail(path, $"Member must have value less than or equal to {maximum}", text, failures);
    }

    private static void CheckSize(JsonObject shape, int size, string path, string? value, List<string> failures)
    {
        if (shape["min"] is { } minimum && size < (int)minimum)
            Fail(path, $"Member must have length greater than or equal to {minimum}", value, failures);
        if (shape["max"] is { } maximum && size > (int)maximum)
            Fail(path, $"Member must have length less than or equal to {maximum}", value, failures);
    }

    private static bool Expect(JsonNode? node, string path, string what, List<string> failures, params JsonValueKind[] kinds)
    {
        if (node is not null && kinds.Contains(node.GetValueKind()))
            return true;
        Fail(path, $"Member must be {what}", node?.ToJsonString() ?? "null", failures);
        return false;
    }

    private static void Fail(string path, string constraint, string? value, List<string> failures)
    {
        string at = path.Length == 0 ? "the request" : $"'{path}'";
        failures.Add($"Value{(value is null ? "" : $" '{value}'")} at {at} failed to satisfy constraint: {constraint}");
    }

    private static string Member(string path, string name)
    {
        string lowered = char.ToLowerInvariant(name[0]) + name[1..];
        return path.Length == 0 ? lowered : $"{path}.{lowered}";
    }
}
