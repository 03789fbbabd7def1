using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>States and exit codes by what became of the patches.</summary>
public sealed class InstallOutcomeTests : IDisposable
{
    private static readonly Restriction s_hold = new(RestrictionKind.Hold, "the administrator holds it");

    private readonly InstallScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("", 0)]
    [InlineData("conflict", 2)]
    [InlineData("download", 1)]
    [InlineData("failure", 1)]
    [InlineData("conflict,failure", 1)]
    [InlineData("conflict,download", 1)]
    public async Task The_exit_code_tells_what_kind_of_failure_there_was(string kinds, int exitCode)
    {
        _scene.Manager.Add("good", "2");
        foreach (string kind in kinds.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            MemoryPackage package = _scene.Manager.Add(kind, "2");
            package.Conflict = kind == "conflict" ? "it conflicts" : null;
            package.DownloadProblem = kind == "download" ? "404 Not Found" : null;
            package.Failure = kind == "failure" ? "its script failed" : null;
        }

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("2", _scene.Manager["good"].Installed);
        Assert.Equal([new PackageChange("good.amd64", "1", "2")], result.Changes);
        foreach (PatchRecord patch in result.Patches.Where(patch => patch.Name != "good"))
        {
            Assert.Equal((PatchState.Failed, "2", "1"), (patch.State, patch.AvailableVersion, patch.InstalledVersion));
            Assert.Contains("not installed", patch.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_administrator_keeps_away_stays_missing_and_is_not_tried()
    {
        _scene.Manager.Add("held", "2").Restriction = s_hold;

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((PatchState.Missing, ExitCodes.Success, RestartStatus.NotNeeded), (InstallScene.StateOf(result, "held"), result.ExitCode, result.Restart));
        Assert.Equal(0, _scene.Manager.Transactions);
    }

    [Fact]
    public async Task What_is_not_in_the_override_list_stays_missing_and_what_is_and_is_not_reached_has_failed()
    {
        foreach (string name in (string[])["listed", "listed-bad", "listed-held", "other"])
            _scene.Manager.Add(name, "2");
        _scene.Manager["listed-bad"].Failure = "its script failed";
        _scene.Manager["listed-held"].Restriction = s_hold;

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot, "patches:\n  - id: 'listed*'\n");

        Assert.Equal(PatchState.InstalledPendingReboot, InstallScene.StateOf(result, "listed"));
        Assert.Equal(PatchState.Failed, InstallScene.StateOf(result, "listed-bad"));
        Assert.Equal(PatchState.Missing, InstallScene.StateOf(result, "listed-held"));
        Assert.Equal(PatchState.Missing, InstallScene.StateOf(result, "other"));
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.EndsWith("list.yaml", result.InstallOverrideList, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_list_everything_that_is_missing_afterwards_has_failed()
    {
        _scene.Manager.Add("good", "2");
        // Comes into the archive while the install is at work.
        _scene.Manager.Add("late");
        _scene.Manager.OnEnd = () => _scene.Manager["late"].Update = "2";

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal((PatchState.Failed, ExitCodes.Failure), (InstallScene.StateOf(result, "late"), result.ExitCode));
    }

    [Fact]
    public async Task The_result_is_what_the_history_keeps()
    {
        _scene.Agent = InstallScene.AgentWith();
        _scene.Manager.Add("new", "2").IsAutomatic = true;

        PatchOperationResult result = await _scene.InstallAsync();

        RunRecord run = Assert.Single(_scene.Runs);
        Assert.Equivalent(result with { RestartHints = [], ServicesToRestart = [] }, PatchOperationResult.Of(run), strict: true);
        Assert.Equal(InstallScene.Command, run.ExecutionId);
        Assert.True(_scene.Manager["new"].IsAutomatic);
    }

    [Fact]
    public async Task What_the_manager_and_the_notices_say_of_a_restart_is_told_once_the_result_is_kept()
    {
        _scene.Manager.Add("kernel", "2").RestartAdvisoryIds = ["RHSA-2026:1"];
        _scene.Manager.Add("same").RestartAdvisoryIds = ["RHSA-2026:2"];
        _scene.Manager.OnRestartQuestion = () =>
        {
            Assert.Single(_scene.Runs);
            return ["dnf says so."];
        };

        PatchOperationResult result = await _scene.InstallAsync(RebootOption.NoReboot);

        Assert.Equal(["dnf says so.", "RHSA-2026:1 suggests a restart after changes to kernel.amd64."], result.RestartHints);
    }

    [Fact]
    public async Task Without_consent_nothing_happens_and_nothing_is_kept()
    {
        _scene.IsInstallAllowed = false;
        _scene.Manager.Add("new", "2");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _scene.InstallAsync());

        Assert.Equal("1", _scene.Manager["new"].Installed);
        Assert.Empty(_scene.Runs);
        Assert.Null(_scene.Journal);
        Assert.Equal(PatchState.Missing, InstallScene.StateOf(await _scene.ScanAsync(), "new"));
    }
}
