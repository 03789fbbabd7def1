using System.Globalization;
using System.Text;
using CsCheck;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ProcessRunnerTests() => Scripts.RequireUnix();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_exit_code_is_an_answer()
    {
        for (var code = 0; code <= 255; code++)
            Assert.Equal(code, (await Scripts.RunAsync("exit $1", code.ToString(CultureInfo.InvariantCulture))).ExitCode);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    [InlineData("SEGV", 139)]
    public async Task Death_by_a_signal_is_128_and_its_number(string signal, int exitCode)
    {
        var result = await Scripts.RunAsync("kill -$1 $$", signal);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task The_two_streams_are_kept_apart()
    {
        var result = await Scripts.RunAsync("echo out; echo err >&2");

        Assert.Equal(("out\n", "err\n", false), (result.StandardOutput, result.StandardError, result.IsOutputIncomplete));
    }

    [Fact]
    public async Task More_than_a_pipe_holds_on_both_streams_does_not_block()
    {
        const int length = 3_000_000;

        var result = await Scripts.RunAsync("head -c $1 /dev/zero | tr '\\0' e >&2; head -c $1 /dev/zero | tr '\\0' o", length.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(new string('o', length), result.StandardOutput);
        Assert.Equal(new string('e', length), result.StandardError);
        Assert.False(result.IsOutputIncomplete);
    }

    [Theory]
    [InlineData("while :; do echo 0123456789; done", "standard output")]
    [InlineData("while :; do echo 0123456789 >&2; done", "standard error")]
    public async Task A_flood_beyond_the_bound_is_an_error_and_its_source_dies(string flood, string stream)
    {
        Scripts.RequireLinux();
        var request = Scripts.Shell($"echo $$ > \"$1\"; {flood}", _folder["pid"]) with { MaximumOutputBytes = 100_000 };

        var exception = await Assert.ThrowsAsync<PatchException>(() => Scripts.Runner().RunAsync(request, Scripts.Patience));

        Assert.Equal((ErrorIds.ToolOutputTooLarge, ErrorKind.LimitsExceeded, "/bin/sh"), (exception.ErrorId, exception.Kind, exception.Target));
        Assert.Contains(stream, exception.Message, StringComparison.Ordinal);
        Assert.Contains("100000", exception.Message, StringComparison.Ordinal);
        Assert.False(Scripts.IsAlive(PidIn("pid")));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public async Task The_bound_itself_is_allowed(long bound, bool isAllowed)
    {
        var request = Scripts.Shell("printf 0123456789") with { MaximumOutputBytes = bound };

        var exception = await Record.ExceptionAsync(() => Scripts.Runner().RunAsync(request, Scripts.Patience));

        Assert.Equal(isAllowed, exception is null);
    }

    [Fact]
    public async Task A_hang_ends_with_the_time_limit_and_with_all_that_was_started()
    {
        Scripts.RequireLinux();
        var request = Scripts.Shell(
            """
            echo $$ > "$1/tool"; sleep 1000 & echo $! > "$1/child"
            echo 'waiting for http://user:secret@host/' >&2
            wait
            """, _folder.Path) with { Timeout = TimeSpan.FromSeconds(4) };

        var exception = await Assert.ThrowsAsync<PatchException>(() => Scripts.Runner().RunAsync(request, Scripts.Patience));

        Assert.Equal((ErrorIds.ToolTimedOut, ErrorKind.OperationTimeout, "/bin/sh"), (exception.ErrorId, exception.Kind, exception.Target));
        Assert.Contains("'/bin/sh' did not end within 4 s", exception.Message, StringComparison.Ordinal);
        Assert.Contains("waiting for http://***@host/", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.Equal((false, false), (Scripts.IsAlive(PidIn("tool")), Scripts.IsAlive(PidIn("child"))));
    }

    [Fact]
    public async Task Grandchildren_that_ignore_the_request_are_killed()
    {
        Scripts.RequireLinux();
        using CancellationTokenSource cancellation = new();
        var request = Scripts.Shell(
            """
            sh -c 'trap "" TERM; sh -c "trap \"\" TERM; echo \$\$ > \"$1/grandchild\"; echo ready; while :; do sleep 1000; done" sh "$1"; :' sh "$1" &
            echo $$ > "$1/tool"; wait
            """, _folder.Path) with
        { OnOutputLine = _ => cancellation.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scripts.Runner().RunAsync(request, cancellation.Token));

        Assert.Equal((false, false), (Scripts.IsAlive(PidIn("tool")), Scripts.IsAlive(PidIn("grandchild"))));
    }

    [Fact]
    public async Task Cancellation_asks_before_it_kills()
    {
        using CancellationTokenSource cancellation = new();
        var request = Scripts.Shell("trap 'echo asked > \"$1\"; exit 0' TERM; echo ready; while :; do sleep 0.01; done", _folder["asked"]) with
        {
            OnOutputLine = _ => cancellation.Cancel(),
        };
        ProcessRunner patient = new(NullEventSink.Instance) { KillGrace = TimeSpan.FromMinutes(1) };
        Scripts.RequireLinux();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.RunAsync(request, cancellation.Token));

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal("asked\n", File.ReadAllText(_folder["asked"]));
    }

    [Fact]
    public async Task Without_groups_the_tool_dies_all_the_same()
    {
        Scripts.RequireLinux();
        using CancellationTokenSource cancellation = new();
        ProcessRunner runner = new(NullEventSink.Instance) { UsesGroups = false, DrainGrace = TimeSpan.FromMilliseconds(100) };
        var request = Scripts.Shell("echo $$ > \"$1\"; echo ready; exec sleep 1000", _folder["pid"]) with { OnOutputLine = _ => cancellation.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync(request, cancellation.Token));

        Assert.False(Scripts.IsAlive(PidIn("pid")));
    }

    [Fact]
    public async Task What_is_cancelled_before_is_not_started()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Scripts.Runner().RunAsync(Scripts.Shell("touch \"$1\"", _folder["started"]), new CancellationToken(canceled: true)));

        Assert.False(File.Exists(_folder["started"]));
    }

    [Theory]
    [InlineData("sleep 1000 & echo $! > \"$1\"; echo started")]
    [InlineData("setsid sleep 1000 & echo $! > \"$1\"; echo started")]
    public async Task A_daemon_that_keeps_the_pipe_is_neither_waited_for_nor_killed(string script)
    {
        Scripts.RequireLinux();
        List<string> lines = [];

        var result = await Scripts.Runner().RunAsync(Scripts.Shell(script, _folder["pid"]) with { OnOutputLine = lines.Add }, Scripts.Patience);

        var daemon = PidIn("pid");
        try
        {
            Assert.Equal((0, "started\n", true), (result.ExitCode, result.StandardOutput, result.IsOutputIncomplete));
            Assert.Equal(["started"], lines);
            Assert.True(Scripts.IsAlive(daemon));
        }
        finally
        {
            Scripts.Kill(daemon);
        }
    }

    [Fact]
    public async Task A_daemon_that_keeps_writing_is_not_read_for_ever()
    {
        Scripts.RequireLinux();

        var result = await Scripts.RunAsync("(while echo more; do sleep 0.05; done) & echo $! > \"$1\"", _folder["pid"]);

        Scripts.Kill(PidIn("pid"));
        Assert.Equal((0, true), (result.ExitCode, result.IsOutputIncomplete));
    }

    [Fact]
    public async Task Pipes_that_daemons_keep_are_given_back()
    {
        Scripts.RequireLinux();
        List<int> daemons = [];
        ProcessRunner runner = new(NullEventSink.Instance) { DrainGrace = TimeSpan.FromMilliseconds(20) };
        await runner.RunAsync(Scripts.Shell("true"), Scripts.Patience);
        var before = Pipes();

        for (var i = 0; i < 10; i++)
        {
            await runner.RunAsync(Scripts.Shell("sleep 1000 & echo $! > \"$1\"", _folder["pid"]), Scripts.Patience);
            daemons.Add(PidIn("pid"));
        }

        var after = Pipes();
        daemons.ForEach(Scripts.Kill);

        // Other tests run beside this one: a leak of ours would be twenty.
        Assert.InRange(after - before, int.MinValue, 15);

        static int Pipes() => Directory.GetFiles("/proc/self/fd").Count(link => UnixFiles.ReadLink(link)?.StartsWith("pipe:", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_tool_leads_a_group_of_its_own()
    {
        Scripts.RequireLinux();

        var result = await Scripts.RunAsync("cat /proc/$$/stat");

        var status = result.StandardOutput.Split(' ');
        Assert.Equal(status[0], status[4]);
    }

    [Theory]
    [InlineData("no-such-tool-anywhere", "/usr/sbin, /usr/bin")]
    [InlineData("/no/such/tool", "there is no such file")]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("..", "")]
    [InlineData("bin/sh", "")]
    [InlineData("./sh", "")]
    [InlineData("../bin/sh", "")]
    public async Task A_missing_tool_is_named_with_where_it_was_looked_for(string tool, string place)
    {
        if (OperatingSystem.IsMacOS() && place.StartsWith("/usr", StringComparison.Ordinal))
            place = "/usr/sbin";

        var exception = await Assert.ThrowsAsync<PatchException>(() => Scripts.Runner().RunAsync(new ProcessRequest { Tool = tool }, Scripts.Patience));

        Assert.Equal((ErrorIds.ToolMissing, ErrorKind.NotInstalled, tool), (exception.ErrorId, exception.Kind, exception.Target));
        Assert.Contains($"'{tool}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.RecommendedAction);
    }

    [Fact]
    public async Task A_tool_in_the_current_folder_is_not_found()
    {
        var name = "tool-" + Guid.NewGuid().ToString("N");
        var path = Path.Combine(Environment.CurrentDirectory, name);
        WriteTool(path, "#!/bin/sh\necho wrong\n");
        try
        {
            var exception = await Assert.ThrowsAsync<PatchException>(() => Scripts.Runner().RunAsync(new ProcessRequest { Tool = name }, Scripts.Patience));
            Assert.Equal(ErrorIds.ToolMissing, exception.ErrorId);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task The_first_of_the_given_folders_that_has_an_executable_wins()
    {
        string[] folders = [_folder["none"], _folder["plain"], _folder["first"], _folder["second"]];
        Array.ForEach(folders[1..], folder => Directory.CreateDirectory(folder));
        File.WriteAllText(Path.Combine(folders[1], "tool"), "no tool");
        WriteTool(Path.Combine(folders[2], "tool"), "#!/bin/sh\necho first\n");
        WriteTool(Path.Combine(folders[3], "tool"), "#!/bin/sh\necho second\n");

        var result = await new ProcessRunner(NullEventSink.Instance, folders).RunAsync(new ProcessRequest { Tool = "tool" }, Scripts.Patience);

        Assert.Equal("first\n", result.StandardOutput);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_be_executed_is_told_from_what_is_missing(bool isExecutable)
    {
        var path = _folder["tool"];
        WriteTool(path, "#!/no/such/interpreter\n");
        if (!isExecutable)
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        foreach (var usesGroups in new[] { true, false })
        {
            ProcessRunner runner = new(NullEventSink.Instance) { UsesGroups = usesGroups };
            var exception = await Assert.ThrowsAsync<PatchException>(() => runner.RunAsync(new ProcessRequest { Tool = path }, Scripts.Patience));
            Assert.Equal((ErrorIds.ToolNotExecutable, ErrorKind.PermissionDenied, path), (exception.ErrorId, exception.Kind, exception.Target));
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""printf 'a\377b\n'""", "a\uFFFDb\n")]
    [InlineData("""printf '\303\244\n'""", "ä\n")]
    [InlineData("""printf '\303'; sleep 0.1; printf '\244'""", "ä")]
    [InlineData("""printf 'cut \360\237'""", "cut \uFFFD")]
    public async Task Bytes_that_are_no_text_are_replaced(string script, string expected)
    {
        var result = await Scripts.RunAsync(script);

        Assert.Equal(expected, result.StandardOutput);
    }

    [Fact]
    public async Task The_input_is_at_its_end()
    {
        var result = await Scripts.RunAsync("cat; echo end");

        Assert.Equal("end\n", result.StandardOutput);
    }

    [Fact]
    public async Task Lines_come_in_their_order_and_whole()
    {
        List<string> lines = [];

        var result = await Scripts.Runner().RunAsync(
            Scripts.Shell("i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i+1)); done; printf 'crlf\\r\\n\\nrest'") with { OnOutputLine = lines.Add }, Scripts.Patience);

        Assert.Equal([.. Enumerable.Range(0, 20000).Select(i => $"line {i}"), "crlf", "", "rest"], lines);
        Assert.EndsWith("line 19999\ncrlf\r\n\nrest", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_that_fails_ends_the_tool()
    {
        Scripts.RequireLinux();
        var request = Scripts.Shell("echo $$ > \"$1\"; echo line; exec sleep 1000", _folder["pid"]) with
        {
            OnOutputLine = _ => throw new InvalidDataException("not understood"),
        };

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Scripts.Runner().RunAsync(request, Scripts.Patience));

        Assert.Equal("not understood", exception.Message);
        Assert.False(Scripts.IsAlive(PidIn("pid")));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_were_given()
    {
        var character = Gen.OneOf(Gen.Char[" \t\n\r\"'\\$`*?;&|<>()~#%-"], Gen.Char['\u0001', '\u00ff'], Gen.Char['\u4e00', '\u4eff']);
        var arguments = Gen.String[character, 0, 12].Array[0, 6];

        await arguments.SampleAsync(
            async given =>
            {
                var result = await Scripts.RunAsync("for a; do printf '%s\\0' \"$a\"; done", given);
                Assert.Equal(string.Concat(given.Select(argument => argument + '\0')), result.StandardOutput);
            },
            iter: 150);
    }

    [Theory]
    [InlineData("a\0b", typeof(ArgumentException))]
    public async Task A_NUL_cannot_be_an_argument(string argument, Type expected)
    {
        var exception = await Record.ExceptionAsync(() => Scripts.RunAsync("true", argument));

        Assert.IsType(expected, exception);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(30 * 24 * 3600d)]
    public async Task A_run_has_a_limit(double seconds)
    {
        var request = Scripts.Shell("true") with { Timeout = TimeSpan.FromSeconds(seconds) };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Scripts.Runner().RunAsync(request, Scripts.Patience));
    }

    [Fact]
    public async Task The_details_tell_the_command_without_its_secrets()
    {
        EventList events = new();

        await Scripts.Runner(events).RunAsync(Scripts.Shell("exit 3", "https://user:secret@host/a b", "?X-Amz-Signature=abc"), Scripts.Patience);

        var line = Assert.IsType<VerboseEvent>(Assert.Single(events.All)).Message;
        Assert.StartsWith("/bin/sh -c \"exit 3\" sh \"https://***@host/a b\" ?X-Amz-Signature=*** ended with exit code 3 after ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_child_starts_in_the_root_folder()
    {
        Assert.Equal("/\n", (await Scripts.RunAsync("pwd")).StandardOutput);
    }

    [Fact]
    public async Task The_environment_is_made_not_inherited()
    {
        var inherited = "INHERITED_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(inherited, "yes");
        Environment.SetEnvironmentVariable("LANGUAGE", "ja_JP");
        try
        {
            ProcessRequest request = new() { Tool = "env", Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ADDED"] = "a b", ["TERM"] = "vt100" } };

            var lines = (await Scripts.Runner().RunAsync(request, Scripts.Patience)).StandardOutput.Split('\n');

            Assert.Contains("LC_ALL=C", lines);
            Assert.Contains("ADDED=a b", lines);
            Assert.Contains("TERM=vt100", lines);
            Assert.Contains("DEBIAN_FRONTEND=noninteractive", lines);
            Assert.DoesNotContain(lines, line => line.StartsWith(inherited, StringComparison.Ordinal) || line.StartsWith("LANG", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable(inherited, null);
            Environment.SetEnvironmentVariable("LANGUAGE", null);
        }
    }

    private static void WriteTool(string path, string text)
    {
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private int PidIn(string name) => Scripts.ToProcessId(File.ReadAllText(_folder[name]));
}
