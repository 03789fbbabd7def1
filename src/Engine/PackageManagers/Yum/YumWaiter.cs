using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Waits until nobody else uses yum or rpm: yum itself would wait for ever.</summary>
internal sealed class YumWaiter(YumSystem system, ILockHolderFinder lockHolders, IClock clock, IEventSink events, string activity, TimeSpan timeout)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <exception cref="PatchException">PackageManagerBusy.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; FindHolder() is var (file, holder); waited += s_interval)
        {
            if (waited >= timeout)
                throw Busy($"'{file}' is locked by {holder}, which did not give it up within {timeout.TotalSeconds:0} s.");
            if (waited == TimeSpan.Zero)
                events.Verbose($"Waiting for the lock '{file}', held by {holder}.");
            events.Progress(activity, $"Waiting for {holder}");
            await clock.DelayAsync(s_interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks yum, and waits and asks again where another was faster with the lock.</summary>
    /// <exception cref="PatchException">PackageManagerBusy.</exception>
    public async Task<ProcessResult> AskAsync(Func<Task<ProcessResult>> ask, CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_interval)
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            ProcessResult result = await ask().ConfigureAwait(false);
            if (result.ExitCode == 0 || YumReport.FindLock(result.StandardError) is not { } held)
                return result;
            if (waited >= timeout)
                throw Busy(held);
            await clock.DelayAsync(s_interval, cancellationToken).ConfigureAwait(false);
        }
    }

    public static PatchException Busy(string what) => new(
        ErrorIds.PackageManagerBusy,
        ErrorKind.ResourceBusy,
        $"Another process uses the package manager: {what} Nothing was installed.",
        "yum",
        "Wait for it to end, or wait longer with -LockTimeout.");

    private (string File, LockHolder Holder)? FindHolder()
    {
        if (system.Lock.Find() is { } owner)
            return (system.Lock.Path, owner);
        return lockHolders.Find(system.TransactionLock) is { } holder ? (system.TransactionLock, holder) : null;
    }
}
