namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>A compliance item as ListComplianceItems shows it.</summary>
public sealed record StoredComplianceItem
{
    public required string ComplianceType { get; init; }

    public string ResourceType { get; init; } = "ManagedInstance";

    public required string ResourceId { get; init; }

    public required string Id { get; init; }

    public string? Title { get; init; }

    public required string Status { get; init; }

    public required string Severity { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required double ExecutionTime { get; init; }

    public string? ExecutionId { get; init; }

    public string? ExecutionType { get; init; }

    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
