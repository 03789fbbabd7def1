using System.Globalization;
using System.Text;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

/// <summary>Runs a script in a scheduled task of the system account, for what Windows refuses to a logon that came over the network.</summary>
/// <remarks>Script and answer lie in a folder of their own that only administrators and the system may look into. Task and folder are removed, whatever happens.</remarks>
public sealed class SystemTask
{
    private const string Activity = "Running as the system account";
    private const string ScriptFile = "run.ps1";
    private const string ParametersFile = "parameters.xml";
    private const string AnswerFile = "answer.xml";
    private const long MostAnswerBytes = 256L << 20;

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    private readonly Func<ITaskScheduler> _create;
    private readonly IFileSystem _files;
    private readonly IClock _clock;
    private readonly IEventSink _events;
    private readonly string _parent;
    private readonly Action<string> _makeFolder;

    internal SystemTask(Func<ITaskScheduler> create, IFileSystem files, IClock clock, IEventSink events, string parent, Action<string> makeFolder)
    {
        _create = create;
        _files = files;
        _clock = clock;
        _events = events;
        _parent = parent;
        _makeFolder = makeFolder;
    }

    /// <summary>That of this machine.</summary>
    public static SystemTask OfThisMachine(IEventSink events) => new(
        () => new ComTaskScheduler(ComObject.Create),
        new PhysicalFileSystem(),
        SystemClock.Instance,
        events,
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "PatchBaselineAssociation"),
        AdministratorsFolder.Create);

    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Stops the task where it may be stopped, else the waiting for it.</param>
    /// <returns>What the script has written.</returns>
    /// <exception cref="PatchException">The task could not be made, or ended without an answer.</exception>
    public async Task<string> RunAsync(SystemTaskRequest request, CancellationToken cancellationToken)
    {
        string id = Guid.NewGuid().ToString("N");
        string folder = Path.Combine(_parent, "task-" + id);
        _files.CreateDirectory(_parent);
        _makeFolder(folder);
        bool isLeftRunning = false;
        try
        {
            string script = Path.Combine(folder, ScriptFile);
            Write(Path.Combine(folder, ParametersFile), request.Parameters);
            Write(script, request.Script);
            (bool hasEnded, string how) = await RunTaskAsync("PatchBaselineAssociation-" + id, request, string.Format(CultureInfo.InvariantCulture, request.Arguments, script), cancellationToken).ConfigureAwait(false);
            isLeftRunning = !hasEnded;
            cancellationToken.ThrowIfCancellationRequested();
            string answer = Path.Combine(folder, AnswerFile);
            return _files.FileExists(answer) ? Encoding.UTF8.GetString(_files.ReadAllBytes(answer, MostAnswerBytes)) : throw NoAnswer(how);
        }
        finally
        {
            // What still runs needs its folder.
            if (!isLeftRunning)
                RemoveFolder(folder);
        }
    }

    /// <returns>Whether it has ended, which it has not where it was left running, and how.</returns>
    private async Task<(bool HasEnded, string How)> RunTaskAsync(string name, SystemTaskRequest request, string arguments, CancellationToken cancellationToken)
    {
        using AgentThread thread = new();
        ITaskScheduler? scheduler = null;
        try
        {
            await AskAsync(thread, "start", () =>
            {
                scheduler = _create();
                scheduler.Start(name, request.Program, arguments, request.Limit);
                return true;
            }).ConfigureAwait(false);
            _events.Verbose($"The scheduled task {name} runs the command as the system account.");
            DateTimeOffset end = _clock.UtcNow + request.Limit;
            int? result;
            while ((result = await AskAsync(thread, "look after", () => scheduler!.FindResult()).ConfigureAwait(false)) is null)
            {
                if (cancellationToken.IsCancellationRequested && !request.MayBeStopped)
                    return (false, "");
                if (cancellationToken.IsCancellationRequested || _clock.UtcNow >= end)
                {
                    await AskAsync(thread, "stop", () =>
                    {
                        scheduler!.Stop();
                        return true;
                    }).ConfigureAwait(false);
                    return (true, $"was stopped, because it had not ended in {Math.Round(request.Limit.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes");
                }

                _events.Progress(Activity, "Waiting for the scheduled task");
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return (true, result == 0 ? "ended without an answer" : $"ended without an answer, with the result {UpdateCodes.Describe(result.Value)}");
        }
        finally
        {
            await thread.RunAsync(() =>
            {
                try
                {
                    scheduler?.Remove();
                }
                catch (ComCallException e)
                {
                    _events.Warn(ErrorIds.ScheduledTaskFailed, $"The scheduled task {name} could not be removed: {UpdateCodes.Describe(e.HResult)}.", name);
                }

                scheduler?.Dispose();
                return true;
            }).ConfigureAwait(false);
        }
    }

    private void RemoveFolder(string folder)
    {
        try
        {
            _files.DeleteDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _events.Warn(ErrorIds.ScheduledTaskFailed, $"The folder '{folder}' of the scheduled task could not be removed: {e.Message}", folder);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _clock.DelayAsync(s_poll, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at it.
        }
    }

    private static async Task<T> AskAsync<T>(AgentThread thread, string what, Func<T> question)
    {
        try
        {
            return await thread.RunAsync(question).ConfigureAwait(false);
        }
        catch (ComCallException e)
        {
            throw new PatchException(
                ErrorIds.ScheduledTaskFailed,
                e.HResult == AgentFailure.AccessDenied ? ErrorKind.PermissionDenied : ErrorKind.ResourceUnavailable,
                $"The task scheduler could not {what} a task of the system account: {UpdateCodes.Describe(e.HResult)} ({e.Call}).",
                "Schedule.Service",
                "Run as an administrator, and see that the service Task Scheduler runs.",
                e);
        }
    }

    private void Write(string path, string text) => _files.WriteAtomically(path, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]);

    private static PatchException NoAnswer(string how) => new(
        ErrorIds.ScheduledTaskFailed,
        ErrorKind.InvalidResult,
        $"The scheduled task {how}.",
        "Schedule.Service",
        "Get-PatchState shows what it kept, if it got that far. The history of the task scheduler, and the log of the install, tell more.");
}
