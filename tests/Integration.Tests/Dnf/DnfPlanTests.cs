using PatchBaselineAssociation.Installation;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Plans for private roots by dnf's own solver.</summary>
public sealed class DnfPlanTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plan_names_what_comes_along_and_what_it_takes(bool isPrivileged)
    {
        _root.Install(new("subject", "1-1"), new("current", "1-1"));
        _root.AddRepository("base", [
            new RpmTestPackage("subject", "1:2-1") { SpecFields = "Requires: needed\nRecommends: recommended" }, new("needed", "1-1"), new("recommended", "1-1"), new("current", "1-1")]);
        using DnfScan scan = new() { IsPrivileged = isPrivileged };

        PatchPlan plan = await scan.PlanAsync(_root.Path);

        Assert.Equal(
            ["Install needed.noarch  0:1-1", "Install recommended.noarch  0:1-1", "Upgrade subject.noarch 0:1-1 1:2-1"],
            Describe(plan));
        Assert.InRange(plan.DownloadBytes, 1000, 100_000);
        Assert.True(Assert.Single(plan.Items, item => item.IsPatch).Reason.Length > 0);
    }

    [Fact]
    public async Task A_patch_that_cannot_be_put_on_is_taken_out_and_the_others_stay()
    {
        string[] names = ["first", "second", "third"];
        _root.Install([.. names.Select(name => new RpmTestPackage(name, "1-1")), new("broken", "1-1")]);
        _root.AddRepository("base", [.. names.Select(name => new RpmTestPackage(name, "2-1")), new("broken", "2-1") { SpecFields = "Requires: nothing-has-this" }]);

        PatchPlan plan = await _scan.PlanAsync(_root.Path);

        Assert.Equal(names.Select(name => $"Upgrade {name}.noarch 0:1-1 0:2-1"), Describe(plan).Where(line => line.StartsWith("Upgrade", StringComparison.Ordinal)));
        PatchPlanItem left = Assert.Single(plan.Items, item => item.Id == "broken.noarch");
        Assert.NotEqual(PatchPlanAction.Upgrade, left.Action);
        Assert.Contains("nothing provides nothing-has-this needed by broken-2-1.noarch", left.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fix_is_planned_with_the_companion_that_fits_it_where_there_is_a_newer_one()
    {
        RpmTestPackage program = new("program", "2-1") { SpecFields = "Requires: library = 0:2-1" };
        _root.Install(new("program", "1-1"), new("library", "1-1"));
        _root.AddRepository("base", [program, new("library", "2-1"), new("library", "3-1")], [new TestNotice("RHSA-2026:0001", program)]);

        PatchPlan plan = await _scan.PlanAsync(_root.Path, DnfScan.Baseline());

        Assert.Equal(["Upgrade library.noarch 0:1-1 0:2-1", "Upgrade program.noarch 0:1-1 0:2-1"], Describe(plan));
    }

    [Fact]
    public async Task An_excluded_and_a_locked_patch_are_not_tried_and_a_locked_companion_is_not_taken()
    {
        _root.Install(new("excluded", "1-1"), new("locked", "1-1"), new("needs-locked", "1-1"), new("plain", "1-1"));
        _root.AddRepository("base", [
            new("excluded", "2-1"), new("locked", "2-1"), new("plain", "2-1"), new("needs-locked", "2-1") { SpecFields = "Requires: locked = 0:2-1" }]);
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\nexcludepkgs=excluded\n");
        _root.WriteFile("etc/dnf/plugins/versionlock.list", "locked-0:1-1.*\n");
        _root.WriteFile("usr/lib/python3.9/site-packages/dnf-plugins/versionlock.py", "");

        PatchPlan plan = await _scan.PlanAsync(_root.Path);

        Assert.Equal(["Upgrade plain.noarch 0:1-1 0:2-1"], Describe(plan).Where(line => line.StartsWith("Upgrade", StringComparison.Ordinal)));
        Assert.Contains("locked-0:1-1.*", Assert.Single(plan.Items, item => item.Id == "locked.noarch").Reason, StringComparison.Ordinal);
        Assert.Contains("locked", Assert.Single(plan.Items, item => item.Id == "needs-locked.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_comes_beside_the_others_and_the_oldest_goes_without_being_a_removal()
    {
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\ninstallonly_limit=3\n");
        _root.Install(new("kernel", "5.1-1"), new("kernel", "5.2-1"), new("kernel", "5.3-1"));
        _root.AddRepository("base", [new("kernel", "5.4-1")]);

        PatchPlan plan = await _scan.PlanAsync(_root.Path);

        Assert.Equal(["Upgrade kernel.noarch 0:5.3-1 0:5.4-1"], Describe(plan));
        Assert.Equal(["kernel.noarch 0:5.4-1"], plan.Kernels);
    }

    [Fact]
    public async Task What_replaces_a_package_comes_only_where_a_patch_needs_it()
    {
        RpmTestPackage replacement = new("new", "1-1") { SpecFields = "Obsoletes: old < 5\nProvides: old = 5" };
        _root.Install(new("old", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [replacement, new("old", "2-1"), new("other", "2-1")]);
        Assert.Equal(["Upgrade old.noarch 0:1-1 0:2-1", "Upgrade other.noarch 0:1-1 0:2-1"], Describe(await _scan.PlanAsync(_root.Path)));

        _root.WriteRepository("base", [replacement, new("other", "2-1") { SpecFields = "Requires: new" }]);
        Assert.Equal(
            ["Install new.noarch  0:1-1", "Remove old.noarch 0:1-1 ", "Upgrade other.noarch 0:1-1 0:2-1"],
            Describe(await _scan.PlanAsync(_root.Path)));
    }

    [Fact]
    public async Task A_package_that_changes_its_architecture_is_planned()
    {
        DnfTools.RequireMultipleArchitectures();
        _root.Install(new("became-native", "1-1"), new("became-noarch", "1-1") { Architecture = "x86_64" });
        _root.AddRepository("base", [new("became-native", "2-1") { Architecture = "x86_64" }, new("became-noarch", "2-1")]);

        Assert.Equal(
            ["Upgrade became-native.noarch 0:1-1 0:2-1", "Upgrade became-noarch.x86_64 0:1-1 0:2-1"],
            Describe(await _scan.PlanAsync(_root.Path)));
    }

    private static string[] Describe(PatchPlan plan) =>
        [.. plan.Items.Select(item => $"{item.Action} {item.Id} {item.InstalledVersion} {item.Version}").Order(StringComparer.Ordinal)];
}
