using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.IntegrationTests.Reports;

/// <summary>A page in a headless Chromium, driven over its own protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Program = "chromium";

    /// <summary>What stands before its address, in a line that it prints once it listens.</summary>
    private const string Mark = "DevTools listening on ";

    private readonly TemporaryFolder _profile = new();
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonObject> _events = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _session;
    private int _lastId;

    private Chromium()
    {
        // As root it has no sandbox, and a container has little shared memory.
        ProcessStartInfo start = new(Program)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}", "about:blank",
            },
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
        ConcurrentQueue<string> said = new();
        _process.ErrorDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");
            if (line.Data is null)
                _address.TrySetException(new InvalidOperationException($"{Program} ended: {string.Join('\n', said)}"));
            else if (line.Data.StartsWith(Mark, StringComparison.Ordinal))
                _address.TrySetResult(new Uri(line.Data[Mark.Length..]));
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the page asked for, and what went wrong in it.</summary>
    public IReadOnlyList<JsonObject> Events => _events;

    /// <summary>Opens a file at a width in CSS pixels.</summary>
    public static async Task<Chromium> OpenAsync(string file, int width)
    {
        if (!File.Exists($"/usr/bin/{Program}"))
            Assert.Skip($"Lacks {Program}.");
        Chromium browser = new();
        try
        {
            await browser.ConnectAsync().ConfigureAwait(false);
            foreach (string domain in new[] { "Page", "Runtime", "Log", "Network", "Accessibility" })
                await browser.SendAsync(domain + ".enable").ConfigureAwait(false);
            await browser.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false }).ConfigureAwait(false);
            await browser.SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri }).ConfigureAwait(false);
            await browser.WaitForAsync("Page.loadEventFired").ConfigureAwait(false);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _profile.Dispose();
    }

    /// <summary>The value of an expression, as JSON.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonObject result = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true }).ConfigureAwait(false);
        return result["exceptionDetails"] is { } exception
            ? throw new InvalidOperationException($"{expression}: {exception.ToJsonString()}")
            : result["result"]!["value"]?.DeepClone();
    }

    public async Task<byte[]> ScreenshotAsync() => Convert.FromBase64String(
        (string)(await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true }).ConfigureAwait(false))["data"]!);

    public async Task<byte[]> PrintAsync() => Convert.FromBase64String((string)(await SendAsync("Page.printToPDF", new JsonObject { ["preferCSSPageSize"] = true }).ConfigureAwait(false))["data"]!);

    public Task ShowAsPrintedAsync() => SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print" });

    /// <summary>What a screen reader is told: role and name of each thing.</summary>
    public async Task<IReadOnlyList<(string Role, string Name)>> ReadAccessibilityTreeAsync() =>
    [
        .. (await SendAsync("Accessibility.getFullAXTree").ConfigureAwait(false))["nodes"]!.AsArray()
            .Where(node => node!["ignored"]?.GetValue<bool>() != true)
            .Select(node => ((string?)node!["role"]?["value"] ?? "", (string?)node["name"]?["value"] ?? "")),
    ];

    private async Task ConnectAsync()
    {
        await _socket.ConnectAsync(await _address.Task.ConfigureAwait(false), TestContext.Current.CancellationToken).ConfigureAwait(false);
        JsonObject target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }).ConfigureAwait(false);
        JsonObject attached = await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }).ConfigureAwait(false);
        _session = (string)attached["sessionId"]!;
    }

    private async Task<JsonObject> SendAsync(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        JsonObject request = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
            request["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(request), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken).ConfigureAwait(false);
        while (true)
        {
            JsonObject message = await ReceiveAsync().ConfigureAwait(false);
            if (message["id"]?.GetValue<int>() != id)
                continue;
            return message["error"] is { } error
                ? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{method}: {error.ToJsonString()}"))
                : message["result"]!.AsObject();
        }
    }

    private async Task WaitForAsync(string happened)
    {
        while (!_events.Exists(message => (string?)message["method"] == happened))
            await ReceiveAsync().ConfigureAwait(false);
    }

    private async Task<JsonObject> ReceiveAsync()
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).ConfigureAwait(false);
            content.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        JsonObject message = JsonNode.Parse(content.ToArray())!.AsObject();
        if (message["method"] is not null)
            _events.Add(message);
        return message;
    }
}
