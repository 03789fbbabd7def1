using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>Carries events from the engine's thread to the pipeline's thread while the engine works.</summary>
internal sealed class EventPump(Cmdlet command, int activityId) : IEventSink, IDisposable
{
    /// <summary>Progress is for people: more often than this only slows the work down.</summary>
    internal static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<EngineEvent> _events = [];
    private readonly Stopwatch _sinceProgress = new();
    private ProgressEvent? _pending;
    private ProgressEvent? _shown;

    public void Publish(EngineEvent engineEvent)
    {
        try
        {
            _events.Add(engineEvent);
        }
        catch (InvalidOperationException)
        {
            // The work is over: a callback that comes after it has nobody to tell.
        }
    }

    /// <summary>Asks on the pipeline's thread, the only one that may, and waits for the answer.</summary>
    /// <returns>False where nobody can be asked any more.</returns>
    public bool Ask(Func<bool> question)
    {
        PipelineQuestion asked = new(question);
        try
        {
            _events.Add(asked);
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return asked.Answer.GetAwaiter().GetResult();
    }

    public void Dispose() => _events.Dispose();

    /// <exception cref="WorkerException">The work failed or was cancelled.</exception>
    public T Run<T>(Func<EventPump, CancellationToken, Task<T>> work, CancellationTokenSource cancellation)
    {
        Task<T> worker = Task.Run(() => work(this, cancellation.Token), CancellationToken.None);
        _ = worker.ContinueWith(_ => _events.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        bool isDrained = false;
        try
        {
            ShowEvents();
            isDrained = true;
        }
        finally
        {
            // A warning that -WarningAction turned into an error, or a stopped pipeline: nothing may go on working behind the caller's back.
            if (!isDrained)
            {
                cancellation.Cancel();
                RefuseQuestions();
                ((IAsyncResult)worker).AsyncWaitHandle.WaitOne();
            }

            CompleteProgress();
        }

        try
        {
            return worker.GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            throw new WorkerException(exception);
        }
    }

    /// <summary>Whoever waits for an answer must not wait for ever.</summary>
    private void RefuseQuestions()
    {
        _events.CompleteAdding();
        while (_events.TryTake(out EngineEvent? next))
            (next as PipelineQuestion)?.Refuse();
    }

    private void ShowEvents()
    {
        while (!_events.IsCompleted)
        {
            if (_events.TryTake(out EngineEvent? next, MillisecondsUntilPending()))
                Show(next);
            else
                ShowPending();
        }
    }

    private int MillisecondsUntilPending() =>
        _pending is null ? Timeout.Infinite : (int)Math.Max(0, Math.Ceiling((ProgressInterval - _sinceProgress.Elapsed).TotalMilliseconds));

    private void Show(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case VerboseEvent verbose:
                command.WriteVerbose(verbose.Message);
                break;
            case WarningEvent warning:
                command.WriteWarning($"[{warning.Id}] {warning.Message}");
                break;
            case PipelineQuestion question:
                question.Ask();
                break;
            case ProgressEvent progress:
                _pending = progress;
                if (_shown is null || _sinceProgress.Elapsed >= ProgressInterval)
                    ShowPending();
                break;
        }
    }

    private void ShowPending()
    {
        if (_pending is null)
            return;

        _shown = _pending;
        _pending = null;
        _sinceProgress.Restart();
        command.WriteProgress(new ProgressRecord(activityId, _shown.Activity, _shown.Status) { PercentComplete = _shown.Percent ?? -1 });
    }

    private void CompleteProgress()
    {
        if (_shown is null)
            return;

        try
        {
            command.WriteProgress(new ProgressRecord(activityId, _shown.Activity, _shown.Status) { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no records; its host has removed the progress.
        }
    }
}
