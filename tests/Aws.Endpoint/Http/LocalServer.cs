using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PatchBaselineAssociation.AwsEndpoints.Http;

/// <summary>A server on a free port of this machine. Without a host around it: that would take signals and the environment from the tests.</summary>
internal sealed class LocalServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly SocketTransportFactory _transport;
    private readonly Func<HttpContext, Task> _answer;

    public LocalServer(Func<HttpContext, Task> answer)
    {
        _answer = answer;
        _transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        // What was listened to before is held until there is another, so that it is not given again.
        List<KestrelServer> refused = [];
        _server = Listen();
        while (!FreshPorts.TryTake(new Uri(UrlOf(_server)).Port))
        {
            refused.Add(_server);
            _server = Listen();
        }

        Url = UrlOf(_server);
        refused.ForEach(server => server.Dispose());
    }

    public string Url { get; }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _answer(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    private KestrelServer Listen()
    {
        KestrelServerOptions options = new() { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, 0);
        KestrelServer server = new(Options.Create(options), _transport, NullLoggerFactory.Instance);
        server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
        return server;
    }

    private static string UrlOf(KestrelServer server) => server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public async ValueTask DisposeAsync()
    {
        // Connections that are still held are cut at once.
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }
}
