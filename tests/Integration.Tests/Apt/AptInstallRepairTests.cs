using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Installs on systems that something else left unfinished.</summary>
public sealed class AptInstallRepairTests : AptInstallTest
{
    [Theory]
    [InlineData("postinst", "ii 2")]
    [InlineData("preinst", "ii 2")]
    public async Task An_interrupted_dpkg_is_repaired_first_and_the_install_goes_on(string script, string status)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        await Root.InterruptAsync(new TestPackage("subject", "2"), script);
        Security(new("subject", "2"), new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal((status, "ii 2"), (Root.StatusOf("subject"), Root.StatusOf("other")));
        Assert.Equal(["other.all Installed", "subject.all Installed"], AptInstall.States(result));
        WarningEvent warning = Assert.Single(Install.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired);
        Assert.Contains("subject", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_interrupted_is_left_where_it_is_not_to_be_finished()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        await Root.InterruptAsync(new TestPackage("subject", "2"));
        Security(new("subject", "2"), new("other", "2"));
        using AptInstall install = new() { IsRepairAllowed = false };
        string before = Root.StatusOf("subject");

        await Assert.ThrowsAsync<InvalidOperationException>(() => install.RunAsync(Root.Path));

        Assert.Equal(["subject 2"], install.AskedToRepair);
        Assert.Null(install.AskedAbout);
        Assert.Equal((before, "ii 1"), (Root.StatusOf("subject"), Root.StatusOf("other")));
        Assert.Empty(Directory.GetFiles(install.StatePath, "*.json"));
    }

    [Theory]
    [InlineData("aaa")]
    [InlineData("zzz")]
    public async Task A_package_that_cannot_be_finished_does_not_stop_the_rest(string broken)
    {
        Root.Install(new TestPackage(broken, "1") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } }, new TestPackage("good", "1"), new TestPackage("parent", "1"));
        Security(new("good", "2"), new("parent", "2") { ControlFields = "Depends: needed\n" });
        Main(new TestPackage("needed", "1"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "good.all");
        AssertState(PatchState.Installed, result, "parent.all");
        Assert.Equal(("iF 1", "ii 1"), (Root.StatusOf(broken), Root.StatusOf("needed")));
        Assert.DoesNotContain(Install.Events.Warnings, warning => warning.Id == ErrorIds.PackageHalfConfigured);
        Assert.Contains("told to fail", Assert.Single(Install.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approved_version_that_is_not_finished_is_missing_until_an_install_finishes_it()
    {
        TestPackage subject = new("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.FailingWithout("etc/ready") } };
        Root.Install(subject, new TestPackage("other", "1"));
        Security(subject, new("other", "2"));

        PatchRecord scanned = AssertState(PatchState.Missing, await Install.ScanAsync(Root.Path), "subject.all");
        PatchOperationResult failed = await Install.RunAsync(Root.Path);
        Root.WriteFile("etc/ready", "");
        PatchOperationResult finished = await Install.RunAsync(Root.Path);

        Assert.Equal(("2", "2"), (scanned.InstalledVersion, scanned.AvailableVersion));
        Assert.Contains("not finished", scanned.Reason, StringComparison.Ordinal);
        AssertFailed(failed, "subject.all", "there is no /etc/ready");
        AssertState(PatchState.Installed, failed, "other.all");
        AssertState(PatchState.Installed, finished, "subject.all");
        Assert.Equal("ii 2", Root.StatusOf("subject"));
    }

    [Fact]
    public async Task A_plan_says_that_an_unfinished_package_is_put_on_again()
    {
        TestPackage subject = new("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.FailingWithout("etc/ready") } };
        Root.Install(subject);
        Security(subject);

        Assert.Equal(["Reinstall subject.all 2 2"], Steps(await Install.PlanAsync(Root.Path)));
    }

    [Fact]
    public async Task Marks_that_a_killed_install_had_no_time_to_set_are_set()
    {
        Root.Install(new TestPackage("subject", "2"), new TestPackage("gone", "1"), new TestPackage("other", "1"));
        Root.Remove("gone");
        Security(new TestPackage("subject", "2"));
        string journal = Path.Combine(Install.StatePath, "install-journal.json");
        Directory.CreateDirectory(Install.StatePath);
        await File.WriteAllBytesAsync(
            journal,
            new InstallJournal { StartedAt = DateTimeOffset.UtcNow, LogPath = "", Steps = [new PackageChange("subject.all", "1", "2")], Automatic = ["subject", "gone"] }.ToJson(),
            TestContext.Current.CancellationToken);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((0, true, false), (result.ExitCode, Root.IsAuto("subject"), Root.IsAuto("other")));
        Assert.False(File.Exists(journal));
    }
}
