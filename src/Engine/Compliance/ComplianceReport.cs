namespace PatchBaselineAssociation.Compliance;

/// <summary>One compliance item of type Association, as PutComplianceItems takes it: it adds to what is known of the node and replaces only this item.</summary>
public sealed record ComplianceReport
{
    public const string UnspecifiedSeverity = "UNSPECIFIED";
    public const string DefaultDocumentName = "AWS-RunPatchBaselineAssociation";

    /// <summary>The longest value that a detail may have.</summary>
    public const int LongestDetail = 4096;

    /// <summary>The longest title.</summary>
    public const int LongestTitle = 500;

    /// <summary>Id of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The item's id and the execution's.</summary>
    public required string AssociationId { get; init; }

    public required string Title { get; init; }

    public required string Severity { get; init; }

    public required bool IsCompliant { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset ExecutionTime { get; init; }

    /// <summary>In the order they are sent in.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Details { get; init; }

    /// <summary>SHA-256 in hexadecimal digits over what matters: the same result has the same hash, whenever it was found.</summary>
    public required string ContentHash { get; init; }
}
