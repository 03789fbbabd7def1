namespace PatchBaselineAssociation.Platform;

/// <summary>A document in S3.</summary>
internal static class DocumentObject
{
    /// <exception cref="PatchException">It cannot be fetched.</exception>
    public static async Task<byte[]> FetchAsync(IObjectStore objects, string bucket, string key, string displayName, DocumentTerms terms, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.FetchAsync(bucket, key, terms.MaximumBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectFetchException e)
        {
            throw Explain(e, displayName, terms);
        }
    }

    private static PatchException Explain(ObjectFetchException e, string name, DocumentTerms terms)
    {
        return e.Failure switch
        {
            ObjectFailure.TooLarge => terms.TooLarge(name, length: null, e),
            ObjectFailure.BucketMissing or ObjectFailure.KeyMissing => Failed(terms.NotFound, ErrorKind.ObjectNotFound, $"There is no {terms.Noun} '{name}'.", "Check bucket and key."),
            ObjectFailure.AccessDenied => Failed(terms.AccessDenied, ErrorKind.PermissionDenied, $"Access denied to the {terms.Noun} '{name}'.", "Give the role of this node the right that is named, in the policy of the role or of the bucket, and check the key: S3 also says so of an object that does not exist."),
            ObjectFailure.KeyDenied => Failed(terms.AccessDenied, ErrorKind.PermissionDenied, $"The {terms.Noun} '{name}' is encrypted with a key that may not be used.", "See that the key is enabled, and give the role of this node the right kms:Decrypt on it."),
            ObjectFailure.NameInvalid => Failed(terms.AddressInvalid, ErrorKind.InvalidArgument, $"'{name}' names no object that S3 could hold.", "Give an address of the form s3://bucket/key."),
            ObjectFailure.WrongRegion => Fetching(ErrorKind.InvalidResult, "Give the region of the bucket with -Region."),
            ObjectFailure.Archived => Fetching(ErrorKind.InvalidResult, "Restore the object, or store it in another class."),
            ObjectFailure.TimedOut => Fetching(ErrorKind.OperationTimeout, "Try again later. If that does not help, check the network and the proxy of this machine."),
            ObjectFailure.NotConnected => Fetching(ErrorKind.ConnectionError, "Check the network and the proxy of this machine, and that S3 can be reached: in a VPC without internet by an endpoint for it."),
            _ => Fetching(ErrorKind.ResourceUnavailable, "Try again later."),
        };

        PatchException Fetching(ErrorKind kind, string action) => Failed(terms.DownloadFailed, kind, $"The {terms.Noun} '{name}' cannot be fetched.", action);

        PatchException Failed(string id, ErrorKind kind, string message, string action) => new(id, kind, $"{message} {e.Message}", name, action, e)
        {
            ExitCode = string.Equals(id, terms.AccessDenied, StringComparison.Ordinal) ? terms.ExitCodeOfDenial : terms.ExitCodeOfFetching,
        };
    }
}
