using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Installs into private roots with real apt and dpkg: what goes on, and in which version.</summary>
public sealed class AptInstallTests : AptInstallTest
{
    private static string Native => AptRoot.NativeArchitecture;

    /// <summary>One that this machine does not have.</summary>
    private static string Foreign => Native == "riscv64" ? "arm64" : "riscv64";

    [Fact]
    public async Task What_the_baseline_approves_is_put_on_and_nothing_else()
    {
        Root.Install(new TestPackage("secure", "1"), new TestPackage("main-only", "1"), new TestPackage("current", "1"));
        Root.MarkAuto("secure");
        Main(new("secure", "3"), new("main-only", "2"));
        Security(new TestPackage("secure", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([new PackageChange("secure.all", "1", "2")], result.Changes);
        Assert.Equal("ii 2", Root.StatusOf("secure"));
        Assert.Equal("ii 1", Root.StatusOf("main-only"));
        AssertState(PatchState.Installed, result, "secure.all");
        Assert.True(Root.IsAuto("secure"));
        PatchPlanItem item = Assert.Single(Install.AskedAbout!.Items);
        Assert.Equal((PatchPlanAction.Upgrade, "secure.all", "1", "2"), (item.Action, item.Id, item.InstalledVersion, item.Version));
        Assert.True(File.Exists(result.LogPath));
    }

    [Fact]
    public async Task With_nothing_to_do_nobody_is_asked_and_nothing_happens()
    {
        Root.Install(new TestPackage("current", "1"));
        Security(new TestPackage("current", "1"));
        Assert.Equal(0, Root.Apt("apt-get", "update").ExitCode);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((0, "", 0), (result.ExitCode, result.LogPath, result.Changes.Count));
        Assert.Null(Install.AskedAbout);
        AssertState(PatchState.Installed, result, "current.all");
    }

    [Theory]
    [InlineData("1", "1:0.5")]
    [InlineData("2:1", "2:1.1-1~deb12u1")]
    [InlineData("1.0~rc1", "1.0")]
    [InlineData("1.0", "1.0+")]
    [InlineData("1.0-1", "1.0-1+deb12u1")]
    [InlineData("1.0-1+b1", "1.0-1+b2")]
    [InlineData("9", "10")]
    public async Task Versions_of_all_shapes_are_put_on(string from, string to)
    {
        foreach (string architecture in new[] { "all", Native })
            Root.Install(new TestPackage("g++" + architecture, from) { Architecture = architecture });
        Security(new("g++all", to), new("g++" + Native, to) { Architecture = Native });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((0, 0), (result.ExitCode, result.FailedCount));
        Assert.Equal(("ii " + to, "ii " + to), (Root.StatusOf("g++all"), Root.StatusOf("g++" + Native)));
        Assert.Equal(Steps(Install.AskedAbout!), Steps(result));
    }

    [Fact]
    public async Task Packages_of_two_architectures_go_on_together()
    {
        TestPackage library = new("library", "1") { Architecture = Native, ControlFields = "Multi-Arch: same\n" };
        TestPackage tool = new("tool", "1") { Architecture = Foreign };
        Root.AddForeignArchitecture(Foreign);
        Root.Install(library, library with { Architecture = Foreign }, tool);
        Root.MarkAuto($"library:{Foreign}");
        Security(library with { Version = "2" }, library with { Version = "2", Architecture = Foreign }, tool with { Version = "2" });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(0, result.ExitCode);
        string[] expected = [$"Upgrade library.{Foreign} 1 2", $"Upgrade library.{Native} 1 2", $"Upgrade tool.{Foreign} 1 2"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Steps(result));
        Assert.Equal(Steps(Install.AskedAbout!), Steps(result));
        Assert.Equal((true, false), (Root.IsAuto($"library:{Foreign}"), Root.IsAuto("library")));
    }

    [Fact]
    public async Task A_pair_that_must_be_the_same_waits_for_its_other_half()
    {
        TestPackage library = new("library", "1") { Architecture = Native, ControlFields = "Multi-Arch: same\n" };
        Root.AddForeignArchitecture(Foreign);
        Root.Install(library, library with { Architecture = Foreign }, new TestPackage("other", "1"));
        Security(library with { Version = "2" }, new("other", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, $"library.{Native}", $"library.{Foreign} 1 would be removed");
        Assert.Equal(("ii 2", "ii 1"), (Root.StatusOf("other"), Root.StatusOf($"library:{Foreign}")));
    }

    [Fact]
    public async Task New_dependencies_and_recommendations_come_as_dependencies()
    {
        Root.Install(new TestPackage("auto", "1"), new TestPackage("manual", "1"));
        Root.MarkAuto("auto");
        Security(
            new("auto", "2") { ControlFields = "Depends: needed\n" },
            new("manual", "2") { ControlFields = "Recommends: recommended\nSuggests: suggested\n" });
        Main(new("needed", "1"), new("recommended", "1"), new("suggested", "1"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["Upgrade auto.all 1 2", "Upgrade manual.all 1 2", "Install needed.all  1", "Install recommended.all  1"], Steps(result));
        Assert.Equal(Steps(Install.AskedAbout!), Steps(result));
        Assert.Equal((true, false, true, true), (Root.IsAuto("auto"), Root.IsAuto("manual"), Root.IsAuto("needed"), Root.IsAuto("recommended")));
        AssertState(PatchState.InstalledOther, result, "needed.all");
        Assert.Equal((2, 2), (Install.AskedAbout!.UpgradeCount, Install.AskedAbout.NewCount));
    }

    [Fact]
    public async Task An_image_that_wants_no_recommendations_gets_none()
    {
        Root.Install(new TestPackage("subject", "1"));
        Root.WriteFile("etc/apt/apt.conf.d/lean", "APT::Install-Recommends \"false\";\n");
        Security(new TestPackage("subject", "2") { ControlFields = "Recommends: recommended\n" });
        Main(new TestPackage("recommended", "1"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(["Upgrade subject.all 1 2"], Steps(result));
    }

    [Fact]
    public async Task A_new_kernel_comes_beside_the_old_one()
    {
        Root.Install([.. TestPackage.Kernel("6.1.0-1", "6.1.10-1")]);
        Security([.. TestPackage.Kernel("6.1.0-2", "6.1.20-1")]);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([$"linux-image-6.1.0-2-{Native}.{Native} 6.1.20-1"], Install.AskedAbout!.Kernels);
        Assert.Equal(("ii 6.1.10-1", "ii 6.1.20-1"), (Root.StatusOf($"linux-image-6.1.0-1-{Native}"), Root.StatusOf($"linux-image-6.1.0-2-{Native}")));
    }

    /// <summary>Binaries of one source that need each other in exactly the same version, and main has a newer one than the security archive.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_security_update_goes_on_whole_although_main_has_it_newer(bool isLibraryInstalled, bool isSomethingInTheWay)
    {
        Root.Install(new TestPackage("foo", "1.0"), new TestPackage("aaa", "1"), new TestPackage("zzz", "1"));
        if (isLibraryInstalled)
            Root.Install(new TestPackage("libfoo", "1.0"));
        Main(Foo("2.0"), new("libfoo", "2.0"));
        string broken = isSomethingInTheWay ? "Depends: not-there\n" : "";
        Security(Foo("1.1"), new("libfoo", "1.1"), new("aaa", "2") { ControlFields = broken }, new("zzz", "2") { ControlFields = broken });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "foo.all");
        Assert.Equal(("ii 1.1", "ii 1.1"), (Root.StatusOf("foo"), Root.StatusOf("libfoo")));
        Assert.Equal(isSomethingInTheWay ? 2 : 0, result.ExitCode);
        Assert.Equal(isSomethingInTheWay ? 2 : 0, result.FailedCount);

        static TestPackage Foo(string version) => new("foo", version) { ControlFields = $"Depends: libfoo (= {version})\n" };
    }
}
