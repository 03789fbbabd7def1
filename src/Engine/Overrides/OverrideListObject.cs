using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An install override list in S3.</summary>
internal static class OverrideListObject
{
    /// <exception cref="PatchException">The list cannot be fetched.</exception>
    public static async Task<byte[]> FetchAsync(IObjectStore objects, string bucket, string key, string displayName, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.FetchAsync(bucket, key, OverrideListReader.MaximumBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectFetchException e)
        {
            throw Explain(e, displayName);
        }
    }

    private static PatchException Explain(ObjectFetchException e, string name)
    {
        return e.Failure switch
        {
            ObjectFailure.TooLarge => OverrideListReader.TooLarge(name, length: null, e),
            ObjectFailure.BucketMissing or ObjectFailure.KeyMissing => Failed(ErrorIds.OverrideListNotFound, ErrorKind.ObjectNotFound, $"There is no install override list '{name}'.", "Check bucket and key."),
            ObjectFailure.AccessDenied => Failed(ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied, $"Access denied to the install override list '{name}'.", "Give the role of this node the right that is named, in the policy of the role or of the bucket, and check the key: S3 also says so of an object that does not exist."),
            ObjectFailure.KeyDenied => Failed(ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied, $"The install override list '{name}' is encrypted with a key that may not be used.", "Give the role of this node the right kms:Decrypt on the key."),
            ObjectFailure.NameInvalid => Failed(ErrorIds.OverrideListAddressInvalid, ErrorKind.InvalidArgument, $"'{name}' names no object that S3 could hold.", "Give an address of the form s3://bucket/key."),
            ObjectFailure.WrongRegion => Fetching(ErrorKind.InvalidResult, "Give the region of the bucket with -Region."),
            ObjectFailure.Archived => Fetching(ErrorKind.InvalidResult, "Restore the object, or store the list in another class."),
            ObjectFailure.TimedOut => Fetching(ErrorKind.OperationTimeout, "Try again later. If that does not help, check the network and the proxy of this machine."),
            ObjectFailure.NotConnected => Fetching(ErrorKind.ConnectionError, "Check the network and the proxy of this machine, and that S3 can be reached: in a VPC without internet by an endpoint for it."),
            _ => Fetching(ErrorKind.ResourceUnavailable, "Try again later."),
        };

        PatchException Fetching(ErrorKind kind, string action) => Failed(ErrorIds.OverrideListDownloadFailed, kind, $"The install override list '{name}' cannot be fetched.", action);

        PatchException Failed(string id, ErrorKind kind, string message, string action) => new(id, kind, $"{message} {e.Message}", name, action, e);
    }
}
