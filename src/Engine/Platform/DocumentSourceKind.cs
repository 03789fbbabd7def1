namespace PatchBaselineAssociation.Platform;

/// <summary>Where a document is fetched from that a user names.</summary>
public enum DocumentSourceKind
{
    LocalFile,
    Https,
    S3,
}
