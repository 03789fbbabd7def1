using System.Text.Json;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reboots;

/// <summary>Keeps the marker in the state folder. It is written before a restart is asked for, so that no crash in between makes the next run forget that it was.</summary>
public sealed class RebootMarkerStore
{
    public const string FileName = "reboot.json";

    private const long MaximumBytes = 64 * 1024;

    private readonly string _path;
    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly IEventSink _events;

    /// <param name="folder">The state folder; the caller holds its run lock.</param>
    /// <param name="files">The disk.</param>
    /// <param name="clock">Gives the name that a damaged marker is kept under.</param>
    /// <param name="events">Is warned of a damaged marker.</param>
    public RebootMarkerStore(string folder, IFileSystem files, IClock clock, IEventSink events)
    {
        _path = Path.Combine(folder, FileName);
        _files = files;
        _clock = clock;
        _events = events;
    }

    /// <summary>Null where there is none, or a damaged one, which is moved aside.</summary>
    /// <exception cref="PatchException">StateFileNewer or StateFileUnreadable: going on could restart the system without end.</exception>
    public RebootMarker? Read()
    {
        byte[] content;
        try
        {
            if (!_files.FileExists(_path))
                return null;
            content = _files.ReadAllBytes(_path, MaximumBytes);
        }
        catch (FileTooLargeException exception)
        {
            MoveAside(exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.StateFileUnreadable,
                exception is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.ReadError,
                $"Whether a restart was asked for cannot be known, because '{_path}' cannot be read: {exception.Message.AsSentence()}",
                _path,
                "Run as a user who may read it, or choose another folder with -StatePath.",
                exception);
        }

        try
        {
            return RebootMarkerFile.Read(content, _path);
        }
        catch (JsonException exception)
        {
            MoveAside(exception.Message);
            return null;
        }
    }

    /// <exception cref="PatchException">StateWriteFailed: a restart must not be asked for.</exception>
    public void Write(RebootMarker marker)
    {
        try
        {
            _files.WriteAtomically(_path, RebootMarkerFile.Write(marker));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.StateWriteFailed,
                ErrorKind.WriteError,
                $"The state file '{_path}' could not be written: {exception.Message.AsSentence()} Without it a restart would be asked for again and again, so none is asked for.",
                _path,
                "Make room or give the right to write, then restart the system by hand or run again.",
                exception);
        }
    }

    /// <summary>Removes the marker; there need not be one.</summary>
    /// <exception cref="PatchException">StateWriteFailed: the next run would take this one's request for its own.</exception>
    public void Clear()
    {
        try
        {
            if (_files.FileExists(_path))
                _files.DeleteFile(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.StateWriteFailed,
                ErrorKind.WriteError,
                $"The state file '{_path}' could not be removed: {exception.Message.AsSentence()} The next run will find that this one asked for a restart.",
                _path,
                "Remove it by hand.",
                exception);
        }
    }

    private void MoveAside(string problem)
    {
        var aside = DamagedFiles.PathAside(_path, _files, _clock.UtcNow);
        string outcome;
        try
        {
            _files.Move(_path, aside);
            outcome = $"It was moved to '{aside}'.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            outcome = $"It could not be moved to '{aside}': {exception.Message.AsSentence()}";
        }

        _events.Warn(
            ErrorIds.RebootMarkerDamaged,
            $"The file '{_path}', which says that a restart was asked for, is damaged: {problem.AsSentence()} {outcome} The run goes on as if none had been asked for.",
            _path);
    }
}
