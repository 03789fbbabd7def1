using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Baselines;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Overrides;

/// <summary>Lists from a real https server on this machine.</summary>
public sealed class OverrideListDownloadTests
{
    private const string List = "patches:\n  - id: bash\n    title: '1.10'\n";
    private const string Secrets = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIASECRET&X-Amz-Signature=5ec4e7&X-Amz-Security-Token=70ce4&key=5ec4e7";
    private const string AccessDenied = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>";

    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    /// <summary>Status, body, error and what the message must say.</summary>
    public static TheoryData<string, string, string, ErrorKind, string> Refusals => new()
    {
        { "404 Not Found", "<Error><Code>NoSuchKey</Code></Error>", ErrorIds.OverrideListNotFound, ErrorKind.ObjectNotFound, "There is no install override list" },
        { "410 Gone", "", ErrorIds.OverrideListNotFound, ErrorKind.ObjectNotFound, "410" },
        { "403 Forbidden", AccessDenied, ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied, "Amazon S3 says that access is denied" },
        { "403 Forbidden", AccessDenied.Replace("Access Denied", "Request has expired", StringComparison.Ordinal), ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied, "its signed address has expired" },
        { "403 Forbidden", "No.", ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied, "403" },
        { "401 Unauthorized", "", ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied, "401" },
        { "500 Internal Server Error", "oops", ErrorIds.OverrideListDownloadFailed, ErrorKind.ResourceUnavailable, "'localhost' answered with status 500." },
        { "400 Bad Request", "", ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidResult, "status 400" },
        { "204 No Content", "", ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidResult, "status 204" },
        { "301 Moved Permanently", "<Error><Code>PermanentRedirect</Code></Error>", ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidResult, "without saying where" },
    };

    public static TheoryData<string, string> WrongRedirects => new()
    {
        { "http://localhost/list.yaml", "points to 'http://localhost/list.yaml', which is not" },
        { "file:///etc/passwd", "points to 'file:///etc/passwd', which is not" },
        { "ftp://localhost/list.yaml", "points to 'ftp://localhost/list.yaml', which is not" },
        { "https://user:5ec4e7@localhost/list.yaml", "points to 'https://***@localhost/list.yaml', which is not" },
        { "http://localhost/list.yaml?X-Amz-Signature=5ec4e7", "points to 'http://localhost/list.yaml?***', which is not" },
        { "data:text/plain,patches", "which is not" },
    };

    [Fact]
    public async Task A_list_is_read_from_the_web()
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml?versionId=1", "200 OK", List);

        OverrideList list = await LoadAsync(server, server["/list.yaml?versionId=1"]);

        Assert.Equal(("bash", "1.10"), (list.Entries.Single().Id, list.Entries.Single().Title));
        Assert.Equal(server["/list.yaml?***"], list.SourceName);
        string head = Assert.Single(server.Requests);
        Assert.DoesNotContain("Accept-Encoding", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Cookie", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Authorization", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_list_in_pieces_of_unknown_length_is_read()
    {
        await using TlsServer server = new TlsServer()
            .Answer("/chunked", async (stream, token) => await stream.WriteAsync((byte[])[.. TlsServer.Head("200 OK", "Transfer-Encoding: chunked"), .. "8\r\npatches:\r\nb\r\n [{id: a}]\n\r\n0\r\n\r\n"u8], token))
            .Answer("/closed", async (stream, token) => await stream.WriteAsync((byte[])[.. TlsServer.Head("200 OK"), .. "patches: [{id: a}]\n"u8], token));

        Assert.Single((await LoadAsync(server, server["/chunked"])).Entries);
        Assert.Single((await LoadAsync(server, server["/closed"])).Entries);
    }

    [Fact]
    public async Task Redirects_within_https_are_followed_and_carry_no_cookies()
    {
        await using TlsServer server = new();
        server
            .Answer("/1", "301 Moved Permanently", "", "Location: " + server["/2"], "Set-Cookie: a=b")
            .Redirect("/2", "/3")
            .Answer("/3", "303 See Other", "", "Location: 4?a=b#c")
            .Answer("/4?a=b", "307 Temporary Redirect", "", "Location: //localhost:" + server.Port + "/5")
            .Answer("/5", "308 Permanent Redirect", "", "Location: /6")
            .Answer("/6", "200 OK", List);

        Assert.Single((await LoadAsync(server, server["/1"])).Entries);
        Assert.Equal(6, server.Requests.Count);
        Assert.DoesNotContain(server.Requests, head => head.Contains("Cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(WrongRedirects))]
    public async Task A_redirect_that_leaves_https_is_refused(string location, string says)
    {
        await using TlsServer server = new();
        server.Redirect("/1", "/2").Redirect("/2", location);

        PatchException error = await RefusedAsync(server, server["/1"], ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidResult);

        Assert.Contains($"'{server["/2"]}' points to", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Redirects_without_end_are_refused()
    {
        await using TlsServer server = new TlsServer().Redirect("/a", "/b").Redirect("/b", "/a");
        for (int i = 0; i < 9; i++)
            server.Redirect("/" + i, "/" + (i + 1));

        PatchException loop = await RefusedAsync(server, server["/a"], ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidResult);
        Assert.Contains($"points back to '{server["/a"]}'", loop.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);

        PatchException chain = await RefusedAsync(server, server["/0"], ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidResult);
        Assert.Contains("after 5 redirects", chain.Message, StringComparison.Ordinal);
        Assert.Equal(2 + 6, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_server_that_says_no_is_understood(string status, string body, string errorId, ErrorKind kind, string says)
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml", status, body);

        PatchException error = await RefusedAsync(server, server["/list.yaml"], errorId, kind);

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(server["/list.yaml"], error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Who_is_denied_hears_of_the_form_for_private_buckets()
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml", "403 Forbidden", AccessDenied);

        PatchException error = await RefusedAsync(server, server["/list.yaml"], ErrorIds.OverrideListAccessDenied, ErrorKind.PermissionDenied);

        Assert.Contains("s3://bucket/key", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData("429 Too Many Requests")]
    [InlineData("502 Bad Gateway")]
    [InlineData("504 Gateway Timeout")]
    public async Task What_passes_is_tried_again(string status)
    {
        SettableClock clock = new();
        DateTimeOffset start = clock.UtcNow;
        await using TlsServer server = new();
        server.Answer("/list.yaml", (stream, token) => stream.WriteAsync(
            server.Requests.Count < 3 ? TlsServer.Head(status, "Content-Length: 0") : [.. TlsServer.Head("200 OK"), .. Encoding.UTF8.GetBytes(List)], token).AsTask());

        Assert.Single((await LoadAsync(server, server["/list.yaml"], clock: clock)).Entries);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(TimeSpan.FromSeconds(3), clock.UtcNow - start);
    }

    [Fact]
    public async Task What_does_not_pass_is_given_up()
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml", "503 Service Unavailable", "");

        PatchException error = await RefusedAsync(server, server["/list.yaml"], ErrorIds.OverrideListDownloadFailed, ErrorKind.ResourceUnavailable);

        Assert.Contains("status 503", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Nothing_is_tried_again_beyond_the_time_limit()
    {
        SettableClock clock = new();
        await using TlsServer server = new();
        server.Answer("/list.yaml", (stream, token) =>
        {
            clock.UtcNow += s_long - TimeSpan.FromSeconds(1);
            return stream.WriteAsync(TlsServer.Head("503 Service Unavailable", "Content-Length: 0"), token).AsTask();
        });

        await RefusedAsync(server, server["/list.yaml"], ErrorIds.OverrideListDownloadFailed, ErrorKind.ResourceUnavailable, clock: clock);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_however_it_comes()
    {
        byte[] body = new byte[OverrideListReader.MaximumBytes + 1];
        await using TlsServer server = new TlsServer()
            .Answer("/announced", (stream, token) => stream.WriteAsync(TlsServer.Head("200 OK", $"Content-Length: {body.Length}"), token).AsTask())
            .Answer("/silent", async (stream, token) =>
            {
                await stream.WriteAsync(TlsServer.Head("200 OK"), token);
                await stream.WriteAsync(body, token);
            })
            .Answer("/endless", async (stream, token) =>
            {
                await stream.WriteAsync(TlsServer.Head("200 OK"), token);
                while (true)
                    await stream.WriteAsync(body, token);
            })
            .Answer("/endless-no", async (stream, token) =>
            {
                await stream.WriteAsync(TlsServer.Head("404 Not Found"), token);
                while (true)
                    await stream.WriteAsync(body, token);
            });

        foreach (string path in new[] { "/announced", "/silent", "/endless" })
        {
            PatchException error = await RefusedAsync(server, server[path], ErrorIds.OverrideListTooLarge, ErrorKind.LimitsExceeded);
            Assert.Contains("too many bytes; an install override list has at most 1048576", error.Message, StringComparison.Ordinal);
        }

        await RefusedAsync(server, server["/endless-no"], ErrorIds.OverrideListNotFound, ErrorKind.ObjectNotFound);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task The_largest_list_is_read()
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml", "200 OK", "patches: [{id: a}]\n#".PadRight(OverrideListReader.MaximumBytes, 'x'));
        Assert.Single((await LoadAsync(server, server["/list.yaml"])).Entries);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using TlsServer server = new TlsServer()
            .Answer("/silent", (_, token) => Task.Delay(Timeout.Infinite, token))
            .Answer("/stops", async (stream, token) =>
            {
                await stream.WriteAsync((byte[])[.. TlsServer.Head("200 OK", "Content-Length: 100"), .. "patches:\n"u8], token);
                await Task.Delay(Timeout.Infinite, token);
            })
            .Answer("/trickles", async (stream, token) =>
            {
                await stream.WriteAsync(TlsServer.Head("200 OK"), token);
                while (true)
                {
                    await stream.WriteAsync("#"u8.ToArray(), token);
                    await Task.Delay(20, token);
                }
            })
            .Answer("/trickles-head", async (stream, token) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nX: "u8.ToArray(), token);
                while (true)
                {
                    await stream.WriteAsync("x"u8.ToArray(), token);
                    await Task.Delay(20, token);
                }
            });

        foreach (string path in new[] { "/silent", "/stops", "/trickles", "/trickles-head" })
        {
            PatchException error = await RefusedAsync(server, server[path], ErrorIds.OverrideListDownloadFailed, ErrorKind.OperationTimeout, s_short);
            Assert.Contains("'localhost' did not send everything within 0.3 s.", error.Message, StringComparison.Ordinal);
        }

        await using TlsServer mute = new() { IsMute = true };
        await RefusedAsync(mute, mute["/list.yaml"], ErrorIds.OverrideListDownloadFailed, ErrorKind.OperationTimeout, s_short);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using CancellationTokenSource cancel = new();
        await using TlsServer server = new();
        server.Answer("/list.yaml", async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });

        OverrideListLoader loader = new(new DocumentLoader(new ReadOnlyFileSystem(), () => Fetcher(server, s_long, new SettableClock()), NoObjects));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.LoadAsync(server["/list.yaml"], cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.LoadAsync(server["/list.yaml"], cancel.Token));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_ends_early_is_no_list()
    {
        await using TlsServer server = new TlsServer()
            .Answer("/length", (stream, token) => stream.WriteAsync((byte[])[.. TlsServer.Head("200 OK", "Content-Length: 1000"), .. "patches: [{id: a}]\n"u8], token).AsTask())
            .Answer("/chunk", (stream, token) => stream.WriteAsync((byte[])[.. TlsServer.Head("200 OK", "Transfer-Encoding: chunked"), .. "13\r\npatches: [{id: a}]\n\r\n"u8], token).AsTask())
            .Answer("/head", (stream, token) => stream.WriteAsync("HTTP/1.1 200 OK\r\nConte"u8.ToArray(), token).AsTask());

        foreach (string path in new[] { "/length", "/chunk", "/head" })
        {
            PatchException error = await RefusedAsync(server, server[path], ErrorIds.OverrideListDownloadFailed, ErrorKind.ConnectionError);
            Assert.Contains("The connection to 'localhost' ended early.", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(9, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_no_HTTP_is_told_on_one_line()
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml", (stream, token) => stream.WriteAsync("SSH-2.0-\u001b[2J?X-Amz-Signature=5ec4e7\r\n\r\n"u8.ToArray(), token).AsTask());

        PatchException error = await RefusedAsync(server, server["/list.yaml"], ErrorIds.OverrideListDownloadFailed, ErrorKind.ConnectionError);

        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_list_that_comes_compressed_is_refused()
    {
        using MemoryStream packed = new();
        await using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            await gzip.WriteAsync(new byte[50_000_000]);
        await using TlsServer server = new TlsServer()
            .Answer("/gzip", "200 OK", packed.ToArray(), "Content-Encoding: gzip")
            .Answer("/identity", "200 OK", List, "Content-Encoding: identity");

        PatchException error = await RefusedAsync(server, server["/gzip"], ErrorIds.OverrideListDownloadFailed, ErrorKind.InvalidData);

        Assert.Contains("compressed", error.Message, StringComparison.Ordinal);
        Assert.Single((await LoadAsync(server, server["/identity"])).Entries);
    }

    [Fact]
    public async Task What_is_no_list_is_refused_by_its_address()
    {
        await using TlsServer server = new TlsServer()
            .Answer("/binary", "200 OK", [0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 1, 2, 0xff])
            .Answer("/utf-16", "200 OK", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(List)).ToArray())
            .Answer("/page", "200 OK", "<!DOCTYPE html>\n<html></html>");

        PatchException error = await RefusedAsync(server, server["/binary"], ErrorIds.OverrideListNotYaml, ErrorKind.InvalidData);
        Assert.Contains($"'{server["/binary"]}'", error.Message, StringComparison.Ordinal);
        error = await RefusedAsync(server, server["/utf-16"], ErrorIds.OverrideListNotYaml, ErrorKind.InvalidData);
        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
        await RefusedAsync(server, server["/page"], ErrorIds.OverrideListInvalid, ErrorKind.InvalidData);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_by_default()
    {
        await using TlsServer server = new TlsServer().Answer("/list.yaml", "200 OK", List);
        OverrideListLoader loader = new(new DocumentLoader(new ReadOnlyFileSystem(), () => new HttpsFetcher(new SettableClock()), NoObjects));

        await AssertUntrustedAsync(loader, server);
    }

    [Theory]
    [InlineData("other.example", false)]
    [InlineData("localhost", true)]
    public async Task A_certificate_for_another_host_or_time_is_refused(string name, bool isExpired)
    {
        await using TlsServer server = new TlsServer(name, isExpired).Answer("/list.yaml", "200 OK", List);

        await AssertUntrustedAsync(new OverrideListLoader(new DocumentLoader(new ReadOnlyFileSystem(), () => Fetcher(server, s_long, new SettableClock()), NoObjects)), server);
    }

    [Fact]
    public async Task A_server_without_TLS_is_refused()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            _ = await client.GetStream().ReadAtLeastAsync(new byte[16], minimumBytes: 1);
        });
        OverrideListLoader loader = new(new DocumentLoader(new ReadOnlyFileSystem(), () => new HttpsFetcher(new SettableClock()), NoObjects));

        var error = await Assert.ThrowsAsync<PatchException>(() => loader.LoadAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/", CancellationToken.None));

        await answering;
        Assert.Equal((ErrorIds.OverrideListDownloadFailed, ErrorKind.ConnectionError), (error.ErrorId, error.Kind));
        Assert.Contains("no proof of who it is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        OverrideListLoader loader = new(new DocumentLoader(new ReadOnlyFileSystem(), () => new HttpsFetcher(new SettableClock()), NoObjects));

        var refused = await Assert.ThrowsAsync<PatchException>(() => loader.LoadAsync($"https://localhost:{port}/list.yaml{Secrets}", CancellationToken.None));
        AssertClean(refused);
        Assert.Equal((ErrorIds.OverrideListDownloadFailed, ErrorKind.ConnectionError), (refused.ErrorId, refused.Kind));
        Assert.Contains($"'localhost:{port}' refused the connection.", refused.Message, StringComparison.Ordinal);

        var unknown = await Assert.ThrowsAsync<PatchException>(() => loader.LoadAsync("https://nobody.invalid/list.yaml", CancellationToken.None));
        Assert.Equal((ErrorIds.OverrideListDownloadFailed, ErrorKind.ConnectionError), (unknown.ErrorId, unknown.Kind));
        Assert.Contains("The name 'nobody.invalid' cannot be resolved.", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_message_holds_what_signs_an_address()
    {
        await using TlsServer server = new();
        server
            .Answer("/403" + Secrets, "403 Forbidden", $"<Error><Code>SignatureDoesNotMatch</Code><Message>{Secrets}</Message></Error>")
            .Answer("/500" + Secrets, "500 Internal Server Error", Secrets)
            .Answer("/404" + Secrets, "404 Not Found", Secrets)
            .Answer("/large" + Secrets, "200 OK", new byte[OverrideListReader.MaximumBytes + 1])
            .Answer("/binary" + Secrets, "200 OK", [0])
            .Answer("/text" + Secrets, "200 OK", "text")
            .Answer("/silent" + Secrets, (_, token) => Task.Delay(Timeout.Infinite, token))
            .Redirect("/http" + Secrets, "http://localhost/" + Secrets)
            .Redirect("/loop" + Secrets, "/loop" + Secrets);

        foreach (string path in new[] { "/403", "/500", "/404", "/large", "/binary", "/text", "/http", "/loop", "/silent" })
        {
            OverrideListLoader loader = new(new DocumentLoader(new ReadOnlyFileSystem(), () => Fetcher(server, path == "/silent" ? s_short : s_long, new SettableClock()), NoObjects));
            var error = await Assert.ThrowsAsync<PatchException>(() => loader.LoadAsync(server[path + Secrets], CancellationToken.None));
            AssertClean(error);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_protects_is_never_loosened()
    {
        HttpClientHandler? made = null;
        HttpsFetcher fetcher = new(new SettableClock(), s_long, handler =>
        {
            made = handler;
            Assert.True(handler.UseProxy);
            Assert.Null(handler.Proxy);
            throw new InvalidOperationException("Seen.");
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => fetcher.FetchAsync(new Uri("https://localhost/"), 1, CancellationToken.None));
        Assert.False(made!.AllowAutoRedirect || made.UseCookies || made.UseDefaultCredentials);
        Assert.Equal(DecompressionMethods.None, made.AutomaticDecompression);
        Assert.Null(made.Credentials);
        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync(new Uri("http://localhost/"), 1, CancellationToken.None));
        Assert.Equal(WebFailure.NotHttps, error.Failure);
    }

    private static Task<OverrideList> LoadAsync(TlsServer server, string address, TimeSpan? timeLimit = null, IClock? clock = null) =>
        new OverrideListLoader(new DocumentLoader(new ReadOnlyFileSystem(), () => Fetcher(server, timeLimit ?? s_long, clock ?? new SettableClock()), NoObjects)).LoadAsync(address, CancellationToken.None);

    /// <summary>Validates as always; only the issuers that are trusted differ.</summary>
    private static HttpsFetcher Fetcher(TlsServer server, TimeSpan timeLimit, IClock clock) => new(clock, timeLimit, handler => new SocketsHttpHandler
    {
        AllowAutoRedirect = handler.AllowAutoRedirect,
        AutomaticDecompression = handler.AutomaticDecompression,
        UseCookies = handler.UseCookies,
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { server.Certificate },
            },
        },
    });

    private static async Task<PatchException> RefusedAsync(TlsServer server, string address, string errorId, ErrorKind kind, TimeSpan? timeLimit = null, IClock? clock = null)
    {
        var error = await Assert.ThrowsAsync<PatchException>(() => LoadAsync(server, address, timeLimit, clock));
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        AssertClean(error);
        return error;
    }

    private static async Task AssertUntrustedAsync(OverrideListLoader loader, TlsServer server)
    {
        var error = await Assert.ThrowsAsync<PatchException>(() => loader.LoadAsync(server["/list.yaml"], CancellationToken.None));

        Assert.Equal((ErrorIds.OverrideListDownloadFailed, ErrorKind.ConnectionError), (error.ErrorId, error.Kind));
        Assert.Contains("'localhost' gave no proof of who it is that is trusted here: The remote certificate", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        AssertClean(error);
    }

    /// <summary>A person can act on it, and it gives nothing away, whatever of it is logged.</summary>
    private static void AssertClean(PatchException error)
    {
        Assert.NotNull(error.RecommendedAction);
        Assert.DoesNotContain("Exception", error.Message, StringComparison.Ordinal);
        foreach (string text in new[] { error.ToString(), error.RecommendedAction, error.Target?.ToString() ?? "" })
        {
            Assert.DoesNotContain("AKIASECRET", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("5ec4e7", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("70ce4", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IObjectStore NoObjects() => throw new InvalidOperationException("Nothing is in S3 here.");
}
