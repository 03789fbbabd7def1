using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>What is said before, during and after an install, and what is left alone when there is none.</summary>
public sealed class AptInstallPlanTests : AptInstallTest
{
    [Fact]
    public async Task A_plan_changes_nothing_and_is_what_happens()
    {
        Publish();
        IReadOnlyList<string> before = Snapshot();

        PatchPlan plan = await Install.PlanAsync(Root.Path);

        Assert.Equal(before, Snapshot());
        Assert.False(Directory.Exists(Install.StatePath));
        PatchOperationResult result = await Install.RunAsync(Root.Path);
        Assert.Equal(Steps(plan), Steps(result));
        Assert.Equal((2, 1, 1, 1), (plan.UpgradeCount, plan.NewCount, plan.RemoveCount, plan.RefusedCount));
        Assert.Equal(plan.DownloadBytes, plan.Items.Sum(item => item.DownloadBytes));
        Assert.True(plan.DownloadBytes > 0);
        PatchPlanItem refused = Assert.Single(plan.Items, item => item.Action == PatchPlanAction.Refuse);
        Assert.Equal(Record(result, "impossible.all").Reason, refused.Reason);
        Assert.Equal(["subject.service"], plan.Services);
    }

    [Fact]
    public async Task A_plan_needs_no_rights_and_an_install_does()
    {
        Publish();
        using AptInstall ordinary = new() { Services = services => services with { IsPrivileged = () => false } };
        IReadOnlyList<string> before = Snapshot();

        PatchPlan plan = await ordinary.PlanAsync(Root.Path);
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => ordinary.RunAsync(Root.Path));

        Assert.Equal(2, plan.UpgradeCount);
        Assert.Equal((ErrorIds.NotPrivileged, ErrorKind.PermissionDenied), (exception.ErrorId, exception.Kind));
        Assert.Equal(before, Snapshot());
        Assert.False(Directory.Exists(ordinary.StatePath));
    }

    [Fact]
    public async Task Without_consent_nothing_is_installed_and_nothing_is_kept()
    {
        Publish();
        using AptInstall declining = new() { IsInstallAllowed = false };
        IReadOnlyList<string> before = Snapshot();

        await Assert.ThrowsAsync<InvalidOperationException>(() => declining.RunAsync(Root.Path));

        Assert.NotNull(declining.AskedAbout);
        Assert.Equal(before, Snapshot());
        Assert.Empty(Directory.GetFiles(declining.StatePath, "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Cancelled_before_the_package_manager_starts_nothing_is_installed()
    {
        Publish();
        IReadOnlyList<string> before = Snapshot();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Install.RunAsync(Root.Path, cancellationToken: cancelled.Token));

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Progress_names_packages_and_the_log_has_what_dpkg_said()
    {
        Publish();

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Contains(Install.Events.Progress, progress => progress.Status.Contains("subject", StringComparison.Ordinal) && progress.Percent > 0);
        Assert.All(Install.Events.Progress, progress => Assert.InRange(progress.Percent ?? 0, 0, 100));
        string log = await File.ReadAllTextAsync(result.LogPath, TestContext.Current.CancellationToken);
        Assert.Contains("Setting up subject (2) ...", log, StringComparison.Ordinal);
        Assert.DoesNotContain("pmstatus:", log, StringComparison.Ordinal);
        Assert.DoesNotContain("dlstatus:", log, StringComparison.Ordinal);
        Assert.Equal([result.LogPath], Directory.GetFiles(Path.GetDirectoryName(result.LogPath)!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(result.LogPath)!));
    }

    private void Publish()
    {
        Root.Install(
            new TestPackage("subject", "1") { Files = new Dictionary<string, string> { ["lib/systemd/system/subject.service"] = "[Unit]\n" } },
            new TestPackage("other", "1"),
            new TestPackage("unneeded", "1"),
            new TestPackage("impossible", "1"));
        Root.MarkAuto("unneeded");
        Security(
            new("subject", "2") { ControlFields = "Depends: needed\nConflicts: unneeded\n" },
            new("other", "2"),
            new("impossible", "2") { ControlFields = "Depends: not-there\n" });
        Main(new TestPackage("needed", "1"));
    }

    private IReadOnlyList<string> Snapshot() => FolderSnapshot.Of(Root.Path);
}
