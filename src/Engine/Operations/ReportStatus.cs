namespace PatchBaselineAssociation.Operations;

/// <summary>What became of the association's compliance report.</summary>
public enum ReportStatus
{
    NotAsked,
    Sent,
    Kept,
}
