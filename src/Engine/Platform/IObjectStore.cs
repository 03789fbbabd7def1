namespace PatchBaselineAssociation.Platform;

/// <summary>Objects in S3, as a port.</summary>
public interface IObjectStore
{
    /// <summary>Reads a whole object; finds out by itself which region its bucket is in.</summary>
    /// <exception cref="ObjectFetchException">It could not be read; the caller knows what it meant and says so.</exception>
    /// <exception cref="PatchException">There are no credentials to read it with, or no region.</exception>
    Task<byte[]> FetchAsync(string bucket, string key, int maximumBytes, CancellationToken cancellationToken);
}
