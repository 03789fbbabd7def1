using System.Globalization;
using System.Text.Json;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>Keeps two runs on one state folder apart, between processes and within one.
/// The operating system holds the lock and drops it when its owner dies, so a dead owner never has to be guessed at.
/// A locked file cannot be read by others everywhere: who the owner is stands in a note beside it.</summary>
public sealed class RunLock : IDisposable
{
    public const string LockFileName = "run.lock";
    public const string NoteFileName = "run.lock.json";

    private const int MaximumNoteBytes = 64 * 1024;

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static readonly int[] s_heldResults = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly string _notePath;
    private readonly IFileSystem _files;
    private readonly IEventSink _events;

    // Whom it was taken over from, where somebody died with it.
    private readonly RunLockOwner? _deadOwner;
    private FileStream? _stream;

    private RunLock(FileStream stream, string notePath, RunLockOwner? deadOwner, IFileSystem files, IEventSink events)
    {
        _stream = stream;
        _notePath = notePath;
        _deadOwner = deadOwner;
        _files = files;
        _events = events;
    }

    /// <summary>Waits for the lock as long as <paramref name="timeout"/> says; zero tries once; between two tries <paramref name="delay"/> waits.</summary>
    /// <exception cref="PatchException">Another run holds it, or the folder cannot be written.</exception>
    public static Task<RunLock> AcquireAsync(
        string folder,
        RunLockOwner owner,
        TimeSpan timeout,
        IFileSystem files,
        IEventSink events,
        Func<TimeSpan, CancellationToken, Task> delay,
        CancellationToken cancellationToken) => AcquireAsync(folder, owner, timeout, files, events, delay, beside: null, cancellationToken);

    /// <param name="folder">Where it lies.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="timeout">How long to wait for it.</param>
    /// <param name="files">The disk.</param>
    /// <param name="events">Is told whose end it was that left it behind.</param>
    /// <param name="delay">Waits between two tries.</param>
    /// <param name="beside">Another lock that this run has taken: a process that died with both is told of once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="AcquireAsync(string, RunLockOwner, TimeSpan, IFileSystem, IEventSink, Func{TimeSpan, CancellationToken, Task}, CancellationToken)"/>
    public static async Task<RunLock> AcquireAsync(
        string folder,
        RunLockOwner owner,
        TimeSpan timeout,
        IFileSystem files,
        IEventSink events,
        Func<TimeSpan, CancellationToken, Task> delay,
        RunLock? beside,
        CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, LockFileName);
        var notePath = Path.Combine(folder, NoteFileName);
        var waited = TimeSpan.Zero;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryOpen(path, folder) is { } stream)
                return TakeOver(stream, notePath, owner, files, events, beside);

            if (waited >= timeout)
                throw Held(path, notePath, waited, files);
            if (waited == TimeSpan.Zero)
                events.Verbose($"Waiting for the run lock '{path}', held by {Holder(notePath, files)}.");
            var interval = timeout - waited < s_interval ? timeout - waited : s_interval;
            await delay(interval, cancellationToken).ConfigureAwait(false);
            waited += interval;
        }
    }

    public void Dispose()
    {
        if (_stream is not { } stream)
            return;
        _stream = null;
        try
        {
            _files.DeleteFile(_notePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _events.Verbose($"The note '{_notePath}' of who held the run lock could not be removed: {exception.Message.AsSentence()}");
        }

        stream.Dispose();
    }

    private static RunLock TakeOver(FileStream stream, string notePath, RunLockOwner owner, IFileSystem files, IEventSink events, RunLock? beside)
    {
        try
        {
            (RunLockOwner? dead, string holder) = files.FileExists(notePath) ? ReadNote(notePath, files) : (null, "");
            if (holder.Length > 0 && !(dead is not null && beside?._deadOwner?.IsSameProcess(dead) == true))
                events.Verbose($"Took the run lock over from {holder}, which ended without giving it back.");
            files.WriteAtomically(notePath, owner.ToJson());
            return new RunLock(stream, notePath, dead, files, events);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            stream.Dispose();
            throw new PatchException(
                ErrorIds.StateWriteFailed,
                ErrorKind.WriteError,
                $"The state file '{notePath}' could not be written: {exception.Message.AsSentence()}",
                notePath,
                "Make room or give the right to write, then run again; or choose another folder with -StatePath.",
                exception);
        }
    }

    private static FileStream? TryOpen(string path, string folder)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.None);
        }
        catch (IOException exception) when (Array.IndexOf(s_heldResults, exception.HResult) >= 0)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.StateFolderNotWritable,
                exception is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.WriteError,
                $"The folder '{folder}' cannot be written: {exception.Message.AsSentence()}",
                folder,
                "Make room there, run as a user who may write there, or give another folder with -StatePath.",
                exception);
        }
    }

    private static string Holder(string notePath, IFileSystem files) => ReadNote(notePath, files).Holder;

    private static (RunLockOwner? Owner, string Holder) ReadNote(string notePath, IFileSystem files)
    {
        try
        {
            if (!files.FileExists(notePath))
                return (null, "a process that has left no note");
            RunLockOwner owner = RunLockOwner.FromJson(files.ReadAllBytes(notePath, MaximumNoteBytes));
            return (owner, owner.ToString());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return (null, $"a process whose note '{notePath}' cannot be read ({exception.Message})");
        }
    }

    private static PatchException Held(string path, string notePath, TimeSpan waited, IFileSystem files) => new(
        ErrorIds.RunLocked,
        ErrorKind.ResourceBusy,
        $"Another run is at work: '{path}' is held by {Holder(notePath, files)}. Waited {waited.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s for it.",
        path,
        "Run again when it has ended, or wait longer with -LockTimeout.");
}
