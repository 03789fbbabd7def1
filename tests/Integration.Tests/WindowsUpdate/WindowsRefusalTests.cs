namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The module on a Windows of wine where the agent, or Windows itself, refuses.</summary>
public sealed class WindowsRefusalTests(SharedWindows windows) : IClassFixture<SharedWindows>
{
    private static readonly WindowsBaseline s_everything = new();

    private WindowsMachine Machine => windows.Machine;

    public static TheoryData<string, string, string, string> Refusals => new()
    {
        { "IUpdateSession.CreateUpdateSearcher", "0x80070005", "UpdateAgentDenied", "-UseScheduledTask" },
        { "IUpdateSearcher.Search", "0x80070422", "UpdateServiceDisabled", "Set-Service wuauserv" },
        { "IUpdateSearcher.Search", "0x8024402C", "UpdateAgentFailed", "WU_E_PT_WINHTTP_NAME_NOT_RESOLVED" },
        { "IUpdateSearcher.Search", "0x80072EE2", "UpdateAgentFailed", "0x80072EE2" },
        { "Microsoft.Update.Session.Create", "0x80070005", "UpdateAgentDenied", "-UseScheduledTask" },
        { "Microsoft.Update.Session.Create", "0x80080005", "UpdateAgentFailed", "0x80080005" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_ends_the_scan_with_its_reason(string call, string hresult, string error, string words)
    {
        Machine.Enter(new UpdateWorld { Updates = [WorldUpdate.Security("5000001")], Failures = new Dictionary<string, string> { [call] = hresult } });

        WindowsRun run = Machine.Scan(s_everything);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(error, run.Errors, StringComparison.Ordinal);
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        Assert.Null(run.Saved);
        Assert.False(Directory.Exists(Machine.Wine.PathOf(@"C:\ProgramData\Amazon\PatchBaselineOperations\State\runs")));
    }

    [Fact]
    public void A_logon_that_may_search_but_not_install_is_warned_by_a_scan_and_refused_by_an_install()
    {
        Machine.Enter(new UpdateWorld
        {
            Updates = [WorldUpdate.Security("5000001")],
            Failures = new Dictionary<string, string> { ["ISystemInformation.RebootRequired"] = "0x80070005" },
        });

        WindowsRun scan = Machine.Scan(s_everything);
        WindowsRun install = Machine.Install(s_everything);

        Assert.Equal(["KB5000001 Missing"], scan.States);
        Assert.Contains("[UpdateAgentDenied]", scan.Errors, StringComparison.Ordinal);
        Assert.Equal(1, install.ExitCode);
        Assert.Contains("UpdateAgentDenied", install.Errors, StringComparison.Ordinal);
        Assert.Empty(Machine.Changes);
    }

    [Fact]
    public void A_search_that_never_ends_can_be_stopped_and_the_next_one_runs()
    {
        Machine.Enter(new UpdateWorld { Updates = [WorldUpdate.Security("5000001")], Silences = ["IUpdateSearcher.Search"] });

        WindowsRun run = Machine.Run(
            $$"""
            $path = '{{Machine.BaselineFile(s_everything)}}'
            $manifest = (Get-Module PatchBaselineAssociation).Path
            $state = [initialsessionstate]::CreateDefault2()
            $state.ExecutionPolicy = 'Bypass'
            $shell = [powershell]::Create($state)
            [void]$shell.AddScript("Import-Module '$manifest'; Invoke-PatchScan -Offline -Path $path")
            $running = $shell.BeginInvoke()
            while (-not ([System.IO.File]::Exists('T:\world.json.journal') -and [System.IO.File]::ReadAllText('T:\world.json.journal').Contains('silent'))) {
                if ($running.IsCompleted) { [void]$shell.EndInvoke($running); throw 'The scan ended.' }
                [System.Threading.Thread]::Sleep(20)
            }
            $shell.Stop()
            "stopped: $($shell.InvocationStateInfo.State)"
            Save-Result (Invoke-PatchScan -Offline -Path $path)
            """);

        Assert.Equal(["KB5000001 Missing"], run.States);
        Assert.Contains("stopped: Stopped", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The limit is the real one of an hour; what tells that it is over is the test's.</summary>
    [Fact]
    public void A_search_that_never_ends_is_left_to_itself_when_its_time_is_over()
    {
        Machine.Enter(new UpdateWorld { Updates = [WorldUpdate.Security("5000001")], Silences = ["IUpdateSearcher.Search"] });

        WindowsRun run = Machine.Run($"[System.Reflection.Assembly]::LoadFrom('{WindowsImage.TestsPath}').GetType('{typeof(SearchDeadline).FullName}')::{nameof(SearchDeadline.RunAsync)}().GetAwaiter().GetResult()");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string[] lines = run.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.StartsWith("UpdateAgentTimedOut: The Windows Update Agent was to search for updates, and has not come to an end in 60 minutes.", lines[0], StringComparison.Ordinal);
        Assert.Equal("KB5000001", lines[1]);
    }

    [Fact]
    public void A_windows_without_the_agent_says_so()
    {
        Machine.Enter(WorldUpdate.Security("5000001"));
        Machine.Wine.Run("reg", "delete", @"HKCR\Microsoft.Update.Session", "/f");

        WindowsRun run;
        try
        {
            run = Machine.Scan(s_everything);
        }
        finally
        {
            Machine.Wine.Run("regsvr32", "/s", WindowsImage.LibraryPath);
        }

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PackageManagerMissing", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Microsoft.Update.Session", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["KB5000001 Missing"], Machine.Scan(s_everything).States);
    }
}
