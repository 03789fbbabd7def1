using System.Text.Json;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Compliance;

/// <summary>A kept result: our own shape, with a version of its own.</summary>
internal static class AssociationResultFile
{
    public const int SchemaVersion = 1;

    public static byte[] Write(AssociationResult result) => StateJson.WriteCompact(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("instanceId", result.InstanceId);
        writer.WriteString("associationId", result.AssociationId);
        writer.WriteBoolean("isCompliant", result.IsCompliant);
        writer.WriteString("executionTime", result.ExecutionTime);
        writer.WriteString("baselineId", result.BaselineId);
        writer.WriteString("baselineName", result.BaselineName);
        writer.WriteString("detailedText", result.DetailedText);
        writer.WriteString("resultHash", result.ResultHash);
        if (result.Association is { } association)
        {
            writer.WriteStartObject("association");
            writer.WriteString("name", association.Name);
            writer.WriteString("complianceSeverity", association.ComplianceSeverity);
            writer.WriteString("documentName", association.DocumentName);
            writer.WriteString("documentVersion", association.DocumentVersion);
            writer.WriteString("syncCompliance", association.SyncCompliance);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="Platform.PatchException">A newer version of the module wrote it.</exception>
    public static AssociationResult Read(byte[] content, string path) => StateJson.Read(content, root =>
    {
        StateVersion.Check(root, SchemaVersion, path);
        return new AssociationResult
        {
            InstanceId = root.RequiredString("instanceId"),
            AssociationId = root.RequiredString("associationId"),
            IsCompliant = root.OptionalBoolean("isCompliant"),
            ExecutionTime = root.RequiredTime("executionTime"),
            BaselineId = root.OptionalString("baselineId"),
            BaselineName = root.OptionalString("baselineName"),
            DetailedText = root.RequiredString("detailedText"),
            ResultHash = root.RequiredString("resultHash"),
            Association = root.OptionalObject("association") is { } association ? ReadAssociation(association) : null,
        };
    });

    private static AssociationFacts ReadAssociation(StateJsonObject association) => new()
    {
        Name = association.OptionalString("name"),
        ComplianceSeverity = association.OptionalString("complianceSeverity"),
        DocumentName = association.OptionalString("documentName"),
        DocumentVersion = association.OptionalString("documentVersion"),
        SyncCompliance = association.OptionalString("syncCompliance"),
    };
}
