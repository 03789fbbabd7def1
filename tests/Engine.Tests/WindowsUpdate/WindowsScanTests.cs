using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class WindowsScanTests : IDisposable
{
    private readonly WindowsScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_scan_gives_each_update_its_state()
    {
        UpdateWorld world = _scene.World;
        world.Add("5000001");
        world.Add("5000002").IsInstalled = true;
        world.Add(UpdateSamples.Update("5000003", classification: UpdateSamples.Ordinary)).IsInstalled = true;
        world.Add(UpdateSamples.Update("5000004", classification: UpdateSamples.Ordinary));
        world.Add(UpdateSamples.Update("5000005", day: "2026-11-24"));
        world.Add(UpdateSamples.Update("5000006") with { IsHidden = true });

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(
            new Dictionary<string, PatchState>
            {
                ["KB5000001"] = PatchState.Missing,
                ["KB5000002"] = PatchState.Installed,
                ["KB5000003"] = PatchState.InstalledOther,
                ["KB5000005"] = PatchState.AvailableSecurityUpdate,
                ["KB5000006"] = PatchState.Missing,
            },
            WindowsScene.States(result));
        Assert.Contains("hidden", WindowsScene.Patch(result, "5000006").Reason, StringComparison.Ordinal);
        Assert.Equal("2026-10-13.1", WindowsScene.Patch(result, "5000001").AvailableVersion);
        Assert.Equal("2026-10 Cumulative Update for Windows Server 2022 for x64-based Systems (KB5000001)", WindowsScene.Patch(result, "5000001").Title);
        Assert.Equal("SecurityUpdates", WindowsScene.Patch(result, "5000001").Classification);
        Assert.Equal("Critical", WindowsScene.Patch(result, "5000001").Severity);
        Assert.Equal("Microsoft Update", Assert.Single(result.Repositories).Name);
    }

    [Fact]
    public async Task Replaced_updates_are_needed_until_what_replaces_them_is_approved()
    {
        UpdateWorld world = _scene.World;
        AgentUpdate old = UpdateSamples.Update("5000001", day: "2026-09-08");
        AgentUpdate middle = UpdateSamples.Update("5000002", day: "2026-10-13") with { SupersededIds = [old.Key.Id] };
        AgentUpdate young = UpdateSamples.Update("5000003", day: "2026-11-24") with { SupersededIds = [middle.Key.Id] };
        world.Add(old);
        world.Add(middle);
        world.Add(young);

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(PatchState.NotApplicable, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("KB5000002 replaces it", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        Assert.Equal(PatchState.Missing, WindowsScene.Patch(result, "5000002").State);
        Assert.Equal(PatchState.AvailableSecurityUpdate, WindowsScene.Patch(result, "5000003").State);
        Assert.All(world.Queries.Where(query => query.Criteria == "IsInstalled=0"), query => Assert.True(query.IncludesSuperseded));
    }

    [Fact]
    public async Task What_an_installed_update_replaces_does_not_apply()
    {
        AgentUpdate old = UpdateSamples.Update("5000001", day: "2026-09-08");
        AgentUpdate between = UpdateSamples.Update("5000002", day: "2026-10-01") with { SupersededIds = [old.Key.Id] };
        _scene.World.Add(old);
        _scene.World.Add(between);
        _scene.World.Add(UpdateSamples.Update("5000003", day: "2026-10-13") with { SupersededIds = [between.Key.Id] }).IsInstalled = true;

        IReadOnlyDictionary<string, PatchState> states = WindowsScene.States(await _scene.ScanAsync());

        Assert.Equal(PatchState.NotApplicable, states["KB5000001"]);
        Assert.Equal(PatchState.NotApplicable, states["KB5000002"]);
        Assert.Equal(PatchState.Installed, states["KB5000003"]);
    }

    [Fact]
    public async Task Optional_updates_are_taken_by_name_alone()
    {
        _scene.World.Add(UpdateSamples.Update("5000001") with { IsOptional = true });
        _scene.World.Add(UpdateSamples.Update("5000002") with { IsOptional = true });
        _scene.Baseline = _scene.Baseline with { ApprovedPatches = ["5000002"] };

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(PatchState.AvailableSecurityUpdate, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("optional", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        Assert.Equal(PatchState.Missing, WindowsScene.Patch(result, "5000002").State);
    }

    [Fact]
    public async Task The_services_own_approvals_count_instead_of_the_rules()
    {
        _scene.World.Add("5000001");
        _scene.World.Add(UpdateSamples.Update("5000002", classification: UpdateSamples.Ordinary));
        _scene.World.Add("5000003");
        _scene.Baseline = _scene.Baseline with
        {
            EffectivePatches =
            [
                Effective("KB5000002", isApproved: true) with { ComplianceLevel = ComplianceLevel.Critical },
                Effective("KB5000003", isApproved: false) with { ApprovalTime = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) },
                Effective("KB5000004", isApproved: true),
                Effective("KB5000005", isApproved: true) with { Product = "Windows Server 2012" },
                .. Enumerable.Range(1000, 120).Select(number => Effective($"KB499{number}", isApproved: true)),
            ],
        };

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(PatchState.AvailableSecurityUpdate, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("does not name it", WindowsScene.Patch(result, "5000001").Reason, StringComparison.Ordinal);
        PatchRecord approved = WindowsScene.Patch(result, "5000002");
        Assert.Equal((PatchState.Missing, ComplianceLevel.Critical), (approved.State, approved.ComplianceLevel));
        Assert.StartsWith("Approved by Systems Manager", approved.Reason, StringComparison.Ordinal);
        Assert.Contains("on 2026-12-01", WindowsScene.Patch(result, "5000003").Reason, StringComparison.Ordinal);
        Assert.Equal(100, result.NotApplicableCount);
        Assert.Equal(21, result.UnreportedNotApplicableCount);
        Assert.DoesNotContain(result.Patches, patch => patch.Id == "KB5000005");
    }

    [Fact]
    public async Task A_listed_update_that_nobody_offers_does_not_apply()
    {
        _scene.Baseline = _scene.Baseline with { ApprovedPatches = ["KB5000009", "ms10-048"] };

        PatchRecord patch = Assert.Single((await _scene.ScanAsync()).Patches);

        Assert.Equal(("KB5000009", PatchState.NotApplicable), (patch.Id, patch.State));
    }

    [Fact]
    public async Task Warnings_of_a_search_are_told_and_its_results_kept()
    {
        _scene.World.Add("5000001");
        _scene.World.SearchResult = UpdateResultCode.SucceededWithErrors;
        _scene.World.SearchWarnings.Add(new UpdateProblem(unchecked((int)0x80241001), ""));

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(PatchState.Missing, WindowsScene.Patch(result, "5000001").State);
        WarningEvent warning = _scene.Events.Warnings.First(warning => warning.Id == ErrorIds.UpdateSearchIncomplete);
        Assert.Contains("0x80241001 WU_E_MSI_WRONG_VERSION", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_failed_is_an_error()
    {
        _scene.World.SearchResult = UpdateResultCode.Failed;

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());

        Assert.Equal(ErrorIds.UpdateAgentFailed, error.ErrorId);
    }

    [Theory]
    [InlineData(unchecked((int)0x80040154), ErrorIds.PackageManagerMissing)]
    [InlineData(unchecked((int)0x80070422), ErrorIds.UpdateServiceDisabled)]
    [InlineData(unchecked((int)0x80070005), ErrorIds.UpdateAgentDenied)]
    [InlineData(unchecked((int)0x8024402C), ErrorIds.UpdateAgentFailed)]
    [InlineData(unchecked((int)0x80240016), ErrorIds.PackageManagerBusy)]
    [InlineData(12345, ErrorIds.UpdateAgentFailed)]
    public async Task What_the_agent_says_has_an_error_of_its_own(int code, string id)
    {
        _scene.World.OnCall = call => throw new ComCallException(call, code);

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());

        Assert.Equal(id, error.ErrorId);
        Assert.NotEmpty(error.RecommendedAction!);
        Assert.Contains(code.ToString("X8"), error.Message + error.InnerException?.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_scan_goes_on_where_only_the_question_for_restarts_is_refused()
    {
        _scene.World.Add("5000001");
        _scene.World.OnCall = call =>
        {
            if (call == "restart?")
                throw new ComCallException(call, unchecked((int)0x80070005));
        };

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(PatchState.Missing, WindowsScene.Patch(result, "5000001").State);
        Assert.Contains("-UseScheduledTask", Assert.Single(_scene.Events.Warnings, warning => warning.Id == ErrorIds.UpdateAgentDenied).Message, StringComparison.Ordinal);
        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());
        Assert.Equal(ErrorIds.UpdateAgentDenied, error.ErrorId);
    }

    [Fact]
    public async Task A_search_that_never_ends_is_left_to_itself_and_the_next_run_works()
    {
        using ManualResetEventSlim end = new();
        TaskCompletionSource hang = new();
        _scene.World.OnCall = call =>
        {
            if (call == "search IsInstalled=0" && hang.TrySetResult())
                end.Wait();
        };
        _scene.Delay = (_, _) => hang.Task;

        PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());
        _scene.Delay = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);
        PatchOperationResult result = await _scene.ScanAsync();
        end.Set();

        Assert.Equal(ErrorIds.UpdateAgentTimedOut, error.ErrorId);
        Assert.Empty(result.Patches);
    }

    [Fact]
    public async Task Odd_updates_are_judged_by_what_they_have()
    {
        AgentUpdate bare = new() { Key = new UpdateKey("bare", 1) };
        _scene.World.Add(bare);
        _scene.World.Add(bare with { Key = new UpdateKey("driver", 1), IsDriver = true, Title = "Printer" });
        _scene.World.Add(bare with { Key = new UpdateKey("title", 3), Title = "Feature for \ud83d\ude80 \ud800 \u001b[31m (KB5000001)", Unreadable = ["Categories (0x80248007)"] });
        _scene.World.Add(UpdateSamples.Update("5000002") with { Categories = [UpdateSamples.Product("Half a sign \ud800 and \ud83d\ude80")] }).IsInstalled = true;
        _scene.Baseline = _scene.Baseline with { ApprovedPatches = ["KB5000001"] };

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Contains("\ud83d\ude80", WindowsScene.Patch(result, "5000002").Reason, StringComparison.Ordinal);
        PatchRecord patch = WindowsScene.Patch(result, "5000001");
        Assert.Equal(("KB5000001", PatchState.Missing, "0.3"), (patch.Id, patch.State, patch.AvailableVersion));
        Assert.StartsWith("Feature for \ud83d\ude80 ", patch.Title, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', patch.Title);
        Assert.Contains("bare", Assert.Single(_scene.Events.Warnings, warning => warning.Id == ErrorIds.UpdateWithoutKb).Message, StringComparison.Ordinal);
        Assert.Contains(_scene.Events.All.OfType<VerboseEvent>(), told => told.Message.Contains("Printer", StringComparison.Ordinal));
        WarningEvent unreadable = _scene.Events.Warnings.First(warning => warning.Id == ErrorIds.UpdateUnreadable);
        Assert.Contains("\ud83d\ude80", unreadable.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', unreadable.Message);
    }

    /// <summary>What an administrator may have hidden, or what may wait for an answer for ever, is not put on by guess.</summary>
    [Fact]
    public async Task An_update_that_may_be_hidden_or_may_ask_for_input_is_left_to_somebody()
    {
        _scene.World.Add(UpdateSamples.Update("5000001") with { IsUnattendedUnknown = true });

        PatchRecord patch = WindowsScene.Patch(await _scene.ScanAsync(), "5000001");

        Assert.Equal(PatchState.Missing, patch.State);
        Assert.Contains("does not tell whether the update is hidden, or whether it asks for input; install it by hand", patch.Reason, StringComparison.Ordinal);
    }

    /// <summary>The search that found it says so, where it does not say so itself.</summary>
    [Fact]
    public async Task What_the_search_for_installed_updates_finds_is_installed()
    {
        WorldUpdate odd = _scene.World.Add("5000001");
        odd.IsInstalled = true;
        odd.DeniesToBeInstalled = true;

        Assert.Equal(PatchState.Installed, WindowsScene.Patch(await _scene.ScanAsync(), "5000001").State);
    }

    [Fact]
    public async Task Thousands_of_updates_are_no_trouble()
    {
        for (int i = 0; i < 5000; i++)
            _scene.World.Add((6000000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)).IsInstalled = i % 2 == 0;

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal((2500, 2500), (result.InstalledCount, result.MissingCount));
    }

    [Fact]
    public async Task Of_several_revisions_of_a_day_the_highest_counts()
    {
        _scene.World.Add(UpdateSamples.Update("5000001", revision: 9));
        _scene.World.Add(UpdateSamples.Update("5000001", revision: 10));
        _scene.World.Add(UpdateSamples.Update("5000002", revision: 9)).IsInstalled = true;
        _scene.World.Add(UpdateSamples.Update("5000002", revision: 10));

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(("", "2026-10-13.10"), (WindowsScene.Patch(result, "5000001").InstalledVersion, WindowsScene.Patch(result, "5000001").AvailableVersion));
        Assert.Equal(("2026-10-13.9", "2026-10-13.10"), (WindowsScene.Patch(result, "5000002").InstalledVersion, WindowsScene.Patch(result, "5000002").AvailableVersion));
    }

    [Fact]
    public async Task Policy_is_named_as_the_source()
    {
        _scene.World.Server = "http://name:secret@wsus.example.com:8530";

        string source = Assert.Single((await _scene.ScanAsync()).Repositories).Name;

        Assert.Contains("wsus.example.com:8530", source, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_refresh_nobody_is_asked()
    {
        RepositoryHealth source = Assert.Single((await _scene.ScanAsync(noRefresh: true)).Repositories);

        Assert.Equal(RepositoryStatus.NotRefreshed, source.Status);
        Assert.All(_scene.World.Queries, query => Assert.False(query.IsOnline));
    }

    [Fact]
    public async Task Times_come_from_the_history()
    {
        WorldUpdate update = _scene.World.Add("5000001");
        update.IsInstalled = true;
        DateTimeOffset time = new(2026, 11, 1, 3, 0, 0, TimeSpan.Zero);
        _scene.World.History.Add(new UpdateHistoryEntry(update.Update.Key, time));
        _scene.World.History.Add(new UpdateHistoryEntry(update.Update.Key with { Revision = 7 }, time.AddDays(-3)));

        Assert.Equal(time, WindowsScene.Patch(await _scene.ScanAsync(), "5000001").InstalledTime);
    }

    private static EffectivePatch Effective(string kb, bool isApproved) => new() { KnowledgeBaseId = kb, IsApproved = isApproved, Product = "WindowsServer2022" };
}
