using System.Text.Json;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>The state files of one node: the two published ones, and a history of runs of our own beside them.</summary>
public sealed class StateStore
{
    public const long MaximumFileBytes = 64 * 1024 * 1024;

    /// <summary>More than state files and log of a run take on most nodes.</summary>
    private const int ProbeLength = 1024 * 1024;

    private const string RunsFolderName = "runs";
    private const string LogsFolderName = "logs";
    private const string LogStatusExtension = RunFileName.LogExtension + ".status";
    private const string JournalFileName = "install-journal.json";
    private const string LostJournal = "It cannot be rebuilt: what an install that was cut off has put on does not count as waiting for a restart, and packages that it asked for by name may no longer count as dependencies. Restart the system if an install was cut off.";
    private const string OtherToolReason = "Read from the state file of another tool: it keeps no reason";
    private const string LostRunReason = "Read from the state file alone, for the file of the run is lost: it keeps no reason";

    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly StateAccess _access;
    private readonly StateFolders _names;
    private readonly RunHistory _history;
    private string? _savedRunPath;

    private StateStore(string folder, bool isFallback, StateAccess access, StateStoreOptions options, IFileSystem files, IClock clock, IEventSink events)
    {
        Folder = folder;
        IsFallback = isFallback;
        _access = access;
        _names = options.Folders;
        _files = files;
        _clock = clock;
        _events = events;
        _history = new RunHistory(Path.Combine(folder, RunsFolderName), files, options.History);
    }

    public string Folder { get; }

    /// <summary>The user's own folder, because the documented one cannot be used.</summary>
    public bool IsFallback { get; }

    /// <summary>Chooses the folder. For <see cref="StateAccess.Write"/> it exists afterwards and can be written.</summary>
    /// <exception cref="PatchException">No folder that may be used can be written, or a folder in it is a link.</exception>
    public static StateStore Open(StateStoreOptions options, StateAccess access, IFileSystem files, IClock clock, IEventSink events)
    {
        var folders = options.Folders;
        if (options.StatePath is { } given)
        {
            if (access == StateAccess.Write && TryPrepare(given, files) is { } problem)
                throw NotWritable(given, problem, "Give a folder that you may write to with -StatePath.");
            return Store(given, isFallback: false);
        }

        if (!string.Equals(options.Root, "/", StringComparison.Ordinal))
        {
            var image = folders.ForImage(options.Root) ?? throw NoUserFolder("the state of the image " + options.Root);
            if (access == StateAccess.Write && TryPrepare(image, files) is { } problem)
                throw NotWritable(image, problem, "Give a folder that you may write to with -StatePath.");
            return Store(image, isFallback: false);
        }

        if (access == StateAccess.Read)
        {
            var own = folders.User is { } candidate ? NewestTime(candidate, options, files) : null;
            var isOwnNewer = own is not null && !(NewestTime(folders.System, options, files) >= own);
            return isOwnNewer ? Store(folders.User!, isFallback: true) : Store(folders.System, isFallback: false);
        }

        if (TryPrepare(folders.System, files) is not { } systemProblem)
            return Store(folders.System, isFallback: false);
        if (folders.User is not { } user)
            throw NotWritable(folders.System, systemProblem, "Run as a user who may write there, set HOME, or give a folder with -StatePath.");
        if (TryPrepare(user, files) is { } userProblem)
            throw NotWritable(folders.System, systemProblem, $"Give a folder that you may write to with -StatePath. Your own state folder '{user}' cannot be written either: {userProblem}");
        events.Warn(
            ErrorIds.StateFolderNotWritable,
            $"The state folder '{folders.System}' cannot be written: {systemProblem} The result is kept in '{user}' instead, where other tools do not look for it. Run as a user who may write there, or choose a folder with -StatePath.",
            folders.System);
        return Store(user, isFallback: true);

        StateStore Store(string folder, bool isFallback)
        {
            StateStore store = new(folder, isFallback, access, options, files, clock, events);
            if (access == StateAccess.Write)
                store.ThrowIfLinked();
            return store;
        }
    }

    /// <summary>What the last run left; empty where there was none or its file is damaged.</summary>
    public PatchStates ReadStates()
    {
        // Installs are done by who may write to the documented folder: what waits for a restart is known there.
        if (IsFallback)
        {
            try
            {
                if (Read(Path.Combine(_names.System, _names.StatesFileName), PatchStatesFile.Read) is { } states)
                    return states;
            }
            catch (PatchException exception) when (string.Equals(exception.ErrorId, ErrorIds.StateFileUnreadable, StringComparison.Ordinal))
            {
                _events.Verbose(exception.Message);
            }
        }

        // A run writes this file anew: what is damaged in it is moved aside before.
        if (_access == StateAccess.Write)
            _ = Read(InventoryPath, InventorySummaryFile.Read);
        return Read(StatesPath, PatchStatesFile.Read) ?? PatchStates.Empty;
    }

    /// <summary>What a killed install was about to do; null where none was killed.</summary>
    public InstallJournal? ReadJournal() => Read(JournalPath, content => InstallJournal.FromJson(content, JournalPath));

    /// <exception cref="PatchException">StateWriteFailed: then the install must not start.</exception>
    public void WriteJournal(InstallJournal journal) => Write(JournalPath, journal.ToJson());

    /// <summary>Strikes out what the result that was just kept takes into account. Which packages count as dependencies stays until an install has told the package manager.</summary>
    public void SettleJournal()
    {
        if (ReadJournal() is not { } journal)
            return;
        if (journal.Automatic.Count == 0)
            ClearJournal();
        else if (journal.Steps.Count > 0)
            WriteJournal(journal with { Steps = [] });
    }

    public void ClearJournal()
    {
        try
        {
            if (_files.FileExists(JournalPath))
                _files.DeleteFile(JournalPath);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            throw WriteFailed(JournalPath, exception);
        }
    }

    /// <summary>Tries whether everything that a run leaves behind could be written, with room for it: what fails after a change to the system cannot be taken back.</summary>
    /// <param name="names">Files in the state folder that are not this class's own.</param>
    /// <exception cref="PatchException">StateWriteFailed.</exception>
    public void CheckWritable(params string[] names)
    {
        foreach (var path in names.Select(name => Path.Combine(Folder, name)).Concat([StatesPath, InventoryPath, JournalPath]))
        {
            if (_files.DirectoryExists(path))
                throw WriteFailed(path, new IOException("There is a folder in its place."));
        }

        CreateRunsFolder();
        if (!_files.CanWriteTo(_history.Folder))
            throw WriteFailed(_history.Folder, new IOException("No file can be made in it."));
        var probe = Path.Combine(Folder, PhysicalFileSystem.ProbeName);
        try
        {
            _files.WriteAtomically(probe, new byte[ProbeLength]);
            _files.DeleteFile(probe);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            Discard(probe);
            throw WriteFailed(probe, exception);
        }
    }

    private void Discard(string probe)
    {
        try
        {
            if (_files.FileExists(probe))
                _files.DeleteFile(probe);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            _events.Verbose($"'{probe}' could not be removed: {exception.Message.AsSentence()}");
        }
    }

    /// <summary>A new file for the output of the package manager; as many of them are kept as runs. What others have in that folder is left alone.</summary>
    public string CreateLog(DateTimeOffset time, string operation)
    {
        var folder = LogsFolder;
        ThrowIfLink(folder);
        try
        {
            // Output of maintainer scripts may hold more than everybody should read. A folder that is there already is its owner's to open or close.
            if (!_files.DirectoryExists(folder))
                _files.CreatePrivateDirectory(folder);
            var files = _files.GetFiles(folder);
            var logs = files.Where(file => RunFileName.IsOurs(file, operation, RunFileName.LogExtension));

            // What a killed run had beside its log is of no use.
            var leftovers = files.Where(file => RunFileName.IsOurs(file, operation, LogStatusExtension));
            foreach (var old in leftovers.Concat(logs.Reverse().Skip(_history.MaximumRuns)))
                _files.DeleteFile(old);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            throw WriteFailed(folder, exception);
        }

        return Path.Combine(folder, RunFileName.Of(time, operation, RunFileName.LogExtension));
    }

    /// <summary>Writes everything that a run leaves behind. The order makes a crash in between harmless:
    /// first the states, for they are all that the next run builds on; then the run's own file; last the inventory item, which says
    /// that the operation was recorded in full. History is cut back only after that.</summary>
    /// <param name="run">The run.</param>
    /// <param name="states">What the next run builds on.</param>
    /// <param name="isAgain">The run was saved before, and has come to another end since: it takes the place of what it was.</param>
    /// <exception cref="PatchException">A file could not be written; what was there before is still there.</exception>
    public RunRecord Save(RunRecord run, PatchStates states, bool isAgain = false)
    {
        var saved = run with { StateFolder = Folder };
        Write(StatesPath, PatchStatesFile.Write(states));
        CreateRunsFolder();
        if (!isAgain || _savedRunPath is null)
            _savedRunPath = NextRunPath(saved);
        Write(_savedRunPath, RunRecordFile.Write(saved));
        Write(InventoryPath, InventorySummaryFile.Write(InventorySummary.Of(saved, states.LastNoRebootInstallOperationTime)));
        try
        {
            _history.Prune();
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            _events.Warn(
                ErrorIds.StateHistoryNotPruned,
                $"Old runs in '{_history.Folder}' could not be removed: {exception.Message.AsSentence()} The result of this run is complete. Remove them by hand if they take too much room.",
                _history.Folder);
        }

        return saved;
    }

    /// <summary>Writes the run that was saved last anew, and nothing else: others may have written states since.</summary>
    /// <exception cref="PatchException">StateWriteFailed.</exception>
    public RunRecord Amend(RunRecord run)
    {
        var saved = run with { StateFolder = Folder };
        Write(_savedRunPath ?? throw new InvalidOperationException("No run was saved."), RunRecordFile.Write(saved));
        return saved;
    }

    /// <summary>The last operation on this node; null where there is none. Where another tool wrote the published files after our last run, its result.</summary>
    /// <exception cref="PatchException">The newest run was written by a newer version of the module, or a file cannot be read.</exception>
    public RunRecord? LastRun()
    {
        RunRecord? last = null;
        foreach (var name in ListRuns())
        {
            last = Read(name.Path, content => RunRecordFile.Read(content, name.Path));
            if (last is not null)
                break;
        }

        var inventory = Read(InventoryPath, InventorySummaryFile.Read);
        if (last is null)
            return ReadPublishedFiles(inventory);
        if (inventory is null || inventory.IsOurs || !(inventory.FindTime("OperationEndTime") > last.EndTime))
            return last;
        _events.Verbose($"Another tool has written '{InventoryPath}' since our last run: its result is shown.");
        return ReadPublishedFiles(inventory) ?? last;
    }

    /// <summary>Runs of the history, newest first. One of a newer shape is left out with a warning.</summary>
    public IReadOnlyList<RunRecord> Runs(int? most = null) => [.. EnumerateRuns().Take(most ?? int.MaxValue)];

    /// <summary>The last run of ours of one operation, whatever other operations came after it; null where the history has none.</summary>
    public RunRecord? LastRunOf(string operation) =>
        EnumerateRuns().FirstOrDefault(run => string.Equals(run.Operation, operation, StringComparison.Ordinal));

    private IEnumerable<RunRecord> EnumerateRuns()
    {
        foreach (var name in ListRuns())
        {
            RunRecord? run = null;
            try
            {
                run = Read(name.Path, content => RunRecordFile.Read(content, name.Path));
            }
            catch (PatchException exception) when (string.Equals(exception.ErrorId, ErrorIds.StateFileNewer, StringComparison.Ordinal))
            {
                _events.Warn(exception.ErrorId, exception.Message + " " + exception.RecommendedAction, name.Path);
            }

            if (run is not null)
                yield return run;
        }
    }

    /// <summary>Takes the lock that keeps two runs on one state folder apart.</summary>
    public Task<RunLock> LockAsync(string operation, TimeSpan timeout, CancellationToken cancellationToken) =>
        RunLock.AcquireAsync(Folder, RunLockOwner.OfThisProcess(operation, _clock.UtcNow), timeout, _files, _events, _clock.DelayAsync, cancellationToken);

    /// <summary>Removes what killed runs left of files that they were writing. The caller holds the run lock, so that nobody is writing one now; what others have in the folders is left alone.</summary>
    /// <param name="names">Files in the state folder that are not this class's own.</param>
    /// <exception cref="PatchException">StateWriteFailed: a folder in it is a link.</exception>
    public void RemoveTemporaries(params string[] names)
    {
        HashSet<string> own = new(names, StringComparer.Ordinal) { _names.StatesFileName, _names.InventoryFileName, JournalFileName, RunLock.NoteFileName, PhysicalFileSystem.ProbeName };
        ThrowIfLinked();
        RemoveTemporaries(Folder, own.Contains);
        RemoveTemporaries(_history.Folder, name => RunFileName.Parse(name) is not null);
        RemoveTemporaries(LogsFolder, RunFileName.IsLog);
    }

    private string LogsFolder => Path.Combine(Folder, LogsFolderName);

    private void ThrowIfLinked()
    {
        ThrowIfLink(_history.Folder);
        ThrowIfLink(LogsFolder);
    }

    /// <summary>Old files are removed in these folders: through a link that would happen wherever it leads.</summary>
    private void ThrowIfLink(string folder)
    {
        if (_files.GetLinkTarget(folder) is { } target)
            throw WriteFailed(folder, new IOException($"It is a symbolic link, to '{target}', and files are written and removed in a folder only."));
    }

    private void RemoveTemporaries(string folder, Func<string, bool> isOurs)
    {
        try
        {
            foreach (var path in _files.GetFiles(folder))
            {
                if (PhysicalFileSystem.TargetOfTemporary(path) is { } target && isOurs(target))
                    _files.DeleteFile(path);
            }
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            _events.Verbose($"What killed runs left in '{folder}' could not be removed: {exception.Message.AsSentence()}");
        }
    }

    private string StatesPath => Path.Combine(Folder, _names.StatesFileName);

    private string JournalPath => Path.Combine(Folder, JournalFileName);

    private string InventoryPath => Path.Combine(Folder, _names.InventoryFileName);

    private RunRecord? ReadPublishedFiles(InventorySummary? inventory)
    {
        var states = Read(StatesPath, PatchStatesFile.Read);
        if (states is null)
            return null;

        var isOurs = inventory is { IsOurs: true };
        var patches = states.Patches
            .Select(pair => new PatchRecord
            {
                Id = pair.Value.Id,
                Title = pair.Key,
                InstalledVersion = VersionOf(pair.Key, pair.Value.Id),
                State = pair.Value.State,
                Compliance = StateClassifier.ComplianceOf(pair.Value.State, availableSecurityUpdatesCompliant: null),
                InstalledTime = pair.Value.InstalledTime,
                Reason = isOurs ? LostRunReason : OtherToolReason,
            })
            .OrderBy(patch => patch.State)
            .ThenBy(patch => patch.Title, StringComparer.Ordinal)
            .ToList();
        var time = _files.GetLastWriteTime(StatesPath) ?? _clock.UtcNow;
        var counted = PatchSummary.Of(patches);
        return new RunRecord
        {
            Operation = inventory?.Find("OperationType") ?? "",
            NodeId = "",
            OperatingSystem = "",
            BaselineId = inventory?.Find("BaselineId") ?? "",
            PatchGroup = inventory?.Find("PatchGroup") ?? "",
            SnapshotId = inventory?.Find("SnapshotId") ?? "",
            ExecutionId = inventory?.Find("ExecutionId") ?? "",
            InstallOverrideList = inventory?.Find("InstallOverrideList") ?? "",
            StartTime = inventory?.FindTime("OperationStartTime") ?? time,
            EndTime = inventory?.FindTime("OperationEndTime") ?? time,
            RebootOption = inventory?.Find("RebootOption") ?? "",
            RebootPending = counted.InstalledPendingRebootCount > 0,
            Summary = inventory?.ToSummary() ?? counted,
            Patches = patches,
            StateFolder = Folder,
            IsFromOtherTool = !isOurs,
        };
    }

    private static string VersionOf(string title, string id) =>
        title.StartsWith(id + ":", StringComparison.Ordinal) ? title[(id.Length + 1)..] : "";

    private IReadOnlyList<RunFileName> ListRuns()
    {
        try
        {
            return _history.NewestFirst();
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            throw Unreadable(_history.Folder, exception);
        }
    }

    private T? Read<T>(string path, Func<byte[], T> parse)
        where T : class
    {
        byte[] content;
        try
        {
            if (!_files.FileExists(path))
                return null;
            content = _files.ReadAllBytes(path, MaximumFileBytes);
        }
        catch (FileTooLargeException exception)
        {
            MoveAside(path, exception.Message);
            return null;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            // Pruned by another run since we looked.
            if (exception is FileNotFoundException)
                return null;
            throw Unreadable(path, exception);
        }

        try
        {
            return parse(content);
        }
        catch (JsonException exception)
        {
            MoveAside(path, exception.Message);
            return null;
        }
    }

    private void MoveAside(string path, string problem)
    {
        // Only what a scan finds out can be rebuilt by one.
        var isJournal = string.Equals(path, JournalPath, StringComparison.Ordinal);
        if (_access == StateAccess.Read)
        {
            var later = isJournal ? $"The next run moves it aside. {LostJournal}" : "The next scan moves it aside and rebuilds it.";
            _events.Warn(
                ErrorIds.StateFileDamaged,
                $"The state file '{path}' is damaged: {problem.AsSentence()} It counts as empty. {later}",
                path);
            return;
        }

        var aside = DamagedFiles.PathAside(path, _files, _clock.UtcNow);
        try
        {
            _files.Move(path, aside);
            _events.Warn(
                ErrorIds.StateFileDamaged,
                $"The state file '{path}' is damaged: {problem.AsSentence()} It was moved to '{aside}', and counts as empty. {(isJournal ? LostJournal : "The next scan rebuilds it.")}",
                path);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            _events.Warn(
                ErrorIds.StateFileDamaged,
                $"The state file '{path}' is damaged: {problem.AsSentence()} It counts as empty. It could not be moved to '{aside}': {exception.Message.AsSentence()}{(isJournal ? " " + LostJournal : "")}",
                path);
        }
    }

    private void CreateRunsFolder()
    {
        ThrowIfLink(_history.Folder);
        try
        {
            _files.CreateDirectory(_history.Folder);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            throw WriteFailed(_history.Folder, exception);
        }
    }

    private string NextRunPath(RunRecord run)
    {
        try
        {
            return _history.NextPath(run.EndTime, run.Operation);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            throw Unreadable(_history.Folder, exception);
        }
    }

    private void Write(string path, byte[] content)
    {
        try
        {
            _files.WriteAtomically(path, content);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            throw WriteFailed(path, exception);
        }
    }

    /// <summary>Null where the folder exists now and can be written, otherwise a sentence that says why not.</summary>
    private static string? TryPrepare(string folder, IFileSystem files)
    {
        try
        {
            files.CreateDirectory(folder);
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return exception.Message.AsSentence();
        }

        return files.CanWriteTo(folder) ? null : "no file can be made in it.";
    }

    /// <summary>When something was last written to a folder; null where it holds no state, or none that we may look at.</summary>
    private static DateTimeOffset? NewestTime(string folder, StateStoreOptions options, IFileSystem files)
    {
        try
        {
            var run = new RunHistory(Path.Combine(folder, RunsFolderName), files, options.History).NewestFirst() is [var newest, ..] ? newest.Time : (DateTimeOffset?)null;
            var states = files.GetLastWriteTime(Path.Combine(folder, options.Folders.StatesFileName));
            return run is null || states > run ? states : run;
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            return null;
        }
    }

    private static bool IsFileError(Exception exception) => exception is IOException or UnauthorizedAccessException or NotSupportedException;

    private static PatchException NotWritable(string folder, string problem, string action) => new(
        ErrorIds.StateFolderNotWritable,
        ErrorKind.PermissionDenied,
        $"The state folder '{folder}' cannot be written: {problem}",
        folder,
        action);

    private static PatchException NoUserFolder(string what) => new(
        ErrorIds.StateFolderNotWritable,
        ErrorKind.PermissionDenied,
        $"There is no folder for {what}: the environment names no home folder.",
        what,
        "Give a folder with -StatePath, or set HOME.");

    private static PatchException Unreadable(string path, Exception exception) => new(
        ErrorIds.StateFileUnreadable,
        exception is UnauthorizedAccessException ? ErrorKind.PermissionDenied : ErrorKind.ReadError,
        $"The state in '{path}' cannot be read: {exception.Message.AsSentence()}",
        path,
        "Run as a user who may read it, or choose another folder with -StatePath.",
        exception);

    private static PatchException WriteFailed(string path, Exception exception) => new(
        ErrorIds.StateWriteFailed,
        ErrorKind.WriteError,
        $"The state file '{path}' could not be written: {exception.Message.AsSentence()} What was there before was left as it was.",
        path,
        "Make room or give the right to write, then run again; or choose another folder with -StatePath.",
        exception);
}
