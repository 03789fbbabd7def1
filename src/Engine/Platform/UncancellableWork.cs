namespace PatchBaselineAssociation.Platform;

/// <summary>Work that the system may not end when it is told to.</summary>
internal static class UncancellableWork
{
    /// <summary>Waits for the work, or leaves it to itself once the token is cancelled.</summary>
    public static async Task<T> WaitAsync<T>(Task<T> work, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetCanceled()))
        {
            Task<T> first = await Task.WhenAny(work, cancelled.Task).ConfigureAwait(false);
            if (first != work)
                _ = work.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return await first.ConfigureAwait(false);
        }
    }
}
