using System.Net;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Identity;

/// <summary>Instance metadata, version 2. They are on the node itself, so no proxy is asked; and where there are none, nobody waits long.</summary>
internal sealed class MetadataClient(Func<string, string?> environment, TimeSpan timeLimit)
{
    private const int LongestText = 4096;

    /// <returns>Null where there are no metadata, or not this one.</returns>
    public async Task<string?> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (string.Equals(environment("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase) || Address() is not { } address)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeLimit);
        using HttpClientHandler handler = new() { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestText };
        try
        {
            using HttpRequestMessage forToken = new(HttpMethod.Put, new Uri(address, "latest/api/token"));
            forToken.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
            if (await AskAsync(client, forToken, limit.Token).ConfigureAwait(false) is not { Length: > 0 } token)
                return null;
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(address, "latest/meta-data/" + path));
            request.Headers.Add("X-aws-ec2-metadata-token", token);
            return await AskAsync(client, request, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebException or OperationCanceledException or FormatException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static async Task<string?> AskAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            return null;
        using Stream stream = await Compatibility.ReadAsStreamAsync(response.Content, cancellationToken).ConfigureAwait(false);
        byte[] text = new byte[LongestText];
        int length = 0;
        int count;
        while ((count = stream.Read(text, length, text.Length - length)) > 0)
            length += count;
        return Encoding.ASCII.GetString(text, 0, length).Trim();
    }

    private Uri? Address()
    {
        string text = environment("AWS_EC2_METADATA_SERVICE_ENDPOINT") is { Length: > 0 } given
            ? given
            : string.Equals(environment("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6", StringComparison.OrdinalIgnoreCase) ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address : null;
    }
}
