using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace PatchBaselineAssociation.Platform;

/// <summary>Fetches over https and nothing else, redirects included. Never sends credentials or cookies, never waits longer than its limit,
/// and reads no byte more than it was allowed. Proxies and trusted certificates are those of the system.</summary>
public sealed class HttpsFetcher : IWebFetcher
{
    private const int MostRedirects = 5;
    private const int MostTries = 3;
    private const int BufferLength = 16 * 1024;
    private const int LongestAnswer = 4096;
    private const int LongestReason = 200;

    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);

    private readonly IClock _clock;
    private readonly TimeSpan _timeLimit;
    private readonly Func<HttpClientHandler, HttpMessageHandler>? _replace;

    public HttpsFetcher(IClock clock)
        : this(clock, s_timeLimit, replace: null)
    {
    }

    /// <param name="clock">Waits between tries.</param>
    /// <param name="timeLimit">For everything: all tries, redirects and pauses.</param>
    /// <param name="replace">Lets tests trust the certificates that they make.</param>
    internal HttpsFetcher(IClock clock, TimeSpan timeLimit, Func<HttpClientHandler, HttpMessageHandler>? replace)
    {
        _clock = clock;
        _timeLimit = timeLimit;
        _replace = replace;
    }

    public async Task<byte[]> FetchAsync(Uri address, int maximumBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseOtherThanHttps(address, $"'{WebAddress.Display(address)}' is not an https address.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeLimit);
        var token = limit.Token;
        try
        {
            // On a thread of its own and not waited for beyond the limit: looking up a name cannot be cancelled everywhere.
            return await UncancellableWork.WaitAsync(Task.Run(() => TryAsync(address, maximumBytes, token), CancellationToken.None), token).ConfigureAwait(false);
        }
        catch (Exception e) when (token.IsCancellationRequested && e is not WebFetchException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new WebFetchException(
                WebFailure.TimedOut,
                string.Format(CultureInfo.InvariantCulture, "The server '{0}' did not send everything within {1:0.#} s.", address.Host, _timeLimit.TotalSeconds));
        }
    }

    private async Task<byte[]> TryAsync(Uri address, int maximumBytes, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        var end = _clock.UtcNow + _timeLimit;
        var pause = s_firstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FollowAsync(client, address, maximumBytes, cancellationToken).ConfigureAwait(false);
            }
            catch (WebFetchException e) when (attempt < MostTries && MayPass(e) && _clock.UtcNow + pause < end)
            {
                // The next try tells more, or the same.
            }

            await _clock.DelayAsync(pause, cancellationToken).ConfigureAwait(false);
            pause += pause;
        }
    }

    private HttpClient CreateClient()
    {
        Compatibility.OfferTls12();
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseDefaultCredentials = false,
        };
        HttpClient client = new(_replace?.Invoke(handler) ?? handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("PatchBaselineAssociation");
        return client;
    }

    private static bool MayPass(WebFetchException e) => e.Failure == WebFailure.ConnectionLost || e.StatusCode is 429 or 502 or 503 or 504;

    private static async Task<byte[]> FollowAsync(HttpClient client, Uri address, int maximumBytes, CancellationToken cancellationToken)
    {
        HashSet<string> visited = new(StringComparer.Ordinal);
        var current = address;
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(current, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);

                // Not every stream of a response heeds the token.
                using (cancellationToken.Register(response.Dispose))
                {
                    if (!IsRedirect(response.StatusCode))
                        return await ReadAsync(response, current, maximumBytes, cancellationToken).ConfigureAwait(false);
                    visited.Add(current.AbsoluteUri);
                    current = NextOf(response, current, visited);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or IOException or WebException or OperationCanceledException)
            {
                throw Explain(e, current);
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static Uri NextOf(HttpResponseMessage response, Uri current, HashSet<string> visited)
    {
        var shown = WebAddress.Display(current);
        if (response.Headers.Location is not { } location || !Uri.TryCreate(current, location, out var next))
            throw new WebFetchException(WebFailure.RedirectsWrong, $"'{shown}' points elsewhere without saying where.");

        RefuseOtherThanHttps(next, $"'{shown}' points to '{WebAddress.Display(next)}', which is not an https address without user and password.");
        if (visited.Contains(next.AbsoluteUri))
            throw new WebFetchException(WebFailure.RedirectsWrong, $"'{shown}' points back to '{WebAddress.Display(next)}'.");
        if (visited.Count > MostRedirects)
            throw new WebFetchException(WebFailure.RedirectsWrong, string.Format(CultureInfo.InvariantCulture, "'{0}' points further on after {1} redirects, which are all that are followed.", shown, MostRedirects));
        return next;
    }

    private static void RefuseOtherThanHttps(Uri address, string message)
    {
        if (!string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) || address.Host.Length == 0 || address.UserInfo.Length > 0)
            throw new WebFetchException(WebFailure.NotHttps, message);
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, Uri address, int maximumBytes, CancellationToken cancellationToken)
    {
        using var stream = await Compatibility.ReadAsStreamAsync(response.Content, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw await RefusalAsync(response, stream, address, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
            throw new WebFetchException(WebFailure.Compressed, $"The server '{address.Host}' sent it compressed, which it was not asked for.");

        var length = response.Content.Headers.ContentLength;
        if (length > maximumBytes)
            throw TooLarge(address, maximumBytes);

        var (content, isWhole) = await ReadAsync(stream, maximumBytes, cancellationToken).ConfigureAwait(false);
        if (!isWhole)
            throw TooLarge(address, maximumBytes);

        // Some streams end without a word where the connection does.
        return length > content.Length ? throw Lost(address) : content;
    }

    private static async Task<(byte[] Content, bool IsWhole)> ReadAsync(Stream stream, int maximumBytes, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        var buffer = new byte[BufferLength];
        int count;
        while ((count = await Compatibility.ReadAsync(stream, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var room = maximumBytes - (int)content.Length;
            content.Write(buffer, 0, Math.Min(count, room));
            if (count > room)
                return (content.ToArray(), false);
        }

        return (content.ToArray(), true);
    }

    private static async Task<WebFetchException> RefusalAsync(HttpResponseMessage response, Stream stream, Uri address, CancellationToken cancellationToken)
    {
        byte[] answer;
        try
        {
            (answer, _) = await ReadAsync(stream, LongestAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The status tells enough.
            answer = [];
        }

        return new WebFetchException(
            WebFailure.Status,
            string.Format(CultureInfo.InvariantCulture, "The server '{0}' answered with status {1}.", address.Host, (int)response.StatusCode))
        {
            StatusCode = (int)response.StatusCode,
            Answer = Encoding.UTF8.GetString(answer),
        };
    }

    private static WebFetchException TooLarge(Uri address, int maximumBytes) => new(
        WebFailure.TooLarge,
        string.Format(CultureInfo.InvariantCulture, "The server '{0}' sends more than {1} bytes.", address.Host, maximumBytes));

    private static WebFetchException Lost(Uri address) =>
        new(WebFailure.ConnectionLost, $"The connection to '{address.Host}' ended early.");

    /// <summary>Looks for the cause that means something: the two targets wrap it differently.</summary>
    private static WebFetchException Explain(Exception exception, Uri address)
    {
        var isLost = false;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException or WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }:
                    return new WebFetchException(WebFailure.Untrusted, $"The server '{address.Host}' gave no proof of who it is that is trusted here: {Sentence(cause)}");
                case SocketException socket:
                    return Explain(socket, address);
                case WebException { Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure }:
                    return NameUnknown(address);
                case IOException or OperationCanceledException:
                case WebException { Status: WebExceptionStatus.ConnectionClosed or WebExceptionStatus.KeepAliveFailure or WebExceptionStatus.ReceiveFailure or WebExceptionStatus.SendFailure }:
                    isLost = true;
                    break;
            }
        }

        return isLost ? Lost(address) : new WebFetchException(WebFailure.NotConnected, $"There is no usable answer from '{address.Authority}': {Sentence(exception)}");
    }

    private static WebFetchException Explain(SocketException cause, Uri address) => cause.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.NoRecovery or SocketError.TryAgain => NameUnknown(address),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Lost(address),
        SocketError.ConnectionRefused => new WebFetchException(WebFailure.NotConnected, $"'{address.Authority}' refused the connection."),
        _ => new WebFetchException(WebFailure.NotConnected, $"There is no connection to '{address.Authority}': {Sentence(cause)}"),
    };

    private static WebFetchException NameUnknown(Uri address) =>
        new(WebFailure.NameUnknown, $"The name '{address.Host}' cannot be resolved.");

    /// <summary>What the system or the server says, fit for a message: short and on one line.</summary>
    private static string Sentence(Exception cause)
    {
        var text = SecretRedactor.Redact(cause.GetBaseException().Message).Trim().TrimEnd('.');
        var characters = text.Take(LongestReason).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return new string([.. characters, '.']);
    }
}
