using System.Runtime.ExceptionServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>The one place where calls are made: bounded in time, tried again where that may help, and told as the engine's own errors.</summary>
internal sealed class AwsCaller(IClock clock, IEventSink events, CallLimits limits, Func<double> random)
{
    private static readonly TimeSpan s_longWait = TimeSpan.FromSeconds(30);

    private readonly CallPatience _baseline = new(limits.Baseline);
    private readonly CallPatience _report = new(limits.Report);
    private bool _isWaitTold;

    /// <summary>What is announced and told as whom it was that did not answer.</summary>
    public string Host { get; set; } = "AWS";

    public async Task<T> CallAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        CallPatience patience = call.IsOfReport ? _report : _baseline;
        DateTimeOffset start = clock.UtcNow;
        bool isClockCorrected = false;
        for (int number = 1; ; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            events.Verbose($"Calling {call.Action} on {call.Resource}.");
            CallFailure failure;
            Exception cause;
            try
            {
                T answer = await AttemptAsync(attempt, cancellationToken).ConfigureAwait(false);

                // A call that never failed costs nothing: a long list from a slow service is no sign of a busy one.
                if (number > 1)
                    patience.Spend(clock.UtcNow - start);
                return answer;
            }
            catch (Exception e) when (e is not PatchException && !cancellationToken.IsCancellationRequested && CallFailures.Of(e) is { } found)
            {
                failure = found;
                cause = e;
            }

            if (failure.Kind == CallFailureKind.ClockSkewed && !isClockCorrected && ClockCorrection.TryApply(failure, clock))
            {
                isClockCorrected = true;
                events.Warn(ErrorIds.CloudClockSkewed, "This machine's clock is wrong; AWS is called by the time that it tells.");
                continue;
            }

            TimeSpan elapsed = clock.UtcNow - start;
            if (patience.DelayAfter(failure, number, elapsed, random()) is not { } pause)
            {
                patience.Spend(elapsed);
                if (cause is WebFetchException)
                    ExceptionDispatchInfo.Capture(cause).Throw();
                throw call.Meaning?.Invoke(failure.Code, failure.Says) ?? CallErrors.Explain(call, failure, Host);
            }

            events.Verbose(FormattableString.Invariant($"{call.Action} failed ({failure.Kind}); it is tried again in {pause.TotalSeconds:0.0} s."));
            TellOfWait(call, failure, elapsed + pause);
            await clock.DelayAsync(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A log that stands still for long has to say why; once will do.</summary>
    private void TellOfWait(AwsCall call, CallFailure failure, TimeSpan wait)
    {
        if (_isWaitTold || wait < s_longWait || failure.Kind is not (CallFailureKind.Throttled or CallFailureKind.ServiceFault))
            return;
        _isWaitTold = true;
        events.Warn(ErrorIds.CloudThrottled, $"'{Host}' takes no more requests for now, {call.Action} for one. It is asked again, with growing pauses.", call.Resource);
    }

    private async Task<T> AttemptAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.Attempt);
        CancellationToken token = limit.Token;

        // On a thread of its own: the SDK looks up names and credentials in ways that heed no token.
        return await UncancellableWork.WaitAsync(Task.Run(() => attempt(token), CancellationToken.None), token).ConfigureAwait(false);
    }
}
