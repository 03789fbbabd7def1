using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Installs into private roots with real apt and dpkg.</summary>
public sealed class AptInstallTests : IDisposable
{
    private readonly AptRoot _root = AptRoot.Runnable();
    private readonly AptInstall _install = new();

    public void Dispose()
    {
        _install.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task What_the_baseline_approves_is_put_on_and_nothing_else()
    {
        _root.Install(new TestPackage("secure", "1"), new TestPackage("main-only", "1"), new TestPackage("current", "1"));
        _root.MarkAuto("secure");
        _root.AddRepository("main", "bookworm", [new("secure", "3"), new("main-only", "2")]);
        _root.AddRepository("security", "bookworm-security", [new("secure", "2")], "Debian-Security");

        PatchOperationResult result = await _install.RunAsync(_root.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([new PackageChange("secure.all", "1", "2")], result.Changes);
        Assert.Equal("ii 2", _root.StatusOf("secure"));
        Assert.Equal("ii 1", _root.StatusOf("main-only"));
        Assert.Equal(PatchState.Installed, AptInstall.Record(result, "secure.all").State);
        Assert.True(_root.IsAuto("secure"));
        PatchPlanItem item = Assert.Single(_install.AskedAbout!.Items);
        Assert.Equal((PatchPlanAction.Upgrade, "secure.all", "1", "2"), (item.Action, item.Id, item.InstalledVersion, item.Version));
        Assert.True(File.Exists(result.LogPath));
    }

    [Fact]
    public async Task A_maintainer_script_that_fails_fails_its_package_and_not_the_run()
    {
        _root.Install(new TestPackage("good", "1"), new TestPackage("bad", "1"));
        _root.AddRepository("security", "bookworm-security", [new("good", "2"), new("bad", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } }], "Debian-Security");

        PatchOperationResult result = await _install.RunAsync(_root.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(PatchState.Installed, AptInstall.Record(result, "good.all").State);
        PatchRecord bad = AptInstall.Record(result, "bad.all");
        Assert.Equal(PatchState.Failed, bad.State);
        Assert.Contains("post-installation script", bad.Reason, StringComparison.Ordinal);
    }
}
