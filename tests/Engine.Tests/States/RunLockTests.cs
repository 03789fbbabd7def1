using System.Diagnostics;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class RunLockTests : IDisposable
{
    private static readonly RunLockOwner s_owner = new(4711, new DateTimeOffset(2026, 11, 25, 1, 0, 0, TimeSpan.Zero), "Scan", new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero));

    private readonly TemporaryFolder _folder = new();
    private readonly DiskFileSystem _files = new();
    private readonly EventList _events = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly CancellationTokenSource _cancellation = new();

    private string LockPath => _folder[RunLock.LockFileName];

    private string NotePath => _folder[RunLock.NoteFileName];

    public void Dispose()
    {
        _folder.Dispose();
        _cancellation.Dispose();
    }

    [Fact]
    public async Task A_second_run_in_the_same_process_is_told_who_is_at_work()
    {
        using var first = await AcquireAsync();

        var exception = await Assert.ThrowsAsync<PatchException>(() => AcquireAsync(TimeSpan.FromSeconds(1.1)));

        Assert.Equal((ErrorIds.RunLocked, ErrorKind.ResourceBusy, LockPath), (exception.ErrorId, exception.Kind, exception.Target));
        Assert.Contains("process 4711 (Scan, since 2026-11-25 02:00:00 UTC)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Waited 1.1 s", exception.Message, StringComparison.Ordinal);
        Assert.Equal([250, 250, 250, 250, 100], _waits.Select(wait => wait.TotalMilliseconds));
        Assert.Single(_events.All, e => e is VerboseEvent { Message: var message } && message.StartsWith("Waiting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_time_there_is_one_try()
    {
        using var first = await AcquireAsync();

        await Assert.ThrowsAsync<PatchException>(() => AcquireAsync());

        Assert.Empty(_waits);
        Assert.Empty(_events.All);
    }

    [Fact]
    public async Task The_second_run_goes_on_when_the_first_has_ended()
    {
        var first = await AcquireAsync();

        using var second = await AcquireAsync(TimeSpan.FromMinutes(1), onWait: () =>
        {
            if (_waits.Count == 3)
                first.Dispose();
        });

        Assert.Equal(3, _waits.Count);
        Assert.True(File.Exists(NotePath));
    }

    [Fact]
    public async Task A_lock_given_back_leaves_no_note_and_can_be_given_back_twice()
    {
        var first = await AcquireAsync();
        first.Dispose();
        Assert.False(File.Exists(NotePath));

        using var second = await AcquireAsync();
        first.Dispose();

        Assert.True(File.Exists(NotePath));
        await Assert.ThrowsAsync<PatchException>(() => AcquireAsync());
        Assert.Empty(_events.All);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var first = await AcquireAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AcquireAsync(TimeSpan.FromHours(1), _cancellation.Cancel));

        Assert.Single(_waits);
    }

    [Theory]
    [InlineData(null, "process 4711 (Install")]
    [InlineData("damaged", "cannot be read")]
    public async Task A_dead_owners_lock_is_taken_over(string? note, string holder)
    {
        await File.WriteAllTextAsync(LockPath, "", TestContext.Current.CancellationToken);
        var dead = s_owner with { Operation = "Install" };
        await File.WriteAllBytesAsync(NotePath, note is null ? dead.ToJson() : System.Text.Encoding.UTF8.GetBytes(note), TestContext.Current.CancellationToken);

        using var taken = await AcquireAsync();

        Assert.Contains(holder, Assert.IsType<VerboseEvent>(Assert.Single(_events.All)).Message, StringComparison.Ordinal);
        Assert.Equal(s_owner, RunLockOwner.FromJson(await File.ReadAllBytesAsync(NotePath, TestContext.Current.CancellationToken)));
    }

    /// <summary>A run holds two locks, and leaves both behind where it dies.</summary>
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 1, 2)]
    public async Task A_process_that_died_with_two_locks_is_told_of_once(int idAfter, int secondsAfter, int times)
    {
        RunLockOwner second = s_owner with { ProcessId = s_owner.ProcessId + idAfter, ProcessStartTime = s_owner.ProcessStartTime.AddSeconds(secondsAfter), StartedAt = s_owner.StartedAt.AddSeconds(9) };
        string[] folders = [_folder["state"], _folder["cache"]];
        foreach ((string folder, RunLockOwner owner) in folders.Zip([s_owner, second]))
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, RunLock.NoteFileName), owner.ToJson(), TestContext.Current.CancellationToken);
        }

        using RunLock state = await RunLock.AcquireAsync(folders[0], s_owner, TimeSpan.Zero, _files, _events, Task.Delay, TestContext.Current.CancellationToken);
        using RunLock cache = await RunLock.AcquireAsync(folders[1], s_owner, TimeSpan.Zero, _files, _events, Task.Delay, state, TestContext.Current.CancellationToken);

        Assert.Equal(times, _events.All.Count);
    }

    [Fact]
    public async Task Another_process_keeps_us_out_until_it_dies()
    {
        if (!File.Exists("/usr/bin/flock"))
            Assert.Skip("Needs flock(1).");
        await File.WriteAllBytesAsync(NotePath, s_owner.ToJson(), TestContext.Current.CancellationToken);
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["--close", LockPath, "sh", "-c", "echo held; exec cat"]) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var exception = await Assert.ThrowsAsync<PatchException>(() => AcquireAsync());
        Assert.Contains("process 4711", exception.Message, StringComparison.Ordinal);

        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var taken = await AcquireAsync();
        Assert.Contains("Took the run lock over", Assert.IsType<VerboseEvent>(Assert.Single(_events.All)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_lock_keeps_another_process_out()
    {
        if (!File.Exists("/usr/bin/flock"))
            Assert.Skip("Needs flock(1).");
        using var ours = await AcquireAsync();
        using var other = Process.Start("/usr/bin/flock", ["--nonblock", "--conflict-exit-code", "9", LockPath, "true"]);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(9, other.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_the_folders_error()
    {
        var folder = _folder["absent"];

        var exception = await Assert.ThrowsAsync<PatchException>(() =>
            RunLock.AcquireAsync(folder, s_owner, TimeSpan.FromHours(1), _files, _events, Task.Delay, TestContext.Current.CancellationToken));

        Assert.Equal((ErrorIds.StateFolderNotWritable, folder), (exception.ErrorId, exception.Target));
    }

    [Fact]
    public async Task A_note_that_cannot_be_written_gives_the_lock_back()
    {
        _files.ReadOnlyFolders.Add(_folder.Path);

        Assert.Equal(ErrorIds.StateWriteFailed, (await Assert.ThrowsAsync<PatchException>(() => AcquireAsync())).ErrorId);

        _files.ReadOnlyFolders.Clear();
        using var taken = await AcquireAsync();
    }

    [Fact]
    public async Task The_store_locks_its_own_folder_in_our_name()
    {
        var clock = new SettableClock();
        var store = StateStore.Open(new StateStoreOptions { StatePath = _folder.Path, Folders = StateFolders.OfThisMachine() }, StateAccess.Write, _files, clock, _events);

        using var taken = await store.LockAsync("Scan", TimeSpan.Zero, TestContext.Current.CancellationToken);

        var note = RunLockOwner.FromJson(await File.ReadAllBytesAsync(NotePath, TestContext.Current.CancellationToken));
        Assert.Equal((Environment.ProcessId, "Scan", clock.UtcNow), (note.ProcessId, note.Operation, note.StartedAt));
        Assert.Equal(ErrorIds.RunLocked, (await Assert.ThrowsAsync<PatchException>(() => store.LockAsync("Scan", TimeSpan.Zero, TestContext.Current.CancellationToken))).ErrorId);
    }

    private Task<RunLock> AcquireAsync(TimeSpan timeout = default, Action? onWait = null) => RunLock.AcquireAsync(
        _folder.Path,
        s_owner,
        timeout,
        _files,
        _events,
        (wait, token) =>
        {
            _waits.Add(wait);
            onWait?.Invoke();
            return Task.CompletedTask;
        },
        _cancellation.Token);
}
