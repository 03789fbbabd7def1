using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;
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

    /// <summary>A program needs its library in just the version that is not the newest: that one is taken, but not against the administrator's preferences.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("Package: libsubject\nPin: version 1.1\nPin-Priority: -1\n", false)]
    [InlineData("Package: *\nPin: release n=bookworm-security\nPin-Priority: 500\n\nPackage: libsubject\nPin: version 1.0\nPin-Priority: 1001\n", false)]
    public async Task A_companion_is_not_taken_against_the_administrators_preferences(string preferences, bool isTaken)
    {
        foreach (string file in (string[])["etc/apt/preferences.d/local", "etc/apt/preferences"])
        {
            using AptRoot root = AptRoot.Runnable();
            using AptInstall install = new();
            root.Install(new TestPackage("subject", "1.0"), new TestPackage("libsubject", "1.0"), new TestPackage("other", "1"));
            root.AddRepository("security", "bookworm-security", [new("subject", "1.1") { ControlFields = "Depends: libsubject (= 1.1)\n" }, new("other", "2")], "Debian-Security");
            root.AddRepository("main", "bookworm", [new("libsubject", "1.1"), new("libsubject", "2.0")]);
            root.WriteFile(file, preferences);

            PatchOperationResult result = await install.RunAsync(root.Path);

            Assert.Equal((isTaken ? "ii 1.1" : "ii 1.0", "ii 2"), (root.StatusOf("libsubject"), root.StatusOf("other")));
            AssertState(isTaken ? PatchState.Installed : PatchState.Failed, result, "subject.all");
        }
    }

    /// <summary>While the question is open the archive changes: what was not shown is not done.</summary>
    [Theory]
    [InlineData("newcomer", "")]
    [InlineData("", "manual")]
    public async Task Nothing_is_done_that_was_not_agreed_to(string needs, string conflicts)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"), new TestPackage("manual", "1"));
        Security(new("subject", "2"), new("other", "2"));
        string fields = (needs.Length == 0 ? "" : $"Depends: {needs}\n") + (conflicts.Length == 0 ? "" : $"Conflicts: {conflicts}\n");
        bool isChanged = false;

        // The plan is shown; the package lists are refreshed by somebody else before the answer comes.
        Install.OnInstallAsked = () =>
        {
            isChanged = true;
            Root.WriteRepository("security", "bookworm-security", [new("subject", "2") { ControlFields = fields }, new("other", "2"), new("newcomer", "1")], "Debian-Security");
            string lists = Directory.GetDirectories(Install.CachePath, "lists", SearchOption.AllDirectories).Single();
            Assert.Equal(0, Root.Apt("apt-get", "-o", $"Dir::State::lists={lists}/", "update").ExitCode);
        };

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.True(isChanged);
        Assert.Equal(("ii 1", "ii 2", "ii 1", ""), (Root.StatusOf("subject"), Root.StatusOf("other"), Root.StatusOf("manual"), Root.StatusOf("newcomer")));
        AssertState(PatchState.Failed, result, "subject.all");
    }

    [Theory]
    [InlineData("all", "native")]
    [InlineData("native", "all")]
    public async Task A_package_that_changes_between_all_architectures_and_this_one_is_one_package(string from, string to)
    {
        Root.Install(new TestPackage("subject", "1") { Architecture = Architecture(from) });
        Security(new TestPackage("subject", "2") { Architecture = Architecture(to), ControlFields = "Installed-Size: 10\n" });

        PatchPlan plan = await Install.PlanAsync(Root.Path);
        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal([$"Upgrade subject.{Architecture(from)} 1 2"], Steps(plan));
        Assert.True(Assert.Single(plan.Items).IsPatch);
        Assert.True(plan.DownloadBytes > 0);
        Assert.Equal((0, "ii 2", 0), (result.ExitCode, Root.StatusOf("subject"), result.FailedCount));

        static string Architecture(string kind) => kind == "all" ? "all" : AptRoot.NativeArchitecture;
    }
}
