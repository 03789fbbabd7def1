using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>Whatever goes wrong once packages were changed, the result is kept and told.</summary>
public sealed class InstallKeepingTests : IDisposable
{
    private readonly InstallScene _scene = new();

    public void Dispose() => _scene.Dispose();

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
}
