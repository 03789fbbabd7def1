using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Runs tools without a shell, in a clean environment, within bounds.</summary>
/// <remarks>On Linux every tool leads a process group of its own (through setsid), which dies as a whole when the run is cut short.
/// What a tool that ended by itself left in the background is left alone: package scripts may start services.
/// Elsewhere, or where setsid is missing, the tool and its known children are killed.</remarks>
public sealed class ProcessRunner : IProcessRunner
{
    private const string GroupTool = "setsid";
    private const int FirstFailedStartExitCode = 126;
    private const int LastFailedStartExitCode = 127;
    private const int ShownErrorLines = 5;

    // A daemon that keeps writing must not keep us: so often at most is waited for more.
    private const int MaximumDrainRounds = 20;

    private static readonly string[] s_lineEnds = ["\r\n", "\n"];

    private readonly IEventSink _events;
    private readonly ToolLocator _tools;
    private readonly Lazy<string?> _groupTool;

    /// <param name="events">Is told of every command line, without secrets, and how long it took.</param>
    /// <param name="toolFolders">Where tools are looked up; by default the system's own folders.</param>
    public ProcessRunner(IEventSink events, IReadOnlyList<string>? toolFolders = null)
    {
        _events = events;
        _tools = new ToolLocator(toolFolders ?? ToolLocator.SystemFolders);
        _groupTool = new Lazy<string?>(() => RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
            ? new ToolLocator(ToolLocator.SystemFolders).TryFind(GroupTool)
            : null);
    }

    /// <summary>How long output is waited for after the tool's end, as long as none comes.</summary>
    internal TimeSpan DrainGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a group may take to end when asked.</summary>
    internal TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For tests of the way that systems without setsid go.</summary>
    internal bool UsesGroups { get; init; } = true;

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        cancellationToken.ThrowIfCancellationRequested();
        var path = _tools.Find(request.Tool);
        var groupTool = UsesGroups ? _groupTool.Value : null;
        var commandLine = CommandLine.Show([path, .. request.Arguments]);
        var clock = Stopwatch.StartNew();
        using var child = Start(path, request, groupTool);
        using CancellationTokenSource reading = new();
        OutputCapture output = new(child.StandardOutput, request.MaximumOutputBytes, request.OnOutputLine, () => TooLarge(path, request, "standard output"));
        OutputCapture error = new(child.StandardError, request.MaximumOutputBytes, onLine: null, () => TooLarge(path, request, "standard error"));
        var outputTask = Task.Run(() => output.ReadToEndAsync(reading.Token), CancellationToken.None);
        var errorTask = Task.Run(() => error.ReadToEndAsync(reading.Token), CancellationToken.None);
        try
        {
            child.CloseInput();
            await WaitForExitAsync(path, child, request.Timeout, outputTask, errorTask, cancellationToken).ConfigureAwait(false);
            var isComplete = await DrainAsync(output, error, outputTask, errorTask).ConfigureAwait(false);
            await StopReadingAsync(reading, outputTask, errorTask).ConfigureAwait(false);
            ProcessResult result = new()
            {
                ExitCode = child.ExitCode,
                StandardOutput = output.Close(deliverRest: true),
                StandardError = error.Close(deliverRest: true),
                Duration = clock.Elapsed,
                IsOutputIncomplete = !isComplete,
            };
            ThrowIfNotStarted(path, groupTool, result);
            _events.Verbose($"{commandLine} ended with exit code {result.ExitCode} after {Seconds(result.Duration)} s"
                + (isComplete ? "." : "; something it started keeps its output open."));
            return result;
        }
        catch (Exception exception)
        {
            var isGone = await child.KillAsync(KillGrace).ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(outputTask, errorTask), Task.Delay(DrainGrace, CancellationToken.None)).ConfigureAwait(false);
            await StopReadingAsync(reading, outputTask, errorTask).ConfigureAwait(false);
            output.Close(deliverRest: false);
            var lastWords = LastLines(error.Close(deliverRest: false));
            _events.Verbose($"{commandLine} was stopped after {Seconds(clock.Elapsed)} s"
                + (isGone ? "." : " but does not end: it, or something it started, still runs."));
            if (exception is TimeoutException)
                throw TimedOut(path, request, lastWords, isGone);
            throw;
        }
    }

    private static void Validate(ProcessRequest request)
    {
        if (request.Timeout <= TimeSpan.Zero || request.Timeout.TotalMilliseconds > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(request), request.Timeout, "The timeout must be positive and at most 24 days.");
        foreach (var argument in request.Arguments)
        {
            if (argument.IndexOf('\0') >= 0)
                throw new ArgumentException("An argument cannot hold a NUL character.", nameof(request));
        }
    }

    private static ChildProcess Start(string path, ProcessRequest request, string? groupTool)
    {
        ProcessStartInfo startInfo = new(groupTool ?? path)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Not the caller's: the folder may go, and some tools read settings from where they are.
            WorkingDirectory = Path.GetPathRoot(path) ?? string.Empty,
        };
        Compatibility.SetArguments(startInfo, groupTool is null ? request.Arguments : [path, .. request.Arguments]);
        startInfo.Environment.Clear();
        foreach (var pair in ChildEnvironment.Create(request.Environment))
            startInfo.Environment[pair.Key] = pair.Value;

        try
        {
            return ChildProcess.Start(startInfo, isGroupLeader: groupTool is not null);
        }
        catch (Win32Exception exception)
        {
            throw ToolLocator.NotExecutable(path, exception.Message, exception);
        }
    }

    private static async Task WaitForExitAsync(
        string path, ChildProcess child, TimeSpan timeout, Task outputTask, Task errorTask, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource<bool> stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = deadline.Token.Register(() => stopped.TrySetResult(true));
        deadline.CancelAfter(timeout);
        List<Task> waitedFor = [child.Exited, stopped.Task, outputTask, errorTask];
        while (true)
        {
            var done = await Task.WhenAny(waitedFor).ConfigureAwait(false);
            if (done == child.Exited)
                return;
            if (done == stopped.Task)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException($"'{path}' did not end.");
            }

            // The end of a stream is not the end of the tool; its failure is.
            await done.ConfigureAwait(false);
            waitedFor.Remove(done);
        }
    }

    /// <summary>Reads what is still in the pipes of a tool that has ended.</summary>
    /// <returns>Whether both came to their ends.</returns>
    private async Task<bool> DrainAsync(OutputCapture output, OutputCapture error, Task outputTask, Task errorTask)
    {
        var both = Task.WhenAll(outputTask, errorTask);
        for (var round = 0; round < MaximumDrainRounds; round++)
        {
            var before = output.BytesRead + error.BytesRead;
            if (await Task.WhenAny(both, Task.Delay(DrainGrace)).ConfigureAwait(false) == both)
            {
                await both.ConfigureAwait(false);
                return true;
            }

            if (outputTask.IsFaulted || errorTask.IsFaulted)
                await (outputTask.IsFaulted ? outputTask : errorTask).ConfigureAwait(false);
            if (output.BytesRead + error.BytesRead == before)
                return false;
        }

        return false;
    }

    /// <summary>Ends the reads. Where the system cannot cancel one it ends when the pipe does; nothing it reads is used.</summary>
    private async Task StopReadingAsync(CancellationTokenSource reading, Task outputTask, Task errorTask)
    {
        reading.Cancel();
        var ended = Task.WhenAll(Observe(outputTask), Observe(errorTask));
        await Task.WhenAny(ended, Task.Delay(DrainGrace, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>A task that never fails: what the other one failed with was told already, or came after the end.</summary>
    private static Task Observe(Task task) =>
        task.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static void ThrowIfNotStarted(string path, string? groupTool, ProcessResult result)
    {
        // setsid was started in place of the tool and says in its own name that it could not.
        if (groupTool is not null
            && result.ExitCode is FirstFailedStartExitCode or LastFailedStartExitCode
            && result.StandardOutput.Length == 0
            && result.StandardError.StartsWith(GroupTool + ": ", StringComparison.Ordinal))
            throw ToolLocator.NotExecutable(path, LastLines(result.StandardError.Substring(GroupTool.Length + 2)));
    }

    private static PatchException TimedOut(string path, ProcessRequest request, string lastWords, bool isGone) => new(
        ErrorIds.ToolTimedOut,
        ErrorKind.OperationTimeout,
        $"'{path}' did not end within {Seconds(request.Timeout)} s and was killed{(isGone ? "" : ", but something of it still runs")}."
            + (lastWords.Length == 0 ? string.Empty : $" Its last words: {lastWords}"),
        path,
        "Find out what it waits for by running it yourself, or give it more time.");

    private static PatchException TooLarge(string path, ProcessRequest request, string stream) => new(
        ErrorIds.ToolOutputTooLarge,
        ErrorKind.LimitsExceeded,
        $"'{path}' wrote more than {request.MaximumOutputBytes} bytes to its {stream} and was killed.",
        path,
        "Run it yourself to see what it writes.");

    private static string LastLines(string text)
    {
        var lines = text.Split(s_lineEnds, StringSplitOptions.RemoveEmptyEntries);
        return SecretRedactor.Redact(string.Join(" | ", lines.Skip(lines.Length - ShownErrorLines).Select(line => line.Trim())));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
