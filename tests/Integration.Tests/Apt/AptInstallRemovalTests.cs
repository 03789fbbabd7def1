using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>What an install does not take away: packages that somebody wants, newer versions, and the administrator's settings.</summary>
public sealed class AptInstallRemovalTests : AptInstallTest
{
    /// <summary>What "subject" 2 conflicts with → whether subject is installed.</summary>
    [Theory]
    [InlineData("manual", false)]
    [InlineData("unneeded", true)]
    [InlineData("recommended", false)]
    [InlineData("recommended-by-provides", false)]
    [InlineData("depended-on", false)]
    [InlineData("alternative", false)]
    [InlineData("essential", false)]
    public async Task Only_what_nobody_wants_is_removed(string opponent, bool isInstalled)
    {
        Root.Install(
            new TestPackage("subject", "1"),
            new TestPackage("other", "1"),
            new TestPackage("manual", "1"),
            new TestPackage("unneeded", "1"),
            new TestPackage("recommended", "1"),
            new TestPackage("recommended-by-provides", "1") { ControlFields = "Provides: something\n" },
            new TestPackage("depended-on", "1"),
            new TestPackage("alternative", "1"),
            new TestPackage("essential", "1") { ControlFields = "Essential: yes\n" },
            new TestPackage("staying", "1") { ControlFields = "Depends: depended-on, alternative | other\nRecommends: recommended, something\n" });
        foreach (string name in (string[])["unneeded", "recommended", "recommended-by-provides", "depended-on", "alternative", "essential"])
            Root.MarkAuto(name);
        Security(new("subject", "2") { ControlFields = $"Conflicts: {opponent}\n" }, new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal("ii 2", Root.StatusOf("other"));
        AssertState(PatchState.Installed, result, "other.all");
        if (isInstalled)
        {
            Assert.Equal(0, result.ExitCode);
            Assert.Equal("ii 2", Root.StatusOf("subject"));
            Assert.Equal(["Upgrade other.all 1 2", "Upgrade subject.all 1 2", $"Remove {opponent}.all 1 "], Steps(result));
            Assert.Equal(Steps(Install.AskedAbout!), Steps(result));
            Assert.Equal(1, Install.AskedAbout!.RemoveCount);
        }
        else
        {
            Assert.Equal(2, result.ExitCode);
            // It is removed only together with what depends on it.
            AssertFailed(result, "subject.all", opponent == "depended-on" ? "staying" : opponent);
            Assert.Equal("ii 1", Root.StatusOf(opponent));
        }
    }

    [Fact]
    public async Task A_package_that_was_removed_is_not_marked_and_the_marks_of_others_stay()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("unneeded", "1"));
        Root.MarkAuto("unneeded");
        Root.MarkAuto("subject");
        Security(new TestPackage("subject", "2") { ControlFields = "Conflicts: unneeded\nReplaces: unneeded\n" });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((0, "ii 2", true), (result.ExitCode, Root.StatusOf("subject"), Root.IsAuto("subject")));
        Assert.DoesNotContain("ii", Root.StatusOf("unneeded"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_downgraded()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("library", "3"), new TestPackage("other", "1"));
        Security(new("subject", "2") { ControlFields = "Depends: library (= 2)\n" }, new("library", "2"), new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "subject.all", "library");
        AssertState(PatchState.Installed, result, "library.all");
        Assert.Equal(("ii 3", "ii 2", 2), (Root.StatusOf("library"), Root.StatusOf("other"), result.ExitCode));
    }

    [Fact]
    public async Task A_held_package_stays_missing_and_what_needs_it_changed_fails_naming_it()
    {
        Root.Install(new TestPackage("held", "1"), new TestPackage("needs-it", "1"), new TestPackage("other", "1"));
        Root.Hold("held");
        Security(new("held", "2"), new("needs-it", "2") { ControlFields = "Depends: held (>= 2)\n" }, new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        PatchRecord held = AssertState(PatchState.Missing, result, "held.all");
        Assert.Contains("on hold", held.Reason, StringComparison.Ordinal);
        AssertFailed(result, "needs-it.all", "held");
        Assert.Equal(("hi 1", "ii 2", 2), (Root.StatusOf("held"), Root.StatusOf("other"), result.ExitCode));
        PatchPlanItem kept = Assert.Single(Install.AskedAbout!.Items, item => item.Id == "held.all");
        Assert.Equal(PatchPlanAction.Keep, kept.Action);
    }

    [Fact]
    public async Task With_held_packages_only_nothing_fails()
    {
        Root.Install(new TestPackage("held", "1"));
        Root.Hold("held");
        Security(new TestPackage("held", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Missing, result, "held.all");
        Assert.Equal((0, 0), (result.ExitCode, result.FailedCount));
    }

    [Theory]
    [InlineData("etc/apt/preferences")]
    [InlineData("etc/apt/preferences.d/admin")]
    public async Task The_administrators_pins_hold(string file)
    {
        Root.Install(new TestPackage("pinned", "1"), new TestPackage("needs-it", "1"), new TestPackage("other", "1"));
        Root.WriteFile(file, "Package: pinned\nPin: version 1\nPin-Priority: 1001\n");
        Security(new("pinned", "2"), new("needs-it", "2") { ControlFields = "Depends: pinned (>= 2)\n" }, new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Missing, result, "pinned.all");
        AssertFailed(result, "needs-it.all", "pinned");
        Assert.Equal(("ii 1", "ii 2"), (Root.StatusOf("pinned"), Root.StatusOf("other")));
    }

    [Fact]
    public async Task Unsatisfiable_dependencies_are_named_in_apts_words()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        Security(new("subject", "2") { ControlFields = "Depends: not-there (>= 5)\n" }, new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "subject.all", "Depends: not-there (>= 5)");
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task A_system_whose_dependencies_are_broken_is_left_alone()
    {
        Root.Install(new TestPackage("broken", "1") { ControlFields = "Depends: not-there\n" }, new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(Root.Path));

        Assert.Equal(ErrorIds.PackageDatabaseBroken, exception.ErrorId);
        Assert.Contains("not-there", exception.Message, StringComparison.Ordinal);
        Assert.Equal("ii 1", Root.StatusOf("subject"));
    }
}
