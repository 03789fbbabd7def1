namespace PatchBaselineAssociation.Platform;

/// <summary>Documents on the web, as a port.</summary>
public interface IWebFetcher
{
    /// <summary>Reads a whole document.</summary>
    /// <exception cref="WebFetchException">It could not be read; the caller knows what it meant and says so.</exception>
    Task<byte[]> FetchAsync(Uri address, int maximumBytes, CancellationToken cancellationToken);
}
