using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Waits for the locks of rpm and dnf. dnf itself waits for ever, or, as it is called here, not at all.</summary>
/// <param name="transactionLock">What rpm locks while it changes packages.</param>
/// <param name="timeout">How long to wait.</param>
/// <param name="holders">Finds out who holds a lock.</param>
/// <param name="clock">The time.</param>
/// <param name="events">Where it tells of it.</param>
internal sealed class DnfLocks(string transactionLock, TimeSpan timeout, ILockHolderFinder holders, IClock clock, IEventSink events)
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Who changes packages just now; null where nobody does.</summary>
    public LockHolder? FindHolder() => holders.Find(transactionLock);

    /// <summary>Waits for rpm's lock.</summary>
    /// <exception cref="PatchException">PackageManagerBusy.</exception>
    public Task WaitAsync(string activity, CancellationToken cancellationToken) => RepeatAsync(
        activity,
        () => Task.FromResult(FindHolder()),
        holder => holder is null ? null : $"'{transactionLock}' is locked by {holder}",
        cancellationToken);

    /// <summary>Runs dnf as often as another one has its locks, which are files with the id of a process.</summary>
    /// <param name="activity">What is waited for with.</param>
    /// <param name="run">Runs dnf.</param>
    /// <param name="findLock">What dnf says of a lock; null where it had all that it wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatchException">PackageManagerBusy.</exception>
    public async Task<T> RepeatAsync<T>(string activity, Func<Task<T>> run, Func<T, string?> findLock, CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_retryInterval)
        {
            T result = await run().ConfigureAwait(false);
            if (findLock(result) is not { } held)
                return result;
            if (waited >= timeout)
            {
                throw new PatchException(
                    ErrorIds.PackageManagerBusy,
                    ErrorKind.ResourceBusy,
                    $"Another process uses the package manager: {held}, which did not give it up within {timeout.TotalSeconds:0} s. Nothing was changed.",
                    transactionLock,
                    "Wait for it to end, or wait longer with -LockTimeout.");
            }

            if (waited == TimeSpan.Zero)
                events.Verbose($"Waiting for the lock: {held}.");
            events.Progress(activity, $"Waiting: {held}");
            await clock.DelayAsync(s_retryInterval, cancellationToken).ConfigureAwait(false);
        }
    }
}
