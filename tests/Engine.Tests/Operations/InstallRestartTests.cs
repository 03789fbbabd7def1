using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>What an install does about a restart, and what it leaves for the run after it.</summary>
public sealed class InstallRestartTests : IDisposable
{
    private readonly InstallScene _scene = new();

    public void Dispose() => _scene.Dispose();

    public static TheoryData<RebootOption, bool, bool, bool, bool> Situations()
    {
        TheoryData<RebootOption, bool, bool, bool, bool> data = [];
        bool[] both = [false, true];
        foreach (RebootOption option in Enum.GetValues<RebootOption>())
        {
            foreach (bool isInstalled in both)
            {
                foreach (bool isEarlier in both)
                {
                    foreach (bool isAgent in both)
                    {
                        foreach (bool isAllowed in both)
                            data.Add(option, isInstalled, isEarlier, isAgent, isAllowed);
                    }
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task States_exit_code_and_marker_follow_from_the_situation(RebootOption option, bool isInstalled, bool isEarlier, bool isAgent, bool isAllowed)
    {
        DateTimeOffset? earlierTime = null;
        _scene.Manager.Add("earlier");
        if (isEarlier)
        {
            _scene.Manager["earlier"].Update = "2";
            await _scene.InstallAsync(RebootOption.NoReboot);
            earlierTime = _scene.StateFile.LastNoRebootInstallOperationTime;
            Assert.NotNull(earlierTime);
        }

        _scene.Manager.Add("new", isInstalled ? "2" : null);
        _scene.IsRestartAllowed = isAllowed;
        if (isAgent)
            _scene.Agent = InstallScene.AgentWith();

        PatchOperationResult result = await _scene.InstallAsync(option);

        bool isDue = isInstalled || isEarlier;
        RestartStatus expected = (isDue, option, isAgent, isAllowed) switch
        {
            (false, _, _, _) => RestartStatus.NotNeeded,
            (_, RebootOption.NoReboot, _, _) => RestartStatus.NotAllowed,
            (_, _, true, _) => RestartStatus.AskedOfAgent,
            (_, _, _, true) => RestartStatus.Scheduled,
            _ => RestartStatus.Declined,
        };
        bool isAsked = expected is RestartStatus.AskedOfAgent or RestartStatus.Scheduled;
        string[] waiting = [.. new[] { isEarlier ? "earlier" : "", isInstalled ? "new" : "" }.Where(name => name.Length > 0)];
        Assert.Equal(expected, result.Restart);
        Assert.NotEmpty(result.RestartReason);
        Assert.Equal(isDue, result.RebootPending);
        Assert.Equal(expected == RestartStatus.AskedOfAgent ? ExitCodes.RebootRequested : ExitCodes.Success, result.ExitCode);
        Assert.Equal(isAsked ? [] : waiting, InstallScene.Waiting(result));
        Assert.Equal(expected == RestartStatus.Scheduled ? 1 : 0, _scene.Restarter.Reasons.Count);
        Assert.Equal(isAsked, _scene.Marker is not null);
        if (_scene.Marker is { } marker)
            Assert.Equal((1, ExitCodes.Success, isAgent, isAgent ? InstallScene.Command : ""), (marker.Tries, marker.ExitCodeAfter, marker.UnderAgent, marker.CommandId));
        Assert.Null(_scene.Journal);
        Assert.Equal(waiting, _scene.WaitingInFile());
        Assert.Equal(option == RebootOption.NoReboot ? _scene.Clock.UtcNow : earlierTime, _scene.StateFile.LastNoRebootInstallOperationTime);

        // Nothing has restarted yet; then it has.
        Assert.Equal(waiting, InstallScene.Waiting(await _scene.ScanAsync()));
        _scene.Boot();
        Assert.Empty(InstallScene.Waiting(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task After_the_restart_the_agents_rerun_reports_and_does_not_patch()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("good", "2");
        _scene.Manager.Add("bad", "2").Failure = "its script failed";
        PatchOperationResult first = await _scene.InstallAsync();
        Assert.Equal((ExitCodes.RebootRequested, RestartStatus.AskedOfAgent), (first.ExitCode, first.Restart));
        Assert.Equal(ExitCodes.Failure, _scene.Marker!.ExitCodeAfter);

        // A scan in between is not the run that asked.
        Assert.Equal(["good"], InstallScene.Waiting(await _scene.ScanAsync()));
        _scene.Boot();
        _scene.Manager["good"].Update = "3";
        int transactions = _scene.Manager.Transactions;
        PatchOperationResult second = await _scene.InstallAsync();

        Assert.Equal(transactions, _scene.Manager.Transactions);
        Assert.Equal((ExitCodes.Failure, RestartStatus.Done, false), (second.ExitCode, second.Restart, second.RebootPending));
        Assert.Equal(PatchOperation.Install, second.Operation);
        Assert.Equal(PatchState.Failed, InstallScene.StateOf(second, "bad"));
        Assert.Contains("its script failed", second.Patches.Single(patch => patch.Name == "bad").Reason, StringComparison.Ordinal);
        Assert.Equal(first.Changes, second.Changes);
        Assert.Equal(first.StartTime, second.StartTime);
        Assert.Null(_scene.Marker);

        // The next time it is a command of its own again.
        Assert.Equal(RestartStatus.AskedOfAgent, (await _scene.InstallAsync()).Restart);
        Assert.Equal(transactions + 1, _scene.Manager.Transactions);
    }

    [Fact]
    public async Task What_failed_and_is_there_after_the_restart_has_not_failed()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("good", "2");
        _scene.Manager.Add("bad", "2").Failure = "its script failed";
        await _scene.InstallAsync();
        _scene.Boot();
        _scene.Manager["bad"].Installed = "2";

        PatchOperationResult second = await _scene.InstallAsync();

        Assert.Equal(PatchState.Installed, InstallScene.StateOf(second, "bad"));
    }

    [Fact]
    public async Task Without_a_restart_the_rerun_asks_again_four_times_in_all_and_then_gives_up()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        PatchOperationResult first = await _scene.InstallAsync();
        for (int tries = 2; tries <= RebootPolicy.MaximumTries; tries++)
        {
            PatchOperationResult again = await _scene.InstallAsync();
            Assert.Equal((ExitCodes.RebootRequested, RestartStatus.AskedOfAgent, true), (again.ExitCode, again.Restart, again.RebootPending));
            Assert.Equal(first.Changes, again.Changes);
            Assert.Equal(tries, _scene.Marker!.Tries);
        }

        PatchOperationResult last = await _scene.InstallAsync();

        Assert.Equal((ExitCodes.RebootFailure, RestartStatus.GivenUp, true), (last.ExitCode, last.Restart, last.RebootPending));
        Assert.Equal(["new"], InstallScene.Waiting(last));
        Assert.Equal(["new"], _scene.WaitingInFile());
        Assert.Null(_scene.Marker);
        Assert.Equal(1, _scene.Manager.Transactions);
        Assert.Equal(ExitCodes.RebootFailure, _scene.Runs[0].ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_rerun_does_not_need_the_override_list_any_more(bool hasBooted)
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        _scene.Manager.Add("bad", "2").Failure = "its script failed";
        _scene.Manager.Add("other", "2");
        PatchOperationResult first = await _scene.InstallAsync(list: "patches:\n- id: new.*\n  title: '*'\n- id: bad.*\n  title: '*'\n");
        Assert.Equal(ExitCodes.RebootRequested, first.ExitCode);
        if (hasBooted)
            _scene.Boot();

        // The scene's loader fetches nothing: it throws, as one does whose address has expired.
        PatchOperationResult second = await _scene.InstallFromAsync("https://bucket.example/list.yaml?X-Amz-Signature=expired");

        Assert.Equal(
            hasBooted ? (RestartStatus.Done, ExitCodes.Failure) : (RestartStatus.AskedOfAgent, ExitCodes.RebootRequested),
            (second.Restart, second.ExitCode));
        Assert.Equal(hasBooted, _scene.Marker is null);
        Assert.Equal(PatchState.Failed, InstallScene.StateOf(second, "bad"));
        Assert.Equal(PatchState.Missing, InstallScene.StateOf(second, "other"));
        Assert.Equal(first.InstallOverrideList, second.InstallOverrideList);
        Assert.Equal(1, _scene.Manager.Transactions);
    }

    [Fact]
    public async Task Where_the_run_that_asked_is_lost_what_the_list_did_not_name_is_missing_and_has_not_failed()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        _scene.Manager.Add("other", "2");
        await _scene.InstallAsync(list: "patches:\n- id: new.*\n  title: '*'\n");
        Directory.Delete(Path.Combine(_scene.StatePath, "runs"), recursive: true);
        _scene.Boot();

        PatchOperationResult second = await _scene.InstallFromAsync("https://bucket.example/list.yaml?X-Amz-Signature=secret");

        Assert.Equal((RestartStatus.Done, ExitCodes.Success), (second.Restart, second.ExitCode));
        Assert.Equal(PatchState.Missing, InstallScene.StateOf(second, "other"));
        Assert.StartsWith("https://bucket.example/list.yaml", second.InstallOverrideList, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", second.InstallOverrideList, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://bucket.example/list.yaml", ErrorIds.OverrideListAddressInvalid)]
    [InlineData("/no/such/list.yaml", ErrorIds.OverrideListNotFound)]
    public async Task Where_patching_goes_on_a_list_that_cannot_be_had_is_refused_before_anything_changes(string source, string errorId)
    {
        _scene.Manager.Add("new", "2");
        _scene.Manager.OnRead = () => throw new InvalidOperationException("The packages were read before the list.");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallFromAsync(source));

        Assert.Equal(errorId, exception.ErrorId);
        Assert.Equal("1", _scene.Manager["new"].Installed);
        Assert.Empty(_scene.Runs);
    }

    [Fact]
    public async Task Outside_the_agent_a_restart_that_never_happens_is_given_up_too()
    {
        _scene.Manager.Add("new", "2");
        for (int tries = 1; tries <= RebootPolicy.MaximumTries; tries++)
        {
            Assert.Equal(RestartStatus.Scheduled, (await _scene.InstallAsync()).Restart);
            Assert.Equal(tries, _scene.Marker!.Tries);
        }

        PatchOperationResult last = await _scene.InstallAsync();

        Assert.Equal((ExitCodes.RebootFailure, RestartStatus.GivenUp), (last.ExitCode, last.Restart));
        Assert.Equal(["new"], InstallScene.Waiting(last));
        Assert.Equal(RebootPolicy.MaximumTries, _scene.Restarter.Reasons.Count);
        Assert.Null(_scene.Marker);
    }

    [Fact]
    public async Task Another_command_patches_although_the_first_waits_for_its_restart()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        await _scene.InstallAsync();
        _scene.Manager.Add("newer", "2");
        _scene.Agent = InstallScene.AgentWith("another");

        PatchOperationResult second = await _scene.InstallAsync();

        Assert.Equal(2, _scene.Manager.Transactions);
        Assert.Equal((RestartStatus.AskedOfAgent, 2, "another"), (second.Restart, _scene.Marker!.Tries, _scene.Marker.CommandId));
        Assert.Equal(["new", "newer"], _scene.WaitingInFile());
    }

    [Fact]
    public async Task NoReboot_twice_keeps_what_waits_already()
    {
        _scene.Manager.Add("first", "2");
        await _scene.InstallAsync(RebootOption.NoReboot);
        _scene.Manager.Add("second", "2");

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal(["first", "second"], InstallScene.Waiting(result));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_restart_has_settled_does_not_come_back(bool isAnythingInstalled)
    {
        _scene.Manager.Add("first", "2");
        await _scene.InstallAsync(RebootOption.NoReboot);
        _scene.Boot();
        _scene.Manager.Add("second", isAnythingInstalled ? "2" : null);

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        string[] waiting = isAnythingInstalled ? ["second"] : [];
        Assert.Equal(waiting, InstallScene.Waiting(result));
        Assert.Equal(waiting, InstallScene.Waiting(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task Where_the_time_of_the_start_is_not_known_patches_go_on_waiting_until_the_agents_rerun()
    {
        _scene.BootTime = null;
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        await _scene.InstallAsync();
        Assert.Equal(["new"], InstallScene.Waiting(await _scene.ScanAsync()));

        PatchOperationResult rerun = await _scene.InstallAsync();

        Assert.Equal(RestartStatus.Done, rerun.Restart);
        Assert.Empty(InstallScene.Waiting(rerun));
        Assert.Empty(_scene.WaitingInFile());
    }

    [Fact]
    public async Task A_restart_that_the_system_refuses_is_told_and_the_patches_wait()
    {
        _scene.Restarter.Failure = new PatchException(ErrorIds.RestartFailed, ErrorKind.InvalidOperation, "The system did not want to.", "shutdown");
        _scene.Manager.Add("new", "2");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((RestartStatus.Failed, true, ExitCodes.Success), (result.Restart, result.RebootPending, result.ExitCode));
        Assert.Contains("did not want to", result.RestartReason, StringComparison.Ordinal);
        Assert.Equal(["new"], InstallScene.Waiting(result));
        Assert.Equal(["new"], _scene.WaitingInFile());
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.RestartFailed);
        Assert.Equal("Failed", Assert.Single(_scene.Runs).Restart);
    }

    [Fact]
    public async Task When_the_restart_is_asked_for_everything_is_on_the_disk()
    {
        _scene.Manager.Add("new", "2");
        bool wasAsked = false;
        _scene.Restarter.OnAsked = () =>
        {
            wasAsked = true;
            Assert.NotNull(_scene.Marker);
            Assert.Equal("Scheduled", Assert.Single(_scene.Runs).Restart);
            Assert.Equal(["new"], _scene.WaitingInFile());
            Assert.Null(_scene.Journal);
        };

        await _scene.InstallAsync();

        Assert.True(wasAsked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_marker_no_restart_is_asked_for(bool isAgent)
    {
        if (isAgent)
            _scene.Agent = InstallScene.AgentWith();
        _scene.Files.Full.Add(RebootMarkerStore.FileName);
        _scene.Manager.Add("new", "2");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((RestartStatus.Failed, ExitCodes.Success), (result.Restart, result.ExitCode));
        Assert.Empty(_scene.Restarter.Reasons);
        Assert.Equal(["new"], InstallScene.Waiting(result));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateWriteFailed);
        Assert.Null(_scene.Journal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancelled_install_restarts_nothing_and_keeps_its_result(bool isAgent)
    {
        if (isAgent)
            _scene.Agent = InstallScene.AgentWith();
        using CancellationTokenSource cancellation = new();
        _scene.Manager.Add("new", "2");
        _scene.Manager.OnEnd = cancellation.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scene.InstallAsync(cancellationToken: cancellation.Token));

        RunRecord run = Assert.Single(_scene.Runs);
        Assert.Equal(("Declined", ExitCodes.Success, true), (run.Restart, run.ExitCode, run.RebootPending));
        Assert.Equal(["new"], _scene.WaitingInFile());
        Assert.Empty(_scene.Restarter.Reasons);
        Assert.Null(_scene.Marker);
        Assert.Null(_scene.Journal);
    }
}
