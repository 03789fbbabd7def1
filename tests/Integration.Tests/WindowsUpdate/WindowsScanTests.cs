namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>The whole module on a Windows of wine, with a Windows Update Agent that answers through COM: what a scan says.</summary>
public sealed class WindowsScanTests(SharedWindows windows) : IClassFixture<SharedWindows>
{
    /// <summary>What is neither installed nor in the baseline is not listed: 6, 13, 19 and 20.</summary>
    private const string ExpectedStates =
        """
        KB5000003 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (rule) since 2026-10-20; released 2026-10-13 + 7 days
        KB5000008 | Installed | High | SecurityUpdates | Critical | 2026-10-13.1 |  | (rule) since 2026-10-20; released 2026-10-13 + 7 days
        KB5000014 | InstalledRejected | Unspecified | SecurityUpdates | Critical | 2026-10-13.1 |  | Rejected by list entry 'KB5000014'; the baseline forbids it, and it is installed
        KB5000001 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (rule) since 2026-10-20; released 2026-10-13 + 7 days; offered by Windows Update
        KB5000004 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (rule) since 2026-10-20; released 2026-10-13 + 7 days; 2026-10-13.1 cannot be installed here: an administrator has hidden the update in Windows Update; offered by Windows Update
        KB5000010 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (rule) since 2026-10-20; released 2026-10-13 + 7 days; offered by Windows Update
        KB5000012 | Missing | High | SecurityUpdates | Critical |  | 2026-10-20.10 | (rule) since 2026-10-27; released 2026-10-20 + 7 days; offered by Windows Update
        KB5000015 | Missing | Unspecified | SecurityUpdates | Low |  | 2026-10-13.1 | Approved by list entry 'MS26-015'; offered by Windows Update
        KB5000016 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (rule) since 2026-10-20; released 2026-10-13 + 7 days; offered by Windows Update
        KB5000017 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (rule) since 2026-10-20; released 2026-10-13 + 7 days; offered by Windows Update
        KB5000018 | Missing | High | SecurityUpdates | Critical |  | 2026-10-13.1 | (rule) since 2026-10-20; released 2026-10-13 + 7 days; offered by Windows Update
        KB5000009 | NotApplicable | High | SecurityUpdates | Critical |  |  | (rule) since 2026-10-20; released 2026-10-13 + 7 days; it does not apply to this node
        KB5000011 | NotApplicable | High | SecurityUpdates | Critical |  |  | (rule) since 2026-09-15; released 2026-09-08 + 7 days; offered by Windows Update; not needed, for KB5000010 replaces it and is approved as well
        KB5000002 | AvailableSecurityUpdate | Unspecified | SecurityUpdates | Important |  |  | Rule 1 would approve 2026-11-20.1 on 2026-11-27 (7 days after its release)
        KB5000005 | AvailableSecurityUpdate | Unspecified | SecurityUpdates | Moderate |  |  | Not in the baseline: no rule takes PRODUCT Microsoft Server operating system-21H2 or WindowsServer2022, CLASSIFICATION SecurityUpdates, MSRC_SEVERITY Moderate
        KB5000007 | AvailableSecurityUpdate | Unspecified | SecurityUpdates | Critical |  |  | Not in the baseline: no rule takes PRODUCT Microsoft SQL Server 2022, CLASSIFICATION SecurityUpdates, MSRC_SEVERITY Critical
        """;

    private const string RuleWords = "Approved by rule 1 (PATCH_SET OS, CLASSIFICATION SecurityUpdates or CriticalUpdates or Updates or Drivers, MSRC_SEVERITY Critical or Important)";

    private static readonly WindowsBaseline s_everything = new();

    private static readonly WorldUpdate[] s_updates =
    [
        WorldUpdate.Security("5000001"),
        WorldUpdate.Security("5000002", "Important") with { Released = "2026-11-20" },
        WorldUpdate.Security("5000003") with { Installed = true },
        WorldUpdate.Security("5000004") with { Hidden = true },
        WorldUpdate.Security("5000005", "Moderate"),
        WorldUpdate.Security("5000006") with { Severity = null, Categories = [WorldCategory.Updates, WorldCategory.Server], BrowseOnly = true },
        WorldUpdate.Security("5000007") with { Categories = [WorldCategory.SecurityUpdates, WorldCategory.SqlServer] },
        WorldUpdate.Security("5000008") with { Installed = true, Supersedes = [WorldUpdate.IdOf("5000009")] },
        WorldUpdate.Security("5000009"),
        WorldUpdate.Security("5000010") with { Supersedes = [WorldUpdate.IdOf("5000011")] },
        WorldUpdate.Security("5000011") with { Released = "2026-09-08" },
        WorldUpdate.Security("5000012") with { Revision = 9, Released = "2026-10-20" },
        WorldUpdate.Security("5000012") with { Revision = 10, Released = "2026-10-20" },
        WorldUpdate.Security("5000013"),
        WorldUpdate.Security("5000014") with { Installed = true },
        WorldUpdate.Security("5000015", "Low") with { Bulletins = ["MS26-015"], Cves = ["CVE-2026-1", "CVE-2026-2"] },
        WorldUpdate.Security("5000016") with { Title = "Sicherheitsupdate \U0001F6E1 für 名前 (KB5000016)" },
        WorldUpdate.Security("5000017") with { Title = null },
        WorldUpdate.Security("5000018") with { Kbs = [], Title = "2026-10 Update (KB5000018)" },
        WorldUpdate.Security("5000019") with { Categories = [], Severity = null },
        WorldUpdate.Security("5000020") with { Type = 2, Categories = [WorldCategory.Drivers], Severity = null },
        new() { Id = "00000000-0000-4000-8000-0000000000d1", Title = "Contoso - Display - 31.0.1", Type = 2, Categories = [WorldCategory.Drivers] },
        new() { Id = "00000000-0000-4000-8000-0000000000d2", Title = null, Categories = [WorldCategory.SecurityUpdates, WorldCategory.Server] },
    ];

    private WindowsMachine Machine => windows.Machine;

    [Fact]
    public void The_predefined_baseline_of_windows_applies()
    {
        Machine.Enter();

        WindowsRun run = Machine.RunForResult("Resolve-PatchBaseline -Offline");

        Assert.Equal("AWS-DefaultPatchBaseline", run.Text("Name"));
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void Every_update_has_its_state_and_reason()
    {
        Machine.Enter(s_updates);

        WindowsRun run = Machine.Scan(new WindowsBaseline
        {
            Classifications = ["SecurityUpdates", "CriticalUpdates", "Updates", "Drivers"],
            Severities = ["Critical", "Important"],
            ApproveAfterDays = 7,
            Rejected = ["KB5000013", "KB5000014"],
            RejectedAction = "BLOCK",
            Approved = ["MS26-015"],
        }, "-AsOf 2026-11-25T00:00:00Z");

        Assert.Equal(ExpectedStates, string.Join('\n', run.Table).Replace(RuleWords, "(rule)", StringComparison.Ordinal));
        Assert.Contains("Contoso - Display - 31.0.1", Machine.Run("Invoke-PatchScan -Offline -Verbose > $null").Errors, StringComparison.Ordinal);
        Assert.Equal(["CVE-2026-1", "CVE-2026-2"], run.PatchOf("KB5000015").GetProperty("CveIds").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("Sicherheitsupdate \U0001F6E1 für 名前 (KB5000016)", run.PatchOf("KB5000016").GetProperty("Title").GetString());
        Assert.Equal("KB5000017:2026-10-13.1", run.PatchOf("KB5000017").GetProperty("Title").GetString());
        Assert.Contains("[UpdateWithoutKb]", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Machine.Changes);
    }

    [Fact]
    public void A_scan_asks_online_once_and_not_at_all_without_a_refresh()
    {
        Machine.Enter(WorldUpdate.Security("5000001"));

        Machine.Scan(s_everything);
        string[] refreshing = [.. Machine.Journal];
        Machine.Scan(s_everything, "-NoRefresh");

        Assert.Equal(["search IsInstalled=0", "search IsInstalled=1", "search RebootRequired=1"], refreshing);
        Assert.Equal(6, Machine.Journal.Count);
        Assert.Single(File.ReadAllLines(Machine.TestFile("world.json.journal")), line => line.StartsWith("search ", StringComparison.Ordinal) && !line.Contains(" offline ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_result_is_kept_where_other_tools_look_for_it()
    {
        Machine.Enter(WorldUpdate.Security("5000001"), WorldUpdate.Security("5000003") with { Installed = true });

        WindowsRun run = Machine.Scan(s_everything);
        WindowsRun kept = Machine.Run("foreach ($patch in Get-PatchState) { \"$($patch.Id) $($patch.State)\" }");

        Assert.Equal(@"C:\ProgramData\Amazon\PatchBaselineOperations\State", run.Text("StateFolder"));
        Assert.Equal(["KB5000003 Installed", "KB5000001 Missing"], kept.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        string states = Machine.Wine.PathOf(@"C:\ProgramData\Amazon\PatchBaselineOperations\State");
        Assert.Equal(["PatchInventoryFromLastOperation.json", "PatchStatesConfiguration.json"], Directory.GetFiles(states, "*.json").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_search_that_warns_is_told_of_and_its_results_count()
    {
        Machine.Enter(new UpdateWorld
        {
            Updates = [WorldUpdate.Security("5000001")],
            SearchResultCode = 3,
            Warnings = [new WorldWarning("0x8024402C", "The name of the server was not found.")],
        });

        WindowsRun run = Machine.Scan(s_everything);

        Assert.Equal(["KB5000001 Missing"], run.States);
        Assert.Contains("[UpdateSearchIncomplete]", run.Errors, StringComparison.Ordinal);
        Assert.Contains("WU_E_PT_WINHTTP_NAME_NOT_RESOLVED", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_thousand_updates_are_judged()
    {
        Machine.Enter([.. Enumerable.Range(5100000, 5000).Select(kb => WorldUpdate.Security($"{kb}") with { Installed = kb % 2 == 0 })]);

        WindowsRun run = Machine.Scan(s_everything);

        Assert.Equal(2500, run.Number("MissingCount"));
        Assert.Equal(2500, run.Number("InstalledCount"));
    }

    [Fact]
    public void An_available_security_update_counts_as_the_baseline_says()
    {
        Machine.Enter(WorldUpdate.Security("5000001", "Low"));
        WindowsBaseline strict = new() { Severities = ["Critical"], AvailableSecurityUpdates = "NON_COMPLIANT" };

        WindowsRun run = Machine.Scan(strict);

        Assert.Equal(["KB5000001 AvailableSecurityUpdate"], run.States);
        Assert.Equal(1, run.Number("AvailableSecurityUpdateCount"));
        Assert.Equal("NonCompliant", run.Text("Compliance"));
    }
}
