using System.Net;
using System.Net.Sockets;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Serves a folder over http on this machine, until it is disposed.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly Task _work;

    public FileServer(string folder)
    {
        _folder = folder;
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public void Dispose()
    {
        _listener.Stop();
        _work.Wait();
        ((IDisposable)_listener).Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
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

            string path = Path.GetFullPath(Path.Combine(_folder, context.Request.Url!.AbsolutePath.TrimStart('/')));
            if (File.Exists(path))
            {
                context.Response.Headers[HttpResponseHeader.LastModified] = File.GetLastWriteTimeUtc(path).ToString("R");
                byte[] content = await File.ReadAllBytesAsync(path);
                context.Response.ContentLength64 = content.Length;
                try
                {
                    await context.Response.OutputStream.WriteAsync(content);
                }
                catch (HttpListenerException)
                {
                    // The other side has had enough: its disk is full, for example.
                    context.Response.Abort();
                    continue;
                }
            }
            else
            {
                context.Response.StatusCode = 404;
            }

            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
