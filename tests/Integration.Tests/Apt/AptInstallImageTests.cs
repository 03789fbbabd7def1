using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>An install into an image changes the image alone, and runs nothing that the image names but its maintainer scripts, inside.</summary>
[Collection(nameof(AptInstallImageTests))]
[CollectionDefinition(nameof(AptInstallImageTests), DisableParallelization = true)]
public sealed class AptInstallImageTests : AptInstallTest
{
    private const string Policy = "usr/sbin/policy-rc.d";

    [Fact]
    public async Task Nothing_of_this_machine_changes()
    {
        string[] folders = ["/var/lib/dpkg", "/var/lib/apt", "/var/log/apt", "/var/cache/apt", "/etc"];
        Root.Install(
            new TestPackage("subject", "1") { HasConfigurationFile = true },
            new TestPackage("bad", "1"),
            new TestPackage("unneeded", "1"));
        Root.MarkAuto("unneeded");
        Root.MarkAuto("subject");
        Security(
            new("subject", "2") { HasConfigurationFile = true, ConfigurationText = "new\n", ControlFields = "Depends: needed\nConflicts: unneeded\n" },
            new("bad", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } });
        Main(new TestPackage("needed", "1"));
        IReadOnlyList<string> before = FolderSnapshot.Of(folders);
        string log = DpkgLog();

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "subject.all");
        AssertState(PatchState.Failed, result, "bad.all");
        Assert.Equal(before, FolderSnapshot.Of(folders));
        Assert.Equal(log, DpkgLog());
        Assert.Contains("subject:all 2", Root.ReadFile("var/log/dpkg.log"), StringComparison.Ordinal);
        Assert.Contains("subject", Root.ReadFile("var/log/apt/history.log"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DPkg::Pre-Invoke { \"%\"; }; DPkg::Post-Invoke { \"%\"; }; DPkg::Pre-Install-Pkgs { \"%\"; };")]
    [InlineData("APT::Update::Pre-Invoke { \"%\"; }; APT::Update::Post-Invoke-Success { \"%\"; }; AptCli::Hooks::Install { \"%\"; };")]
    [InlineData("Dir::Bin::dpkg \"%\"; Dir::Bin::gpg \"%\"; Dir::Bin::methods::copy \"%\";")]
    [InlineData("DPkg::Options { \"--pre-invoke=%\"; \"--post-invoke=%\"; \"--force-all\"; \"--root=/\"; };")]
    [InlineData("DPkg::Chroot-Directory \"/\"; DPkg::Run-Directory \"/\"; DPkg::Tools::Options::x \"%\"; APT::Planner \"%\"; APT::Solver \"%\";")]
    [InlineData("APT::Get::AllowUnauthenticated \"true\"; APT::Get::allow-downgrades \"true\"; APT::Get::allow-remove-essential \"true\"; DPkg::Pre-Invoke { \"%\"; };")]
    public async Task Hooks_of_the_image_are_not_run(string configuration)
    {
        string mark = Root.Beside("was-run"), evil = Root.Beside("evil");
        await File.WriteAllTextAsync(evil, $"#!/bin/sh\ntouch '{mark}'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(evil, (UnixFileMode)0b111_101_101);
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));
        string text = configuration.Replace("%", evil, StringComparison.Ordinal) + "\n";
        Root.WriteFile("etc/apt/apt.conf.d/99evil", text);
        Root.WriteFile("etc/apt/apt.conf", text);
        Root.WriteFile("etc/dpkg/dpkg.cfg.d/evil", $"pre-invoke={evil}\npost-invoke={evil}\n");

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((0, "ii 2"), (result.ExitCode, Root.StatusOf("subject")));
        Assert.False(File.Exists(mark));
    }

    [Theory]
    [InlineData(64 * 1024, "ii 2")]
    [InlineData(1024 * 1024, "ii 2")]
    public async Task A_policy_of_the_images_own_stays_however_large_it_is(int length, string status)
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));
        string policy = "#!/bin/sh\nexit 0\n" + new string('#', length);
        Root.WriteFile(Policy, policy);

        await Install.RunAsync(Root.Path);

        Assert.Equal((status, policy), (Root.StatusOf("subject"), Root.ReadFile(Policy)));
    }

    [Fact]
    public async Task A_folder_in_place_of_the_policy_is_refused_before_anything_is_changed()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));
        Directory.CreateDirectory(Root.Inside(Policy));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(Root.Path));

        Assert.Contains(Policy, exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.ErrorId, new[] { ErrorIds.ImageNotWritable, ErrorIds.ImageUnsafe });
        Assert.Equal("ii 1", Root.StatusOf("subject"));
    }

    [Fact]
    public async Task Services_of_the_image_are_held_back_while_scripts_run()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("bad", "1"));
        Security(
            new("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = $"#!/bin/sh\n/{Policy} ssh start\necho $? > /var/log/policy\n" } },
            new("bad", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } });

        await Install.RunAsync(Root.Path);

        Assert.Equal("101\n", Root.ReadFile("var/log/policy"));
        Assert.False(Root.HasFile(Policy));
        Assert.Empty(Directory.GetFiles(Root.Inside("usr/sbin")));
    }

    [Fact]
    public async Task A_policy_of_the_images_own_stays()
    {
        const string Own = "#!/bin/sh\nexit 104\n";
        Root.WriteFile(Policy, Own);
        File.SetUnixFileMode(Root.Inside(Policy), (UnixFileMode)0b111_101_101);
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = $"#!/bin/sh\n/{Policy} ssh start\necho $? > /var/log/policy\n" } });

        await Install.RunAsync(Root.Path);

        Assert.Equal(("104\n", Own), (Root.ReadFile("var/log/policy"), Root.ReadFile(Policy)));
    }

    [Fact]
    public async Task What_a_killed_install_held_services_back_with_is_removed()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = $"#!/bin/sh\ncp /{Policy} /var/log/policy\n" } });
        await Install.RunAsync(Root.Path);
        File.Copy(Root.Inside("var/log/policy"), Root.Inside(Policy));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Empty(result.Changes);
        Assert.False(Root.HasFile(Policy));
    }

    [Fact]
    public async Task An_image_of_another_architecture_is_refused()
    {
        string foreign = AptRoot.NativeArchitecture == "arm64" ? "amd64" : "arm64";
        Root.Install(new TestPackage("dpkg", "1") { Architecture = foreign }, new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Install.RunAsync(Root.Path));

        Assert.Equal(ErrorIds.ImageArchitectureForeign, exception.ErrorId);
        Assert.Equal("ii 1", Root.StatusOf("subject"));
    }

    [Fact]
    public async Task An_image_is_never_restarted_and_nothing_waits_for_a_restart_in_it()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal((RestartStatus.NotNeeded, false, 0), (result.Restart, result.RebootPending, result.ExitCode));
        Assert.False(Install.AskedAbout!.IsRestartPlanned);
    }

    /// <summary>From outside dpkg would follow the link to a folder of this machine: it has to be told which database was read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_database_that_was_read_is_the_one_that_is_written(bool isInterrupted)
    {
        string place = $"/usr/lib/dpkg-{Guid.NewGuid():N}";
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        if (isInterrupted)
            await Root.InterruptAsync(new TestPackage("subject", "2"));
        Security(new("subject", "2"), new("other", "2"));
        Directory.CreateDirectory(Root.Inside("usr/lib"));
        Directory.Move(Root.Inside("var/lib/dpkg"), Root.Inside(place));
        Directory.CreateSymbolicLink(Root.Inside("var/lib/dpkg"), place);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.False(Directory.Exists(place));
        AssertState(PatchState.Installed, result, "subject.all");
        AssertState(PatchState.Installed, result, "other.all");
        Assert.Equal("other ii 2\nsubject ii 2\n", Tool.Run("dpkg-query", $"--admindir={Root.Inside(place)}", "--show", "--showformat=${Package} ${db:Status-Abbrev}${Version}\n", "subject", "other"));
    }

    private static string DpkgLog() => File.Exists("/var/log/dpkg.log") ? File.ReadAllText("/var/log/dpkg.log") : "";
}
