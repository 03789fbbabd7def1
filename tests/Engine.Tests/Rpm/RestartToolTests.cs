using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.Reboots;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class RestartToolTests
{
    private readonly EventList _events = new();

    [Theory]
    [InlineData(1, "  * kernel\n\nReboot is required to fully utilize these updates.\n", "dnf needs-restarting says that a restart is required after changes to kernel.", "")]
    [InlineData(0, "Reboot should not be necessary.\n", "", "")]
    [InlineData(1, "", "", "'dnf needs-restarting' did not tell whether a restart is due (exit code 1). No such command: needs-restarting")]
    public async Task What_it_says_is_told_and_what_it_does_not_say_is_explained(int exitCode, string output, string reason, string explanation)
    {
        RecordingProcessRunner processes = RecordingProcessRunner.Ending(exitCode, output, "No such command: needs-restarting\n");

        IReadOnlyList<string> reasons = await AskAsync(processes);

        Assert.Equal(reason, string.Concat(reasons));
        Assert.Equal(explanation, string.Concat(_events.All.OfType<VerboseEvent>().Select(e => e.Message)));
    }

    [Fact]
    public async Task A_tool_that_is_not_there_says_nothing()
    {
        RecordingProcessRunner processes = new(request => throw new PatchException(ErrorIds.ToolMissing, ErrorKind.NotInstalled, "The tool was not found.", request.Tool));

        Assert.Empty(await AskAsync(processes));

        Assert.Contains("The tool was not found.", Assert.Single(_events.All.OfType<VerboseEvent>()).Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<string>> AskAsync(IProcessRunner processes) =>
        RestartTool.AskAsync(processes, new ProcessRequest { Tool = "dnf", Arguments = ["needs-restarting", "--reboothint"] }, _events, CancellationToken.None);
}
