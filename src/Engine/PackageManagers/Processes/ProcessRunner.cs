using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Runs child processes without a shell, in a clean environment and a process group of their own.</summary>
public sealed class ProcessRunner : IProcessRunner
{
    private const string GroupTool = "setsid";
    private const int NoSuchFile = 2;
    private const int ShownErrorLines = 5;

    private static readonly TimeSpan s_killGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drainGrace = TimeSpan.FromMilliseconds(500);

    private static readonly string[] s_unixFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>What a child may know of the world: how to reach the network, and where its user's files are.</summary>
    private static readonly string[] s_keptVariables =
    [
        "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY",
        "HOME", "TMPDIR", "SystemRoot", "SystemDrive", "windir", "TEMP", "TMP", "ProgramData", "USERPROFILE", "COMSPEC",
    ];

    private readonly IEventSink _events;
    private readonly IReadOnlyList<string> _folders;

    /// <param name="events">Hears of every command, secrets cut out.</param>
    public ProcessRunner(IEventSink events)
        : this(events, Path.DirectorySeparatorChar == '/' ? s_unixFolders : [Environment.SystemDirectory])
    {
    }

    /// <param name="events">Hears of every command, secrets cut out.</param>
    /// <param name="toolFolders">Where tools are looked for, in this order, instead of the system's folders.</param>
    public ProcessRunner(IEventSink events, IReadOnlyList<string> toolFolders)
    {
        _events = events;
        _folders = toolFolders;
    }

    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = Locate(request.Tool);
        string? groupTool = FindGroupTool();
        string command = SecretRedactor.Redact(Describe(request));
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Start(path, groupTool, request);
        Task exited = WhenExited(process);
        OutputReader output = new(process.StandardOutput.BaseStream, request.MaximumOutputBytes, request.OnOutputLine);
        OutputReader errors = new(process.StandardError.BaseStream, request.MaximumOutputBytes, onLine: null);
        CloseInput(process);

        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(request.Timeout);
        Task stopped = WhenCancelled(deadline.Token);
        Task flooded = Task.WhenAny(output.Overflow, errors.Overflow);
        Task first = await Task.WhenAny(exited, stopped, flooded).ConfigureAwait(false);
        if (first != exited)
        {
            await KillAsync(process, exited, isGroup: groupTool is not null).ConfigureAwait(false);
            await DrainAsync(output, errors).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw first == flooded ? TooLarge(request, command) : TimedOut(request, command, errors.Text);
        }

        bool isComplete = await DrainAsync(output, errors).ConfigureAwait(false);
        if (output.Overflow.IsCompleted || errors.Overflow.IsCompleted)
            throw TooLarge(request, command);
        _events.Verbose($"{command}: exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)} after {watch.ElapsedMilliseconds.ToString(CultureInfo.InvariantCulture)} ms.");
        return new ProcessResult
        {
            ExitCode = process.ExitCode,
            StandardOutput = output.Text,
            StandardError = errors.Text,
            Duration = watch.Elapsed,
            IsOutputIncomplete = !isComplete,
        };
    }

    private string Locate(string tool)
    {
        if (Path.IsPathRooted(tool))
            return File.Exists(tool) ? tool : throw Missing(tool, $"'{tool}' does not exist.");
        if (tool.IndexOfAny(['/', '\\']) >= 0)
            throw Missing(tool, $"'{tool}' is neither a tool's name nor an absolute path.");
        return Find(tool) ?? throw Missing(tool, $"The tool '{tool}' is in none of {string.Join(", ", _folders)}.");
    }

    private string? Find(string tool)
    {
        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, tool);
            if (File.Exists(path))
                return path;
            if (Path.DirectorySeparatorChar == '\\' && File.Exists(path + ".exe"))
                return path + ".exe";
        }

        return null;
    }

    /// <summary>setsid makes the child the leader of a group, and becomes the tool in the same process. It belongs to util-linux; macOS has none.</summary>
    private static string? FindGroupTool() =>
        Path.DirectorySeparatorChar == '/' ? s_unixFolders.Select(folder => Path.Combine(folder, GroupTool)).FirstOrDefault(File.Exists) : null;

    private static Process Start(string path, string? groupTool, ProcessRequest request)
    {
        ProcessStartInfo start = new()
        {
            FileName = groupTool ?? path,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Compatibility.SetArguments(start, groupTool is null ? request.Arguments : [path, .. request.Arguments]);
        SetEnvironment(start, request);
        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw e.NativeErrorCode == NoSuchFile
                ? Missing(request.Tool, $"'{path}' could not be started: {e.Message}")
                : new PatchException(ErrorIds.ToolFailed, ErrorKind.InvalidOperation, $"'{path}' could not be started: {e.Message}", path, "Check that it may be executed.", e);
        }
    }

    private static void SetEnvironment(ProcessStartInfo start, ProcessRequest request)
    {
        Dictionary<string, string> kept = new(StringComparer.Ordinal);
        foreach (string name in s_keptVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                kept[name] = value;
        }

        start.Environment.Clear();
        foreach (KeyValuePair<string, string> variable in kept)
            start.Environment[variable.Key] = variable.Value;
        start.Environment["PATH"] = Path.DirectorySeparatorChar == '/' ? string.Join(":", s_unixFolders) : Environment.SystemDirectory;
        // Even machine formats are translated by some tools: LC_ALL alone is not enough where LANGUAGE is set, so that is not there at all.
        start.Environment["LC_ALL"] = "C";
        start.Environment["TERM"] = "dumb";
        start.Environment["COLUMNS"] = "1000";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.Environment["NEEDRESTART_MODE"] = "l";
        foreach (KeyValuePair<string, string> variable in request.Environment)
            start.Environment[variable.Key] = variable.Value;
    }

    private static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has ended already and taken its end of the pipe along.
        }
    }

    private static Task WhenExited(Process process)
    {
        TaskCompletionSource<bool> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        if (process.HasExited)
            exited.TrySetResult(true);
        return exited.Task;
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => cancelled.TrySetResult(true));
        return cancelled.Task;
    }

    /// <summary>Asks the whole group to end, and ends what is left of it after a grace.</summary>
    private static async Task KillAsync(Process process, Task exited, bool isGroup)
    {
        if (isGroup)
        {
            int group = process.Id;
            if (NativeMethods.SignalGroup(group, NativeMethods.Terminate))
                await Task.WhenAny(exited, Task.Delay(s_killGrace)).ConfigureAwait(false);
            // The leader may be gone while others of the group live on.
            NativeMethods.SignalGroup(group, NativeMethods.Kill);
        }

        // Without groups, or before the child has become the leader of one.
        if (!process.HasExited)
        {
            try
            {
                Compatibility.KillTree(process);
            }
            catch (InvalidOperationException)
            {
                // It ended by itself in between.
            }
        }

        await Task.WhenAny(exited, Task.Delay(s_killGrace)).ConfigureAwait(false);
    }

    /// <summary>Reads what is left in the pipes. A daemon that the tool started may hold them open for ever: after a grace they are given up.</summary>
    /// <returns>Whether both were read to the end.</returns>
    private static async Task<bool> DrainAsync(OutputReader output, OutputReader errors)
    {
        Task all = Task.WhenAll(output.Completion, errors.Completion);
        bool isComplete = all == await Task.WhenAny(all, Task.Delay(s_drainGrace)).ConfigureAwait(false);
        output.Stop();
        errors.Stop();
        return isComplete;
    }

    private static string Describe(ProcessRequest request)
    {
        const int Shown = 12;
        string arguments = string.Join(" ", request.Arguments.Take(Shown));
        return $"{request.Tool} {arguments}{(request.Arguments.Count > Shown ? $" … ({request.Arguments.Count} arguments)" : "")}".TrimEnd();
    }

    private static PatchException Missing(string tool, string message) =>
        new(ErrorIds.ToolMissing, ErrorKind.NotInstalled, message, tool, "Install it with the system's package manager.");

    private static PatchException TooLarge(ProcessRequest request, string command) => new(
        ErrorIds.ToolOutputTooLarge,
        ErrorKind.LimitsExceeded,
        $"'{command}' printed more than {request.MaximumOutputBytes} bytes and was ended.",
        request.Tool);

    private static PatchException TimedOut(ProcessRequest request, string command, string errors)
    {
        string[] lines = errors.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
        string last = SecretRedactor.Redact(string.Join(" ", lines.Skip(Math.Max(0, lines.Length - ShownErrorLines))));
        return new PatchException(
            ErrorIds.ToolTimedOut,
            ErrorKind.OperationTimeout,
            $"'{command}' did not end within {request.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s and was ended.{(last.Length == 0 ? "" : $" Its last words: {last}")}",
            request.Tool,
            "Run the command by hand to see what it waits for.");
    }
}
