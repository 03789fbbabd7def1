using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.PackageManagers.Transactions;
using static PatchBaselineAssociation.Tests.Installation.InstallSamples;

namespace PatchBaselineAssociation.Tests.Installation;

public sealed class PatchPlanBuilderTests
{
    [Fact]
    public void A_plan_says_what_is_done_what_comes_along_and_what_is_left_alone()
    {
        PlannedTransaction planned = new()
        {
            Targets = [Target("tool"), Target("app"), Target("half", "1", "1")],
            Steps =
            [
                Step(PackageStepKind.Remove, "old", "1") with { IsUnneeded = true },
                Step(PackageStepKind.Install, "new", "", "1:3"),
                Step(PackageStepKind.Reinstall, "broken", "1", "1"),
                Step(PackageStepKind.Upgrade, "lib", "1", "2", "i386"),
                Upgrade("tool"),
                Upgrade("app"),
            ],
            KeptBack = [],
        };
        KeptBack[] keptBack =
        [
            new(Target("pinned"), KeptBackKind.LocalSetting, "a pin"),
            new(Target("clash"), KeptBackKind.Plan, "app.amd64 1 would be removed"),
            new(Target("gone"), KeptBackKind.Download, "404 Not Found."),
            new(Target("badly"), KeptBackKind.Untrusted, "no key"),
            new(Target("cursed"), KeptBackKind.Transaction, "script failed"),
        ];
        TransactionCost cost = new() { DownloadBytes = new Dictionary<string, long>(StringComparer.Ordinal) { ["tool.amd64"] = 700, ["lib.i386"] = 30 }, DiskBytes = null, Services = [] };

        IReadOnlyList<PatchPlanItem> items = PatchPlanBuilder.Items(planned, keptBack, cost);

        Assert.Equal(
            [
                "Upgrade app.amd64 1 2 True 0",
                "Upgrade tool.amd64 1 2 True 700",
                "Upgrade lib.i386 1 2 False 30",
                "Install new.amd64  1:3 False 0",
                "Reinstall half.amd64 1 1 True 0",
                "Reinstall broken.amd64 1 1 False 0",
                "Remove old.amd64 1  False 0",
                "Refuse badly.amd64 1 2 True 0",
                "Refuse clash.amd64 1 2 True 0",
                "Refuse cursed.amd64 1 2 True 0",
                "Refuse gone.amd64 1 2 True 0",
                "Keep pinned.amd64 1 2 True 0",
            ],
            items.Select(item => $"{item.Action} {item.Id} {item.InstalledVersion} {item.Version} {item.IsPatch} {item.DownloadBytes}"));
        Assert.Equal("Approved by rule 1 for app", items[0].Reason);
        Assert.Equal("Comes with an upgrade that needs or recommends it", items[2].Reason);
        Assert.Equal("Approved by rule 1 for half", items[4].Reason);
        Assert.Contains("nothing needs it any more", items[6].Reason, StringComparison.Ordinal);
        Assert.Equal("Approved by rule 1 for gone; not installed: 404 Not Found", items[10].Reason);
        Assert.Equal("Approved by rule 1 for pinned; not installed: a pin", items[11].Reason);
    }

    [Theory]
    [InlineData("It needs lib 2.", "Approved by rule 1 for tool; not installed: it needs lib 2")]
    [InlineData("A hook failed", "Approved by rule 1 for tool; not installed: a hook failed")]
    [InlineData("E: Broken packages", "Approved by rule 1 for tool; not installed: E: Broken packages")]
    [InlineData("HTTP is off", "Approved by rule 1 for tool; not installed: HTTP is off")]
    public void What_keeps_a_patch_back_goes_on_behind_the_colon(string reason, string explanation) =>
        Assert.Equal(explanation, new KeptBack(Target("tool"), KeptBackKind.Plan, reason).Explanation);

    [Fact]
    public void What_the_reason_of_the_patch_says_is_not_said_twice()
    {
        const string Said = "Approved by rule 1; tool 2 cannot be installed here: 2 is only in a repository without a trusted signature (main); offered by main";
        Assert.Equal(Said, new KeptBack(Target("tool") with { Reason = Said }, KeptBackKind.Untrusted, "2 is only in a repository without a trusted signature (main)").Explanation);
    }

    [Fact]
    public void Nothing_makes_an_empty_plan() => Assert.Empty(PatchPlanBuilder.Items(
        new PlannedTransaction { Targets = [], Steps = [], KeptBack = [] },
        [],
        new TransactionCost { DownloadBytes = new Dictionary<string, long>(StringComparer.Ordinal), DiskBytes = 0, Services = [] }));

    [Theory]
    [InlineData("linux-image-6.1.0-18-amd64", true)]
    [InlineData("linux-image-amd64", false)]
    [InlineData("kernel", true)]
    [InlineData("kernel-core", true)]
    [InlineData("kernel-default", true)]
    [InlineData("kernel-tools", false)]
    [InlineData("linux-libc-dev", false)]
    [InlineData("linux-imagemagick", false)]
    public void Kernels_are_known_by_name(string name, bool isKernel)
    {
        Assert.Equal(isKernel ? [$"{name}.amd64 2"] : [], PatchPlanBuilder.Kernels([Step(PackageStepKind.Install, name, "", "2")]));
        Assert.Empty(PatchPlanBuilder.Kernels([Step(PackageStepKind.Remove, name, "1")]));
    }

    [Fact]
    public void Kernels_are_in_order() =>
        Assert.Equal(["kernel.amd64 2", "linux-image-6.1.amd64 2"], PatchPlanBuilder.Kernels([Upgrade("linux-image-6.1"), Upgrade("lib"), Upgrade("kernel")]));
}
