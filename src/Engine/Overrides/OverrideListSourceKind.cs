namespace PatchBaselineAssociation.Overrides;

/// <summary>Where an install override list is fetched from.</summary>
public enum OverrideListSourceKind
{
    LocalFile,
    Https,
    S3,
}
