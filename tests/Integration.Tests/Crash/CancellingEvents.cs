using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Counts the steps that the engine tells of, and cancels at one of them, as Ctrl+C would.</summary>
/// <param name="cancelAt">Counted from 1; 0 cancels nothing.</param>
internal sealed class CancellingEvents(int cancelAt) : IEventSink, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _count;

    public int Count => _count;

    public CancellationToken Token => _cancellation.Token;

    public EngineEvent? CancelledAt { get; private set; }

    public void Publish(EngineEvent engineEvent)
    {
        if (Interlocked.Increment(ref _count) != cancelAt)
            return;
        CancelledAt = engineEvent;
        _cancellation.Cancel();
    }

    public void Dispose() => _cancellation.Dispose();
}
