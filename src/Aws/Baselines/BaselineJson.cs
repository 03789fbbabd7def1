using System.Globalization;
using System.Text.Json;
using Amazon.SimpleSystemsManagement.Model;

namespace PatchBaselineAssociation.Aws.Baselines;

/// <summary>Writes the SDK's answer to GetPatchBaseline as the service sent it, so that one reader reads and checks all baselines.</summary>
internal static class BaselineJson
{
    public static byte[] Write(GetPatchBaselineResponse response)
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter writer = new(content))
        {
            writer.WriteStartObject();
            WriteText(writer, "BaselineId", response.BaselineId);
            WriteText(writer, "Name", response.Name);
            WriteText(writer, "Description", response.Description);
            WriteText(writer, "OperatingSystem", response.OperatingSystem?.Value);
            WriteFilters(writer, "GlobalFilters", response.GlobalFilters);
            WriteRules(writer, response.ApprovalRules?.PatchRules);
            WriteList(writer, "ApprovedPatches", response.ApprovedPatches);
            WriteText(writer, "ApprovedPatchesComplianceLevel", response.ApprovedPatchesComplianceLevel?.Value);
            WriteFlag(writer, "ApprovedPatchesEnableNonSecurity", response.ApprovedPatchesEnableNonSecurity);
            WriteList(writer, "RejectedPatches", response.RejectedPatches);
            WriteText(writer, "RejectedPatchesAction", response.RejectedPatchesAction?.Value);
            WriteText(writer, "AvailableSecurityUpdatesComplianceStatus", response.AvailableSecurityUpdatesComplianceStatus?.Value);
            WriteList(writer, "PatchGroups", response.PatchGroups);
            WriteSources(writer, response.Sources);
            WriteTime(writer, "CreatedDate", response.CreatedDate);
            WriteTime(writer, "ModifiedDate", response.ModifiedDate);
            writer.WriteEndObject();
        }

        return content.ToArray();
    }

    /// <summary>A moment that the SDK read.</summary>
    public static DateTimeOffset? Moment(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime(), TimeSpan.Zero) : null;

    private static void WriteRules(Utf8JsonWriter writer, List<PatchRule>? rules)
    {
        if (rules is null)
            return;
        writer.WriteStartObject("ApprovalRules");
        writer.WriteStartArray("PatchRules");
        foreach (PatchRule rule in rules)
        {
            writer.WriteStartObject();
            WriteFilters(writer, "PatchFilterGroup", rule.PatchFilterGroup);
            WriteText(writer, "ComplianceLevel", rule.ComplianceLevel?.Value);
            if (rule.ApproveAfterDays is { } days)
                writer.WriteNumber("ApproveAfterDays", days);
            WriteText(writer, "ApproveUntilDate", rule.ApproveUntilDate);
            WriteFlag(writer, "EnableNonSecurity", rule.EnableNonSecurity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter writer, string name, PatchFilterGroup? group)
    {
        if (group?.PatchFilters is not { } filters)
            return;
        writer.WriteStartObject(name);
        writer.WriteStartArray("PatchFilters");
        foreach (PatchFilter filter in filters)
        {
            writer.WriteStartObject();
            WriteText(writer, "Key", filter.Key?.Value);
            WriteList(writer, "Values", filter.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter writer, List<PatchSource>? sources)
    {
        if (sources is null)
            return;
        writer.WriteStartArray("Sources");
        foreach (PatchSource source in sources)
        {
            writer.WriteStartObject();
            WriteText(writer, "Name", source.Name);
            WriteList(writer, "Products", source.Products);
            WriteText(writer, "Configuration", source.Configuration);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, List<string>? values)
    {
        if (values is null)
            return;
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } known)
            writer.WriteBoolean(name, known);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTime? value)
    {
        if (Moment(value) is { } moment)
            writer.WriteString(name, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
