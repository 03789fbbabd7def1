using System.Diagnostics;
using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Runs package managers on Linux and macOS in a session of their own, with their output in a file: neither the end of this process nor Ctrl+C reaches them.</summary>
public sealed class DetachedProcessRunner : IDetachedProcessRunner
{
    private const string SessionTool = "setsid";
    private const string InhibitTool = "systemd-inhibit";
    private const string WakeTool = "caffeinate";
    private const int MaximumOutputBytes = 16 * 1024 * 1024;
    private const int ShownErrorLines = 5;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    private readonly IEventSink _events;
    private readonly IClock _clock;
    private readonly ToolLocator _tools;

    /// <param name="clock">Waits between two looks at the status file.</param>
    /// <param name="events">Is told of every command line, without secrets, and how long it took.</param>
    /// <param name="toolFolders">Where tools are looked up; by default the system's own folders.</param>
    public DetachedProcessRunner(IClock clock, IEventSink events, IReadOnlyList<string>? toolFolders = null)
    {
        _clock = clock;
        _events = events;
        _tools = new ToolLocator(toolFolders ?? ToolLocator.SystemFolders);
    }

    /// <summary>How long a group that was asked to end may take, before it is made to, and then to be gone.</summary>
    internal TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder that is there where systemd runs the system.</summary>
    internal string SystemdFolder { get; init; } = "/run/systemd/system";

    /// <inheritdoc/>
    public async Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = _tools.Find(request.Tool);
        string? session = SpawnedProcess.MakesSession ? null : _tools.Find(SessionTool);
        string commandLine = CommandLine.Show([path, .. request.Arguments]);
        IReadOnlyDictionary<string, string> environment = ChildEnvironment.Create(request.Environment);
        long start = File.Exists(request.OutputFile) ? new FileInfo(request.OutputFile).Length : 0;
        File.Delete(request.StatusFile);
        StatusFileReader status = new(request.StatusFile, line => request.OnStatusLine?.Invoke(line));

        string? unshown = null;
        Stopwatch clock = Stopwatch.StartNew();
        SpawnedProcess child = Start(session, path, request, environment);
        if (request.ShutdownReason is { } reason)
            Inhibit(child.Id, reason, environment);
        while (!child.Exited.IsCompleted)
        {
            await Task.WhenAny(child.Exited, _clock.DelayAsync(s_poll, CancellationToken.None)).ConfigureAwait(false);
            unshown = ReadStatus(status) ?? unshown;
            if (child.Exited.IsCompleted)
                break;
            if (cancellationToken.IsCancellationRequested || clock.Elapsed > request.Timeout)
            {
                bool isGone = await KillAsync(child).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                throw TimedOut(path, request, LastLines(ReadOutput(request.OutputFile, start)), isGone);
            }
        }

        int exitCode = await child.Exited.ConfigureAwait(false);
        unshown = ReadStatus(status) ?? unshown;
        TryDelete(request.StatusFile);
        if (unshown is not null)
            _events.Verbose($"Some of the progress of '{path}' could not be shown: {unshown}");
        _events.Verbose($"{commandLine} ended with exit code {exitCode} after {Seconds(clock.Elapsed)} s.");
        return new DetachedProcessResult { ExitCode = exitCode, Output = ReadOutput(request.OutputFile, start), Duration = clock.Elapsed };
    }

    private static SpawnedProcess Start(string? session, string path, DetachedProcessRequest request, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            return session is null
                ? SpawnedProcess.Start(path, [path, .. request.Arguments], environment, request.OutputFile, request.StatusFile)
                : SpawnedProcess.Start(session, [session, path, .. request.Arguments], environment, request.OutputFile, request.StatusFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ToolLocator.NotExecutable(path, e.Message, e);
        }
    }

    /// <summary>The inhibitor ends with the tool, not with us.</summary>
    private void Inhibit(int processId, string reason, IReadOnlyDictionary<string, string> environment)
    {
        if (InhibitArguments(processId.ToString(CultureInfo.InvariantCulture), reason) is not { } arguments)
        {
            _events.Verbose("A shutdown is not held off meanwhile: this system offers no way to do so.");
            return;
        }

        try
        {
            SpawnedProcess.Start(arguments[0], arguments, environment, "/dev/null", statusFile: null);
            _events.Verbose(SpawnedProcess.MakesSession ? "The Mac does not go to sleep until the package manager has ended." : "A shutdown is held off until the package manager has ended.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _events.Verbose($"A shutdown is not held off meanwhile: {e.Message}");
        }
    }

    /// <summary>macOS can only be kept from sleeping.</summary>
    private string[]? InhibitArguments(string processId, string reason)
    {
        if (SpawnedProcess.MakesSession)
            return _tools.TryFind(WakeTool) is { } wake ? [wake, "-i", "-s", "-w", processId] : null;
        return Directory.Exists(SystemdFolder) && _tools.TryFind(InhibitTool) is { } inhibit && _tools.TryFind("tail") is { } tail && _tools.TryFind(SessionTool) is { } session
            ? [session, inhibit, "--what=shutdown:sleep", "--mode=block", "--who=PatchBaselineAssociation", "--why=" + reason, tail, "--pid=" + processId, "-f", "/dev/null"]
            : null;
    }

    /// <returns>What failed; null where nothing did. Progress is for show: whoever cannot take it must not end the wait for a tool that goes on all the same.</returns>
    private static string? ReadStatus(StatusFileReader status)
    {
        try
        {
            status.Read();
            return null;
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _events.Verbose($"'{path}' could not be removed: {e.Message}");
        }
    }

    /// <summary>The grace is the whole group's: a leader that ends at once must not take it from a tool that cleans up.</summary>
    private async Task<bool> KillAsync(SpawnedProcess child)
    {
        ProcessGroup group = new(child.Id);
        group.Terminate(!child.Exited.IsCompleted);
        if (await IsGoneWithinAsync(child, group, KillGrace).ConfigureAwait(false))
            return true;
        group.Kill(!child.Exited.IsCompleted);
        return await IsGoneWithinAsync(child, group, KillGrace).ConfigureAwait(false);
    }

    private static async Task<bool> IsGoneWithinAsync(SpawnedProcess child, ProcessGroup group, TimeSpan limit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!child.Exited.IsCompleted || group.HasLiveMembers())
        {
            if (clock.Elapsed >= limit)
                return false;
            await Task.Delay(s_poll).ConfigureAwait(false);
        }

        return true;
    }

    private static string ReadOutput(string path, long start)
    {
        if (!File.Exists(path))
            return "";
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = Math.Max(Math.Min(start, stream.Length), stream.Length - MaximumOutputBytes);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    private static string LastLines(string text)
    {
        string[] lines = text.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
        return SecretRedactor.Redact(string.Join(" | ", lines.Skip(lines.Length - ShownErrorLines).Select(line => line.Trim())));
    }

    private static PatchException TimedOut(string path, DetachedProcessRequest request, string lastWords, bool isGone) => new(
        ErrorIds.ToolTimedOut,
        ErrorKind.OperationTimeout,
        $"'{path}' did not end within {Seconds(request.Timeout)} s and was killed{(isGone ? "" : ", but something of it still runs")}."
            + (lastWords.Length == 0 ? "" : $" Its last words: {lastWords}"),
        path,
        $"Read '{request.OutputFile}' to see what it waited for, then run again: what was interrupted is finished first.");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
