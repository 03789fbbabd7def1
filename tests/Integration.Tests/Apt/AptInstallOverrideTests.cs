using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Installs by an override list.</summary>
public sealed class AptInstallOverrideTests : AptInstallTest
{
    [Fact]
    public async Task Only_the_entries_are_put_on_and_the_rest_stays_missing()
    {
        Root.Install(new TestPackage("listed", "1"), new TestPackage("unlisted", "1"));
        Security(new("listed", "2"), new("unlisted", "2"));

        PatchOperationResult result = await RunAsync("- id: listed");

        Assert.Equal(["listed.all Installed", "unlisted.all Missing"], AptInstall.States(result));
        Assert.Equal(["Upgrade listed.all 1 2"], Steps(result));
        Assert.Equal(0, result.ExitCode);
    }

    /// <summary>Versions of the security archive, of main, of backports; the entry → what is installed, and its state.</summary>
    [Theory]
    [InlineData("2", "", "", "- id: subject", "2", PatchState.Installed)]
    [InlineData("2", "3", "", "- id: subject", "3", PatchState.Installed)]
    [InlineData("2", "3", "", "- {id: subject, title: '2'}", "2", PatchState.Installed)]
    [InlineData("", "3", "", "- id: subject.all", "3", PatchState.InstalledOther)]
    [InlineData("", "", "4", "- {id: subject, title: '*:4'}", "4", PatchState.InstalledOther)]
    [InlineData("2", "", "4", "- {id: subject, title: '4'}", "4", PatchState.Installed)]
    [InlineData("", "1", "4", "- id: subject", "1", PatchState.InstalledOther)]
    [InlineData("2", "", "4", "- id: 'sub*'", "2", PatchState.Installed)]
    [InlineData("2", "", "4", "- {id: subject, title: '[0-9]*'}", "2", PatchState.Installed)]
    [InlineData("2", "", "4", "- {id: subject, title: '4*'}", "4", PatchState.Installed)]
    [InlineData("2", "3", "", "- {id: subject, title: '1'}", "1", PatchState.Missing)]
    [InlineData("2", "", "", "- {id: subject, title: '0.5'}", "1", PatchState.Missing)]
    public async Task The_newest_version_that_the_entry_allows_is_put_on_and_compliance_is_judged_by_the_baseline(
        string security, string main, string backports, string entry, string expected, PatchState state)
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(Versions(security));
        Main(Versions(main + ",0.5"));
        Root.AddRepository("backports", "bookworm-backports", Versions(backports), releaseFields: "NotAutomatic: yes\nButAutomaticUpgrades: yes\n");

        PatchOperationResult result = await RunAsync(entry);

        AssertState(state, result, "subject.all");
        Assert.Equal(("ii " + expected, 0), (Root.StatusOf("subject"), result.ExitCode));
    }

    [Fact]
    public async Task A_version_that_is_not_rolled_out_to_this_node_yet_is_put_on()
    {
        Root.Install(new TestPackage("subject", "1"));
        Root.WriteFile("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
        Main(new TestPackage("subject", "2") { RecordFields = "Phased-Update-Percentage: 0\nSource: subject\n" });

        PatchOperationResult byBaseline = await Install.RunAsync(Root.Path, AptScan.Baseline(enableNonSecurity: true));
        PatchOperationResult byName = await RunAsync("- id: subject");
        PatchOperationResult byList = await RunAsync("- {id: subject, title: '2'}");

        Assert.Empty(byBaseline.Changes);
        Assert.Empty(byName.Changes);
        Assert.Equal(["Upgrade subject.all 1 2"], Steps(byList));
    }

    [Fact]
    public async Task A_version_without_a_trusted_signature_is_never_put_on()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("both", "1"));
        Root.WriteFile("etc/apt/apt.conf.d/insecure", "Acquire::AllowInsecureRepositories \"true\";\n");
        Root.AddRepository("unsigned", "bookworm-security", [new("subject", "2"), new("both", "3")], "Debian-Security", options: "");
        Main(new TestPackage("both", "2"));

        PatchOperationResult result = await RunAsync("- id: subject\n- id: both");

        AssertFailed(result, "subject.all", "without a trusted signature");
        Assert.Equal(("ii 1", "ii 2"), (Root.StatusOf("subject"), Root.StatusOf("both")));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(Install.Events.Warnings, warning => warning.Id == ErrorIds.OverrideEntryNotInstalled && (string?)warning.Target == "subject.all");
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("pin")]
    public async Task What_the_administrator_keeps_away_is_not_put_on_and_the_entry_is_warned_of(string setting)
    {
        Root.Install(new TestPackage("kept", "1"), new TestPackage("other", "1"));
        if (setting == "hold")
            Root.Hold("kept");
        else
            Root.WriteFile("etc/apt/preferences.d/admin", "Package: kept\nPin: release *\nPin-Priority: -1\n");
        Security(new("kept", "2"), new("other", "2"));

        PatchOperationResult result = await RunAsync("- id: kept\n- id: other");

        AssertState(PatchState.Missing, result, "kept.all");
        Assert.Equal((0, "ii 2"), (result.ExitCode, Root.StatusOf("other")));
        WarningEvent warning = Assert.Single(Install.Events.Warnings, warning => warning.Id == ErrorIds.OverrideEntryNotInstalled);
        Assert.Equal("kept.all", warning.Target);
    }

    [Theory]
    [InlineData("ALLOW_AS_DEPENDENCY", PatchState.InstalledOther)]
    [InlineData("BLOCK", PatchState.InstalledRejected)]
    public async Task The_list_wins_over_the_rejected_one(string action, PatchState state)
    {
        Root.Install(new TestPackage("rejected", "1"));
        Security(new TestPackage("rejected", "2"));

        PatchOperationResult result = await RunAsync("- id: rejected", AptScan.Baseline(rejected: "rejected", rejectedAction: action));

        AssertState(state, result, "rejected.all");
        Assert.Equal("ii 2", Root.StatusOf("rejected"));
    }

    [Fact]
    public async Task An_entry_lets_a_rejected_dependency_through()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new("subject", "2") { ControlFields = "Depends: rejected\n" }, new("rejected", "2"));
        PatchRecord blocked = Record(await RunAsync("- id: subject", AptScan.Baseline(rejected: "rejected", rejectedAction: "BLOCK")), "subject.all");

        PatchOperationResult result = await RunAsync("- id: subject\n- id: rejected", AptScan.Baseline(rejected: "rejected", rejectedAction: "BLOCK"));

        Assert.Contains("'rejected'", blocked.Reason, StringComparison.Ordinal);
        Assert.Equal((PatchState.Failed, "ii 2"), (blocked.State, Root.StatusOf("rejected")));
        AssertState(PatchState.Installed, result, "subject.all");
    }

    /// <summary>Reference §5.4: a dependency that an entry names in another version.</summary>
    [Fact]
    public async Task A_dependency_that_the_list_names_in_another_version_fails_its_parent_alone()
    {
        string native = AptRoot.NativeArchitecture;
        Root.Install(
            new TestPackage("apt", "1.2.25") { Architecture = native },
            new TestPackage("apt-utils", "1.2.25") { Architecture = native, ControlFields = "Depends: apt (= 1.2.25)\n" },
            new TestPackage("bystander", "1"));
        Security(
            new("apt", "1.2.27") { Architecture = native, ControlFields = "Depends: apt-utils (= 1.2.27)\n" },
            new("apt-utils", "1.2.27") { Architecture = native, ControlFields = "Depends: apt (= 1.2.27)\n" },
            new("bystander", "2"));

        PatchOperationResult result = await RunAsync($"- id: apt.{native}\n  title: '*1.2.27'\n- id: apt-utils.{native}\n  title: '*1.2.25'\n- id: bystander");

        AssertFailed(result, $"apt.{native}", $"apt-utils.{native}", "*1.2.25");
        AssertState(PatchState.Missing, result, $"apt-utils.{native}");
        Assert.Equal(["Upgrade bystander.all 1 2"], Steps(result));
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task A_list_with_nothing_to_do_succeeds()
    {
        Root.Install(new TestPackage("subject", "2"), new TestPackage("other", "1"));
        Security(new("subject", "2"), new("other", "2"));

        PatchOperationResult result = await RunAsync("- id: subject");

        Assert.Equal(["other.all Missing", "subject.all Installed"], AptInstall.States(result));
        Assert.Equal((0, 0), (result.ExitCode, result.Changes.Count));
    }

    [Theory]
    [InlineData("-oDir=/")]
    [InlineData("--allow-downgrades")]
    [InlineData("subject; touch /tmp/owned")]
    [InlineData("$(touch /tmp/owned)")]
    [InlineData("`touch /tmp/owned`")]
    [InlineData("subject=2 other=2")]
    [InlineData("subject|other")]
    [InlineData("/etc/passwd")]
    [InlineData("../subject")]
    [InlineData("subject-")]
    [InlineData("subject+")]
    [InlineData("subject/stable")]
    [InlineData("^sub")]
    public async Task An_id_that_names_no_package_reaches_no_command_line(string id)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        Security(new("subject", "2"), new("other", "2"));

        PatchOperationResult result = await RunAsync($"- id: \"{id}\"");

        Assert.Empty(result.Changes);
        Assert.Equal(("ii 1", "ii 1", 0), (Root.StatusOf("subject"), Root.StatusOf("other"), result.ExitCode));
        Assert.Contains(Install.Events.Warnings, warning => warning.Id == ErrorIds.OverrideEntryMatchesNothing);
        Assert.DoesNotContain(Install.Events.Verbose, message => message.Contains(id, StringComparison.Ordinal) && message.Contains("ended with exit code", StringComparison.Ordinal));
    }

    private Task<PatchOperationResult> RunAsync(string entries, Baselines.PatchBaseline? baseline = null) =>
        Install.RunAsync(Root.Path, baseline, Install.List($"patches:\n{entries}\n"));

    private static TestPackage[] Versions(string versions) =>
        [.. versions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(version => new TestPackage("subject", version))];
}
