using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>What an install writes down before the package manager starts, and what the next run makes of it.</summary>
public sealed class InstallCutOffTests : IDisposable
{
    private readonly InstallScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task It_is_on_the_disk_before_the_package_manager_starts_and_gone_when_the_result_is_kept()
    {
        _scene.Manager.Add("new", "2").IsAutomatic = true;
        InstallJournal? seen = null;
        _scene.Manager.OnStart = () => seen = _scene.Journal;

        await _scene.InstallAsync();

        Assert.NotNull(seen);
        Assert.Equal([new PackageChange("new.amd64", "1", "2")], seen.Steps);
        Assert.Equal(["new"], seen.Automatic);
        Assert.Null(_scene.Journal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_run_is_told_of_once_though_it_held_two_locks(bool isInstall)
    {
        RunLockOwner killed = new(4711, _scene.Clock.UtcNow.AddHours(-1), "Install", _scene.Clock.UtcNow.AddHours(-1));
        foreach (string folder in (string[])[_scene.StatePath, _scene.Services().CacheFolders[0]])
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, RunLock.NoteFileName), killed.ToJson(), TestContext.Current.CancellationToken);
        }

        await (isInstall ? _scene.InstallAsync() : _scene.ScanAsync());

        Assert.Single(_scene.Events.All.OfType<VerboseEvent>(), told => told.Message.Contains("process 4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_it_cannot_be_written_nothing_is_installed()
    {
        _scene.Files.Full.Add("install-journal.json");
        _scene.Manager.Add("new", "2");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());

        Assert.Equal(ErrorIds.StateWriteFailed, exception.ErrorId);
        Assert.Equal((0, "1"), (_scene.Manager.Transactions, _scene.Manager["new"].Installed));
    }

    [Fact]
    public async Task A_package_manager_that_did_not_start_leaves_none()
    {
        _scene.Manager.Add("new", "2");
        _scene.Manager.OnStart = () => throw new PatchException(ErrorIds.PackageManagerBusy, ErrorKind.ResourceBusy, "Another process uses it.", "lock");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());

        Assert.Equal(ErrorIds.PackageManagerBusy, exception.ErrorId);
        Assert.Null(_scene.Journal);
        await _scene.ScanAsync();
        Assert.DoesNotContain(_scene.Events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
    }

    [Fact]
    public async Task A_result_that_could_not_be_kept_is_found_by_the_next_run()
    {
        _scene.Manager.Add("new", "2").IsAutomatic = true;
        _scene.Files.Full.Add("patch-states-configuration.json");
        await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        Assert.NotNull(_scene.Journal);
        _scene.Files.Full.Clear();

        // The scan takes it into account and says so once; the marks are for the next install to set.
        _scene.Manager["new"].IsAutomatic = false;
        Assert.Equal(["new"], InstallScene.Waiting(await _scene.ScanAsync()));
        Assert.Equal(["new"], InstallScene.Waiting(await _scene.ScanAsync()));
        Assert.Single(_scene.Events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(RestartStatus.Scheduled, result.Restart);
        Assert.True(_scene.Manager["new"].IsAutomatic);
        Assert.Null(_scene.Journal);
    }

    [Fact]
    public async Task What_it_left_cannot_steer_a_terminal()
    {
        _scene.Manager.Add("new", "2");
        _scene.Files.Full.Add("patch-states-configuration.json");
        await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        _scene.Files.Full.Clear();
        File.WriteAllBytes(_scene.JournalPath, (_scene.Journal! with { LogPath = "/var/log/\u001b]0;mine\u0007\n.log" }).ToJson());

        await _scene.ScanAsync();
        WarningEvent warning = Assert.Single(_scene.Events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
        Assert.DoesNotContain(warning.Message, character => char.IsControl(character) && character != '\n');
        Assert.Contains("/var/log/?]0;mine?", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_boot_nothing_of_it_waits()
    {
        _scene.Manager.Add("new", "2");
        _scene.Files.Full.Add("patch-states-configuration.json");
        await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        _scene.Files.Full.Clear();
        _scene.Boot();

        Assert.Empty(InstallScene.Waiting(await _scene.ScanAsync()));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.InstallInterrupted);
    }

    [Fact]
    public async Task What_two_killed_runs_put_on_waits_together()
    {
        _scene.Manager.Add("first", "2");
        _scene.Files.Full.Add("patch-states-configuration.json");
        await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        _scene.Manager.Add("second", "2");
        await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        _scene.Files.Full.Clear();

        Assert.Equal(["first", "second"], InstallScene.Waiting(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task A_damaged_one_is_moved_aside_and_named()
    {
        await _scene.ScanAsync();
        File.WriteAllText(_scene.JournalPath, "{\"startedAt\":");

        await _scene.ScanAsync();

        Assert.False(File.Exists(_scene.JournalPath));
        Assert.Single(Directory.GetFiles(_scene.StatePath, "install-journal.json.damaged-*"));
        WarningEvent warning = Assert.Single(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateFileDamaged);
        Assert.Contains("install-journal.json", warning.Message, StringComparison.Ordinal);
        Assert.Contains("It cannot be rebuilt", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("next scan", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_it_was_writing_when_it_was_killed_is_removed_and_nothing_of_others(bool isScan)
    {
        await _scene.ScanAsync();
        const string id = "0123456789abcdef0123456789abcdef";
        Directory.CreateDirectory(Path.Combine(_scene.StatePath, "logs"));
        string[] ours =
        [
            $".patch-states-configuration.json.{id}.tmp", $".patch-inventory-from-last-operation.json.{id}.tmp", $".install-journal.json.{id}.tmp", $".reboot.json.{id}.tmp",
            $".run.lock.json.{id}.tmp", $".probe.{id}.tmp", $"runs/.20261125T021500.123Z-scan.json.{id}.tmp", $"logs/.20261125T021500.123Z-install.log.{id}.tmp",
        ];
        string[] foreign =
        [
            $".config.json.{id}.tmp", $"reboot.json.{id}.tmp", $".reboot.json.{id}", $".reboot.json.{id.ToUpperInvariant()}.tmp", $".reboot.json.{id[1..]}.tmp", $"..{id}.tmp", ".tmp",
            $"runs/.notes.json.{id}.tmp", $"logs/.app.log.{id}.tmp", $"logs/.reboot.json.{id}.tmp",
        ];
        foreach (string name in ours.Concat(foreign))
            File.WriteAllText(Path.Combine(_scene.StatePath, name), "x");

        await (isScan ? _scene.ScanAsync() : _scene.InstallAsync());

        Assert.DoesNotContain(ours, name => File.Exists(Path.Combine(_scene.StatePath, name)));
        Assert.All(foreign, name => Assert.True(File.Exists(Path.Combine(_scene.StatePath, name)), name));
        Assert.Empty(_scene.Events.Warnings);
    }

    [Fact]
    public async Task What_cannot_be_removed_of_it_stops_nothing()
    {
        await _scene.ScanAsync();
        const string name = ".reboot.json.0123456789abcdef0123456789abcdef.tmp";
        File.WriteAllText(Path.Combine(_scene.StatePath, name), "x");
        _scene.Files.Fixed.Add(name);

        await _scene.ScanAsync();

        Assert.Equal(2, _scene.Runs.Count);
        Assert.Empty(_scene.Events.Warnings);
    }
}
