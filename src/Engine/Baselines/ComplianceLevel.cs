namespace PatchBaselineAssociation.Baselines;

/// <summary>How much it matters that a patch is missing. Ordered: the highest of several rules counts.</summary>
public enum ComplianceLevel
{
    Unspecified = 0,
    Informational = 1,
    Low = 2,
    Medium = 3,
    High = 4,
    Critical = 5,
}
