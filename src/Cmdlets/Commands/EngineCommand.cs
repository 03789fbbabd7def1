using System.Globalization;
using System.Management.Automation;
using PatchBaselineAssociation.Aws;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Commands;

/// <summary>Runs the engine on a thread of its own and shows its events on the pipeline's thread, the only one that may write.</summary>
public abstract class EngineCommand : PSCmdlet, IDisposable
{
    internal const string RestartAction = "Restart";
    internal const string RunningSystem = "/";

    private static int s_lastActivityId;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly int _activityId = Interlocked.Increment(ref s_lastActivityId);

    /// <summary>The folder of the module: assemblies are in bin/(framework).</summary>
    internal static string ModuleFolder { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(EngineCommand).Assembly.Location)!, "..", ".."));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected override void StopProcessing()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended by itself in the meantime.
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _cancellation.Dispose();
    }

    /// <summary>Gives the engine's result, or ends the command with the engine's error.</summary>
    protected T RunEngine<T>(Func<PatchEngine, CancellationToken, Task<T>> work) =>
        RunWorker(async (IEventSink events, CancellationToken token) =>
        {
            using PatchEngine engine = CreateEngine(events);
            return await work(engine, token).ConfigureAwait(false);
        });

    /// <summary>Installs, and asks on the pipeline's thread what there is to ask. Null where the consent was not given.</summary>
    protected PatchOperationResult? RunInstall(InstallRequest request) =>
        RunWorker(async (EventPump pump, CancellationToken token) =>
        {
            using PatchEngine engine = CreateEngine(pump);
            return await engine.InstallAsync(request, new PipelineConsent(this, pump), token).ConfigureAwait(false);
        });

    /// <summary>Gives a plan, and says in PowerShell's own words, too, what would be done.</summary>
    protected void WritePlan(PatchPlan plan)
    {
        if (plan.Unfinished.Count > 0)
            _ = ShouldProcess(plan.NodeId, RepairActionOf(plan.Unfinished));
        if (!plan.IsEmpty)
            _ = ShouldProcess(plan.NodeId, ActionOf(plan));
        if (plan.IsRestartPlanned)
            _ = ShouldProcess(plan.NodeId, RestartAction);
        WriteObject(plan);
    }

    /// <summary>How AWS is reached, where it is.</summary>
    protected virtual CloudOptions Cloud { get; } = new();

    private PatchEngine CreateEngine(IEventSink events) => PatchEngine.Create(ModuleFolder, events, () => Connect(events));

    /// <summary>Apart, so that what belongs to AWS is loaded only where it is needed.</summary>
    private ISystemsManager Connect(IEventSink events) => new SystemsManagerConnection(
        Cloud, AgentContext.OfThisProcess(), SystemClock.Instance, events, () => new HttpsFetcher(SystemClock.Instance));

    internal static string ActionOf(PatchPlan plan)
    {
        var parts = new List<string> { Count(plan.UpgradeCount, "upgrade") };
        if (plan.NewCount > 0)
            parts.Add(Count(plan.NewCount, "new package"));
        if (plan.RemoveCount > 0)
            parts.Add(Count(plan.RemoveCount, "removal"));
        return $"Install patches ({string.Join(", ", parts)})";
    }

    internal static string RepairActionOf(IReadOnlyList<string> unfinished) =>
        unfinished.Count == 0 ? "Finish what the package manager was interrupted at" : $"Finish {Count(unfinished.Count, "package")} that the package manager was interrupted at";

    private static string Count(int count, string what) => string.Format(CultureInfo.InvariantCulture, "{0} {1}{2}", count, what, count == 1 ? "" : "s");

    /// <summary>Gives a result, and each patch that failed as an error that does not end the command.</summary>
    protected void WriteResult(PatchOperationResult? result)
    {
        if (result is null)
            return;

        // The agent knows of the restart by the exit code alone, and an error may end the command below.
        if (result.Restart == RestartStatus.AskedOfAgent)
            SetExitCode(result.ExitCode);
        WriteObject(result);
        foreach (PatchRecord patch in result.Patches.Where(patch => patch.State == PatchState.Failed))
        {
            WriteError(ToErrorRecord(new PatchException(
                ErrorIds.PatchFailed,
                ErrorKind.InvalidResult,
                $"{patch.Id} {patch.AvailableVersion} was not installed: {patch.Reason.TrimEnd('.')}.",
                patch.Id,
                result.LogPath.Length == 0 ? null : $"Mend what it names and install again. The package manager's output is in '{result.LogPath}'.")));
        }
    }

    /// <summary>For the caller's script, and under the agent for the agent. Success is what a host ends with anyway, unless something fails later.</summary>
    protected void SetExitCode(int exitCode)
    {
        SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode);
        if (exitCode != ExitCodes.Success && AgentContext.OfThisProcess().IsPresent)
            Host.SetShouldExit(exitCode);
    }

    /// <summary>Called with what the engine failed with, before that ends the command.</summary>
    protected virtual void OnFailure(Exception failure)
    {
    }

    /// <summary>Whether the command is only to say what it would do: -WhatIf, or the preference of the caller.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc cref="RunEngine{T}(Func{PatchEngine, CancellationToken, Task{T}})"/>
    protected T RunEngine<T>(Func<PatchEngine, T> work) =>
        RunWorker((IEventSink events, CancellationToken _) =>
        {
            using PatchEngine engine = CreateEngine(events);
            return Task.FromResult(work(engine));
        });

    /// <summary>Ends the command with the engine's error where there is one.</summary>
    protected T Check<T>(Func<T> check)
    {
        try
        {
            return check();
        }
        catch (PatchException exception)
        {
            OnFailure(exception);
            ThrowTerminatingError(ToErrorRecord(exception));
            throw;
        }
    }

    protected T RunWorker<T>(Func<IEventSink, CancellationToken, Task<T>> work) => RunWorker<T>((EventPump pump, CancellationToken token) => work(pump, token));

    private protected T RunWorker<T>(Func<EventPump, CancellationToken, Task<T>> work)
    {
        try
        {
            using var pump = new EventPump(this, _activityId);
            return pump.Run(work, _cancellation);
        }
        catch (WorkerException failure) when (failure.InnerException is OperationCanceledException && _cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (WorkerException failure)
        {
            OnFailure(failure.InnerException!);
            ThrowTerminatingError(ToErrorRecord(failure.InnerException!));
            throw;
        }
    }

    /// <summary>The full path in the file system, relative to PowerShell's location; null stays null.</summary>
    protected string? ResolvePath(string? path)
    {
        if (path is null)
            return null;

        string shown = SecretRedactor.Redact(path);
        try
        {
            string resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal) ? resolved : throw new PatchException(
                ErrorIds.PathNotInFileSystem,
                ErrorKind.InvalidArgument,
                $"'{shown}' is a path of the provider {provider.Name}; only paths of the file system can be used here.",
                shown);
        }
        catch (Exception exception) when (exception is PatchException || IsOfPath(exception))
        {
            ThrowTerminatingError(ToErrorRecord(exception as PatchException ?? new PatchException(
                ErrorIds.PathInvalid,
                ErrorKind.InvalidArgument,
                $"'{shown}' is no path that PowerShell can resolve: {SecretRedactor.Redact(exception.Message)}",
                shown,
                "Give a path of the file system. What stands before a colon is taken for the name of a drive.",
                exception)));
            throw;
        }
    }

    /// <summary>PowerShell's own ways of saying that a path is none: no such drive or provider, above the top of a drive, characters that no path has.</summary>
    private static bool IsOfPath(Exception exception) =>
        exception is RuntimeException and not PipelineStoppedException or ArgumentException or NotSupportedException or InvalidOperationException;

    /// <summary>The folder of the system that is meant; the running one where none is given.</summary>
    protected string ResolveRoot(string? root) => ResolvePath(root) ?? RunningSystem;

    internal static ErrorRecord ToErrorRecord(Exception exception)
    {
        if (exception is not PatchException failure)
            return new ErrorRecord(exception, ErrorIds.Unexpected, ErrorCategory.NotSpecified, targetObject: null);

        ErrorCategory category = Enum.TryParse(failure.Kind.ToString(), out ErrorCategory known) ? known : ErrorCategory.NotSpecified;
        var record = new ErrorRecord(failure, failure.ErrorId, category, failure.Target);
        if (failure.RecommendedAction is { } action)
            record.ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = action };
        return record;
    }
}
