using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>Plans for, and installs into, private roots with real zypper and rpm.</summary>
public sealed class ZypperInstallTests : IDisposable
{
    private readonly ZypperRoot _root = new();
    private readonly ZypperScan _scan = new();

    public ZypperInstallTests() => DnfTools.RequireMounts();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task An_override_list_names_what_is_put_on_and_compliance_stays_the_baselines()
    {
        string list = _root.Beside("list.yaml");
        await File.WriteAllTextAsync(list, "patches:\n  - id: 'wanted*'\n    title: '2-*'\n", TestContext.Current.CancellationToken);
        _root.InstallFiles(new("wanted", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [new("wanted", "2-1"), new("wanted", "3-1"), new("other", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, overrideList: list);

        Assert.Equal(("0:2-1", "0:1-1"), (_root.VersionOf("wanted"), _root.VersionOf("other")));
        Assert.Equal(["other.noarch Missing 0:2-1", "wanted.noarch Missing 0:3-1"], result.Patches.Select(record => $"{record.Id} {record.State} {record.AvailableVersion}").Order(StringComparer.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Patches_and_what_they_need_are_put_on()
    {
        RpmTestPackage fixedVersion = new("subject", "1:2-1") { SpecFields = "Requires: needed\nRecommends: recommended" };
        _root.InstallFiles(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("needed", "1-1"), new("recommended", "1-1"), new("other", "2-1")], [new TestNotice("SUSE-1", fixedVersion)]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, ZypperScan.Baseline());

        Assert.Equal(["needed.noarch InstalledOther", "other.noarch InstalledOther", "subject.noarch Installed"], States(result));
        Assert.Equal(("1:2-1", "0:1-1", "0:1-1"), (_root.VersionOf("subject"), _root.VersionOf("needed"), _root.VersionOf("other")));
        Assert.Equal(0, result.ExitCode);
        Assert.False(Directory.Exists(_root.Inside("var/cache/zypp")));
        Assert.False(Directory.Exists(_root.Inside(Path.GetDirectoryName(_scan.CachePath)!)));
    }

    [Fact]
    public async Task A_patch_whose_script_fails_is_failed_and_the_others_are_put_on()
    {
        _root.InstallFiles(new("bad", "1-1"), new("good", "1-1"), new("after", "1-1"));
        _root.AddRepository("base", [
            new RpmTestPackage("bad", "2-1") { SpecSections = "%pre -p <lua>\nerror(\"no way\")\n" },
            new RpmTestPackage("after", "2-1") { SpecSections = "%post -p <lua>\nerror(\"too late\")\n" },
            new("good", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["after.noarch Installed", "bad.noarch Failed", "good.noarch Installed"], States(result));
        Assert.Equal(("0:1-1", "0:2-1"), (_root.VersionOf("bad"), _root.VersionOf("good")));
        Assert.Contains("no way", Record(result, "bad.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_had_is_failed_and_the_others_are_put_on()
    {
        string[] names = ["absent", "damaged", "good", "gone"];
        _root.InstallFiles([.. names.Select(name => new RpmTestPackage(name, "1-1"))]);
        _root.AddRepository("base", names.Select(name => new RpmTestPackage(name, "2-1")));
        File.Delete(FileOf("absent"));
        File.Delete(FileOf("gone"));
        File.AppendAllText(FileOf("damaged"), "more");

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["absent.noarch Failed", "damaged.noarch Failed", "gone.noarch Failed", "good.noarch Installed"], States(result));
        Assert.Contains("not found", Record(result, "absent.noarch").Reason, StringComparison.Ordinal);
        Assert.Contains("corrupted", Record(result, "damaged.noarch").Reason, StringComparison.Ordinal);

        string FileOf(string name) => Path.Combine(_root.RepositoryFolder("base"), "0", $"{name}-2-1.noarch.rpm");
    }

    [Fact]
    public async Task An_unsigned_package_is_refused_where_signatures_are_asked_for()
    {
        _root.InstallFiles(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")], settings: "pkg_gpgcheck=1\n");
        _root.AddRepository("free", [new RpmTestPackage("other", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["other.noarch Installed", "subject.noarch Failed"], States(result));
        Assert.Contains("ignature", Record(result, "subject.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    [Fact]
    public async Task What_is_locked_is_not_tried_and_no_lock_is_ever_written()
    {
        RpmTestPackage needing = new("needing", "2-1") { SpecFields = "Requires: rejected = 2-1" };
        _root.InstallFiles(new("held", "1-1"), new("free", "1-1"), new("needing", "1-1"), new("rejected", "1-1"));
        _root.AddRepository("base", [new("held", "2-1"), new("free", "2-1"), needing, new("rejected", "2-1")]);
        const string locks = "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: held\n";
        _root.WriteFile("etc/zypp/locks", locks);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true, rejected: "rejected"));

        Assert.Equal("0:1-1", _root.VersionOf("held"));
        Assert.Equal(PatchState.Missing, Record(result, "held.noarch").State);
        Assert.Equal(PatchState.Installed, Record(result, "free.noarch").State);
        Assert.Equal(locks, _root.ReadFile("etc/zypp/locks"));
    }

    [Fact]
    public async Task A_kernel_comes_beside_the_old_one()
    {
        _root.InstallFiles(Kernel("5.3-1"));
        _root.AddRepository("base", [Kernel("5.4-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["kernel-default.x86_64 Installed"], States(result));
        Assert.Equal(["0:5.3-1", "0:5.4-1"], _root.VersionOf("kernel-default").Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal(["kernel-default.x86_64 Installed"], States(await _scan.InstallAsync(_root.Path)));
        Assert.Equal(2, _root.VersionOf("kernel-default").Split('\n').Length);
    }

    [Fact]
    public async Task What_an_interrupted_run_left_is_taken_away_and_kernels_stay()
    {
        _root.InstallFiles(new("half", "1-1"), Kernel("5.3-1"), Kernel("5.4-1"));
        _root.InstallFiles(new RpmTestPackage("half", "2-1"));
        _root.AddRepository("base", [new RpmTestPackage("half", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal("0:2-1", _root.VersionOf("half"));
        Assert.Equal(2, _root.VersionOf("kernel-default").Split('\n').Length);
        Assert.Contains(_scan.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired);
        Assert.Equal(PatchState.Installed, Record(result, "half.noarch").State);
    }

    [Fact]
    public async Task A_patch_that_cannot_be_put_on_is_taken_out_with_the_solvers_words()
    {
        _root.Install(new("good", "1-1"), new("broken", "1-1"), new("conflicting", "1-1"), new("kept", "1-1"));
        _root.AddRepository("base", [
            new("good", "2-1"),
            new("broken", "2-1") { SpecFields = "Requires: nothing-has-this" },
            new("conflicting", "2-1") { SpecFields = "Conflicts: kept" }]);

        PatchPlan plan = await _scan.PlanAsync(_root.Path);

        Assert.Equal(["Upgrade good.noarch 0:1-1 0:2-1"], Describe(plan));
        Assert.Contains("nothing provides nothing-has-this needed by broken-2-1.noarch", plan.Items.Single(item => item.Id == "broken.noarch").Reason, StringComparison.Ordinal);
        Assert.Contains("conflicts with", plan.Items.Single(item => item.Id == "conflicting.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fix_is_planned_with_the_companion_that_fits_it_where_there_is_a_newer_one()
    {
        RpmTestPackage program = new("program", "2-1") { SpecFields = "Requires: library = 0:2-1" };
        _root.Install(new("program", "1-1"), new("library", "1-1"));
        _root.AddRepository("base", [program, new("library", "2-1"), new("library", "3-1")], [new TestNotice("SUSE-1", program)]);

        Assert.Equal(["Upgrade library.noarch 0:1-1 0:2-1", "Upgrade program.noarch 0:1-1 0:2-1"], Describe(await _scan.PlanAsync(_root.Path, ZypperScan.Baseline())));
    }

    [Fact]
    public async Task A_package_may_change_its_architecture()
    {
        _root.InstallFiles(new("to-all", "1-1") { Architecture = "x86_64" }, new("to-one", "1-1"));
        _root.AddRepository("base", [new("to-all", "2-1"), new("to-one", "2-1") { Architecture = "x86_64" }]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["0:2-1", "0:2-1"], (string[])[_root.VersionOf("to-all"), _root.VersionOf("to-one")]);
        Assert.DoesNotContain(result.Patches, record => record.State == PatchState.Failed);
    }

    [Fact]
    public async Task A_repository_that_changes_after_the_plan_changes_nothing_that_was_not_agreed_to()
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, beforeTransaction: () => _root.WriteRepository("base", [new RpmTestPackage("subject", "3-1")]));

        Assert.Equal(["subject.noarch Failed"], States(result));
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    [Fact]
    public async Task Who_holds_zyppers_lock_is_named()
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.WriteFile("run/zypp.pid", $"{Environment.ProcessId}\n");
        using ZypperScan scan = new() { LockTimeout = TimeSpan.Zero };

        PatchException busy = await Assert.ThrowsAsync<PatchException>(() => scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageManagerBusy, busy.ErrorId);
        Assert.Contains($"process {Environment.ProcessId}", busy.Message, StringComparison.Ordinal);
        PatchOperationResult scanned = await scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));
        Assert.Equal(PatchState.Missing, Assert.Single(scanned.Patches).State);
        Assert.Contains(scan.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerBusy);
    }

    /// <summary>zypper ends with 103 where it has updated itself; the next call is that of the new one.</summary>
    [Fact]
    public async Task What_zypper_leaves_to_its_new_version_is_planned_and_put_on_after_it()
    {
        string[] names = ["first", "second", "third"];
        _root.InstallFiles([.. names.Select(name => new RpmTestPackage(name, "1-1"))]);
        _root.AddRepository("base", names.Select(name => new RpmTestPackage(name, "2-1")));
        SelfUpdate? selfUpdate = null;
        using ZypperScan scan = new() { Detached = runner => selfUpdate ??= new SelfUpdate(runner) };

        PatchOperationResult result = await scan.InstallAsync(_root.Path);

        Assert.Equal(names.Select(name => $"{name}.noarch Installed"), States(result));
        Assert.All(names, name => Assert.Equal("0:2-1", _root.VersionOf(name)));
        Assert.Equal([3, 2], selfUpdate!.Asked);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task What_came_as_a_dependency_stays_one()
    {
        _root.InstallFiles(new("asked-for", "1-1"), new("automatic", "1-1"));
        _root.AddRepository("base", [new("asked-for", "2-1"), new("automatic", "2-1")]);
        _root.WriteFile("var/lib/zypp/AutoInstalled", "# AutoInstalled\n#\nautomatic\n#\n");

        await _scan.InstallAsync(_root.Path);

        Assert.Equal("0:2-1", _root.VersionOf("automatic"));
        Assert.Equal(["automatic"], _root.ReadFile("var/lib/zypp/AutoInstalled").Split('\n').Where(line => line.Length > 0 && line[0] != '#'));
    }

    [Fact]
    public async Task A_vendor_is_never_changed_unasked()
    {
        _root.InstallFiles(new RpmTestPackage("program", "1-1") { SpecFields = "Vendor: SUSE" }, new RpmTestPackage("library", "1-1") { SpecFields = "Vendor: SUSE" });
        _root.AddRepository("base", [new RpmTestPackage("program", "2-1") { SpecFields = "Vendor: SUSE\nRequires: library = 2-1" }]);
        _root.AddRepository("foreign", [new RpmTestPackage("library", "2-1") { SpecFields = "Vendor: Packman" }]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(("0:1-1", "0:1-1"), (_root.VersionOf("program"), _root.VersionOf("library")));
        Assert.Equal(PatchState.Failed, Record(result, "program.noarch").State);
        Assert.Contains("library", Record(result, "program.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_package_that_is_blocked_keeps_back_what_needs_it()
    {
        _root.InstallFiles(new RpmTestPackage("needing", "1-1"), new RpmTestPackage("free", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("needing", "2-1") { SpecFields = "Requires: blocked" }, new("blocked", "1-1"), new("free", "2-1")]);
        PatchBaseline baseline = ZypperScan.Baseline(enableNonSecurity: true, rejected: "blocked") with { RejectedPatchesAction = RejectedPatchesAction.Block };

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, baseline);

        Assert.Equal(["free.noarch Installed", "needing.noarch Failed"], States(result));
        Assert.Equal("0:1-1", _root.VersionOf("needing"));
        Assert.False(File.Exists(_root.Inside("etc/zypp/locks")));
    }

    [Fact]
    public async Task A_kept_configuration_file_is_named()
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1") { ConfigurationText = "old" });
        _root.WriteFile("etc/subject.conf", "mine\n");
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1") { ConfigurationText = "new" }]);

        await _scan.InstallAsync(_root.Path);

        Assert.Equal("mine\n", _root.ReadFile("etc/subject.conf"));
        Assert.Contains(_scan.Events.Warnings, warning => warning.Id == ErrorIds.ConfigurationFileKept && warning.Message.Contains("/etc/subject.conf", StringComparison.Ordinal));
    }

    private static RpmTestPackage Kernel(string version) => new("kernel-default", version) { Architecture = "x86_64", SpecFields = "Provides: multiversion(kernel)" };

    private static string[] States(PatchOperationResult result) => [.. result.Patches.Select(record => $"{record.Id} {record.State}").Order(StringComparer.Ordinal)];

    private static string[] Describe(PatchPlan plan) =>
        [.. plan.Items.Where(item => item.Action is PatchPlanAction.Upgrade or PatchPlanAction.Install or PatchPlanAction.Remove).Select(item => $"{item.Action} {item.Id} {item.InstalledVersion} {item.Version}").Order(StringComparer.Ordinal)];

    private static PatchRecord Record(PatchOperationResult result, string id) => result.Patches.Single(record => record.Id == id);

    private sealed class SelfUpdate(IDetachedProcessRunner runner) : IDetachedProcessRunner
    {
        private readonly List<int> _asked = [];

        /// <summary>How many packages each call was asked to put on.</summary>
        public IReadOnlyList<int> Asked => _asked;

        public async Task<DetachedProcessResult> RunAsync(DetachedProcessRequest request, CancellationToken cancellationToken)
        {
            if (!request.Arguments.Contains("install", StringComparer.Ordinal))
                return await runner.RunAsync(request, cancellationToken);
            int count = request.Arguments.Count - 1 - request.Arguments.ToList().IndexOf("--");
            _asked.Add(count);
            if (_asked.Count > 1)
                return await runner.RunAsync(request, cancellationToken);
            DetachedProcessResult result = await runner.RunAsync(request with { Arguments = [.. request.Arguments.Take(request.Arguments.Count - count + 1)] }, cancellationToken);
            return result with { ExitCode = 103 };
        }
    }
}
