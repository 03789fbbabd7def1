using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class WindowsInstallTests : IDisposable
{
    private static readonly UpdateOutcome s_restart = new(UpdateResultCode.Succeeded, 0x00240005, IsRestartRequired: true);

    private readonly WindowsScene _scene = new();

    private UpdateWorld World => _scene.World;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task What_is_missing_is_fetched_and_put_on()
    {
        World.Add("5000001");
        World.Add("5000002").Installing = s_restart;
        World.Add(UpdateSamples.Update("5000003", day: "2026-11-24"));
        World.Add(UpdateSamples.Update("5000004") with { IsHidden = true });

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal(["KB5000001", "KB5000002"], World.Installed);
        Assert.Equal(PatchState.InstalledPendingReboot, WindowsScene.Patch(result, "5000001").State);
        Assert.Equal(PatchState.InstalledPendingReboot, WindowsScene.Patch(result, "5000002").State);
        Assert.EndsWith("(KB5000002)", WindowsScene.Patch(result, "5000002").Title, StringComparison.Ordinal);
        Assert.Equal(PatchState.Missing, WindowsScene.Patch(result, "5000004").State);
        Assert.Equal((0, RestartStatus.NotAllowed), (result.ExitCode, result.Restart));
        Assert.Contains("KB5000002", _scene.Log(result), StringComparison.Ordinal);
        Assert.Equal(1, World.Calls.Count(call => call == "session"));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_takes_nothing_away()
    {
        World.Add("5000001");
        World.Add("5000002");
        World.OnCall = call =>
        {
            if (call.StartsWith("install KB", StringComparison.Ordinal))
                _scene.Files.Full.UnionWith(Directory.GetFiles(Path.Combine(_scene.StatePath, "logs")).Select(file => Path.GetFileName(file)));
        };

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal(["KB5000001", "KB5000002"], World.Installed);
        Assert.Equal((2, 0, 0), (result.InstalledPendingRebootCount + result.InstalledCount, result.FailedCount, result.ExitCode));
        WarningEvent warning = Assert.Single(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateWriteFailed);
        Assert.Contains("No space left on device", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_goes_by_what_is_to_be_fetched_and_never_back()
    {
        World.Add(UpdateSamples.Update("5000001") with { MaximumDownloadSize = 1000 });
        World.Add(UpdateSamples.Update("5000002") with { MaximumDownloadSize = 9000 });

        await _scene.InstallAsync(RebootOption.NoReboot);

        ProgressEvent[] told = [.. _scene.Events.All.OfType<ProgressEvent>().Where(told => told.Status.Contains(" of 2: ", StringComparison.Ordinal))];
        Assert.Equal(
            ["Downloading 1 of 2 0", "Downloading 2 of 2 3", "Installing 1 of 2 30", "Installing 2 of 2 62"],
            told.Select(told => $"{told.Status.Split(": ")[0]} {told.Percent}"));
        Assert.EndsWith("(KB5000002)'", told[1].Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_failure_has_its_code_and_its_meaning()
    {
        World.Add("5000001").Installing = new UpdateOutcome(UpdateResultCode.Failed, unchecked((int)0x80070643));
        World.Add("5000002").Downloading = new UpdateOutcome(UpdateResultCode.Failed, unchecked((int)0x80246002));
        World.Add("5000003");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["KB5000001", "KB5000003"], World.Installed);
        Assert.Contains("0x80070643 ERROR_INSTALL_FAILURE, the installer of the update failed", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        Assert.Contains("0x80246002 WU_E_DM_INCORRECTFILEHASH", WindowsScene.Patch(result, "5000002").Reason, StringComparison.Ordinal);
        Assert.Equal([PatchState.Failed, PatchState.Failed, PatchState.Installed], result.Patches.OrderBy(patch => patch.Id, StringComparer.Ordinal).Select(patch => patch.State));
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
    }

    [Fact]
    public async Task A_call_that_throws_costs_its_update_alone()
    {
        World.Add("5000001");
        World.Add("5000002");
        World.OnCall = call =>
        {
            if (call is "install KB5000001")
                throw new ComCallException(call, unchecked((int)0x80240FFF));
        };

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal([PatchState.Failed, PatchState.Installed], result.Patches.OrderBy(patch => patch.Id, StringComparer.Ordinal).Select(patch => patch.State));
    }

    [Fact]
    public async Task Licence_terms_are_accepted_once_somebody_agreed()
    {
        World.Add(UpdateSamples.Update("5000001") with { AreTermsAccepted = false });

        PatchPlan plan = await _scene.PlanAsync();
        Assert.Contains("accepts its licence terms", Assert.Single(plan.Items).Reason, StringComparison.Ordinal);
        _scene.IsInstallAllowed = false;
        Assert.Null(await _scene.AskToInstallAsync());
        Assert.DoesNotContain(World.Calls, call => call.StartsWith("accept", StringComparison.Ordinal));

        _scene.IsInstallAllowed = true;
        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Contains("accept KB5000001", World.Calls);
        Assert.Equal(PatchState.Installed, WindowsScene.Patch(result, "5000001").State);
    }

    [Fact]
    public async Task What_may_ask_for_input_is_left_out()
    {
        World.Add(UpdateSamples.Update("5000001") with { CanRequestUserInput = true });
        World.Add("5000002");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["KB5000002"], World.Installed);
        Assert.Equal(PatchState.Failed, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("ask for input", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.DependencyCheckFailure, result.ExitCode);
    }

    [Fact]
    public async Task What_has_to_be_alone_comes_first()
    {
        World.Add("5000001");
        World.Add(UpdateSamples.Update("5000002") with { Impact = UpdateImpact.Exclusive });

        await _scene.InstallAsync();

        Assert.Equal(["KB5000002", "KB5000001"], World.Installed);
    }

    [Fact]
    public async Task What_comes_to_be_offered_is_put_on_in_the_same_run()
    {
        WorldUpdate first = World.Add("5000001");
        WorldUpdate second = World.Add("5000002");
        second.After = first;
        World.Add("5000003").After = second;
        World.Add(UpdateSamples.Update("5000004", classification: UpdateSamples.Ordinary)).After = first;

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["KB5000001", "KB5000002", "KB5000003"], World.Installed);
        Assert.Equal(3, result.InstalledCount);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Rounds_have_an_end()
    {
        WorldUpdate? last = null;
        for (int i = 1; i <= 8; i++)
        {
            WorldUpdate next = World.Add($"500000{i}");
            next.After = last;
            last = next;
        }

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(6, World.Installed.Count());
        Assert.Contains("6 rounds", WindowsScene.Patch(result, "5000007").Reason, StringComparison.Ordinal);
        Assert.Equal(PatchState.Failed, WindowsScene.Patch(result, "5000007").State);
    }

    [Fact]
    public async Task What_is_offered_again_after_success_is_a_loop()
    {
        World.Add("5000001").IsLoop = true;
        World.Add("5000002");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["KB5000001", "KB5000002"], World.Installed);
        Assert.Equal(PatchState.Failed, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("over and over", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
    }

    [Fact]
    public async Task Nothing_but_a_loop_restarts_nothing()
    {
        World.Add("5000001").IsLoop = true;

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(RestartStatus.NotNeeded, result.Restart);
        Assert.Empty(_scene.Restarter.Reasons);
    }

    [Fact]
    public async Task Without_the_rights_of_an_administrator_nothing_is_asked()
    {
        World.Add("5000001");
        _scene.IsPrivileged = false;

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        PatchPlan plan = await _scene.PlanAsync();

        Assert.Equal((ErrorIds.NotPrivileged, ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains("administrator", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Run as administrator'", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("'/'", error.Message + error.Target, StringComparison.Ordinal);
        Assert.DoesNotContain("root", error.Message + error.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("KB5000001", Assert.Single(plan.Items).Id);
        Assert.Empty(World.Installed);
    }

    [Fact]
    public async Task A_restart_that_has_to_come_first_is_asked_of_whoever_runs_it()
    {
        World.Add("5000001");
        World.IsRestartRequiredFirst = true;

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());

        Assert.Equal(ErrorIds.RestartRequiredFirst, error.ErrorId);
        Assert.Empty(World.Installed);
        Assert.False(File.Exists(Path.Combine(_scene.StatePath, "install-journal.json")));
    }

    [Fact]
    public async Task A_restart_that_this_module_owes_is_made_first()
    {
        World.Add("5000001").Installing = s_restart;
        await _scene.InstallAsync(RebootOption.NoReboot);
        World.Add("5000002");
        World.IsRestartRequiredFirst = true;
        _scene.Agent = WindowsScene.AgentWith();

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((ExitCodes.RebootRequestedOnWindows, RestartStatus.AskedOfAgent), (result.ExitCode, result.Restart));
        Assert.Equal(PatchState.Failed, WindowsScene.Patch(result, "5000002").State);
        Assert.Equal(["KB5000001"], World.Installed);
    }

    [Fact]
    public async Task The_agent_is_asked_for_the_restart_and_the_rerun_waits_for_servicing()
    {
        _scene.Agent = WindowsScene.AgentWith();
        World.Add("5000001").Installing = s_restart;
        World.IsRestartRequired = true;

        PatchOperationResult first = await _scene.InstallAsync();
        _scene.Boot();
        World.ServicingAnswers = 3;
        World.BusyAnswers = 2;
        PatchOperationResult second = await _scene.InstallAsync();

        Assert.Equal(ExitCodes.RebootRequestedOnWindows, first.ExitCode);
        Assert.Contains("Windows Update says that a restart is required.", first.RestartHints);
        Assert.Equal((0, RestartStatus.Done), (second.ExitCode, second.Restart));
        Assert.Equal(PatchState.Installed, WindowsScene.Patch(second, "5000001").State);
        Assert.True(World.ServicingAnswers < 0);
        Assert.True(World.BusyAnswers < 0);
    }

    [Fact]
    public async Task What_only_the_restart_lets_be_offered_is_told_and_is_the_next_runs()
    {
        _scene.Agent = WindowsScene.AgentWith();
        WorldUpdate first = World.Add("5000001");
        first.Installing = s_restart;
        World.Add("5000002").After = first;

        PatchOperationResult install = await _scene.InstallAsync();
        _scene.Boot();
        PatchOperationResult rerun = await _scene.InstallAsync();
        string[] putOnUntilThen = [.. World.Installed];
        _scene.Agent = WindowsScene.AgentWith("0f3c1a52-6f0e-4c55-9d3e-3b8f2a6f7c11");
        PatchOperationResult next = await _scene.InstallAsync();

        Assert.Equal((ExitCodes.RebootRequestedOnWindows, 1), (install.ExitCode, install.Patches.Count));
        Assert.Equal((0, RestartStatus.Done), (rerun.ExitCode, rerun.Restart));
        Assert.Equal((PatchState.Installed, PatchState.Failed), (WindowsScene.Patch(rerun, "5000001").State, WindowsScene.Patch(rerun, "5000002").State));
        Assert.Contains("did not get to it", WindowsScene.Patch(rerun, "5000002").Reason, StringComparison.Ordinal);
        Assert.Equal(["KB5000001"], putOnUntilThen);
        Assert.Equal(PatchState.Installed, WindowsScene.Patch(next, "5000002").State);
    }

    [Fact]
    public async Task What_a_restart_takes_back_has_failed()
    {
        _scene.Agent = WindowsScene.AgentWith();
        WorldUpdate update = World.Add("5000001");
        update.Installing = s_restart;
        update.IsLostOnRestart = true;

        await _scene.InstallAsync();
        _scene.Boot();
        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(PatchState.Failed, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("after it the system lacks it again", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
    }

    [Fact]
    public async Task Another_installation_is_waited_for_and_not_for_ever()
    {
        World.Add("5000001");
        World.BusyAnswers = 3;
        Assert.Equal(0, (await _scene.InstallAsync()).ExitCode);

        World.BusyAnswers = 1000;
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());

        Assert.Equal(ErrorIds.PackageManagerBusy, error.ErrorId);
    }

    [Fact]
    public async Task An_installation_that_never_ends_costs_what_comes_after_it_and_no_result()
    {
        using ManualResetEventSlim end = new();
        World.Add("5000001");
        World.Add("5000002");
        World.Add("5000003");
        TaskCompletionSource hang = new();
        World.OnCall = call =>
        {
            if (call == "install KB5000002")
            {
                hang.SetResult();
                end.Wait();
            }
        };
        _scene.Delay = (_, _) => hang.Task;

        PatchOperationResult result = await _scene.InstallAsync();
        end.Set();

        Assert.Equal(PatchState.Installed, WindowsScene.Patch(result, "5000001").State);
        Assert.Equal(PatchState.Failed, WindowsScene.Patch(result, "5000002").State);
        Assert.Contains("not come to an end", WindowsScene.Patch(result, "5000002").Reason, StringComparison.Ordinal);
        Assert.Contains("not reached", WindowsScene.Patch(result, "5000003").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_list_needs_the_baselines_approval_too()
    {
        World.Add("5000001");
        World.Add(UpdateSamples.Update("5000002", classification: UpdateSamples.Ordinary) with { BulletinIds = ["MS17-023"] });
        World.Add("5000003");

        PatchOperationResult result = await _scene.InstallAsync(list: "patches:\n  - id: KB5000001\n    title: whatever it is called\n  - id: MS17-023\n");

        Assert.Equal(["KB5000001"], World.Installed);
        Assert.Equal(PatchState.Missing, WindowsScene.Patch(result, "5000003").State);
        Assert.DoesNotContain(result.Patches, patch => patch.Id == "KB5000002");
    }

    [Fact]
    public async Task One_number_with_two_updates_is_installed_when_both_are()
    {
        World.Add(UpdateSamples.Update("5000001") with { Key = new UpdateKey("aaaaaaaa-1", 1) });
        World.Add(UpdateSamples.Update("5000001") with { Key = new UpdateKey("bbbbbbbb-2", 1) });

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["KB5000001", "KB5000001"], World.Installed);
        Assert.Equal(PatchState.Installed, WindowsScene.Patch(result, "5000001").State);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_cancelled_search_ends_the_run_at_once()
    {
        using CancellationTokenSource source = new();
        using ManualResetEventSlim end = new();
        World.OnCall = call =>
        {
            if (call == "search IsInstalled=0")
            {
                source.Cancel();
                end.Wait();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scene.InstallAsync(cancellationToken: source.Token));
        end.Set();
    }
}
