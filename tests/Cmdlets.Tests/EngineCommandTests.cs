using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.CmdletsTests;

public sealed class EngineCommandTests : IDisposable
{
    private readonly Runspace _runspace;
    private readonly PowerShell _shell;

    public EngineCommandTests()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-TestWork", typeof(TestWorkCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _shell = PowerShell.Create(_runspace);
    }

    public static TheoryData<ErrorKind> Kinds => [.. Enum.GetValues<ErrorKind>()];

    public void Dispose()
    {
        _shell.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void Events_become_records_in_their_order_and_the_result_is_the_output()
    {
        Assert.Equal("done", Assert.Single(Run(
            (events, _) =>
            {
                events.Verbose("first");
                events.Warn(ErrorIds.RepositoryUnavailable, "It is away.");
                events.Verbose("second");
                return Task.FromResult<object>("done");
            },
            "-Verbose")).BaseObject);
        Assert.Equal(["first", "second"], _shell.Streams.Verbose.Select(record => record.Message));
        Assert.Equal(["[RepositoryUnavailable] It is away."], _shell.Streams.Warning.Select(record => record.Message));
    }

    [Fact]
    public void The_work_is_not_done_on_the_thread_of_the_pipeline()
    {
        int thread = 0;
        Run((_, _) =>
        {
            thread = Environment.CurrentManagedThreadId;
            return Task.FromResult<object>("");
        });
        int pipeline = (int)_shell.AddScriptAlone("[System.Environment]::CurrentManagedThreadId").Invoke()[0].BaseObject;
        Assert.NotEqual(pipeline, thread);
    }

    [Fact]
    public void Progress_has_one_activity_and_is_completed()
    {
        Run((events, _) =>
        {
            for (int percent = 0; percent <= 100; percent++)
                events.Progress("Scanning", "Reading", percent);
            return Task.FromResult<object>("");
        });
        ProgressRecord[] records = [.. _shell.Streams.Progress];
        Assert.Equal("Scanning", records[0].Activity);
        Assert.Equal(0, records[0].PercentComplete);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Single(records.Select(record => record.ActivityId).Distinct());
        Assert.Single(records, record => record.RecordType == ProgressRecordType.Completed);
        // A hundred events at once are shown as few.
        Assert.InRange(records.Length, 2, 50);
    }

    [Fact]
    public void The_last_progress_is_shown_even_where_it_came_too_soon()
    {
        using var wasShown = new ManualResetEventSlim();
        _shell.Streams.Progress.DataAdded += (_, added) =>
        {
            if (_shell.Streams.Progress[added.Index].StatusDescription == "A long stage")
                wasShown.Set();
        };
        Run((events, token) =>
        {
            events.Progress("Scanning", "A short stage");
            events.Progress("Scanning", "A long stage");
            wasShown.Wait(TimeSpan.FromMinutes(1), token);
            return Task.FromResult<object>("");
        });
        Assert.True(wasShown.IsSet);
    }

    [Fact]
    public void Two_invocations_have_two_activities()
    {
        for (int run = 0; run < 2; run++)
        {
            Run((events, _) =>
            {
                events.Progress("Scanning", "Reading");
                return Task.FromResult<object>("");
            });
        }

        Assert.Equal(2, _shell.Streams.Progress.Select(record => record.ActivityId).Distinct().Count());
    }

    [Fact]
    public void Progress_is_completed_after_a_failure()
    {
        Fail((events, _) =>
        {
            events.Progress("Scanning", "Reading");
            throw new PatchException(ErrorIds.ToolFailed, ErrorKind.InvalidResult, "It broke.");
        });
        Assert.Equal(ProgressRecordType.Completed, _shell.Streams.Progress[^1].RecordType);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_error_is_the_category_of_its_name(ErrorKind kind)
    {
        ErrorRecord error = Fail((_, _) => throw new PatchException(ErrorIds.ToolFailed, kind, "It broke.", target: "apt", recommendedAction: "Mend it."));
        Assert.Equal(kind.ToString(), error.CategoryInfo.Category.ToString());
        Assert.Equal("ToolFailed,PatchBaselineAssociation.CmdletsTests.TestWorkCommand", error.FullyQualifiedErrorId);
        Assert.Equal("apt", error.TargetObject);
        Assert.Equal("It broke.", error.ToString());
        Assert.Equal("Mend it.", error.ErrorDetails.RecommendedAction);
        Assert.IsType<PatchException>(error.Exception);
    }

    [Fact]
    public void What_nobody_foresaw_has_an_id_too()
    {
        ErrorRecord error = Fail((_, _) => throw new NotSupportedException("Never thought of it."));
        Assert.Equal("Unexpected,PatchBaselineAssociation.CmdletsTests.TestWorkCommand", error.FullyQualifiedErrorId);
        Assert.IsType<NotSupportedException>(error.Exception);
        Assert.Equal("Never thought of it.", error.ToString());
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_an_error() =>
        Assert.IsType<OperationCanceledException>(Fail((_, _) => throw new OperationCanceledException()).Exception);

    [Fact]
    public async Task Stopping_cancels_the_work_and_waits_for_its_end()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool hasEnded = false;
        Compose(async (events, token) =>
        {
            events.Progress("Scanning", "Reading");
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                hasEnded = true;
            }

            return "";
        });
        IAsyncResult invocation = _shell.BeginInvoke();
        await started.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        _shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => _shell.EndInvoke(invocation));
        Assert.True(hasEnded);
        Assert.Equal(PSInvocationState.Stopped, _shell.InvocationStateInfo.State);
        Assert.Empty(_shell.Streams.Error);
    }

    [Fact]
    public void A_warning_that_stops_the_pipeline_stops_the_work()
    {
        bool hasEnded = false;
        ErrorRecord error = Fail(
            async (events, token) =>
            {
                events.Warn(ErrorIds.RepositoryUnavailable, "It is away.");
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    hasEnded = true;
                }

                return "";
            },
            "-WarningAction Stop");
        Assert.True(hasEnded);
        Assert.Contains("It is away.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_after_the_end_is_lost_without_harm()
    {
        IEventSink? kept = null;
        Run((events, _) =>
        {
            kept = events;
            return Task.FromResult<object>("");
        });
        kept!.Verbose("Too late.");
    }

    private IReadOnlyList<PSObject> Run(Func<IEventSink, CancellationToken, Task<object>> work, string parameters = "")
    {
        Compose(work, parameters);
        IReadOnlyList<PSObject> output = _shell.Invoke();
        Assert.Empty(_shell.Streams.Error);
        return output;
    }

    private ErrorRecord Fail(Func<IEventSink, CancellationToken, Task<object>> work, string parameters = "")
    {
        Compose(work, parameters);
        return Assert.ThrowsAny<RuntimeException>(() => _shell.Invoke()).ErrorRecord;
    }

    private void Compose(Func<IEventSink, CancellationToken, Task<object>> work, string parameters = "") =>
        _shell.AddScriptAlone($"try {{ Invoke-TestWork -Work $args[0] {parameters} }} catch {{ throw }}").AddArgument(work);
}
