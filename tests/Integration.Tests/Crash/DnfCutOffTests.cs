using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>What happens to an install that is cut off while rpm is in the middle of its work.</summary>
public sealed class DnfCutOffTests : IAsyncLifetime
{
    private readonly DnfCrashScene _scene = new();

    public async ValueTask InitializeAsync() => await _scene.PrepareAsync();

    public ValueTask DisposeAsync()
    {
        _scene.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task After_a_power_cut_the_next_run_takes_the_old_versions_away_and_completes()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        await KillHostAtAsync(gate);
        await _scene.CutPowerAsync();
        Assert.Equal("1 2", _scene.VersionsOf("manual"));
        gate.Open();

        RecordedEvents scan = new();
        IReadOnlyList<string> scanned = await _scene.ScanAsync(scan);
        Assert.Contains(scan.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        Assert.Contains(scanned, line => line.StartsWith("manual.noarch InstalledPendingReboot 0:2-1 ", StringComparison.Ordinal));
        RecordedEvents events = new();
        PatchOperationResult result = await _scene.Node.InstallAsync(RebootOption.NoReboot, events);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("manual-0:1-1.noarch", Assert.Single(events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired).Message, StringComparison.Ordinal);

        // What dnf meant to write of the new package at its end is lost: to it somebody asked for that.
        await AssertCompleteAsync(["auto"]);
    }

    [Fact]
    public async Task Dnf_outlives_a_run_that_is_killed_and_the_next_run_waits_for_it()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        await KillHostAtAsync(gate);
        Assert.Contains(_scene.Workers(), worker => worker.CommandLine.Contains("dnf", StringComparison.Ordinal));

        RecordedEvents scan = new();
        await _scene.Node.ScanAsync(scan);
        Assert.Contains(scan.Warnings, warning => warning.Id == ErrorIds.PackageManagerBusy);
        Assert.True(_scene.HasJournal);

        RecordedEvents events = new();
        Task<PatchOperationResult> next = _scene.Node.InstallAsync(RebootOption.NoReboot, events);
        await Until.HoldsAsync(() => events.Verbose.Any(message => message.StartsWith("Waiting for the lock", StringComparison.Ordinal) && message.Contains("dnf", StringComparison.Ordinal)), next);

        gate.Open();
        PatchOperationResult result = await next;

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted && warning.Message.Contains("4 of the 4", StringComparison.Ordinal));
        Assert.DoesNotContain(events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired);
        await AssertCompleteAsync(["auto", "needed"]);
    }

    private async Task KillHostAtAsync(ScriptGate gate)
    {
        using SignalledProcess host = _scene.StartHost(RebootOption.NoReboot);
        await gate.ReachedAsync(host.Exited);
        host.Kill();
    }

    private async Task AssertCompleteAsync(IReadOnlyList<string> automatic)
    {
        Assert.True(_scene.IsInstalled());
        RecordedEvents events = new();
        IReadOnlyList<string> scanned = await _scene.ScanAsync(events);
        Assert.Equal(5, scanned.Count(line => line.Contains("InstalledPendingReboot", StringComparison.Ordinal)));
        Assert.DoesNotContain(events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        Assert.Equal(automatic, _scene.Automatic());
        Assert.Equal("same\n", await File.ReadAllTextAsync(_scene.Node.Root + "/etc/manual.conf"));
        Assert.Empty(_scene.Leftovers());
    }
}
