namespace PatchBaselineAssociation.Baselines;

/// <summary>Which step of the search for a baseline answered.</summary>
public enum BaselineOriginKind
{
    File,
    Predefined,
    Id,
    Tags,
    PatchGroup,
    Default,
}
