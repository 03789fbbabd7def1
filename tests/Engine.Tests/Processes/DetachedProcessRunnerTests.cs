using System.Diagnostics;
using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Processes;

public sealed class DetachedProcessRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EventList _events = new();

    public DetachedProcessRunnerTests() => Scripts.RequireLinux();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 100", 100)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    public async Task The_exit_code_is_the_tools_own(string script, int exitCode) =>
        Assert.Equal(exitCode, (await RunAsync(script)).ExitCode);

    [Fact]
    public async Task Both_streams_go_to_the_file_in_the_order_in_which_they_come()
    {
        DetachedProcessResult result = await RunAsync("echo 1; echo 2 >&2; echo 3; echo 4 >&2");

        Assert.Equal("1\n2\n3\n4\n", result.Output);
        Assert.Equal(result.Output, File.ReadAllText(Output));
    }

    [Fact]
    public async Task The_file_is_added_to_and_the_result_has_only_what_is_new()
    {
        File.WriteAllText(Output, "before\n");

        DetachedProcessResult result = await RunAsync("echo new");

        Assert.Equal("new\n", result.Output);
        Assert.Equal("before\nnew\n", File.ReadAllText(Output));
    }

    [Fact]
    public async Task Status_lines_arrive_one_by_one_while_it_runs()
    {
        List<string> lines = [];
        string seen = _folder["seen"];
        DetachedProcessRequest request = Shell("printf 'one\\ntw' >&3; while [ ! -e \"$1\" ]; do sleep 0.01; done; printf 'o\\nthree\\n' >&3", seen) with
        {
            OnStatusLine = line =>
            {
                lines.Add(line);
                File.WriteAllText(seen, "");
            },
        };

        await Runner().RunAsync(request, Scripts.Patience);

        Assert.Equal(["one", "two", "three"], lines);
        Assert.False(File.Exists(request.StatusFile));
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_end_the_wait()
    {
        string seen = _folder["seen"];
        DetachedProcessRequest request = Shell("echo line >&3; while [ ! -e \"$1\" ]; do sleep 0.01; done; echo end", seen) with
        {
            OnStatusLine = _ =>
            {
                File.WriteAllText(seen, "");
                throw new InvalidOperationException("Nobody listens.");
            },
        };

        DetachedProcessResult result = await Runner().RunAsync(request, Scripts.Patience);

        Assert.Equal((0, "end\n"), (result.ExitCode, result.Output));
        Assert.Contains(_events.All.OfType<VerboseEvent>(), told => told.Message.EndsWith("could not be shown: Nobody listens.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_leads_a_session_of_its_own_without_a_terminal_so_that_no_keyboard_reaches_it()
    {
        DetachedProcessResult result = await RunAsync("read -r line < /proc/$$/stat; echo \"$$ ${line##*) }\"");

        // Process id, then state, parent, group, session and terminal.
        string[] fields = result.Output.Split(' ');
        Assert.Equal((fields[0], fields[0], "0"), (fields[3], fields[4], fields[5]));
        Assert.Equal(Environment.ProcessId, Scripts.ToProcessId(fields[2]));
    }

    [Fact]
    public async Task It_finds_signals_as_a_shell_would_give_them_and_an_input_at_its_end()
    {
        DetachedProcessResult result = await RunAsync("cat; grep -E 'Sig(Blk|Ign)' /proc/self/status");

        ulong[] masks = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ulong.Parse(line.Split('\t')[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
        Assert.Equal(2, masks.Length);
        Assert.Equal(0UL, masks[0]);
        foreach (int signal in (int[])[1, 2, 3, 13, 15, 17])
            Assert.Equal(0UL, masks[1] & (1UL << (signal - 1)));
    }

    [Fact]
    public async Task It_has_a_clean_environment_and_what_the_request_adds()
    {
        DetachedProcessRequest request = Shell("echo $LC_ALL $DEBIAN_FRONTEND $ADDED") with { Environment = new Dictionary<string, string> { ["ADDED"] = "added" } };

        Assert.Equal("C noninteractive added\n", (await Runner().RunAsync(request, Scripts.Patience)).Output);
    }

    [Fact]
    public async Task A_daemon_that_it_leaves_behind_does_not_hold_us_up()
    {
        DetachedProcessResult result = await RunAsync("sleep 60 & echo $!");

        int daemon = Scripts.ToProcessId(result.Output);
        Assert.True(Scripts.IsAlive(daemon));
        Scripts.Kill(daemon);
    }

    [Fact]
    public async Task A_time_out_ends_the_whole_group_even_what_does_not_want_to_end()
    {
        DetachedProcessRequest request = Shell("trap '' TERM; sleep 60 & echo $! > \"$1\"; echo $$ >> \"$1\"; echo last words; wait", _folder["pids"]) with { Timeout = TimeSpan.FromMilliseconds(500) };

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Runner().RunAsync(request, Scripts.Patience));

        Assert.Equal(ErrorIds.ToolTimedOut, exception.ErrorId);
        Assert.Contains("last words", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("still runs", exception.Message, StringComparison.Ordinal);
        Assert.All(ProcessIds("pids"), id => Assert.False(Scripts.IsAlive(id)));
    }

    [Fact]
    public async Task The_grace_is_the_whole_groups_and_not_only_its_leaders()
    {
        const string Script = "(trap 'sleep 0.5; echo cleaned up; exit' TERM; while :; do sleep 0.02; done) & echo ready; exec sleep 60";
        DetachedProcessRequest request = Shell(Script) with { Timeout = TimeSpan.FromMilliseconds(500) };

        await Assert.ThrowsAsync<PatchException>(() => Runner(grace: TimeSpan.FromSeconds(20)).RunAsync(request, Scripts.Patience));

        Assert.EndsWith("cleaned up\n", File.ReadAllText(Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_ends_the_whole_group()
    {
        using CancellationTokenSource cancellation = new();
        DetachedProcessRequest request = Shell("sleep 60 & echo $! > \"$1\"; echo $$ >> \"$1\"; echo started >&3; wait", _folder["pids"]) with { OnStatusLine = _ => cancellation.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner().RunAsync(request, cancellation.Token));

        Assert.All(ProcessIds("pids"), id => Assert.False(Scripts.IsAlive(id)));
    }

    [Fact]
    public async Task Cancelled_before_it_starts_nothing_runs()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner().RunAsync(Shell("echo ran"), new CancellationToken(canceled: true)));

        Assert.False(File.Exists(Output));
    }

    [Theory]
    [InlineData("no-such-tool", ErrorIds.ToolMissing)]
    [InlineData("/etc/passwd", ErrorIds.ToolNotExecutable)]
    public async Task A_tool_that_cannot_be_run_is_an_error(string tool, string errorId)
    {
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Runner().RunAsync(Shell("") with { Tool = tool }, Scripts.Patience));

        Assert.Equal(errorId, exception.ErrorId);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public async Task Of_a_very_long_output_the_result_has_the_end_and_the_file_all()
    {
        const int Length = 50 * 1024 * 1024;

        DetachedProcessResult result = await RunAsync("head -c $1 /dev/zero | tr '\\0' x; echo end", Length.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(16 * 1024 * 1024, result.Output.Length);
        Assert.EndsWith("xend\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(Length + 4, new FileInfo(Output).Length);
    }

    [Fact]
    public async Task Where_systemd_runs_the_system_a_shutdown_is_held_off_as_long_as_the_tool_runs()
    {
        string record = _folder["record"];
        Directory.CreateDirectory(_folder["tools"]);
        string inhibit = Path.Combine(_folder["tools"], "systemd-inhibit");
        File.WriteAllText(inhibit, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{record}.new'\nmv '{record}.new' '{record}'\nwhile [ \"${{1#--}}\" != \"$1\" ]; do shift; done\nexec \"$@\"\n");
        File.SetUnixFileMode(inhibit, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DetachedProcessRequest request = Shell("echo $$; while [ ! -e \"$1\" ]; do sleep 0.01; done", record) with { ShutdownReason = "apt puts patches on" };

        DetachedProcessResult result = await Runner(systemd: _folder.Path, _folder["tools"]).RunAsync(request, Scripts.Patience);

        string[] arguments = File.ReadAllLines(record);
        Assert.Equal(
            ["--what=shutdown:sleep", "--mode=block", "--who=PatchBaselineAssociation", "--why=apt puts patches on", $"{arguments[4]}", $"--pid={result.Output.Trim()}", "-f", "/dev/null"],
            arguments);
        Assert.EndsWith("/tail", arguments[4], StringComparison.Ordinal);
        await AssertNoInhibitorAsync(result.Output.Trim());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Otherwise_nothing_is_held_off(bool isSystemd, bool hasReason)
    {
        Directory.CreateDirectory(_folder["tools"]);
        string inhibit = Path.Combine(_folder["tools"], "systemd-inhibit");
        File.WriteAllText(inhibit, $"#!/bin/sh\n: > '{_folder["record"]}'\n");
        File.SetUnixFileMode(inhibit, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await Runner(isSystemd ? _folder.Path : _folder["none"], _folder["tools"]).RunAsync(Shell("true") with { ShutdownReason = hasReason ? "why" : null }, Scripts.Patience);

        Assert.DoesNotContain(_events.All.OfType<VerboseEvent>(), told => told.Message.Contains("held off until", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder["record"]));
    }

    private string Output => _folder["output.log"];

    private DetachedProcessRunner Runner(string? systemd = null, params string[] folders) => Runner(TimeSpan.FromMilliseconds(500), systemd, folders);

    private DetachedProcessRunner Runner(TimeSpan grace, string? systemd = null, params string[] folders) => new(SystemClock.Instance, _events, [.. folders, .. ToolLocator.SystemFolders])
    {
        KillGrace = grace,
        SystemdFolder = systemd ?? _folder["none"],
    };

    private DetachedProcessRequest Shell(string script, params string[] arguments) => new()
    {
        Tool = "/bin/sh",
        Arguments = ["-c", script, "sh", .. arguments],
        OutputFile = Output,
        StatusFile = _folder["status"],
        Timeout = TimeSpan.FromMinutes(1),
    };

    private Task<DetachedProcessResult> RunAsync(string script, params string[] arguments) => Runner().RunAsync(Shell(script, arguments), Scripts.Patience);

    private IEnumerable<int> ProcessIds(string file) => File.ReadAllLines(_folder[file]).Select(Scripts.ToProcessId);

    /// <summary>The inhibitor polls once a second.</summary>
    private static async Task AssertNoInhibitorAsync(string processId)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (Directory.EnumerateDirectories("/proc").Any(IsInhibitor))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "The inhibitor has not ended.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        bool IsInhibitor(string folder)
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains($"--pid={processId}\0", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
