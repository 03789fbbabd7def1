using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

/// <summary>None of these may ever run the tool: the runner only records.</summary>
public sealed class SystemRestarterTests
{
    private const string Reason = "Patches were installed: the system is restarted.";
    private const string Message = "PatchBaselineAssociation restarts this system in one minute. " + Reason;

    [Theory]
    [InlineData(SystemKind.Linux, new[] { "-r", "+1", Message })]
    [InlineData(SystemKind.MacOS, new[] { "-r", "+1", Message })]
    [InlineData(SystemKind.Windows, new[] { "/r", "/t", "60", "/d", "p:2:17", "/c", Message })]
    public async Task A_restart_is_asked_for_with_a_minutes_notice(SystemKind system, string[] arguments)
    {
        var runner = RecordingProcessRunner.Ending();

        await RestartAsync(runner, system);

        var request = Assert.Single(runner.Requests);
        Assert.Equal("shutdown", request.Tool);
        Assert.Equal(arguments, request.Arguments, StringComparer.Ordinal);
        // A tool that stays until the time has come must not be stopped before.
        Assert.True(request.Timeout > TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_message_is_one_line_and_not_without_end()
    {
        var runner = RecordingProcessRunner.Ending();

        await new SystemRestarter(runner, SystemKind.Windows).RestartAsync("/", "a\n\u001b[0m" + new string('b', 1000), TestContext.Current.CancellationToken);

        var message = Assert.Single(runner.Requests).Arguments[^1];
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 100, 512);
    }

    [Theory]
    [InlineData("", "Failed to set wall message, ignoring: Access denied\nCall to Reboot failed: Access denied\n", "exit code 1: Failed to set wall message, ignoring: Access denied?Call to Reboot failed: Access denied. ")]
    [InlineData("A system shutdown has already been scheduled.(1190)", "", "exit code 1: A system shutdown has already been scheduled.(1190). ")]
    [InlineData("", " \n", "exit code 1 and said nothing. ")]
    public async Task A_tool_that_fails_is_told_in_its_own_words(string output, string error, string words)
    {
        var exception = await Assert.ThrowsAsync<PatchException>(() => RestartAsync(RecordingProcessRunner.Ending(1, output, error)));

        Assert.Equal((ErrorIds.RestartFailed, "shutdown", 1), (exception.ErrorId, exception.Target, exception.ExitCode));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains("shutdown -c", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_cannot_be_run_is_the_same_failure()
    {
        PatchException missing = new(ErrorIds.ToolMissing, ErrorKind.NotInstalled, "The tool 'shutdown' was not found.");

        var exception = await Assert.ThrowsAsync<PatchException>(() => RestartAsync(new RecordingProcessRunner(_ => throw missing), SystemKind.Windows));

        Assert.Equal((ErrorIds.RestartFailed, missing), (exception.ErrorId, exception.InnerException));
        Assert.Contains("was not found. What was installed is installed.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("shutdown /a", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/mnt/image")]
    [InlineData("")]
    [InlineData("//")]
    public async Task A_system_that_does_not_run_is_never_restarted(string root)
    {
        var runner = RecordingProcessRunner.Ending();

        var exception = await Assert.ThrowsAsync<PatchException>(() => new SystemRestarter(runner, SystemKind.Linux).RestartAsync(root, Reason, TestContext.Current.CancellationToken));

        Assert.Equal((ErrorIds.RestartRefused, root), (exception.ErrorId, exception.Target));
        Assert.Empty(runner.Requests);
    }

    private static Task RestartAsync(IProcessRunner runner, SystemKind system = SystemKind.Linux) =>
        new SystemRestarter(runner, system).RestartAsync("/", Reason, TestContext.Current.CancellationToken);
}
