namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>A State Manager association.</summary>
public sealed record StoredAssociation
{
    public required string Id { get; init; }

    /// <summary>The document that it runs.</summary>
    public string Name { get; init; } = "AWS-RunPatchBaselineAssociation";

    /// <summary>Null where it has no name.</summary>
    public string? AssociationName { get; init; } = "MyPatchAssociation";

    public string? DocumentVersion { get; init; } = "1";

    public string? ComplianceSeverity { get; init; } = "MEDIUM";

    public string? SyncCompliance { get; init; } = "MANUAL";
}
