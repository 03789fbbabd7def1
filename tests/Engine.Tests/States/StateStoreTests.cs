using System.Diagnostics;
using System.Text;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class StateStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiskFileSystem _files = new();
    private readonly SettableClock _clock = new();
    private readonly EventList _events = new();

    private string SystemFolder => _folder["system"];

    private string UserFolder => _folder["home/.local/state/PatchBaselineAssociation"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_documented_folder_is_made_and_used()
    {
        var store = Open();

        Assert.Equal((SystemFolder, false), (store.Folder, store.IsFallback));
        Assert.True(Directory.Exists(SystemFolder));
        Assert.Empty(_events.All);
    }

    [Fact]
    public void Without_the_right_to_write_the_users_folder_is_used_and_said()
    {
        _files.ReadOnlyFolders.Add(SystemFolder);

        var store = Open();

        Assert.Equal((UserFolder, true), (store.Folder, store.IsFallback));
        var warning = Assert.Single(_events.Warnings);
        Assert.Equal((ErrorIds.StateFolderNotWritable, SystemFolder), (warning.Id, warning.Target));
        Assert.Contains(UserFolder, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_no_folder_at_all_the_error_names_the_documented_one(bool hasHome)
    {
        _files.ReadOnlyFolders.Add(_folder.Path);

        var exception = Assert.Throws<PatchException>(() => Open(Options() with { Folders = Folders(hasHome) }));

        Assert.Equal((ErrorIds.StateFolderNotWritable, ErrorKind.PermissionDenied, SystemFolder), (exception.ErrorId, exception.Kind, exception.Target));
    }

    [Fact]
    public void A_folder_that_was_asked_for_is_never_replaced()
    {
        var path = _folder["mine"];
        Assert.Equal(path, Open(Options() with { StatePath = path }).Folder);
        _files.ReadOnlyFolders.Add(path);

        var exception = Assert.Throws<PatchException>(() => Open(Options() with { StatePath = path }));

        Assert.Equal((ErrorIds.StateFolderNotWritable, path), (exception.ErrorId, exception.Target));
        Assert.Empty(_events.All);
    }

    [Fact]
    public void A_file_in_the_folders_place_is_the_folders_error()
    {
        var path = _folder["file"];
        File.WriteAllText(path, "x");

        Assert.Equal(ErrorIds.StateFolderNotWritable, Assert.Throws<PatchException>(() => Open(Options() with { StatePath = path })).ErrorId);
        Assert.Equal("x", File.ReadAllText(path));
    }

    [Fact]
    public void State_of_an_image_is_kept_outside_of_it_and_of_the_hosts()
    {
        var image = _folder["image"];
        Directory.CreateDirectory(image);

        var store = Open(Options() with { Root = image });
        store.Save(Samples.Run(), PatchStates.Empty);

        Assert.StartsWith(Path.Combine(UserFolder, "images", "image-"), store.Folder, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(image));
        Assert.False(Directory.Exists(SystemFolder));
        Assert.NotNull(Open(Options() with { Root = image }, StateAccess.Read).LastRun());
        Assert.Null(Open(access: StateAccess.Read).LastRun());
    }

    [Fact]
    public void Without_a_home_an_image_needs_a_folder()
    {
        var exception = Assert.Throws<PatchException>(() => Open(Options() with { Root = "/mnt", Folders = Folders(hasHome: false) }));

        Assert.Equal(ErrorIds.StateFolderNotWritable, exception.ErrorId);
    }

    [Fact]
    public void What_is_saved_is_what_the_next_run_finds()
    {
        var run = Samples.Run(patches: [Samples.Patch("a", PatchState.InstalledPendingReboot), Samples.Patch("b", PatchState.Missing)]);

        var saved = Open().Save(run, PatchStates.Of(run.Patches, Samples.Start));

        Assert.Equal(SystemFolder, saved.StateFolder);
        var next = Open(access: StateAccess.Read);
        var states = next.ReadStates();
        Assert.Equal(["a:1:2.0-1+deb12u3"], states.Patches.Keys, StringComparer.Ordinal);
        Assert.Equal(Samples.Start, states.LastNoRebootInstallOperationTime);
        RunRecordFileTests.AssertEqual(saved, next.LastRun()!);
        Assert.Equal(
            ["patch-inventory-from-last-operation.json", "patch-states-configuration.json", "runs/20261125T021507.123Z-scan.json"],
            Directory.GetFiles(SystemFolder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(SystemFolder, path)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(_events.All);
    }

    [Fact]
    public void An_empty_folder_and_an_absent_one_hold_nothing()
    {
        Assert.Null(Open(access: StateAccess.Read).LastRun());
        Assert.False(Directory.Exists(SystemFolder));
        Assert.Null(Open().LastRun());
        Assert.Empty(Open().Runs());
        Assert.Empty(Open().ReadStates().Patches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"patchStates\": {\"a\"")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_file_is_moved_aside_and_named(string content)
    {
        var store = Open();
        var path = Path.Combine(SystemFolder, "patch-states-configuration.json");
        File.WriteAllText(path, content);

        Assert.Empty(store.ReadStates().Patches);

        var aside = path + ".damaged-20261125T021500.123Z";
        Assert.Equal(content, File.ReadAllText(aside));
        Assert.False(File.Exists(path));
        var warning = Assert.Single(_events.Warnings);
        Assert.Equal((ErrorIds.StateFileDamaged, path), (warning.Id, warning.Target));
        Assert.Contains(aside, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patch-states-configuration.json")]
    [InlineData("patch-inventory-from-last-operation.json")]
    public void Who_only_reads_leaves_a_damaged_file_where_it_is(string name)
    {
        Open();
        var path = Path.Combine(SystemFolder, name);
        File.WriteAllText(path, "{ damaged");

        Assert.Null(Open(access: StateAccess.Read).LastRun());

        Assert.Equal("{ damaged", File.ReadAllText(path));
        var warning = _events.Warnings.First();
        Assert.Equal((ErrorIds.StateFileDamaged, path), (warning.Id, warning.Target));
        Assert.Contains("next scan", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_moves_a_damaged_summary_aside_before_it_is_written_anew()
    {
        var store = Open();
        var path = Path.Combine(SystemFolder, "patch-inventory-from-last-operation.json");
        File.WriteAllText(path, "{ damaged");

        store.ReadStates();

        Assert.False(File.Exists(path));
        Assert.Equal("{ damaged", File.ReadAllText(Assert.Single(Directory.GetFiles(SystemFolder, "*.damaged-*"))));
    }

    [Fact]
    public void Two_damaged_files_of_one_moment_are_both_kept()
    {
        var store = Open();
        var path = Path.Combine(SystemFolder, "patch-states-configuration.json");
        foreach (var content in new[] { "one", "two", "three" })
        {
            File.WriteAllText(path, content);
            store.ReadStates();
        }

        Assert.Equal(["one", "three", "two"], Directory.GetFiles(SystemFolder, "*.damaged-*").Select(File.ReadAllText).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void A_damaged_file_that_cannot_be_moved_is_still_told()
    {
        Directory.CreateDirectory(SystemFolder);
        var path = Path.Combine(SystemFolder, "patch-states-configuration.json");
        File.WriteAllText(path, "damaged");
        _files.ReadOnlyFolders.Add(SystemFolder);

        Assert.Empty(Open(access: StateAccess.Read).ReadStates().Patches);

        Assert.Equal(ErrorIds.StateFileDamaged, Assert.Single(_events.Warnings).Id);
        Assert.Equal("damaged", File.ReadAllText(path));
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        var store = Open();
        var path = Path.Combine(SystemFolder, "patch-states-configuration.json");
        using (var stream = File.Create(path))
            stream.SetLength(StateStore.MaximumFileBytes + 1);

        Assert.Empty(store.ReadStates().Patches);

        Assert.Equal(ErrorIds.StateFileDamaged, Assert.Single(_events.Warnings).Id);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_and_stays()
    {
        var files = new UnreadableFileSystem(_files);
        var store = StateStore.Open(Options(), StateAccess.Write, files, _clock, _events);
        File.WriteAllText(Path.Combine(SystemFolder, "patch-states-configuration.json"), "{}");

        var exception = Assert.Throws<PatchException>(() => store.ReadStates());

        Assert.Equal((ErrorIds.StateFileUnreadable, ErrorKind.PermissionDenied), (exception.ErrorId, exception.Kind));
        Assert.Empty(_events.Warnings);
    }

    [Fact]
    public void The_users_scan_knows_what_waits_for_a_restart_from_the_documented_folder()
    {
        var run = Samples.Run(patches: Samples.Patch("a", PatchState.InstalledPendingReboot));
        Open().Save(run, PatchStates.Of(run.Patches, Samples.Start));
        _files.ReadOnlyFolders.Add(SystemFolder);

        var own = Open();

        Assert.True(own.IsFallback);
        Assert.Equal(PatchState.InstalledPendingReboot, Assert.Single(own.ReadStates().Patches.Values).State);
    }

    [Fact]
    public void Reading_takes_the_folder_with_the_newest_run()
    {
        Open().Save(Samples.Run(Samples.Start.AddYears(50), "Install"), PatchStates.Empty);
        _files.ReadOnlyFolders.Add(SystemFolder);
        Open().Save(Samples.Run(Samples.Start.AddYears(49)), PatchStates.Empty);
        Assert.Equal("Install", Open(access: StateAccess.Read).LastRun()!.Operation);

        Open().Save(Samples.Run(Samples.Start.AddYears(51)), PatchStates.Empty);

        var store = Open(access: StateAccess.Read);
        Assert.Equal(("Scan", UserFolder, true), (store.LastRun()!.Operation, store.Folder, store.IsFallback));
    }

    [Fact]
    public void A_damaged_run_gives_way_to_the_one_before()
    {
        var store = Open();
        store.Save(Samples.Run(operation: "Install"), PatchStates.Empty);
        store.Save(Samples.Run(Samples.Start.AddHours(1)), PatchStates.Empty);
        var damaged = Directory.GetFiles(Path.Combine(SystemFolder, "runs")).Order(StringComparer.Ordinal).Last();
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..100]);

        Assert.Equal("Install", store.LastRun()!.Operation);
        Assert.Equal(damaged, Assert.Single(_events.Warnings).Target);
        Assert.Equal("Install", store.LastRun()!.Operation);
        Assert.Single(_events.Warnings);
    }

    [Fact]
    public void When_the_only_run_is_lost_the_published_file_still_tells()
    {
        var store = Open();
        var run = Samples.Run(patches: Samples.Patch("a", PatchState.Installed));
        store.Save(run, PatchStates.Of(run.Patches, null));
        File.WriteAllText(Assert.Single(Directory.GetFiles(Path.Combine(SystemFolder, "runs"))), "");

        var last = store.LastRun()!;

        Assert.False(last.IsFromOtherTool);
        Assert.Contains("lost", Assert.Single(last.Patches).Reason, StringComparison.Ordinal);
        Assert.Equal("a7f84bef-2aa8-4853-a28f-e6e0108c8285", last.ExecutionId);
    }

    [Fact]
    public void A_newer_run_is_an_error_and_left_alone()
    {
        var store = Open();
        store.Save(Samples.Run(), PatchStates.Empty);
        var newer = Path.Combine(SystemFolder, "runs", "20270101T000000.000Z-scan.json");
        File.WriteAllText(newer, "{\"schemaVersion\": 2}");

        var exception = Assert.Throws<PatchException>(store.LastRun);

        Assert.Equal((ErrorIds.StateFileNewer, newer), (exception.ErrorId, exception.Target));
        Assert.Equal("{\"schemaVersion\": 2}", File.ReadAllText(newer));
        Assert.Single(store.Runs());
        Assert.Equal(ErrorIds.StateFileNewer, Assert.Single(_events.Warnings).Id);
        store.Save(Samples.Run(operation: "Install"), PatchStates.Empty);
        Assert.Equal("Install", store.LastRun()!.Operation);
        Assert.True(File.Exists(newer));
    }

    [Fact]
    public void State_of_another_tool_is_shown_as_far_as_it_goes()
    {
        WriteStateOfAnotherTool("2021-11-02T04:17:28Z");

        var run = Open(access: StateAccess.Read).LastRun()!;

        Assert.True(run.IsFromOtherTool);
        Assert.Equal(("Install", "pb-0c7e89f711c3095f4", 198), (run.Operation, run.BaselineId, run.Summary.InstalledCount));
        Assert.Equal(new DateTimeOffset(2021, 11, 2, 4, 15, 51, TimeSpan.Zero), run.StartTime);
        var patch = Assert.Single(run.Patches);
        Assert.Equal(("bind9-dnsutils.amd64", "1:9.16.1-0ubuntu2.9", PatchState.Installed), (patch.Id, patch.InstalledVersion, patch.State));
        Assert.Equal("Read from the state file of another tool: it keeps no reason", patch.Reason);
    }

    [Theory]
    [InlineData("2026-11-25T02:15:06Z", false)]
    [InlineData("2026-11-25T02:15:07Z", false)]
    [InlineData("2026-11-25T02:15:08Z", true)]
    public void The_later_of_our_run_and_another_tools_is_the_last(string end, bool isOther)
    {
        Open().Save(Samples.Run(), PatchStates.Empty);
        WriteStateOfAnotherTool(end);

        Assert.Equal(isOther, Open(access: StateAccess.Read).LastRun()!.IsFromOtherTool);
    }

    [Fact]
    public void States_alone_are_enough()
    {
        WriteStateOfAnotherTool("2021-11-02T04:17:28Z");
        File.Delete(Path.Combine(SystemFolder, "patch-inventory-from-last-operation.json"));

        var run = Open(access: StateAccess.Read).LastRun()!;

        Assert.Equal((1, ""), (run.Summary.InstalledCount, run.Operation));
        Assert.Equal(_files.GetLastWriteTime(Path.Combine(SystemFolder, "patch-states-configuration.json")), run.EndTime);
    }

    [Fact]
    public void Runs_come_newest_first_and_as_many_as_asked()
    {
        var store = Open();
        foreach (var hour in new[] { 1, 3, 2 })
            store.Save(Samples.Run(Samples.Start.AddHours(hour)) with { ExitCode = hour }, PatchStates.Empty);

        Assert.Equal([2, 3, 1], store.Runs().Select(run => run.ExitCode));
        Assert.Equal([2, 3], store.Runs(2).Select(run => run.ExitCode));
        Assert.Empty(store.Runs(0));
        Assert.Equal(2, store.LastRun()!.ExitCode);
    }

    [Fact]
    public void Runs_that_end_at_the_same_moment_do_not_replace_each_other()
    {
        var store = Open();
        store.Save(Samples.Run() with { ExitCode = 1 }, PatchStates.Empty);
        store.Save(Samples.Run() with { ExitCode = 2 }, PatchStates.Empty);

        Assert.Equal([2, 1], store.Runs().Select(run => run.ExitCode));
    }

    [Fact]
    public void History_is_cut_to_its_number_and_the_newest_stays()
    {
        for (var number = 1; number <= 5; number++)
            Open(Options() with { History = new RunHistoryLimits(3, long.MaxValue) }).Save(Samples.Run() with { ExitCode = number }, PatchStates.Empty);

        Assert.Equal([5, 4, 3], Open().Runs().Select(run => run.ExitCode));
    }

    [Theory]
    [InlineData(2.5, new[] { 3, 2 })]
    [InlineData(1.5, new[] { 3 })]
    [InlineData(0, new[] { 3 })]
    public void History_is_cut_to_its_bytes_and_the_newest_stays(double runs, int[] kept)
    {
        var store = Open();
        for (var number = 1; number <= 2; number++)
            store.Save(Samples.Run() with { ExitCode = number }, PatchStates.Empty);
        var size = new FileInfo(Directory.GetFiles(Path.Combine(SystemFolder, "runs"))[0]).Length;

        Open(Options() with { History = new RunHistoryLimits(30, (long)(runs * size)) }).Save(Samples.Run() with { ExitCode = 3 }, PatchStates.Empty);

        Assert.Equal(kept, Open().Runs().Select(run => run.ExitCode));
    }

    [Fact]
    public void Files_that_are_no_runs_are_neither_read_nor_removed()
    {
        var store = Open(Options() with { History = new RunHistoryLimits(1, 0) });
        Directory.CreateDirectory(Path.Combine(SystemFolder, "runs"));
        string[] others = ["notes.json", "20261125T021500.123Z-scan.json.damaged-20261125T021500.123Z", "20261125-scan.json", "99991231T235959.999Z-scan.json", "-scan.json"];
        foreach (var other in others)
            File.WriteAllText(Path.Combine(SystemFolder, "runs", other), "x");

        store.Save(Samples.Run(), PatchStates.Empty);
        store.Save(Samples.Run(), PatchStates.Empty);

        Assert.Single(store.Runs());
        Assert.All(others, other => Assert.True(File.Exists(Path.Combine(SystemFolder, "runs", other))));
        Assert.Empty(_events.All);
    }

    [Fact]
    public void History_that_cannot_be_cut_is_a_warning_and_the_run_is_kept()
    {
        var history = new RunHistoryLimits(1, 0);
        Open(Options() with { History = history }).Save(Samples.Run() with { ExitCode = 1 }, PatchStates.Empty);
        // The folder, the states, the folder of runs, the run, the inventory; then the removal.
        var files = new FailingFileSystem(_files, failAt: 6, isDone: false);

        StateStore.Open(Options() with { History = history }, StateAccess.Write, files, _clock, _events).Save(Samples.Run() with { ExitCode = 2 }, PatchStates.Empty);

        Assert.Equal(ErrorIds.StateHistoryNotPruned, Assert.Single(_events.Warnings).Id);
        Assert.Equal([2, 1], Open().Runs().Select(run => run.ExitCode));
    }

    [Fact]
    public void Whatever_write_fails_the_next_run_finds_the_old_or_the_new()
    {
        var oldRun = Samples.Run(patches: Samples.Patch("old", PatchState.Installed));
        var newRun = Samples.Run(Samples.Start.AddHours(1), "Install", Samples.Patch("new", PatchState.InstalledPendingReboot));
        foreach (var isDone in new[] { false, true })
        {
            for (var failAt = 1; ; failAt++)
            {
                using var folder = new TemporaryFolder();
                var options = Options() with { StatePath = folder["state"] };
                Open(options).Save(oldRun, PatchStates.Of(oldRun.Patches, null));

                var failing = new FailingFileSystem(_files, failAt, isDone);
                var hasFailed = false;
                try
                {
                    StateStore.Open(options, StateAccess.Write, failing, _clock, _events).Save(newRun, PatchStates.Of(newRun.Patches, Samples.Start));
                }
                catch (PatchException exception)
                {
                    hasFailed = true;
                    Assert.True(exception.ErrorId is ErrorIds.StateWriteFailed or ErrorIds.StateFolderNotWritable, exception.ErrorId);
                    Assert.Contains("No space left", exception.Message, StringComparison.Ordinal);
                }

                var next = Open(options);
                var id = Assert.Single(next.ReadStates().Patches.Values).Id;
                var last = next.LastRun()!;
                Assert.False(last.IsFromOtherTool);
                Assert.True(id is "old" or "new", id);
                // What waits for a restart is never lost once the run is in the history.
                if (string.Equals(last.Operation, "Install", StringComparison.Ordinal))
                    Assert.Equal("new", id);
                next.Save(newRun, PatchStates.Of(newRun.Patches, Samples.Start));
                Assert.Equal("Install", next.LastRun()!.Operation);
                Assert.Empty(_events.Warnings);
                if (!hasFailed)
                {
                    Assert.True(failAt > 5);
                    break;
                }
            }
        }
    }

    [Fact]
    public void A_full_disk_loses_nothing()
    {
        var mountPoint = _folder["full"];
        Directory.CreateDirectory(mountPoint);
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mountPoint))
            Assert.Skip("Needs Linux and the right to mount a tmpfs.");
        try
        {
            var options = Options() with { StatePath = mountPoint };
            var oldRun = Samples.Run(patches: Samples.Patch("old", PatchState.Installed));
            Open(options).Save(oldRun, PatchStates.Of(oldRun.Patches, null));
            var patches = Enumerable.Range(0, 1000).Select(number => Samples.Patch($"p{number}", PatchState.Installed)).ToArray();

            var exception = Assert.Throws<PatchException>(() => Open(options).Save(Samples.Run(patches: patches), PatchStates.Of(patches, null)));

            Assert.Equal((ErrorIds.StateWriteFailed, ErrorKind.WriteError), (exception.ErrorId, exception.Kind));
            Assert.Equal(Path.Combine(mountPoint, "patch-states-configuration.json"), exception.Target);
            Assert.IsType<IOException>(exception.InnerException);
            Assert.Equal("old", Assert.Single(Open(options).ReadStates().Patches.Values).Id);
            Assert.Equal("old", Assert.Single(Open(options).LastRun()!.Patches).Id);
            Assert.Empty(_events.Warnings);
        }
        finally
        {
            Assert.True(Run("umount", mountPoint));
        }
    }

    private static bool Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private void WriteStateOfAnotherTool(string end)
    {
        Directory.CreateDirectory(SystemFolder);
        File.WriteAllText(Path.Combine(SystemFolder, "patch-states-configuration.json"), """
            {"patchStates": {"bind9-dnsutils.amd64:1:9.16.1-0ubuntu2.9": {"id": "bind9-dnsutils.amd64", "installedTime": 1635487514.2760704, "state": "Installed"}}, "lastNoRebootInstallOperationTime": 0}
            """);
        File.WriteAllText(Path.Combine(SystemFolder, "patch-inventory-from-last-operation.json"), $$"""
            {"TypeName": "AWS:PatchSummary", "SchemaVersion": "1.0", "ContentHash": "0123", "CaptureTime": "{{end}}",
             "Content": [{"BaselineId": "pb-0c7e89f711c3095f4", "InstalledCount": "198", "OperationType": "Install",
             "OperationStartTime": "2021-11-02T04:15:51Z", "OperationEndTime": "{{end}}", "RebootOption": "RebootIfNeeded"}]}
            """, Encoding.UTF8);
    }

    private StateStore Open(StateStoreOptions? options = null, StateAccess access = StateAccess.Write) =>
        StateStore.Open(options ?? Options(), access, _files, _clock, _events);

    private StateStoreOptions Options() => new() { Folders = Folders(hasHome: true) };

    private StateFolders Folders(bool hasHome) =>
        StateFolders.OfUnix(name => hasHome && string.Equals(name, "HOME", StringComparison.Ordinal) ? _folder["home"] : null) with { System = SystemFolder };
}
