namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>What the roots of other tests promise.</summary>
public sealed class AptRootTests : IDisposable
{
    private readonly AptRoot _root = AptRoot.Runnable();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Apt_of_this_machine_installs_in_a_root_and_its_scripts_run_inside()
    {
        Dictionary<string, string> scripts = new() { ["postinst"] = MaintainerScripts.Recording, ["prerm"] = MaintainerScripts.Recording };
        _root.Install(new TestPackage("subject", "1") { Scripts = scripts, HasConfigurationFile = true });
        _root.AddRepository(
            "security", "bookworm-security", [new("subject", "2") { Scripts = scripts, HasConfigurationFile = true, ConfigurationText = "new setting\n" }], "Debian-Security");
        string[] noConfiguration = ["Dir::Etc::main \"/dev/null\";", "Dir::Etc::parts \"/dev/null\";"];
        string configuration = _root.Beside("no-configuration");
        File.WriteAllLines(configuration, noConfiguration);
        string[] options =
        [
            "-q", "--yes", "-o", $"Dir={_root.Path}/", "-o", $"Dir::State::status={_root.Path}/var/lib/dpkg/status",
            "-o", $"Dpkg::Options::=--root={_root.Path}", "-o", $"Dpkg::Options::=--log={_root.Path}/var/log/dpkg.log", "-o", "Dpkg::Use-Pty=0",
        ];
        Dictionary<string, string> environment = new() { ["APT_CONFIG"] = configuration };

        Tool.Run("apt-get", [.. options, "update"], environment);
        Tool.Run("apt-get", [.. options, "install", "--", "subject=2"], environment);

        Assert.Equal("ii 2", _root.StatusOf("subject"));
        Assert.Equal("new setting\n", _root.ReadFile("etc/subject.conf"));
        Assert.Equal("subject.postinst configure\nsubject.prerm upgrade 2\nsubject.postinst configure 1\n", _root.ReadFile(MaintainerScripts.Record).Replace(" \n", "\n", StringComparison.Ordinal));
        Assert.Contains("status installed subject:all 2", _root.ReadFile("var/log/dpkg.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_can_be_held_and_killed()
    {
        using ScriptGate gate = new(_root);
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("main", "bookworm", [new("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = gate.Script } }]);
        Update();
        using SignalledProcess first = _root.StartApt("apt-get", "--yes", "install", "subject");
        await gate.ReachedAsync(first.Exited);

        (int exitCode, _, string errors) = _root.Apt("apt-get", "--yes", "install", "subject");
        Assert.Equal(100, exitCode);
        Assert.Contains($"held by process {first.ProcessId}", errors, StringComparison.Ordinal);
        first.KillTree();
        Assert.Equal("iF 2", _root.StatusOf("subject"));

        gate.Open();
        Assert.Contains("dpkg was interrupted", _root.Apt("apt-get", "--yes", "install", "subject").Errors, StringComparison.Ordinal);
        _root.ConfigureAll();
        Assert.Equal("ii 2", _root.StatusOf("subject"));
    }

    [Fact]
    public async Task A_held_transaction_goes_on_when_the_gate_opens()
    {
        using ScriptGate gate = new(_root);
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("main", "bookworm", [new("subject", "2") { Scripts = new Dictionary<string, string> { ["postinst"] = gate.Script } }]);
        Update();
        using SignalledProcess process = _root.StartApt("apt-get", "--yes", "install", "subject");
        await gate.ReachedAsync(process.Exited);

        gate.Open();

        Assert.Equal(0, (await process.FinishAsync()).ExitCode);
        Assert.Equal("ii 2", _root.StatusOf("subject"));
    }

    [Theory]
    [InlineData("postinst", "iF 1")]
    [InlineData("preinst", "iHR 1")]
    public async Task An_interrupted_root_is_what_dpkg_leaves_behind(string script, string status)
    {
        await _root.InterruptAsync(new TestPackage("subject", "1"), script);

        Assert.Equal(status, _root.StatusOf("subject"));
        Assert.NotEmpty(Directory.GetFiles(_root.Inside("var/lib/dpkg/updates")));
    }

    [Fact]
    public void A_repository_can_lack_a_file_or_have_a_damaged_one()
    {
        TestPackage gone = new("gone", "1");
        TestPackage damaged = new("damaged", "1");
        _root.AddRepository("main", "bookworm", [gone, damaged]);
        Update();
        _root.RemoveFromPool("main", gone);
        _root.CorruptInPool("main", damaged);

        Assert.Contains("No such file or directory", _root.Apt("apt-get", "--yes", "install", "gone").Errors, StringComparison.Ordinal);
        Assert.Contains("Hash Sum mismatch", _root.Apt("apt-get", "--yes", "install", "damaged").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_of_its_own_can_be_full()
    {
        string path;
        using (AptRoot root = AptRoot.Runnable(megabytes: 32))
        {
            path = root.Path;
            root.AddRepository("main", "bookworm", [new("large", "1") { Megabytes = 5 }]);
            Assert.Equal(0, root.Apt("apt-get", "update").ExitCode);
            // apt itself refuses to fetch where less is free than the file is large; here it is dpkg that fails.
            root.FillDisk(freeKilobytes: 7 * 1024);
            (int exitCode, string output, string errors) = root.Apt("apt-get", "--yes", "install", "large");
            Assert.Equal(100, exitCode);
            Assert.Contains("No space left on device", output + errors, StringComparison.Ordinal);

            root.FreeDisk();
            Assert.Equal(0, root.Apt("apt-get", "--yes", "install", "large").ExitCode);
        }

        Assert.False(Directory.Exists(path));
        Assert.DoesNotContain(path, File.ReadAllText("/proc/self/mounts"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_is_marked_as_a_dependency()
    {
        _root.Install(new TestPackage("auto", "1"), new TestPackage("manual", "1"));
        _root.MarkAuto("auto");

        Assert.True(_root.IsAuto("auto"));
        Assert.False(_root.IsAuto("manual"));
    }

    [Fact]
    public void Hundreds_of_packages_are_quickly_made()
    {
        TestPackage[] packages = [.. Enumerable.Range(0, 200).Select(number => new TestPackage($"many{number}", "1"))];
        _root.Install(packages);
        _root.AddRepository("main", "bookworm", packages.Select(package => package with { Version = "2" }));
        Update();

        Assert.Equal(200, _root.Upgradable().Count);
    }

    [Fact]
    public void A_new_kernel_is_a_new_package()
    {
        _root.Install([.. TestPackage.Kernel("6.1.0-1", "6.1.10-1")]);
        _root.AddRepository("security", "bookworm-security", TestPackage.Kernel("6.1.0-2", "6.1.20-1"), "Debian-Security");
        Update();
        string architecture = AptRoot.NativeArchitecture;

        Assert.Equal(0, _root.Apt("apt-get", "--yes", "install", $"linux-image-{architecture}").ExitCode);

        Assert.Equal("ii 6.1.10-1", _root.StatusOf($"linux-image-6.1.0-1-{architecture}"));
        Assert.Equal("ii 6.1.20-1", _root.StatusOf($"linux-image-6.1.0-2-{architecture}"));
        Assert.True(_root.HasFile($"boot/vmlinuz-6.1.0-2-{architecture}"));
    }

    private void Update() => Assert.Equal(0, _root.Apt("apt-get", "update").ExitCode);
}
