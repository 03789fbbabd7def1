using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PatchBaselineAssociation.Tests.Overrides;

/// <summary>A small https server on this machine, with a certificate of its own, that answers each path as it is told.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, Func<Stream, CancellationToken, Task>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    /// <param name="name">The host that the certificate is for.</param>
    /// <param name="isExpired">Whether its time is over.</param>
    public TlsServer(string name = "localhost", bool isExpired = false)
    {
        Certificate = MakeCertificate(name, isExpired);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Whether connections are made and then left alone.</summary>
    public bool IsMute { get; init; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of all requests.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public string this[string path] => $"https://localhost:{Port}{path}";

    /// <summary>Answers with what is written as it is; the connection ends behind it.</summary>
    public TlsServer Answer(string path, Func<Stream, CancellationToken, Task> answer)
    {
        _answers[path] = answer;
        return this;
    }

    public TlsServer Answer(string path, string status, string body, params string[] headers) => Answer(path, status, Encoding.UTF8.GetBytes(body), headers);

    public TlsServer Answer(string path, string status, byte[] body, params string[] headers) => Answer(path, async (stream, token) =>
    {
        await stream.WriteAsync(Head(status, [.. headers, $"Content-Length: {body.Length}"]), token);
        await stream.WriteAsync(body, token);
    });

    public TlsServer Redirect(string path, string location) => Answer(path, "302 Found", "", "Location: " + location);

    public static byte[] Head(string status, params string[] headers) =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _end.Dispose();
        Certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate(string name, bool isExpired)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(isExpired ? -1 : 1));

        // Windows serves only keys that were imported.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                if (IsMute)
                    await Task.Delay(Timeout.Infinite, _end.Token);
                await using SslStream stream = new(client.GetStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _end.Token);
                string head = await ReadHeadAsync(stream);
                if (head.Length == 0)
                    return;
                _requests.Enqueue(head);
                await _answers[head.Split(' ')[1]](stream, _end.Token);
                await stream.FlushAsync(_end.Token);
                await stream.ShutdownAsync();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or SocketException)
            {
                // The client had enough.
            }
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _end.Token) == 0)
                return "";
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
