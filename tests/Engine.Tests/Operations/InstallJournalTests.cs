using System.Text;
using CsCheck;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>What an install writes down before the package manager starts, and what the next run makes of it.</summary>
public sealed class InstallJournalTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 25, 2, 15, 0, TimeSpan.Zero);
    private static readonly Gen<string> s_version = Gen.Int[1, 3].Select(number => $"{number}");
    private static readonly Gen<PackageChange> s_change = Gen.Select(Gen.Int[0, 9], s_version, s_version, (id, from, to) => new PackageChange($"package{id}.amd64", from, to));
    private static readonly Gen<InstallJournal> s_journal = Gen.Select(s_change.List[0, 6], Gen.String.Array[0, 3], Gen.Long[0, DateTimeOffset.MaxValue.Ticks], (steps, automatic, ticks) =>
        new InstallJournal { StartedAt = new DateTimeOffset(ticks, TimeSpan.Zero), LogPath = "/var/log/a \"log\"", Steps = steps, Automatic = automatic });

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
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.StateFileDamaged && warning.Message.Contains("install-journal.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_is_written_is_read() => s_journal.Sample(journal =>
    {
        InstallJournal read = InstallJournal.FromJson(journal.ToJson());
        Assert.Equal((journal.StartedAt, journal.LogPath), (read.StartedAt, read.LogPath));
        Assert.Equal(journal.Steps, read.Steps);
        Assert.Equal(journal.Automatic.Select(Clean), read.Automatic);
    });

    [Fact]
    public void No_bytes_make_reading_fail_but_for_damage() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            InstallJournal.FromJson(bytes);
        }
        catch (System.Text.Json.JsonException)
        {
            // Moved aside.
        }
    });

    [Fact]
    public void Recovery_makes_wait_exactly_what_is_there_and_only_without_a_boot() =>
        Gen.Select(s_change.List[0, 6], s_version.Array[10], Gen.Int[-2, 2], Gen.Bool).Sample((steps, versions, minutes, isBootKnown) =>
        {
            InstallJournal journal = new() { StartedAt = s_start, Steps = steps };
            DateTimeOffset? boot = isBootKnown ? s_start.AddMinutes(minutes) : null;
            Dictionary<string, string> installed = Enumerable.Range(0, 10).ToDictionary(id => $"package{id}.amd64", id => versions[id], StringComparer.Ordinal);

            PatchStates states = journal.Recover(PatchStates.Empty, installed.GetValueOrDefault, boot);

            bool hasBooted = isBootKnown && minutes >= 0;
            IEnumerable<string> expected = hasBooted ? [] : steps.Where(step => installed[step.Id] == step.ToVersion).Select(step => $"{step.Id}:{step.ToVersion}").Distinct(StringComparer.Ordinal);
            Assert.Equal(expected.Order(StringComparer.Ordinal), states.Patches.Keys.Order(StringComparer.Ordinal));
            Assert.All(states.Patches.Values, entry => Assert.True(states.IsWaiting(entry, boot)));

            // A second time changes nothing more.
            PatchStates again = journal.Recover(states, installed.GetValueOrDefault, boot);
            Assert.Equal(states.Patches, again.Patches);
        });

    [Fact]
    public void What_is_settled_waits_for_nothing_and_stays_settled() =>
        Gen.Select(Gen.Int[-3, 3], Gen.Int[-3, 3], Gen.Int[-3, 3], Gen.Bool).Sample((entryTime, lastTime, bootTime, hasLast) =>
        {
            PatchStates states = new PatchStates { LastNoRebootInstallOperationTime = hasLast ? s_start.AddMinutes(lastTime) : null }
                .WithPending([new PackageChange("package.amd64", "1", "2")], s_start.AddMinutes(entryTime));
            DateTimeOffset boot = s_start.AddMinutes(bootTime);
            bool isSettled = bootTime >= Math.Max(entryTime, hasLast ? lastTime : entryTime);

            PatchStates settled = states.Settled(boot);

            PatchStateEntry entry = Assert.Single(settled.Patches).Value;
            Assert.Equal(isSettled ? PatchState.Installed : PatchState.InstalledPendingReboot, entry.State);
            Assert.Equal(!isSettled, (settled with { LastNoRebootInstallOperationTime = s_start.AddMinutes(9) }).IsWaiting(entry, boot));
            Assert.True(states.Settled(bootTime: null).IsWaiting(Assert.Single(states.Patches).Value, bootTime: null));
        });

    /// <summary>Half of a surrogate pair is no text: JSON carries a replacement in its place.</summary>
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
