using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Baselines;

/// <summary>Fetches a snapshot by its link. The link is a secret: whoever has it can read the snapshot.</summary>
/// <param name="endpoint">The endpoint that was given instead of the public one; null where none was.</param>
/// <param name="fetchers">Makes what fetches over https.</param>
/// <param name="timeLimit">For one attempt.</param>
internal sealed class SnapshotDownload(string? endpoint, Func<IWebFetcher> fetchers, TimeSpan timeLimit)
{
    /// <param name="caller">Tries again what may pass.</param>
    /// <param name="call">The call that gave the link.</param>
    /// <param name="link">The link.</param>
    /// <param name="snapshotId">What messages call the snapshot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<byte[]> FetchAsync(AwsCaller caller, AwsCall call, string link, string snapshotId, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw CallErrors.NotUnderstood(call, "the link to the snapshot is no web address");
        AwsCall download = call with { Action = "s3:GetObject", Resource = $"the snapshot at '{address.Authority}'" };
        try
        {
            return await caller.CallAsync(download, token => FetcherFor(address).FetchAsync(address, SnapshotBody.MostBytes, token), cancellationToken).ConfigureAwait(false);
        }
        catch (WebFetchException e) when (e.Failure == WebFailure.TooLarge)
        {
            throw SnapshotBody.Invalid(snapshotId, e.Message);
        }
        catch (WebFetchException e)
        {
            bool isAnswer = e.Failure is WebFailure.Status or WebFailure.RedirectsWrong or WebFailure.NotHttps or WebFailure.Compressed;
            throw new PatchException(
                isAnswer ? ErrorIds.CloudRequestRefused : ErrorIds.CloudUnreachable,
                e.Failure == WebFailure.TimedOut ? ErrorKind.OperationTimeout : ErrorKind.ConnectionError,
                $"The snapshot of this node's baseline cannot be fetched from S3. {e.Message}",
                address.Authority,
                $"Let the node reach '{address.Authority}', {CallErrors.Offline}.")
            { ExitCode = isAnswer ? call.ExitCodeOfAnswer : call.ExitCode };
        }
    }

    /// <summary>An endpoint of http, as tests have, links to itself.</summary>
    private IWebFetcher FetcherFor(Uri address) =>
        string.Equals(address.Scheme, "http", StringComparison.Ordinal) && endpoint?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true ? new PlainFetcher(timeLimit) : fetchers();
}
