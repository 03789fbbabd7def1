namespace PatchBaselineAssociation.Baselines;

/// <summary>The keys that a baseline's filters may have. Which of them an operating system knows is said by <c>FilterKeys</c>.</summary>
public enum PatchFilterKey
{
    PatchSet,
    Product,
    ProductFamily,
    Classification,
    MsrcSeverity,
    Severity,
    Priority,
    Section,
}
