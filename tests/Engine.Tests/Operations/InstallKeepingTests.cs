using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>Whatever goes wrong once packages were changed, the result is kept and told.</summary>
public sealed class InstallKeepingTests : IDisposable
{
    private readonly InstallScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("patch-states-configuration.json", true)]
    [InlineData("patch-inventory-from-last-operation.json", true)]
    [InlineData("install-journal.json", true)]
    [InlineData("reboot.json", true)]
    [InlineData("runs", false)]
    public async Task What_stands_in_the_way_of_the_state_files_is_found_before_anything_is_changed(string name, bool isFolder)
    {
        _scene.Manager.Add("new", "2");
        string path = Path.Combine(_scene.StatePath, name);
        Directory.CreateDirectory(_scene.StatePath);
        if (isFolder)
            Directory.CreateDirectory(path);
        else
            await File.WriteAllTextAsync(path, "in the way", TestContext.Current.CancellationToken);

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync(RebootOption.NoReboot));

        Assert.Equal(ErrorIds.StateWriteFailed, exception.ErrorId);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _scene.Manager.Transactions);
    }

    [Fact]
    public async Task A_full_disk_for_the_state_is_found_before_anything_is_changed()
    {
        _scene.Manager.Add("new", "2");
        _scene.Files.Full.Add("probe");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync(RebootOption.NoReboot));

        Assert.Equal((ErrorIds.StateWriteFailed, 0), (exception.ErrorId, _scene.Manager.Transactions));
        Assert.Contains(_scene.StatePath, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_result_cannot_be_kept_after_all_the_error_tells_what_was_put_on()
    {
        _scene.Manager.Add("new", "2");
        _scene.Manager.OnEnd = () => _scene.Files.Full.Add("patch-states-configuration.json");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync(RebootOption.NoReboot));

        Assert.Equal(ErrorIds.StateWriteFailed, exception.ErrorId);
        Assert.Matches(@"changed 1 package\(s\): new\.\w+ 2\.", exception.Message);
        Assert.NotNull(_scene.Journal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_removed_does_not_take_the_request_for_a_restart_away()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        _scene.Files.Fixed.Add("install-journal.json");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((RestartStatus.AskedOfAgent, ExitCodes.RebootRequested), (result.Restart, result.ExitCode));
        Assert.NotNull(_scene.Marker);
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateWriteFailed && warning.Message.Contains("install-journal.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dependencies_that_cannot_be_marked_do_not_take_the_result_away_and_are_marked_by_the_next_install()
    {
        _scene.Manager.Add("new", "2").IsAutomatic = true;
        _scene.Manager.OnMark = () => throw new PatchException(ErrorIds.ToolFailed, ErrorKind.InvalidResult, "No space left on device", "apt-mark");

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal((PatchState.InstalledPendingReboot, ExitCodes.Success), (InstallScene.StateOf(result, "new"), result.ExitCode));
        Assert.Equal(result.EndTime, Assert.Single(_scene.Runs).EndTime);
        Assert.Equal((0, "new"), (_scene.Journal!.Steps.Count, Assert.Single(_scene.Journal.Automatic)));

        _scene.Manager.OnMark = () => { };
        await _scene.InstallAsync(RebootOption.NoReboot);
        Assert.True(_scene.Manager["new"].IsAutomatic);
        Assert.Null(_scene.Journal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_for_the_rest_does_not_take_away_what_was_done()
    {
        _scene.Manager.Add("new", "2");
        _scene.Manager.Add("late", "2").IsLate = true;
        _scene.Manager.OnEnd = () => _scene.Files.Full.Add("install-journal.json");

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal((PatchState.InstalledPendingReboot, PatchState.Failed), (InstallScene.StateOf(result, "new"), InstallScene.StateOf(result, "late")));
        Assert.Contains("install-journal.json", result.Patches.Single(patch => patch.Name == "late").Reason, StringComparison.Ordinal);
        Assert.Equal((1, ExitCodes.Failure), (_scene.Manager.Transactions, result.ExitCode));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateWriteFailed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mark_of_a_restart_that_cannot_be_removed_does_not_take_the_result_away(bool isReport)
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("bad", "2").Failure = "its script failed";
        _scene.Manager.Add("new", "2");
        await _scene.InstallAsync();
        _scene.Boot();
        _scene.Files.Fixed.Add(RebootMarkerStore.FileName);
        if (!isReport)
            _scene.Agent = InstallScene.AgentWith("another");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((isReport ? RestartStatus.Done : RestartStatus.NotNeeded, ExitCodes.Failure), (result.Restart, result.ExitCode));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateWriteFailed && warning.Message.Contains(RebootMarkerStore.FileName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_end_that_cannot_be_kept_anew_is_told_all_the_same()
    {
        _scene.Manager.Add("new", "2");
        _scene.Restarter.Failure = new PatchException(ErrorIds.RestartFailed, ErrorKind.InvalidOperation, "The system did not want to.", "shutdown");
        _scene.Restarter.OnAsked = () => _scene.Files.Full.Add("patch-states-configuration.json");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((RestartStatus.Failed, ExitCodes.Success), (result.Restart, result.ExitCode));
        Assert.Equal(["new"], InstallScene.Waiting(result));
        Assert.Equal(["new"], _scene.WaitingInFile());
        Assert.Equal([ErrorIds.RestartFailed, ErrorIds.StateWriteFailed], _scene.Events.Warnings.Select(warning => warning.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Marks_of_dependencies_that_could_not_be_set_are_left_to_the_next_install(bool arePending)
    {
        _scene.Manager.Add("new").IsAutomatic = false;
        StateStore store = _scene.OpenStore();
        store.WriteJournal(new InstallJournal { StartedAt = _scene.Clock.UtcNow, Steps = [new PackageChange("new.amd64", "0", "1")], Automatic = ["new"] });
        TransactionOutcome outcome = new() { Changes = [new PackageChange("new.amd64", "0", "1")], KeptBack = [], AreMarksPending = arePending };

        await ConcludeAsync(store, outcome);

        Assert.Equal(arePending ? ["new"] : [], _scene.Journal?.Automatic ?? []);
        Assert.Empty(_scene.Journal?.Steps ?? []);

        // That one sets them, and is not told of an install that was cut off.
        await _scene.InstallAsync(RebootOption.NoReboot);
        Assert.Equal(arePending, _scene.Manager["new"].IsAutomatic);
        Assert.Null(_scene.Journal);
        Assert.DoesNotContain(_scene.Events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
    }

    private async Task ConcludeAsync(StateStore store, TransactionOutcome outcome)
    {
        EngineServices services = _scene.Services();
        InstallRequest request = new() { Scan = _scene.Request(), RebootOption = RebootOption.NoReboot };
        NodeAssessor assessor = new(services);
        (Node node, PatchBaseline baseline, IPackageManager manager) = await assessor.StartAsync("Test", request.Scan, isChange: false, CancellationToken.None);
        AssessmentOptions options = new() { CacheFolder = assessor.ChooseCacheFolder(), Time = _scene.Clock.UtcNow, Refresh = false };
        NodeAssessment assessment = await assessor.AssessAsync(node, baseline, manager, request.Scan, options, CancellationToken.None);
        RebootMarkerStore markers = new(store.Folder, services.Files, services.Clock, services.Events);
        InstallConclusion conclusion = new(services, store, markers, request, node, reporter: null, _scene.Clock.UtcNow);
        StartDecision decision = new() { Kind = StartDecisionKind.Proceed, Reason = "" };
        await conclusion.KeepAsync(assessment, PatchStates.Empty, outcome, [], decision, _scene, CancellationToken.None);
    }

    public static TheoryData<string, string> ReadErrors() => new()
    {
        { nameof(PatchException), ErrorIds.ToolTimedOut },
        { nameof(IOException), ErrorIds.Unexpected },
        { nameof(UnauthorizedAccessException), ErrorIds.Unexpected },
    };

    [Theory]
    [MemberData(nameof(ReadErrors))]
    public async Task Packages_that_cannot_be_read_again_do_not_take_the_result_away(string error, string id)
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2");
        _scene.Manager.Add("bad", "2").Failure = "its script failed";
        _scene.Manager.Add("held", "2").Restriction = new Restriction(RestrictionKind.Hold, "held");
        _scene.Manager.Add("untouched");
        _scene.Manager.OnEnd = () =>
        {
            // A companion that the package manager brought along.
            _scene.Manager.Add("companion");
            _scene.Manager.OnRead = () => throw Error(error);
        };

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((RestartStatus.AskedOfAgent, ExitCodes.RebootRequested), (result.Restart, result.ExitCode));
        Assert.Equal(ExitCodes.Failure, _scene.Marker!.ExitCodeAfter);
        Assert.Equal(["companion", "new"], _scene.WaitingInFile());
        Assert.Equal(["companion.amd64:1", "new.amd64:2", "untouched.amd64:1"], _scene.StateFile.Patches.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["companion.amd64", "new.amd64"], result.Changes.Select(change => change.Id));
        Assert.Equal(
            [PatchState.Installed, PatchState.Failed, PatchState.Missing, PatchState.Installed],
            new[] { "new", "bad", "held", "untouched" }.Select(name => InstallScene.StateOf(result, name)));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == id && warning.Message.Contains("cannot be read now", StringComparison.Ordinal));
        Assert.Null(_scene.Journal);

        // The next scan reads the same as if nothing had been.
        _scene.Manager.OnRead = () => { };
        Assert.Equal(["companion", "new"], InstallScene.Waiting(await _scene.ScanAsync()).Order(StringComparer.Ordinal));
    }

    private static Exception Error(string name) => name switch
    {
        nameof(PatchException) => new PatchException(ErrorIds.ToolTimedOut, ErrorKind.OperationTimeout, "They cannot be read now.", "apt-cache"),
        nameof(IOException) => new IOException("They cannot be read now."),
        _ => new UnauthorizedAccessException("They cannot be read now."),
    };
}
