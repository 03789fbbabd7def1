using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Commands;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Questions of the engine on their way to whoever runs the command.</summary>
public sealed class ConsentTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);

    private static readonly PatchPlan s_plan = new()
    {
        NodeId = "node-1",
        OperatingSystem = "DEBIAN",
        BaselineId = "",
        BaselineName = "",
        Items = [],
        UpgradeCount = 1,
        NewCount = 2,
        RemoveCount = 1,
    };

    private readonly AnsweringHost _host = new();
    private readonly Runspace _runspace;
    private readonly PowerShell _shell;

    public ConsentTests()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-TestConsent", typeof(TestConsentCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Write-TestResult", typeof(TestResultCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        _shell = PowerShell.Create(_runspace);
    }

    public void Dispose()
    {
        _shell.Dispose();
        _runspace.Dispose();
    }

    [Theory]
    [InlineData("Yes", true)]
    [InlineData("Yes to All", true)]
    [InlineData("No", false)]
    [InlineData("No to All", false)]
    public void A_question_is_asked_on_the_thread_of_the_pipeline_and_answered_to_the_engine(string label, bool expected)
    {
        _host.Answer = _ => label;
        int engine = 0;
        dynamic output = Run("-Confirm", (consent, _, _) =>
        {
            engine = Environment.CurrentManagedThreadId;
            return Task.FromResult<object>(consent.MayInstall(s_plan));
        });
        Assert.Equal(expected, (bool)output.Answer);
        Assert.Equal([(int)output.Pipeline], _host.ThreadsOfQuestions);
        Assert.NotEqual(engine, _host.ThreadsOfQuestions[0]);
        Assert.Contains("\"Install patches (1 upgrade, 2 new packages, 1 removal)\" on target \"node-1\"", Assert.Single(_host.Questions), StringComparison.Ordinal);
    }

    [Fact]
    public void The_restart_is_a_question_of_its_own()
    {
        _host.Answer = question => question.Contains("\"Restart\" on target \"node-1\"", StringComparison.Ordinal) ? "No" : "Yes";
        dynamic output = Run("-Confirm", (consent, _, _) => Task.FromResult<object>($"{consent.MayInstall(s_plan)} {consent.MayRestart("node-1", "A kernel came in.")}"));
        Assert.Equal("True False", (string)output.Answer);
        Assert.Equal(2, _host.Questions.Count);
    }

    [Fact]
    public void Nobody_is_asked_where_nobody_wants_to_be()
    {
        dynamic output = Run("", (consent, _, _) => Task.FromResult<object>($"{consent.MayInstall(s_plan)} {consent.MayRestart("node-1", "")}"));
        Assert.Equal("True True", (string)output.Answer);
        Assert.Empty(_host.Questions);
    }

    [Fact]
    public void A_restart_that_nobody_can_be_asked_about_is_a_warning_and_a_no()
    {
        dynamic output = Run("-Confirm", (consent, _, _) => Task.FromResult<object>(consent.MayRestart("node-1", "")));
        Assert.False((bool)output.Answer);
        string warning = Assert.Single(_shell.Streams.Warning).Message;
        Assert.StartsWith("[RestartRefused] ", warning, StringComparison.Ordinal);
        Assert.Contains("Nobody is there.", warning, StringComparison.Ordinal);
        Assert.Empty(_shell.Streams.Error);
    }

    [Fact]
    public void An_install_that_nobody_can_be_asked_about_is_an_error()
    {
        Compose("-Confirm", (consent, _, _) => Task.FromResult<object>(consent.MayInstall(s_plan)));
        ErrorRecord error = Assert.ThrowsAny<RuntimeException>(() => _shell.Invoke()).ErrorRecord;
        // What was interrupted may have been finished by then.
        Assert.Contains("No patch was installed.", error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("ConfirmationFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("node-1", error.TargetObject);
        Assert.Contains("-Confirm:$false", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_during_a_question_ends_the_command_and_counts_as_no()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Answer = _ =>
        {
            asked.TrySetResult();
            SpinWait.SpinUntil(() => _shell.InvocationStateInfo.State == PSInvocationState.Stopping, s_deadline);
            throw new PipelineStoppedException();
        };
        object? answer = null;
        Compose("-Confirm", (consent, _, _) => Task.FromResult(answer = consent.MayInstall(s_plan)));
        IAsyncResult invocation = _shell.BeginInvoke();
        await asked.Task.WaitAsync(s_deadline, TestContext.Current.CancellationToken);
        _shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => _shell.EndInvoke(invocation));
        Assert.Equal(false, answer);
        Assert.Empty(_shell.Streams.Error);
    }

    [Fact]
    public async Task A_question_after_the_stop_is_refused_and_does_not_hang()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Answer = _ => "Yes";
        string answers = "";
        Compose("-Confirm", (consent, pump, token) =>
        {
            started.SetResult();
            token.WaitHandle.WaitOne(s_deadline);
            // Something to write: the pipeline learns by it that it was stopped.
            pump.Verbose("Ending");
            answers = $"{consent.MayInstall(s_plan)} {consent.MayRestart("node-1", "")}";
            return Task.FromResult<object>("");
        });
        IAsyncResult invocation = _shell.BeginInvoke();
        await started.Task.WaitAsync(s_deadline, TestContext.Current.CancellationToken);
        _shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => _shell.EndInvoke(invocation));
        Assert.Equal("False False", answers);
        Assert.Empty(_host.Questions);
    }

    [Fact]
    public void A_question_behind_a_warning_that_stops_is_refused()
    {
        _host.Answer = _ => "Yes";
        object? answer = null;
        Compose("-Confirm -WarningAction Stop", (consent, pump, _) =>
        {
            pump.Warn(ErrorIds.RepositoryUnavailable, "It is away.");
            return Task.FromResult(answer = consent.MayInstall(s_plan));
        });
        Assert.ThrowsAny<RuntimeException>(() => _shell.Invoke());
        Assert.Equal(false, answer);
        Assert.Empty(_host.Questions);
    }

    [Fact]
    public void A_question_after_the_end_is_refused()
    {
        _host.Answer = _ => "Yes";
        PipelineConsent? kept = null;
        Run("-Confirm", (consent, _, _) =>
        {
            kept = consent;
            return Task.FromResult<object>("");
        });
        Assert.False(kept!.MayRestart("node-1", ""));
        Assert.Empty(_host.Questions);
    }

    [Theory]
    [InlineData(RestartStatus.AskedOfAgent, 194)]
    [InlineData(RestartStatus.Scheduled, 7)]
    public void The_agent_is_asked_for_a_restart_by_the_exit_code(RestartStatus restart, int expected)
    {
        var result = new PatchOperationResult
        {
            Operation = PatchOperation.Install,
            NodeId = "node-1",
            OperatingSystem = "DEBIAN",
            Product = "Debian12",
            BaselineId = "",
            BaselineName = "",
            BaselineSource = null,
            StartTime = default,
            EndTime = default,
            RebootOption = RebootOption.RebootIfNeeded,
            Compliance = PatchCompliance.NonCompliant,
            Patches = [new PatchRecord { Id = "bad.all", Name = "bad", Title = "", InstalledVersion = "1", AvailableVersion = "2", State = PatchState.Failed, Compliance = PatchCompliance.NonCompliant, ComplianceLevel = ComplianceLevel.High, Reason = "it broke." }],
            Repositories = [],
            Restart = restart,
            StateFolder = "",
            ExitCode = 194,
        };
        // The errors that come with the result must not keep it from the agent.
        _shell.AddScriptAlone("$global:LASTEXITCODE = 7; try { Write-TestResult -Result $args[0] -ErrorAction Stop } catch { \"$_\" }; $LASTEXITCODE").AddArgument(result);
        string[] output = [.. _shell.Invoke().Skip(1).Select(item => item.ToString())];
        Assert.Contains("bad.all 2 was not installed: it broke.", output[0], StringComparison.Ordinal);
        Assert.Equal(expected.ToString(), output[1]);
    }

    private object Run(string parameters, ConsentWork work)
    {
        Compose(parameters, work);
        return Assert.Single(_shell.Invoke()).BaseObject;
    }

    private void Compose(string parameters, ConsentWork work) =>
        _shell.AddScriptAlone($"try {{ Invoke-TestConsent -Work $args[0] -Verbose {parameters} }} catch {{ throw }}").AddArgument(work);
}
