namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The whole module on a Windows of wine: what an install does to it.</summary>
public sealed class WindowsInstallTests(SharedWindows windows) : IClassFixture<SharedWindows>
{
    private const string ExpectedResults =
        """
        KB5000001 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (approved)
        KB5000005 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (approved)
        KB5000006 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (approved)
        KB5000011 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (approved)
        KB5000012 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (approved)
        KB5000008 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); 2026-10-13.1 cannot be installed here: an administrator has hidden the update in Windows Update; offered by Windows Update
        KB5000002 | Failed | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); offered by Windows Update; not installed: KB5000002 2026-10-13.1: 0x80246008 WU_E_DM_FAILTOCONNECTTOBITS, the background transfer service cannot be reached
        KB5000003 | Failed | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); offered by Windows Update; not installed: 0x80070643 ERROR_INSTALL_FAILURE, the installer of the update failed
        KB5000004 | Failed | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); offered by Windows Update; not installed: 0x8024000B WU_E_CALL_CANCELLED, the operation was cancelled
        KB5000007 | Failed | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); offered by Windows Update; not installed: the update may ask for input while it is installed, and nobody is there to answer; install it by hand
        KB5000010 | Failed | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); offered by Windows Update; not installed: the Windows Update Agent said that it was installed, and offers it again at once: it would be installed over and over
        KB5000013 | Failed | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (approved); offered by Windows Update; not installed: 0x87654321, which is no code that is known here
        """;

    private const string ApprovedWords = "Approved by rule 1 (PATCH_SET OS, CLASSIFICATION *, MSRC_SEVERITY *) since its release on 2026-10-13";

    private static readonly WindowsBaseline s_everything = new();

    private WindowsMachine Machine => windows.Machine;

    [Fact]
    public void Each_update_has_its_own_result()
    {
        Machine.Enter(
            WorldUpdate.Security("5000001"),
            WorldUpdate.Security("5000002") with { Download = WorldOutcome.Failure("0x80246008") },
            WorldUpdate.Security("5000003") with { Install = WorldOutcome.Failure("0x80070643") },
            WorldUpdate.Security("5000004") with { Install = new WorldOutcome(5, "0x8024000B") },
            WorldUpdate.Security("5000005") with { Eula = true },
            WorldUpdate.Security("5000006") with { Impact = 2 },
            WorldUpdate.Security("5000007") with { CanRequestUserInput = true },
            WorldUpdate.Security("5000008") with { Hidden = true },
            WorldUpdate.Security("5000009"),
            WorldUpdate.Security("5000010") with { ComesBack = true },
            WorldUpdate.Security("5000011") with { Follows = WorldUpdate.IdOf("5000006") },
            WorldUpdate.Security("5000012") with { Install = new WorldOutcome(3, "0x00000000") },
            WorldUpdate.Security("5000013") with { Install = WorldOutcome.Failure("0x87654321") });

        WindowsRun run = Machine.Install(s_everything with { Rejected = ["KB5000009"] });

        Assert.Equal(ExpectedResults, string.Join('\n', run.Table).Replace(ApprovedWords, "(approved)", StringComparison.Ordinal));
        Assert.Equal(["installed " + Key("5000006") + " 0x00000000"], Machine.Changes.Where(line => line.StartsWith("installed", StringComparison.Ordinal)).Take(1));
        Assert.DoesNotContain(Machine.Changes, line => line.StartsWith("asked-the-user", StringComparison.Ordinal) || line.StartsWith("not-played", StringComparison.Ordinal));
        Assert.Equal(["accepted " + Key("5000005")], Machine.Changes.Where(line => line.StartsWith("accepted", StringComparison.Ordinal)));
        Assert.DoesNotContain(Machine.Changes, line => line.Contains(Key("5000007"), StringComparison.Ordinal) || line.Contains(Key("5000008"), StringComparison.Ordinal) || line.Contains(Key("5000009"), StringComparison.Ordinal));
        Assert.Equal(1, run.Number("ExitCode"));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Machine.Enter(WorldUpdate.Security("5000001") with { Eula = true, Install = WorldOutcome.NeedsRestart }, WorldUpdate.Security("5000002"));

        WindowsRun run = Machine.Run($"Install-PatchBaseline -Offline -WhatIf -Path {Machine.BaselineFile(s_everything)} > $null");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Machine.Changes);
        Assert.False(Directory.Exists(Machine.Wine.PathOf(@"C:\ProgramData\Amazon\PatchBaselineOperations\State")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_restart_is_asked_for_once_and_settles_what_waits(bool pendingCountsAsInstalled)
    {
        Machine.Enter(new UpdateWorld
        {
            Updates = [WorldUpdate.Security("5000001") with { Install = WorldOutcome.NeedsRestart }, WorldUpdate.Security("5000002")],
            PendingCountsAsInstalled = pendingCountsAsInstalled,
        });
        Machine.EnterAgent();
        string[] changes = [.. new[] { "downloaded", "downloaded", "pending", "installed" }.Zip(["5000001", "5000002", "5000001", "5000002"], (word, kb) => $"{word} {Key(kb)} 0x00000000")];

        WindowsRun install = Machine.Install(s_everything, "-RebootOption RebootIfNeeded");
        WindowsRun scanBefore = Machine.Scan(s_everything);
        WindowsRun rerunBefore = Machine.Install(s_everything, "-RebootOption RebootIfNeeded");
        Machine.Restart();
        WindowsRun rerunAfter = Machine.Install(s_everything, "-RebootOption RebootIfNeeded");
        WindowsRun scanAfter = Machine.Scan(s_everything);

        Assert.Equal(3010, install.Number("ExitCode"));
        // What was put on since Windows started waits, whether its own installer asks for that or not: so on all systems.
        Assert.Equal(["KB5000001 InstalledPendingReboot", "KB5000002 InstalledPendingReboot"], scanBefore.States.Order(StringComparer.Ordinal));
        Assert.Equal(3010, rerunBefore.Number("ExitCode"));
        Assert.Equal(0, rerunAfter.Number("ExitCode"));
        Assert.Equal(["KB5000001 Installed", "KB5000002 Installed"], rerunAfter.States.Order(StringComparer.Ordinal));
        Assert.Equal(["KB5000001 Installed", "KB5000002 Installed"], scanAfter.States.Order(StringComparer.Ordinal));
        Assert.Equal([.. changes, "boot"], Machine.Changes);
    }

    /// <summary>The second run of a process begins when the first has let go of its session.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("IUpdateInstaller.Install", "0x80240022")]
    [InlineData("IUpdate.Categories", "0x8024001E")]
    [InlineData("IUpdateIdentity.RevisionNumber", "0x80004005")]
    public void Nothing_of_the_agent_is_held_when_a_run_has_ended(string call, string failure)
    {
        Machine.Enter(new UpdateWorld
        {
            Updates = [WorldUpdate.Security("5000001") with { Eula = true }, WorldUpdate.Security("5000002"), WorldUpdate.Security("5000003") with { Installed = true }],
            Warnings = [new WorldWarning("0x8024402C", "A warning.")],
            Failures = call.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [call] = failure },
        });
        string path = Machine.BaselineFile(s_everything);

        Machine.Run(
            $$"""
            try { [void](Install-PatchBaseline -Offline -Confirm:$false -ErrorAction SilentlyContinue -RebootOption NoReboot -Path {{path}}) } catch { }
            try { [void](Invoke-PatchScan -Offline -Path {{path}}) } catch { }
            """);

        Assert.NotEmpty(Machine.Sessions);
        Assert.All(Machine.Sessions, session => Assert.Equal("ended 0 left", session));
    }

    [Fact]
    public void What_is_held_when_a_session_ends_is_counted()
    {
        Machine.Enter();

        Machine.Run(
            """
            $session = [System.Activator]::CreateInstance([type]::GetTypeFromProgID('Microsoft.Update.Session'))
            $searcher = [System.__ComObject].InvokeMember('CreateUpdateSearcher', 'InvokeMethod', $null, $session, @())
            [void][System.Runtime.InteropServices.Marshal]::ReleaseComObject($session)
            """);

        Assert.Equal(["ended 1 left"], Machine.Sessions);
    }

    [Fact]
    public void Outside_the_agent_windows_is_restarted_by_its_own_tool()
    {
        Machine.Enter(WorldUpdate.Security("5000001") with { Install = WorldOutcome.NeedsRestart });

        WindowsRun run = Machine.Install(s_everything, "-RebootOption RebootIfNeeded");

        Assert.Equal("Scheduled", run.Text("Restart"));
        Assert.Equal(0, run.Number("ExitCode"));
    }

    [Fact]
    public void NoReboot_leaves_it_waiting()
    {
        Machine.Enter(WorldUpdate.Security("5000001") with { Install = WorldOutcome.NeedsRestart });

        WindowsRun run = Machine.Install(s_everything, "-RebootOption NoReboot");

        Assert.Equal(["KB5000001 InstalledPendingReboot"], run.States);
        Assert.Equal(0, run.Number("ExitCode"));
    }

    [Fact]
    public void A_restart_that_is_due_before_refuses_the_install()
    {
        Machine.Enter(new UpdateWorld { Updates = [WorldUpdate.Security("5000001")], RebootRequired = true });

        WindowsRun run = Machine.Install(s_everything);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("RestartRequiredFirst", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Machine.Changes);
    }

    [Fact]
    public void An_installation_of_somebody_else_is_waited_for_as_long_as_allowed()
    {
        Machine.Enter(new UpdateWorld { Updates = [WorldUpdate.Security("5000001")], BusyReads = 1000 });

        WindowsRun run = Machine.Install(s_everything, "-LockTimeout 0");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PackageManagerBusy", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Machine.Changes);
    }

    [Fact]
    public void An_override_list_takes_what_it_names_and_the_baseline_approves()
    {
        Machine.Enter(WorldUpdate.Security("5000001"), WorldUpdate.Security("5000002", "Low"), WorldUpdate.Security("5000003"));
        File.WriteAllText(Machine.TestFile("list.yaml"), "patches:\n  - id: 'KB5000001'\n  - id: 'KB5000002'\n");

        WindowsRun run = Machine.Install(new WindowsBaseline { Severities = ["Critical"] }, @"-InstallOverrideList T:\list.yaml");

        Assert.Equal([$"downloaded {Key("5000001")} 0x00000000", $"installed {Key("5000001")} 0x00000000"], Machine.Changes);
        Assert.Equal(["KB5000001 Installed", "KB5000003 Missing"], run.States.Where(state => !state.Contains("KB5000002", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static string Key(string kb) => $"{WorldUpdate.IdOf(kb)}.1";
}
