namespace PatchBaselineAssociation.Compliance;

/// <summary>What Systems Manager tells of a State Manager association.</summary>
public sealed record AssociationFacts
{
    /// <summary>The association's name; empty where it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>CRITICAL</c>, <c>HIGH</c>, <c>MEDIUM</c>, <c>LOW</c> or <c>UNSPECIFIED</c>.</summary>
    public string ComplianceSeverity { get; init; } = ComplianceReport.UnspecifiedSeverity;

    /// <summary>The document that the association runs.</summary>
    public string DocumentName { get; init; } = "";

    /// <summary>A number, <c>$DEFAULT</c> or <c>$LATEST</c>; empty where it is not told.</summary>
    public string DocumentVersion { get; init; } = "";

    /// <summary><c>AUTO</c> or <c>MANUAL</c>; with AUTO the association itself overwrites what is reported.</summary>
    public string SyncCompliance { get; init; } = "";
}
