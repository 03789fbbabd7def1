using System.Net;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Baselines;

/// <summary>Fetches over http, which only an endpoint that somebody gave by hand may be.</summary>
internal sealed class PlainFetcher(TimeSpan timeLimit) : IWebFetcher
{
    public async Task<byte[]> FetchAsync(Uri address, int maximumBytes, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeLimit);
        using HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new WebFetchException(WebFailure.Status, FormattableString.Invariant($"The server '{address.Host}' answered with status {(int)response.StatusCode}.")) { StatusCode = (int)response.StatusCode };
            using Stream stream = await Compatibility.ReadAsStreamAsync(response.Content, limit.Token).ConfigureAwait(false);
            return await ReadAsync(stream, address, maximumBytes, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebFetchException(WebFailure.TimedOut, $"The server '{address.Host}' did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebException)
        {
            throw new WebFetchException(WebFailure.ConnectionLost, $"The connection to '{address.Host}' failed.");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, Uri address, int maximumBytes, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await Compatibility.ReadAsync(stream, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + count > maximumBytes)
                throw new WebFetchException(WebFailure.TooLarge, FormattableString.Invariant($"The server '{address.Host}' sends more than {maximumBytes} bytes."));
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }
}
