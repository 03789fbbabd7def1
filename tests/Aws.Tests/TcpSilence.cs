using System.Net;
using System.Net.Sockets;

namespace PatchBaselineAssociation.AwsTests;

/// <summary>A server that takes connections and never says a word.</summary>
internal sealed class TcpSilence : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TcpSilence() => _listener.Start();

    public string Url => $"http://{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();
}
