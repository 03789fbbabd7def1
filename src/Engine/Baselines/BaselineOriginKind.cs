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

    /// <summary>An array of baselines that was given for the run.</summary>
    Override,
}
