using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Waits for the locks of apt and dpkg. apt's own option waits for dpkg's lock alone, and names nobody.</summary>
internal sealed class AptLocks(IReadOnlyList<string> files, TimeSpan timeout, ILockHolderFinder holders, IClock clock, IEventSink events)
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(1);
    private static readonly string[] s_marks = ["Could not get lock", "Unable to acquire the dpkg frontend lock", "frontend lock was locked", "Unable to lock"];

    /// <exception cref="PatchException">PackageManagerBusy.</exception>
    public async Task WaitAsync(string activity, CancellationToken cancellationToken)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += s_retryInterval)
        {
            (string Path, LockHolder? Holder) held = files.Select(path => (path, holders.Find(path))).FirstOrDefault(pair => pair.Item2 is not null);
            if (held.Holder is not { } holder)
                return;
            if (waited >= timeout)
                throw Busy($"'{held.Path}' is locked by {holder}, which did not give it up within {timeout.TotalSeconds:0} s.", held.Path);
            if (waited == TimeSpan.Zero)
                events.Verbose($"Waiting for the lock '{held.Path}', held by {holder}.");
            events.Progress(activity, $"Waiting for {holder}");
            await clock.DelayAsync(s_retryInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>For a tool that failed before it did anything: scripts of packages may say what apt says of its locks.</summary>
    /// <exception cref="PatchException">PackageManagerBusy: it said that it had no lock.</exception>
    public void ThrowIfNamedIn(string output)
    {
        string? line = output.Split('\n').FirstOrDefault(text => s_marks.Any(mark => text.IndexOf(mark, StringComparison.Ordinal) >= 0));
        if (line is not null)
            throw Busy(SecretRedactor.Redact(line.Trim()), files[0]);
    }

    private static PatchException Busy(string what, string target) => new(
        ErrorIds.PackageManagerBusy,
        ErrorKind.ResourceBusy,
        $"Another process uses the package manager: {what} Nothing was installed.",
        target,
        "Wait for it to end, or wait longer with -LockTimeout.");
}
