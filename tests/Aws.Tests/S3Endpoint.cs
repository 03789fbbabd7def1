using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsTests;

/// <summary>A local endpoint that answers as S3 does, path style, and takes signed requests only.</summary>
public sealed class S3Endpoint : IDisposable
{
    public const string AccessKeyId = "AKIDEXAMPLE";
    public const string SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly HttpListener _listener;
    private readonly Task _server;
    private bool _isDisposed;

    public S3Endpoint()
    {
        (_listener, Url) = Listen();
        _server = ServeAsync();
    }

    public string Url { get; }

    /// <summary>The region of a bucket by its name; a bucket that has none does not exist.</summary>
    public Dictionary<string, string> Buckets { get; } = new(StringComparer.Ordinal) { ["lists"] = "us-east-1" };

    /// <summary>The objects by bucket/key.</summary>
    public Dictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it names the region of a bucket that is elsewhere.</summary>
    public bool TellsRegions { get; set; } = true;

    /// <summary>The session token that requests must bear; null where they must bear none.</summary>
    public string? SessionToken { get; set; }

    /// <summary>Answers that come before all others, one for each request.</summary>
    public ConcurrentQueue<Func<HttpListenerResponse, Task>> Faults { get; } = new();

    /// <summary>Method, path and the region that each was signed for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>An answer as S3 says no.</summary>
    public static Func<HttpListenerResponse, Task> Refusal(int status, string code, string message = "") => response => RefuseAsync(response, status, code, message);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _listener.Stop();
        _server.Wait();
        _listener.Close();
    }

    private static (HttpListener, string) Listen()
    {
        while (true)
        {
            int port;
            using (TcpListener probe = new(IPAddress.Loopback, 0))
            {
                probe.Start();
                port = ((IPEndPoint)probe.LocalEndpoint).Port;
                if (!FreshPorts.TryTake(port))
                    continue;
            }

            HttpListener listener = new();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, $"http://127.0.0.1:{port}");
            }
            catch (HttpListenerException)
            {
                // Somebody else took the port in between.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The client has gone.
                context.Response.Abort();
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        string? region = SignatureV4.RegionOf(request, AccessKeyId, SecretAccessKey);
        Requests.Enqueue($"{request.HttpMethod} {request.RawUrl} {region}");
        if (Faults.TryDequeue(out Func<HttpListenerResponse, Task>? fault))
        {
            await fault(context.Response);
            return;
        }

        string[] path = Uri.UnescapeDataString(request.RawUrl!.Split('?')[0]).TrimStart('/').Split('/', 2);
        Task answer = region is null || request.Headers["x-amz-security-token"] != SessionToken ? RefuseAsync(context.Response, 403, "SignatureDoesNotMatch", "The signature is not that of the request.")
            : !Buckets.TryGetValue(path[0], out string? home) ? RefuseAsync(context.Response, 404, "NoSuchBucket", "The specified bucket does not exist")
            : home != region ? RefuseAsync(context.Response, 301, "PermanentRedirect", "The bucket is elsewhere.", TellsRegions ? home : null)
            : !Objects.TryGetValue($"{path[0]}/{path[1]}", out byte[]? content) ? RefuseAsync(context.Response, 404, "NoSuchKey", "The specified key does not exist.")
            : SendAsync(context.Response, 200, content);
        await answer;
    }

    private static Task RefuseAsync(HttpListenerResponse response, int status, string code, string message, string? region = null)
    {
        if (region is not null)
            response.AddHeader("x-amz-bucket-region", region);
        response.ContentType = "application/xml";
        return SendAsync(response, status, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"));
    }

    private static async Task SendAsync(HttpListenerResponse response, int status, byte[] content)
    {
        response.StatusCode = status;
        response.ContentLength64 = content.Length;
        await response.OutputStream.WriteAsync(content);
        response.Close();
    }
}
