using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>Plans and installs on a Mac whose tools are scripts.</summary>
public sealed class MacInstallTests : IDisposable
{
    private const string Restarts = "Recommended: YES, Action: restart, ";
    private static readonly Dictionary<string, string> s_prepared = new() { ["prepared"] = "" };

    private readonly MacScene _scene = new() { RebootOption = RebootOption.NoReboot };

    private ScriptedMac Mac => _scene.Mac;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Everything_is_put_on_in_one_call_a_tool_and_is_there_in_the_next_scan()
    {
        Mac.Receive("Safari", "16.0");
        Mac.Offer("Safari", "16.6", label: "Safari16.6VenturaAuto-16.6 ");
        Mac.Offer("Command Line Tools for Xcode", "14.3");
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1.21.3", "1.24.5");
        Mac.AddPackage("openssl@3", "3.0.9", "3.0.10_1");
        Mac.AddPackage("curl", "8.0");
        Mac.AddPackage("firefox", "92.0", "93.0", isCask: true);
        Mac.AddPackage("git", "2.33.0", "2.33.1", files: new Dictionary<string, string> { ["pin"] = "" });

        PatchOperationResult result = await _scene.InstallAsync();
        PatchOperationResult scan = await _scene.ScanAsync();

        string[] expected =
        [
            "Command Line Tools for Xcode InstalledPendingReboot", "Safari InstalledPendingReboot", "curl Installed", "firefox InstalledPendingReboot", "git Missing 2.33.1",
            "openssl@3 InstalledPendingReboot", "wget InstalledPendingReboot",
        ];
        Assert.Equal(expected, MacScene.States(result));
        Assert.Equal(expected, MacScene.States(scan));
        Assert.Equal(
            [
                "brew [upgrade] [--formula] [openssl@3] [wget]",
                "brew [upgrade] [--cask] [firefox]",
                "softwareupdate [--install] [Command Line Tools for Xcode-14.3] [Safari16.6VenturaAuto-16.6 ]",
            ],
            Mac.Changes);
        Assert.Equal((0, RestartStatus.NotAllowed, true), (result.ExitCode, result.Restart, result.RebootPending));
        Assert.Contains("16.0 -> 16.6", result.Changes.Where(change => change.Id == "Safari").Select(change => $"{change.FromVersion} -> {change.ToVersion}"));
        Assert.Equal("16.6", scan.Patches.Single(patch => patch.Id == "Safari").InstalledVersion);
        Assert.Contains("Done with Safari", await File.ReadAllTextAsync(result.LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_restart_nothing_waits()
    {
        Mac.Offer("Safari", "16.6");
        await _scene.InstallAsync();
        _scene.Environment.BootTime = DateTimeOffset.UtcNow.AddMinutes(5);

        Assert.Equal(["Safari Installed"], MacScene.States(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        Mac.Offer("Safari", "16.6");
        Mac.Offer("macOS Sonoma 14.1", "14.1", more: Restarts);
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");
        Mac.AddPackage("git", "1", "2", files: new Dictionary<string, string> { ["pin"] = "" });

        PatchPlan plan = await _scene.PlanAsync();

        Assert.Equal(["Install Safari  -> 16.6", "Keep git 1 -> 2", "Upgrade wget 1 -> 2"], plan.Items.Select(item => $"{item.Action} {item.Id} {item.InstalledVersion} -> {item.Version}").Order(StringComparer.Ordinal));
        Assert.Equal(1024 * 1024, plan.DownloadBytes);
        Assert.Empty(Mac.Changes);
    }

    [Fact]
    public async Task Under_the_agent_a_restart_is_asked_for_and_the_run_after_it_reports()
    {
        (_scene.IsUnderAgent, _scene.RebootOption) = (true, RebootOption.RebootIfNeeded);
        Mac.Offer("macOS Ventura 13.6.1", "13.6.1", more: Restarts, files: s_prepared);

        PatchOperationResult first = await _scene.InstallAsync();
        PatchOperationResult between = await _scene.ScanAsync();
        Mac.Restart();
        _scene.Environment.BootTime = DateTimeOffset.UtcNow.AddMinutes(5);
        PatchOperationResult second = await _scene.InstallAsync();
        PatchOperationResult after = await _scene.ScanAsync();

        Assert.Equal((ExitCodes.RebootRequested, RestartStatus.AskedOfAgent), (first.ExitCode, first.Restart));
        Assert.Equal(["macOS Ventura 13.6.1 Installed"], MacScene.States(first));
        Assert.Equal(["macOS Ventura 13.6.1 InstalledPendingReboot"], MacScene.States(between));
        Assert.Contains("softwareupdate puts 'macOS Ventura 13.6.1' on when the Mac restarts.", first.RestartHints);
        Assert.Equal((0, RestartStatus.Done), (second.ExitCode, second.Restart));
        Assert.Equal(["macOS Ventura 13.6.1 Installed"], MacScene.States(second));
        Assert.Equal(["macOS Ventura 13.6.1 Installed"], MacScene.States(after));
        Assert.Single(Mac.Changes);
        Assert.DoesNotContain(Mac.Calls, call => call.Contains("--restart", StringComparison.Ordinal));
        Assert.Empty(_scene.Restarter.Reasons);
    }

    [Fact]
    public async Task Outside_the_agent_the_module_restarts_the_Mac()
    {
        _scene.RebootOption = RebootOption.RebootIfNeeded;
        Mac.Offer("Safari", "16.6");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((0, RestartStatus.Scheduled), (result.ExitCode, result.Restart));
        Assert.Single(_scene.Restarter.Reasons);
    }

    /// <summary>What a restart was to put on and did not is missing again: nothing is believed.</summary>
    [Fact]
    public async Task What_the_restart_did_not_put_on_is_missing_again()
    {
        Mac.Offer("macOS Ventura 13.6.1", "13.6.1", more: Restarts, files: s_prepared);

        Assert.Equal(["macOS Ventura 13.6.1 InstalledPendingReboot"], MacScene.States(await _scene.InstallAsync()));
        _scene.Environment.BootTime = DateTimeOffset.UtcNow.AddMinutes(5);

        Assert.Equal(["macOS Ventura 13.6.1 Missing 13.6.1"], MacScene.States(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task Under_the_agent_what_the_restart_did_not_put_on_has_failed()
    {
        (_scene.IsUnderAgent, _scene.RebootOption) = (true, RebootOption.RebootIfNeeded);
        Mac.Offer("macOS Ventura 13.6.1", "13.6.1", more: Restarts, files: s_prepared);

        await _scene.InstallAsync();
        _scene.Environment.BootTime = DateTimeOffset.UtcNow.AddMinutes(5);
        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["macOS Ventura 13.6.1 Failed 13.6.1"], MacScene.States(result));
        Assert.Equal((1, RestartStatus.Done), (result.ExitCode, result.Restart));
        Assert.Contains("after it the system lacks it again", MacScene.ReasonOf(result, "macOS Ventura 13.6.1"), StringComparison.Ordinal);
        Assert.Single(Mac.Changes);
    }

    /// <summary>softwareupdate ends with 0 whatever happens.</summary>
    [Theory]
    [InlineData("failure", "Error downloading Safari: the network connection was lost.\n", "not installed: error downloading Safari: the network connection was lost")]
    [InlineData("failure", "Not enough free disk space: a total of 17.13 GB is required.\n", "not installed: not enough free disk space: a total of 17.13 GB is required")]
    [InlineData("failure", "", "softwareupdate ended without an error, and still lists it")]
    public async Task An_update_that_fails_is_failed_with_its_reason_and_the_others_are_put_on(string file, string text, string reason)
    {
        Mac.Offer("Safari", "16.6", files: new Dictionary<string, string> { [file] = text });
        Mac.Offer("iTunes", "12.8");
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["Safari Failed 16.6", "iTunes InstalledPendingReboot", "wget InstalledPendingReboot"], MacScene.States(result));
        Assert.Contains(reason, MacScene.ReasonOf(result, "Safari"), StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task An_update_that_only_the_history_tells_of_is_installed()
    {
        Mac.Offer("Safari", "16.6", files: new Dictionary<string, string> { ["stays"] = "" });

        Assert.Equal(["Safari InstalledPendingReboot"], MacScene.States(await _scene.InstallAsync()));
        Assert.Equal(["Safari InstalledPendingReboot"], MacScene.States(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task An_update_that_only_the_list_tells_of_is_installed()
    {
        Mac.Receive("Safari", "16.0");
        Mac.Offer("Safari", "16.6", hasReceipt: false);

        Assert.Equal(["Safari InstalledPendingReboot"], MacScene.States(await _scene.InstallAsync()));
        Assert.Equal("16.6", (await _scene.ScanAsync()).Patches.Single().InstalledVersion);
    }

    /// <summary>Since macOS 11 an update of the system may wait for softwareupdate's own restart: then nothing was put on, and nothing is restarted for it.</summary>
    [Fact]
    public async Task What_softwareupdate_fetches_and_does_not_put_on_is_failed_with_what_to_do()
    {
        _scene.RebootOption = RebootOption.RebootIfNeeded;
        Mac.Write("silent", "");
        Mac.Offer("macOS Ventura 13.6.1", "13.6.1", more: Restarts, files: s_prepared);

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["macOS Ventura 13.6.1 Failed 13.6.1"], MacScene.States(result));
        Assert.Equal((1, RestartStatus.NotNeeded), (result.ExitCode, result.Restart));
        Assert.Empty(result.Changes);
        Assert.Empty(_scene.Restarter.Reasons);
        Assert.Contains("only where softwareupdate restarts the Mac itself", MacScene.ReasonOf(result, "macOS Ventura 13.6.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_softwareupdate_that_hangs_is_ended_and_the_rest_is_put_on()
    {
        Mac.Offer("Safari", "16.6");
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");
        Mac.Hangs = request => request.Arguments.Contains("--install");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["Safari Failed 16.6", "wget InstalledPendingReboot"], MacScene.States(result));
        Assert.Contains("did not end within 6600 s and was killed", MacScene.ReasonOf(result, "Safari"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_formula_that_fails_is_failed_with_its_reason_and_the_others_are_put_on()
    {
        Mac.InstallHomebrew();
        Mac.AddPackage("git", "1", "2", files: new Dictionary<string, string> { ["failure"] = "Error: git: no bottle available!\n" });
        Mac.AddPackage("wget", "1", "2");
        Mac.AddPackage("firefox", "92.0", "93.0", isCask: true, files: new Dictionary<string, string> { ["failure"] = "sudo: a terminal is required to read the password\n" });

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["firefox Failed 93.0", "git Failed 2", "wget InstalledPendingReboot"], MacScene.States(result));
        Assert.Contains("no bottle available", MacScene.ReasonOf(result, "git"), StringComparison.Ordinal);
        Assert.Contains("a terminal is required to read the password", MacScene.ReasonOf(result, "firefox"), StringComparison.Ordinal);
        Assert.Equal(("1", "2"), (Mac.VersionOf("git"), Mac.VersionOf("wget")));
    }

    /// <summary>A list names what it wants, and gets neither what is pinned nor another release of the system.</summary>
    [Fact]
    public async Task An_override_list_goes_by_names()
    {
        Mac.Offer("Safari", "16.6");
        Mac.Offer("iTunes", "12.8");
        Mac.Offer("macOS Sonoma 14.1", "14.1", more: Restarts);
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");
        Mac.AddPackage("git", "1", "2", files: new Dictionary<string, string> { ["pin"] = "" });

        PatchOperationResult result = await _scene.InstallAsync(
            MacScene.Baseline("Security", rejected: "\"wget\""),
            _scene.WriteList("patches:\n  - id: iTunes\n  - id: wget\n    title: wget.2\n  - id: git\n  - id: macOS Sonoma 14.1\n    title: '14.1'\n"));

        Assert.Equal(["Safari Missing 16.6", "git InstalledOther", "iTunes InstalledPendingReboot", "wget InstalledOther"], MacScene.States(result));
        Assert.Equal("2", Mac.VersionOf("wget"));
        Assert.Equal(["brew [upgrade] [--formula] [wget]", "softwareupdate [--install] [iTunes-12.8]"], Mac.Changes);
        string[] kept = [.. _scene.Events.Warnings.Where(warning => warning.Id == ErrorIds.OverrideEntryNotInstalled).Select(warning => warning.Message)];
        Assert.Contains(kept, message => message.Contains("Homebrew pins it at 1", StringComparison.Ordinal));
        Assert.Contains(kept, message => message.Contains("patching never upgrades the system to another release", StringComparison.Ordinal));
    }

    /// <summary>What takes a person is said, not tried, and not failed.</summary>
    [Theory]
    [InlineData("macOS Ventura 13.6.1", "13.6.1", Restarts, true, "takes the password of a volume owner")]
    [InlineData("BridgeOSUpdateCustomer", "10.15.0", "Recommended: YES, Action: shut down, ", false, "is put on while the Mac is shut down")]
    public async Task What_takes_a_person_is_left_alone(string title, string version, string more, bool isAppleSilicon, string words)
    {
        if (isAppleSilicon)
            Mac.Write("silicon", "");
        Mac.Offer(title, version, more: more);
        Mac.Offer("Safari", "16.6");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(new[] { "Safari InstalledPendingReboot", $"{title} Missing {version}" }.Order(StringComparer.Ordinal), MacScene.States(result));
        Assert.Contains(words, MacScene.ReasonOf(result, title), StringComparison.Ordinal);
        Assert.Equal(["softwareupdate [--install] [Safari-16.6]"], Mac.Changes);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("[{\"Label\":")]
    [InlineData("null")]
    [InlineData("[null, {\"Label\":null,\"Title\":null,\"Version\":null,\"Time\":\"2026-11-27T00:00:00Z\",\"IsPrepared\":false}]")]
    [InlineData("{}")]
    public async Task A_damaged_note_of_what_was_put_on_is_passed_over(string note)
    {
        Mac.Offer("Safari", "16.6");
        await _scene.InstallAsync();
        await File.WriteAllTextAsync(Path.Combine(_scene.CachePath, "macos", "installed.json"), note);

        Assert.Equal(["Safari InstalledPendingReboot"], MacScene.States(await _scene.ScanAsync()));
    }

    /// <summary>The clock was wrong when it was made: every restart since then would seem to lie before it.</summary>
    [Fact]
    public async Task A_note_of_a_time_to_come_is_passed_over()
    {
        Mac.Offer("Safari", "16.6");
        Directory.CreateDirectory(Path.Combine(_scene.CachePath, "macos"));
        await File.WriteAllTextAsync(
            Path.Combine(_scene.CachePath, "macos", "installed.json"),
            """[{"Label":"Safari-16.6","Title":"Safari","Version":"16.6","Time":"2999-01-01T00:00:00Z","IsPrepared":true}]""");

        Assert.Equal(["Safari Missing 16.6"], MacScene.States(await _scene.ScanAsync()));
    }

    [Fact]
    public async Task What_is_on_is_on_where_it_cannot_be_noted()
    {
        Mac.Offer("Safari", "16.6");
        Directory.CreateDirectory(_scene.CachePath);
        await File.WriteAllTextAsync(Path.Combine(_scene.CachePath, "macos"), "no folder");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["Safari InstalledPendingReboot"], MacScene.States(result));
        Assert.Equal(ErrorIds.CacheUnusable, Assert.Single(Mac.Warnings).Id);
    }
}
