namespace PatchBaselineAssociation.Platform;

/// <summary>Why an object in S3 could not be read.</summary>
public enum ObjectFailure
{
    BucketMissing,

    KeyMissing,

    /// <summary>Or it does not exist and these credentials may not know: S3 gives the same answer.</summary>
    AccessDenied,

    /// <summary>The object is there, and its key may not be used to decrypt it.</summary>
    KeyDenied,

    /// <summary>The bucket is elsewhere, and its region cannot be found out.</summary>
    WrongRegion,

    /// <summary>The name is none that a bucket or an object may have.</summary>
    NameInvalid,

    /// <summary>In a class of storage from which it has to be restored first.</summary>
    Archived,

    TooLarge,

    NotConnected,

    TimedOut,

    /// <summary>Anything else that the service says.</summary>
    Service,
}
