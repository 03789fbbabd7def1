using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Packages that fail, among others that do not.</summary>
public sealed class AptInstallFailureTests : AptInstallTest
{
    /// <summary>The script that fails, in the old or the new version → dpkg's words, and its word on the package afterwards.</summary>
    [Theory]
    [InlineData("new", "postinst", "post-installation script", "iF 2")]
    [InlineData("new", "preinst", "pre-installation script", "ii 1")]
    [InlineData("old", "prerm", "pre-removal script", "ii 1")]
    public async Task A_script_that_fails_fails_its_package_and_no_other(string version, string script, string words, string status)
    {
        Dictionary<string, string> failing = new() { [script] = MaintainerScripts.Failing };
        Root.Install(new TestPackage("a-good", "1"), new TestPackage("bad", "1"), new TestPackage("z-good", "1"));
        if (version == "old")
            Root.Install(new TestPackage("bad", "1") { Scripts = failing });
        Security(new("a-good", "2"), version == "new" ? new("bad", "2") { Scripts = failing } : new("bad", "2"), new("z-good", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        Assert.Equal(["a-good.all Installed", "bad.all Failed", "z-good.all Installed"], AptInstall.States(result));
        AssertFailed(result, "bad.all", words, "told to fail");
        Assert.Equal((1, status), (result.ExitCode, Root.StatusOf("bad")));
    }

    [Fact]
    public async Task What_depends_on_a_package_that_fails_fails_with_dpkgs_words()
    {
        TestPackage dependent = new("dependent", "2") { ControlFields = "Depends: bad (>= 2)\n" };
        Root.Install(new TestPackage("bad", "1"), new TestPackage("dependent", "1"), new TestPackage("good", "1"));
        Security(Bad("bad"), dependent, new("good", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "bad.all", "post-installation script");
        AssertFailed(result, "dependent.all", "bad");
        AssertState(PatchState.Installed, result, "good.all");
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_new_dependency_that_cannot_be_unpacked_fails_what_needs_it()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("good", "1"));
        Security(new("subject", "2") { ControlFields = "Depends: needed\n" }, new("good", "2"));
        Main(new TestPackage("needed", "1") { Scripts = new Dictionary<string, string> { ["preinst"] = MaintainerScripts.Failing } });

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "subject.all", "needed");
        AssertState(PatchState.Installed, result, "good.all");
    }

    [Fact]
    public async Task A_script_that_speaks_of_locks_and_full_disks_is_a_failure_like_others()
    {
        const string Script = "#!/bin/sh\necho 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1 (init)'\necho 'No space left on device'\nexit 1\n";
        Root.Install(new TestPackage("bad", "1"), new TestPackage("good", "1"));
        Security(new("bad", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = Script } }, new("good", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "bad.all", "post-installation script");
        AssertState(PatchState.Installed, result, "good.all");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task What_cannot_be_fetched_fails_and_the_rest_goes_on(bool isGone, bool isDamaged)
    {
        TestPackage gone = new("gone", "1:2"), damaged = new("damaged", "2"), good = new("good", "2");
        Root.Install(gone with { Version = "1:1" }, damaged with { Version = "1" }, good with { Version = "1" });
        Security(gone, damaged, good);
        if (isGone)
            Root.RemoveFromPool("security", gone);
        if (isDamaged)
            Root.CorruptInPool("security", damaged);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "good.all");
        if (isGone)
            AssertFailed(result, "gone.all", "No such file or directory");
        else
            AssertState(PatchState.Installed, result, "gone.all");
        if (isDamaged)
            AssertFailed(result, "damaged.all", "Hash Sum mismatch");
        else
            AssertState(PatchState.Installed, result, "damaged.all");
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("Depends: ", false)]
    [InlineData("Recommends: ", true)]
    public async Task A_companion_that_cannot_be_fetched_fails_what_needs_it_only(string relation, bool isInstalled)
    {
        TestPackage companion = new("companion", "1");
        Root.Install(new TestPackage("subject", "1"), new TestPackage("good", "1"));
        Security(new("subject", "2") { ControlFields = relation + "companion\n" }, new("good", "2"));
        Main(companion);
        Root.RemoveFromPool("main", companion);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "good.all");
        if (isInstalled)
            AssertState(PatchState.Installed, result, "subject.all");
        else
            AssertFailed(result, "subject.all", "companion", "No such file or directory");
    }

    [Fact]
    public async Task A_dependency_without_a_trusted_signature_fails_what_needs_it_and_the_rest_goes_on()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("good", "1"));
        Root.WriteFile("etc/apt/apt.conf.d/insecure", "Acquire::AllowInsecureRepositories \"true\";\n");
        Security(new("subject", "2") { ControlFields = "Depends: stranger\n" }, new("good", "2"));
        Root.AddRepository("unsigned", "bookworm", [new("stranger", "1")], options: "");

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "subject.all", "stranger");
        AssertState(PatchState.Installed, result, "good.all");
        Assert.Equal("", Root.StatusOf("stranger"));
    }

    [Fact]
    public async Task An_approved_version_without_a_trusted_signature_fails()
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("good", "1"));
        Root.WriteFile("etc/apt/apt.conf.d/insecure", "Acquire::AllowInsecureRepositories \"true\";\n");
        Root.AddRepository("unsigned", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "");
        Security(new TestPackage("good", "2"));

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "subject.all", "without a trusted signature");
        AssertState(PatchState.Installed, result, "good.all");
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_script_that_never_ends_is_ended_and_fails_its_package()
    {
        Root.Install(new TestPackage("slow", "1"));
        Security(new TestPackage("slow", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = "#!/bin/sh\nsleep 300\n" } });

        PatchOperationResult result = await Install.RunAsync(Root.Path, change: request => request with { InstallTimeout = TimeSpan.FromSeconds(4) });

        AssertFailed(result, "slow.all", "did not end within 4 s", "Setting up slow");
        Assert.Equal((1, "iF 2"), (result.ExitCode, Root.StatusOf("slow")));
    }

    [Fact]
    public async Task Failures_of_fetching_and_of_installing_do_not_hide_each_other()
    {
        TestPackage gone = new("gone", "2");
        Root.Install(new TestPackage("gone", "1"), new TestPackage("bad", "1"), new TestPackage("worse", "1"), new TestPackage("good", "1"));
        Security(gone, Bad("bad"), new("worse", "2") { Scripts = new Dictionary<string, string> { ["preinst"] = MaintainerScripts.Failing } }, new("good", "2"));
        Root.RemoveFromPool("security", gone);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "gone.all", "No such file or directory");
        AssertFailed(result, "bad.all", "post-installation script");
        AssertFailed(result, "worse.all", "pre-installation script");
        AssertState(PatchState.Installed, result, "good.all");
    }

    [Fact]
    public async Task A_script_that_reads_its_input_gets_none_and_does_not_wait()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = "#!/bin/sh\nread -r answer && exit 3\necho \"asked, got '$answer'\"\n" } });

        PatchOperationResult result = await Install.RunAsync(Root.Path, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((0, "ii 2"), (result.ExitCode, Root.StatusOf("subject")));
        Assert.Contains("asked, got ''", await File.ReadAllTextAsync(result.LogPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_tried_again_by_the_next_install()
    {
        Root.Install(new TestPackage("subject", "1"));
        Security(new TestPackage("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.FailingWithout("etc/ready") } });
        AssertFailed(await Install.RunAsync(Root.Path), "subject.all", "there is no /etc/ready");
        Root.WriteFile("etc/ready", "");

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertState(PatchState.Installed, result, "subject.all");
        Assert.Equal("ii 2", Root.StatusOf("subject"));
    }

    [Fact]
    public async Task Credentials_of_a_repository_are_shown_nowhere()
    {
        TestPackage gone = new("gone", "2"), good = new("good", "2");
        Root.Install(gone with { Version = "1" }, good with { Version = "1" });
        string folder = Root.WriteRepository("security", "bookworm-security", [gone, good], "Debian-Security");
        Root.RemoveFromPool("security", gone);
        using FileServer server = new(folder);
        Root.AppendSource($"deb [trusted=yes] {server.Address.Replace("http://", "http://user:s3cr3t@", StringComparison.Ordinal)} ./");

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "gone.all", "404");
        AssertState(PatchState.Installed, result, "good.all");
        string everything = string.Join("\n", [
            .. result.Patches.Select(record => record.Reason),
            .. Install.Events.Verbose,
            .. Install.Events.Progress.Select(progress => progress.Status),
            .. Install.Events.Warnings.Select(warning => $"{warning.Message} {warning.Target}"),
            .. Directory.EnumerateFiles(Install.StatePath, "*", SearchOption.AllDirectories).Select(File.ReadAllText),
        ]);
        Assert.DoesNotContain("s3cr3t", everything, StringComparison.Ordinal);
    }

    private static TestPackage Bad(string name) => new(name, "2") { Scripts = new Dictionary<string, string> { ["postinst"] = MaintainerScripts.Failing } };
}
