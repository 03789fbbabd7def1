namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>Why S3 does not hand out an object that is there.</summary>
public enum ObjectRefusal
{
    None,

    /// <summary>No policy allows it.</summary>
    AccessDenied,

    /// <summary>The object may be read, the key that it is encrypted with may not be used.</summary>
    KeyDenied,

    /// <summary>The key that it is encrypted with is disabled.</summary>
    KeyDisabled,

    /// <summary>It lies in an archive.</summary>
    Archived,
}
