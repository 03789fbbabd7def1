using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Reboots;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class SystemLogTests : IDisposable
{
    private readonly WindowsScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_entry_tells_what_came_of_a_run()
    {
        _scene.World.Add("5000001");

        SystemLogEntry scan = SystemLogEntry.Of(await _scene.ScanAsync());
        SystemLogEntry install = SystemLogEntry.Of(await _scene.InstallAsync());

        Assert.Equal((SystemLogLevel.Warning, SystemLogEntry.ScanDone), (scan.Level, scan.Number));
        Assert.Contains("by baseline test: NonCompliant. Installed 0, pending restart 0, missing 1, failed 0", scan.Message, StringComparison.Ordinal);
        Assert.Equal((SystemLogLevel.Information, SystemLogEntry.InstallDone), (install.Level, install.Number));
        Assert.EndsWith("Exit code 0. Restart: Scheduled.", install.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_noted_with_its_id()
    {
        RecordingProcessRunner runner = RecordingProcessRunner.Ending();
        PatchException failure = new(ErrorIds.UpdateAgentFailed, ErrorKind.InvalidResult, "It failed.\nBadly.");

        await new WindowsEventLog(runner, new EventList()).WriteAsync(SystemLogEntry.Of(PatchOperation.Install, failure));

        ProcessRequest request = Assert.Single(runner.Requests);
        Assert.Equal("eventcreate", request.Tool);
        Assert.Equal(["/L", "APPLICATION", "/SO", "PatchBaselineAssociation", "/T", "ERROR", "/ID", "120", "/D", "Install failed (UpdateAgentFailed): It failed.?Badly."], request.Arguments);
    }

    [Fact]
    public async Task A_run_is_not_worth_less_without_an_entry()
    {
        EventList events = new();
        SystemLogEntry entry = new(SystemLogLevel.Information, 100, "A run.");

        await new WindowsEventLog(RecordingProcessRunner.Ending(1, error: "ERROR: Access is denied."), events).WriteAsync(entry);
        await new WindowsEventLog(new RecordingProcessRunner(_ => throw new PatchException(ErrorIds.ToolMissing, ErrorKind.NotInstalled, "There is no eventcreate.")), events).WriteAsync(entry);

        Assert.Equal(2, events.All.OfType<VerboseEvent>().Count());
        Assert.Empty(events.Warnings);
    }
}
