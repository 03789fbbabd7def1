namespace PatchBaselineAssociation.Platform;

/// <summary>An object in S3 could not be read. The message is a sentence without secrets that says why and, for a right that is missing, which.</summary>
public sealed class ObjectFetchException(ObjectFailure failure, string message) : Exception(message)
{
    public ObjectFailure Failure { get; } = failure;
}
