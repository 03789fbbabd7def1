using System.Globalization;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>What happens to an install that is cut off, or met by another run, while dpkg is in the middle of its work.</summary>
public sealed class CutOffTests : IAsyncLifetime
{
    private const int SampledEvents = 15;

    private readonly AptCrashScene _scene = new();
    private IReadOnlyList<string> _before = [];
    private IReadOnlyList<string> _after = [];
    private IReadOnlyList<string> _automatic = [];
    private int _steps;

    public async ValueTask InitializeAsync()
    {
        await _scene.PrepareAsync();
        _before = await _scene.ScanAsync(new RecordedEvents());
        CancellingEvents events = new(cancelAt: 0);
        await _scene.Node.InstallAsync(RebootOption.NoReboot, events);
        _steps = events.Count;
        _after = await _scene.ScanAsync(new RecordedEvents());
        _automatic = _scene.Automatic();
        _scene.Reset();
    }

    public ValueTask DisposeAsync()
    {
        _scene.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Apt_outlives_a_run_that_is_killed_and_the_next_run_waits_for_it()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        await KillHostAtAsync(gate);
        Assert.Contains(_scene.Workers(), worker => worker.CommandLine.Contains("apt-get", StringComparison.Ordinal));

        RecordedEvents scan = new();
        await _scene.Node.ScanAsync(scan);
        Assert.Contains(scan.Warnings, warning => warning.Id == ErrorIds.PackageManagerBusy);
        Assert.Contains(scan.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        Assert.True(_scene.HasJournal);

        RecordedEvents events = new();
        Task<PatchOperationResult> next = _scene.Node.InstallAsync(RebootOption.NoReboot, events);
        await Until.HoldsAsync(() => events.Verbose.Any(message => message.Contains("Waiting for the lock", StringComparison.Ordinal) && message.Contains("apt-get", StringComparison.Ordinal)), next);
        gate.Open();
        PatchOperationResult result = await next;

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted && warning.Message.Contains("4 of the 4", StringComparison.Ordinal));
        Assert.DoesNotContain(events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired);
        await AssertCompleteAsync();
    }

    [Fact]
    public async Task The_next_run_finds_what_apt_has_done_in_the_meantime()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        await KillHostAtAsync(gate);
        gate.Open();
        await _scene.QuietAsync();

        RecordedEvents events = new();
        PatchOperationResult result = await _scene.Node.InstallAsync(RebootOption.NoReboot, events);

        Assert.Empty(result.Changes);
        Assert.Equal((0, RestartStatus.NotAllowed, true), (result.ExitCode, result.Restart, result.RebootPending));
        Assert.Contains(events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        await AssertCompleteAsync();
    }

    [Fact]
    public async Task A_terminals_interrupt_reaches_us_and_not_apt()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        using SignalledProcess host = _scene.StartHostInGroup(RebootOption.NoReboot);
        await gate.ReachedAsync(host.Exited);
        Tool.Run("kill", "-INT", "--", "-" + host.ProcessId.ToString(CultureInfo.InvariantCulture));
        await host.Exited.WaitAsync(Until.Deadline, TestContext.Current.CancellationToken);
        gate.Open();
        await _scene.QuietAsync();

        Assert.True(_scene.IsInstalled());
        await _scene.Node.InstallAsync(RebootOption.NoReboot, new RecordedEvents());
        await AssertCompleteAsync();
    }

    [Fact]
    public async Task After_a_power_cut_the_next_run_repairs_and_completes()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        await KillHostAtAsync(gate);
        await _scene.CutPowerAsync();
        Assert.Equal("iF 2", _scene.StatusOf("manual"));
        gate.Open();

        RecordedEvents scan = new();
        await _scene.Node.ScanAsync(scan);
        Assert.Contains(scan.Warnings, warning => warning.Id == ErrorIds.PackageHalfConfigured);
        RecordedEvents events = new();
        PatchOperationResult result = await _scene.Node.InstallAsync(RebootOption.NoReboot, events);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired);
        await AssertCompleteAsync();
    }

    [Fact]
    public async Task Cancelled_at_any_step_it_has_changed_nothing_or_kept_everything()
    {
        List<string> failures = [];
        for (int step = 1; step <= _steps; step += Math.Max(1, _steps / SampledEvents))
        {
            _scene.Reset();
            CrashNode node = _scene.Node;
            using CancellingEvents events = new(step);
            Exception? exception = await Record.ExceptionAsync(() => node.InstallAsync(RebootOption.RebootIfNeeded, events, cancellationToken: events.Token));

            // How often is told that somebody waits differs from run to run: the last steps may not come.
            if (exception is null && events.CancelledAt is null && step > _steps * 3 / 4)
                continue;
            try
            {
                Assert.IsType<OperationCanceledException>(exception, exactMatch: false);
                Assert.Empty(node.Restarter.Reasons);
                Assert.False(_scene.HasJournal);
                Assert.False(File.Exists(Path.Combine(node.StatePath, RebootMarkerStore.FileName)));
                Assert.Equal(_scene.IsInstalled() ? _after : _before, await _scene.ScanAsync(new RecordedEvents()));
                Assert.Empty(_scene.Leftovers());
            }
            catch (Exception e)
            {
                failures.Add($"{step} ({events.CancelledAt}): {e.Message} {exception}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Fact]
    public async Task Cancelled_while_dpkg_works_it_lets_dpkg_finish_and_keeps_the_result()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        using CancellationTokenSource cancellation = new();
        using CountingClock clock = new();
        CrashNode node = new(_scene.Node.Folder) { Clock = clock };
        Task<PatchOperationResult> install = node.InstallAsync(RebootOption.RebootIfNeeded, new RecordedEvents(), cancellationToken: cancellation.Token);
        await gate.ReachedAsync(install);
        await cancellation.CancelAsync();

        // The runner has looked at the child since, and let it be.
        await clock.WaitedAgainAsync(3, TestContext.Current.CancellationToken);
        Assert.False(install.IsCompleted);
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => install);

        Assert.Empty(node.Restarter.Reasons);
        string run = Directory.EnumerateFiles(Path.Combine(node.StatePath, "runs")).Max(StringComparer.Ordinal)!;
        PatchOperationResult result = PatchOperationResult.Of(RunRecordFile.Read(await File.ReadAllBytesAsync(run, TestContext.Current.CancellationToken), run));
        Assert.Equal((PatchOperation.Install, 4, RestartStatus.Declined, true), (result.Operation, result.Changes.Count, result.Restart, result.RebootPending));
        await AssertCompleteAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_install_fails_and_names_the_first_or_waits_and_has_nothing_to_do(bool isSameState)
    {
        using ScriptGate gate = new(_scene.Node.Root);
        using SignalledProcess host = _scene.StartHost(RebootOption.NoReboot);
        await gate.ReachedAsync(host.Exited);
        string state = isSameState ? _scene.Node.StatePath : Path.Combine(_scene.Node.Folder, "other");
        CrashNode second = new(_scene.Node.Folder) { StatePath = state };
        CrashNode impatient = new(_scene.Node.Folder) { StatePath = state, LockTimeout = TimeSpan.FromMilliseconds(300) };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => impatient.InstallAsync(RebootOption.NoReboot, new RecordedEvents()));
        Assert.Equal(ErrorIds.RunLocked, exception.ErrorId);
        Assert.Contains($"process {host.ProcessId} (Install", exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<PatchException>(() => impatient.ScanAsync(new RecordedEvents()));
        Assert.Equal(ErrorIds.RunLocked, exception.ErrorId);

        RecordedEvents events = new();
        Task<PatchOperationResult> waiting = second.InstallAsync(RebootOption.NoReboot, events);
        await Until.HoldsAsync(() => events.Verbose.Any(message => message.Contains("Waiting for the run lock", StringComparison.Ordinal)), waiting);
        gate.Open();
        Assert.Equal(0, (await host.FinishAsync()).ExitCode);
        PatchOperationResult result = await waiting;

        Assert.Empty(result.Changes);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(events.Warnings, warning => warning.Id is ErrorIds.InstallInterrupted or ErrorIds.PackageManagerRepaired);
        await AssertCompleteAsync();
    }

    [Fact]
    public async Task Without_any_folder_in_common_the_package_managers_own_lock_keeps_two_installs_apart()
    {
        using ScriptGate gate = new(_scene.Node.Root);
        using SignalledProcess host = _scene.StartHost(RebootOption.NoReboot);
        await gate.ReachedAsync(host.Exited);
        CrashNode other = new(_scene.Node.Folder)
        {
            StatePath = Path.Combine(_scene.Node.Folder, "other"),
            CachePath = Path.Combine(_scene.Node.Folder, "other-cache"),
            LockTimeout = TimeSpan.FromSeconds(1),
        };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => other.InstallAsync(RebootOption.NoReboot, new RecordedEvents()));
        Assert.Equal(ErrorIds.PackageManagerBusy, exception.ErrorId);
        Assert.Contains("apt-get", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(other.StatePath, "install-journal.json")));
        RecordedEvents scan = new();
        await other.ScanAsync(scan);
        Assert.Contains(scan.Warnings, warning => warning.Id == ErrorIds.PackageManagerBusy);

        gate.Open();
        Assert.Equal(0, (await host.FinishAsync()).ExitCode);
        await AssertCompleteAsync();
    }

    private async Task KillHostAtAsync(ScriptGate gate)
    {
        using SignalledProcess host = _scene.StartHost(RebootOption.NoReboot);
        await gate.ReachedAsync(host.Exited);
        host.Kill();
    }

    private async Task AssertCompleteAsync()
    {
        Assert.True(_scene.IsInstalled());
        RecordedEvents events = new();
        Assert.Equal(_after, await _scene.ScanAsync(events));
        Assert.DoesNotContain(events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        Assert.Equal(_automatic, _scene.Automatic());
        Assert.Empty(_scene.Leftovers());
    }
}
