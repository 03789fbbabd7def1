using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class StateClassifierTests
{
    private static readonly DateTimeOffset s_install = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, DecisionKind, string?, bool, bool, bool, PatchState?, PatchCompliance?> States => new()
    {
        // what, kind, installed, missing, blocked, available security update
        { "approved and installed", DecisionKind.Approved, "1", false, false, false, PatchState.Installed, PatchCompliance.Compliant },
        { "approved, newer version approved", DecisionKind.Approved, "1", true, false, false, PatchState.Missing, PatchCompliance.NonCompliant },
        { "approved update, absent", DecisionKind.Approved, null, true, false, false, PatchState.Missing, PatchCompliance.NonCompliant },
        { "approved, absent, not needed", DecisionKind.Approved, null, false, false, false, PatchState.NotApplicable, PatchCompliance.NotCounted },
        { "installed, not in the baseline", DecisionKind.NotInBaseline, "1", false, false, false, PatchState.InstalledOther, PatchCompliance.Compliant },
        { "installed, rejected, blocked", DecisionKind.Rejected, "1", false, true, false, PatchState.InstalledRejected, PatchCompliance.NonCompliant },
        { "installed, rejected, allowed as dependency", DecisionKind.Rejected, "1", false, false, false, PatchState.InstalledOther, PatchCompliance.Compliant },
        { "absent, rejected", DecisionKind.Rejected, null, false, true, false, null, null },
        { "absent, not in the baseline", DecisionKind.NotInBaseline, null, false, false, false, null, null },
        { "security update, not approved", DecisionKind.NotInBaseline, null, false, false, true, PatchState.AvailableSecurityUpdate, PatchCompliance.Compliant },
        { "security update, rejected", DecisionKind.Rejected, null, false, true, true, PatchState.AvailableSecurityUpdate, PatchCompliance.Compliant },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Each_decision_has_its_state(string what, DecisionKind kind, string? installed, bool isMissing, bool isBlocked, bool isAvailable, PatchState? state, PatchCompliance? compliance)
    {
        var decision = Decision(kind, installed) with { IsMissing = isMissing, IsBlocked = isBlocked, IsAvailableSecurityUpdate = isAvailable };

        var records = Classify(decision);

        Assert.Equal(state, records.SingleOrDefault()?.State);
        Assert.Equal(compliance, records.SingleOrDefault()?.Compliance);
        Assert.All(records, record => Assert.Equal("Because", record.Reason));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData(null, PatchCompliance.Compliant)]
    [InlineData(true, PatchCompliance.Compliant)]
    [InlineData(false, PatchCompliance.NonCompliant)]
    public void The_baseline_says_whether_an_available_security_update_counts(bool? setting, PatchCompliance compliance)
    {
        var decision = Decision(DecisionKind.NotInBaseline, installed: null) with { IsAvailableSecurityUpdate = true };

        var record = Assert.Single(Classify(decision, Context() with { AvailableSecurityUpdatesCompliant = setting }));

        Assert.Equal(compliance, record.Compliance);
    }

    [Theory]
    [InlineData(PatchState.Failed)]
    [InlineData(PatchState.Missing)]
    [InlineData(PatchState.InstalledRejected)]
    [InlineData(PatchState.InstalledPendingReboot)]
    public void That_setting_touches_no_other_state(PatchState state) =>
        Assert.Equal(PatchCompliance.NonCompliant, StateClassifier.ComplianceOf(state, availableSecurityUpdatesCompliant: true));

    public static TheoryData<string, double?, double?, double?, PatchState> Boots => new()
    {
        // what, boot, last install without reboot, installed time of the entry (hours around the install)
        { "booted before the install", -1, 0, 0, PatchState.InstalledPendingReboot },
        { "booted at its very moment", 0, 0, 0, PatchState.Installed },
        { "booted after", 1, 0, 0, PatchState.Installed },
        { "boot time not known", null, 0, 0, PatchState.InstalledPendingReboot },
        { "no time of the install, booted after the patch came in", 1, null, 0, PatchState.Installed },
        { "no time of the install, booted before the patch came in", -1, null, 0, PatchState.InstalledPendingReboot },
        { "no time at all", 1, null, null, PatchState.InstalledPendingReboot },
        { "booted between an earlier install and the last one", 1, 2, 0, PatchState.InstalledPendingReboot },
    };

    [Theory]
    [MemberData(nameof(Boots))]
    public void A_patch_waits_until_the_boot_after_its_install(string what, double? boot, double? lastInstall, double? installedTime, PatchState state)
    {
        var context = Context(PatchState.InstalledPendingReboot, At(installedTime)) with { BootTime = At(boot) };
        context = context with { PreviousStates = context.PreviousStates with { LastNoRebootInstallOperationTime = At(lastInstall) } };

        var record = Assert.Single(Classify(Decision(DecisionKind.Approved, "1"), context));

        Assert.Equal(state, record.State);
        Assert.Equal(state == PatchState.InstalledPendingReboot, record.Reason.Contains("no restart since then", StringComparison.Ordinal));
        Assert.StartsWith("Because", record.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData(DecisionKind.Approved, "2", PatchState.InstalledPendingReboot, false, PatchState.Installed)]
    [InlineData(DecisionKind.Approved, "1", PatchState.Installed, false, PatchState.Installed)]
    [InlineData(DecisionKind.Approved, "1", PatchState.InstalledPendingReboot, true, PatchState.Missing)]
    [InlineData(DecisionKind.NotInBaseline, "1", PatchState.InstalledPendingReboot, false, PatchState.InstalledPendingReboot)]
    [InlineData(DecisionKind.NotInBaseline, "1", PatchState.InstalledOther, false, PatchState.InstalledOther)]
    [InlineData(DecisionKind.Rejected, "1", PatchState.InstalledPendingReboot, false, PatchState.InstalledOther)]
    public void Only_the_very_version_that_waits_is_pending(DecisionKind kind, string installed, PatchState previous, bool isMissing, PatchState state)
    {
        var context = Context(previous, s_install) with { BootTime = s_install.AddHours(-1) };

        var record = Assert.Single(Classify(Decision(kind, installed) with { IsMissing = isMissing }, context));

        Assert.Equal(state, record.State);
    }

    [Fact]
    public void An_entry_of_another_id_with_the_same_title_does_not_count()
    {
        var states = new PatchStates
        {
            Patches = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal) { ["tool.amd64:1"] = new("other", s_install, PatchState.InstalledPendingReboot) },
        };

        var record = Assert.Single(Classify(Decision(DecisionKind.Approved, "1"), Context() with { PreviousStates = states }));

        Assert.Equal(PatchState.Installed, record.State);
        Assert.Null(record.InstalledTime);
    }

    [Theory]
    [InlineData("1", false, "tool.amd64:1", "1", "")]
    [InlineData("1", true, "tool.amd64:2", "1", "2")]
    [InlineData(null, true, "tool.amd64:2", "", "2")]
    [InlineData(null, false, "tool.amd64:2", "", "")]
    [InlineData("", false, "tool.amd64", "", "")]
    public void The_title_names_the_version_that_matters(string? installed, bool isMissing, string title, string installedVersion, string availableVersion)
    {
        var record = Assert.Single(Classify(Decision(DecisionKind.Approved, installed) with { IsMissing = isMissing }));

        Assert.Equal((title, installedVersion, availableVersion), (record.Title, record.InstalledVersion, record.AvailableVersion));
        Assert.Equal(("tool.amd64", "tool", "amd64"), (record.Id, record.Name, record.Architecture));
    }

    [Theory]
    [InlineData(PatchOperatingSystem.Windows, "2026-10 Update (KB1)", true, "2026-10 Update (KB1)", "KB1:2")]
    [InlineData(PatchOperatingSystem.Windows, "2026-10 Update (KB1)", false, "2026-10 Update (KB1)", "KB1:2")]
    [InlineData(PatchOperatingSystem.Windows, " \ud83d\ude80 ", true, "\ud83d\ude80", "KB1:2")]
    [InlineData(PatchOperatingSystem.Windows, " ", true, "KB1:2", "KB1:2")]
    [InlineData(PatchOperatingSystem.MacOS, "a description", true, "KB1.2", "KB1:2")]
    [InlineData(PatchOperatingSystem.Ubuntu, "a description", true, "KB1:2", "KB1:2")]
    public void The_title_is_that_of_the_system(PatchOperatingSystem operatingSystem, string summary, bool isInstalled, string title, string key)
    {
        AvailablePatch patch = new() { Version = "2", Summary = summary };
        PatchDecision decision = new()
        {
            Entry = new InventoryEntry { Name = "KB1", Installed = isInstalled ? new InstalledPackage { Version = "2" } : null, Versions = [patch], IsMissingWhenAbsent = true },
            Kind = DecisionKind.Approved,
            Approved = patch,
            IsMissing = !isInstalled,
            Reason = "Because",
        };

        IReadOnlyList<PatchRecord> records = Classify(decision, Context() with { OperatingSystem = operatingSystem });

        Assert.Equal(("KB1", title), (Assert.Single(records).Id, records[0].Title));
        Assert.Equal(isInstalled ? [key] : [], PatchStates.Of(records, lastNoRebootInstallOperationTime: null).Patches.Keys);
    }

    [Fact]
    public void A_title_without_a_version_is_the_id()
    {
        var decision = new PatchDecision
        {
            Entry = new InventoryEntry { Name = "KB5034123", IsMissingWhenAbsent = true },
            Kind = DecisionKind.Approved,
            IsMissing = true,
            Reason = "Because",
        };

        Assert.Equal("KB5034123", Assert.Single(Classify(decision)).Title);
    }

    [Theory]
    [InlineData(true, "Security")]
    [InlineData(false, "")]
    public void In_the_Debian_family_the_archive_classifies_and_priority_is_severity(bool isSecurity, string classification)
    {
        var patch = new AvailablePatch { Version = "2", IsSecurity = isSecurity, Priority = "important", Severities = ["Critical"], Classifications = ["Bugfix"] };
        var decision = Decision(DecisionKind.Approved, "1") with { Approved = patch, IsMissing = true };

        var record = Assert.Single(Classify(decision));

        Assert.Equal((classification, "important"), (record.Classification, record.Severity));
    }

    [Fact]
    public void An_installed_version_speaks_for_itself_and_not_for_the_newer_one()
    {
        var decision = Decision(DecisionKind.Approved, "1");
        decision = decision with
        {
            Entry = decision.Entry with
            {
                Versions = [new AvailablePatch { Version = "2", IsSecurity = true, Priority = "required", CveIds = ["CVE-2"] }, new AvailablePatch { Version = "1", CveIds = ["CVE-1"] }],
            },
        };

        var record = Assert.Single(Classify(decision));

        Assert.Equal(("", "required"), (record.Classification, record.Severity));
        Assert.Equal(["CVE-1"], record.CveIds);
    }

    [Theory]
    [InlineData("bugfix|low;security|moderate", "Security", "Moderate")]
    [InlineData("security|important;security|critical", "Security", "Critical")]
    [InlineData("bugfix|none", "Bugfix", "None")]
    [InlineData("enhancement|unknown;bugfix|low", "Enhancement", "Low")]
    [InlineData("|", "", "")]
    public void Elsewhere_the_publisher_classifies_and_the_highest_severity_counts(string advisories, string classification, string severity)
    {
        var patch = new AvailablePatch
        {
            Version = "2",
            Advisories = [.. advisories.Split(';').Select((text, index) => new Advisory
            {
                Id = $"RHSA-{index}",
                Classification = text.Split('|')[0],
                Severity = text.Split('|')[1],
                CveIds = ["CVE-1", $"CVE-{index + 2}"],
            })],
        };
        var decision = Decision(DecisionKind.Approved, "1") with { Approved = patch, IsMissing = true };

        var record = Assert.Single(Classify(decision, Context() with { OperatingSystem = PatchOperatingSystem.RedHatEnterpriseLinux }));

        Assert.Equal((classification, severity), (record.Classification, record.Severity));
        Assert.Equal("RHSA-0", record.AdvisoryIds[0]);
        Assert.Equal(record.CveIds.Distinct(StringComparer.Ordinal), record.CveIds, StringComparer.Ordinal);
        Assert.Equal(record.AdvisoryIds.Count + 1, record.CveIds.Count);
    }

    [Fact]
    public void Windows_spellings_are_kept()
    {
        var patch = new AvailablePatch { Version = "", Classifications = ["SecurityUpdates"], Severities = ["Important"], BulletinIds = ["MS10-048"] };
        var decision = new PatchDecision
        {
            Entry = new InventoryEntry { Name = "KB1", Versions = [patch] },
            Kind = DecisionKind.NotInBaseline,
            IsAvailableSecurityUpdate = true,
            Reason = "Because",
        };

        var record = Assert.Single(Classify(decision, Context() with { OperatingSystem = PatchOperatingSystem.Windows }));

        Assert.Equal(("SecurityUpdates", "Important", "KB1"), (record.Classification, record.Severity, record.Title));
        Assert.Equal(["MS10-048"], record.AdvisoryIds);
    }

    [Fact]
    public void The_package_managers_time_wins_over_the_state_files()
    {
        var context = Context(PatchState.Installed, s_install);
        var decision = Decision(DecisionKind.Approved, "1");
        var known = s_install.AddDays(-9);

        var fromFile = Assert.Single(Classify(decision, context));
        var fromManager = Assert.Single(Classify(decision with { Entry = decision.Entry with { Installed = new InstalledPackage { Version = "1", InstalledTime = known } } }, context));
        var unknown = Assert.Single(Classify(decision));

        Assert.Equal((s_install, known, null), (fromFile.InstalledTime, fromManager.InstalledTime, unknown.InstalledTime));
    }

    [Fact]
    public void Records_are_in_the_published_order()
    {
        PatchDecision Named(string name, DecisionKind kind, string? installed, bool isMissing = false, bool isBlocked = false)
        {
            var decision = Decision(kind, installed) with { IsMissing = isMissing, IsBlocked = isBlocked };
            return decision with { Entry = decision.Entry with { Name = name } };
        }

        var records = StateClassifier.Classify(
        [
            Named("z", DecisionKind.Approved, null),
            Named("m", DecisionKind.Approved, "1", isMissing: true),
            Named("r", DecisionKind.Rejected, "1", isBlocked: true),
            Named("o", DecisionKind.NotInBaseline, "1"),
            Named("b", DecisionKind.Approved, "2"),
            Named("b", DecisionKind.Approved, "1"),
            Named("B", DecisionKind.Approved, "1"),
        ], Context());

        Assert.Equal(["B.amd64:1", "b.amd64:1", "b.amd64:2", "o.amd64:1", "r.amd64:1", "m.amd64:2", "z.amd64:2"], records.Select(record => record.Title), StringComparer.Ordinal);
    }

    [Fact]
    public void The_level_is_the_decisions()
    {
        var record = Assert.Single(Classify(Decision(DecisionKind.Approved, "1") with { ComplianceLevel = ComplianceLevel.High }));

        Assert.Equal(ComplianceLevel.High, record.ComplianceLevel);
    }

    [Theory]
    [InlineData(DecisionKind.Approved, "1", true, false)]
    [InlineData(DecisionKind.Approved, "2", false, false)]
    [InlineData(DecisionKind.Approved, null, true, false)]
    [InlineData(DecisionKind.NotInBaseline, "1", false, false)]
    [InlineData(DecisionKind.Rejected, "1", false, true)]
    [InlineData(DecisionKind.NotInBaseline, null, false, false)]
    public void What_an_install_could_not_put_on_has_failed_whatever_the_baseline_says(DecisionKind kind, string? installed, bool isMissing, bool isBlocked)
    {
        var context = Context() with { Failures = new Dictionary<string, InstallFailure>(StringComparer.Ordinal) { ["tool.amd64"] = new("2", "It clashes") } };

        var record = Assert.Single(Classify(Decision(kind, installed) with { IsMissing = isMissing, IsBlocked = isBlocked }, context));

        Assert.Equal((PatchState.Failed, PatchCompliance.NonCompliant, "It clashes"), (record.State, record.Compliance, record.Reason));
        Assert.Equal(("tool.amd64:2", installed ?? "", "2"), (record.Title, record.InstalledVersion, record.AvailableVersion));
    }

    [Fact]
    public void A_failure_speaks_for_the_version_that_was_tried()
    {
        var decision = Decision(DecisionKind.NotInBaseline, "1");
        decision = decision with
        {
            Entry = decision.Entry with { Versions = [new AvailablePatch { Version = "2", IsSecurity = true, CveIds = ["CVE-2"] }, new AvailablePatch { Version = "3", CveIds = ["CVE-3"] }] },
        };
        var context = Context() with { Failures = new Dictionary<string, InstallFailure>(StringComparer.Ordinal) { ["tool.amd64"] = new("2", "It clashes"), ["other.amd64"] = new("9", "No") } };

        var record = Assert.Single(Classify(decision, context));

        Assert.Equal("Security", record.Classification);
        Assert.Equal(["CVE-2"], record.CveIds);
        var unknown = Assert.Single(Classify(decision, context with { Failures = new Dictionary<string, InstallFailure>(StringComparer.Ordinal) { ["tool.amd64"] = new("7", "It vanished") } }));
        Assert.Equal(("tool.amd64:7", ""), (unknown.Title, unknown.Classification));
    }

    public static TheoryData<string?, RestrictionKind?, bool, PatchState> AfterInstall => new()
    {
        // installed, restriction, missing counts as failed
        { "1", null, true, PatchState.Failed },
        { "1", null, false, PatchState.Missing },
        { null, null, true, PatchState.Failed },
        { null, null, false, PatchState.Missing },
        { "1", RestrictionKind.Hold, true, PatchState.Missing },
        { "1", RestrictionKind.Pin, true, PatchState.Missing },
        { null, RestrictionKind.Lock, true, PatchState.Missing },
    };

    [Theory]
    [MemberData(nameof(AfterInstall))]
    public void After_an_install_what_nobody_keeps_away_has_failed(string? installed, RestrictionKind? restriction, bool isMissingFailed, PatchState state)
    {
        var patch = new AvailablePatch { Version = "2", Restriction = restriction is { } kind ? new Restriction(kind, "a setting") : null };
        var decision = Decision(DecisionKind.Approved, installed) with { Approved = patch, IsMissing = true };

        var record = Assert.Single(Classify(decision, Context() with { IsMissingFailed = isMissingFailed }));

        Assert.Equal((state, "tool.amd64:2", "2"), (record.State, record.Title, record.AvailableVersion));
        Assert.Equal(state == PatchState.Failed, record.Reason.Contains("the install did not get to it", StringComparison.Ordinal));
        Assert.StartsWith("Because", record.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DecisionKind.Approved, "2", PatchState.Installed)]
    [InlineData(DecisionKind.NotInBaseline, "2", PatchState.InstalledOther)]
    [InlineData(DecisionKind.Approved, null, PatchState.NotApplicable)]
    public void What_is_not_missing_has_not_failed(DecisionKind kind, string? installed, PatchState state) =>
        Assert.Equal(state, Assert.Single(Classify(Decision(kind, installed), Context() with { IsMissingFailed = true })).State);

    private static IReadOnlyList<PatchRecord> Classify(PatchDecision decision, ClassificationContext? context = null) =>
        StateClassifier.Classify([decision], context ?? Context());

    private static PatchDecision Decision(DecisionKind kind, string? installed) => new()
    {
        Entry = new InventoryEntry
        {
            Name = "tool",
            Architecture = "amd64",
            Installed = installed is null ? null : new InstalledPackage { Version = installed },
            Versions = [new AvailablePatch { Version = "2" }],
        },
        Kind = kind,
        Approved = kind == DecisionKind.Approved ? new AvailablePatch { Version = "2" } : null,
        Reason = "Because",
    };

    private static ClassificationContext Context() => new() { OperatingSystem = PatchOperatingSystem.Debian };

    private static ClassificationContext Context(PatchState previous, DateTimeOffset? installedTime) => Context() with
    {
        PreviousStates = new PatchStates
        {
            Patches = new Dictionary<string, PatchStateEntry>(StringComparer.Ordinal) { ["tool.amd64:1"] = new("tool.amd64", installedTime, previous) },
            LastNoRebootInstallOperationTime = s_install,
        },
    };

    private static DateTimeOffset? At(double? hours) => hours is null ? null : s_install.AddHours(hours.Value);
}
