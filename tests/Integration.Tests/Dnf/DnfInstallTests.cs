using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Installs into private roots with real dnf and rpm.</summary>
public sealed class DnfInstallTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public DnfInstallTests() => DnfTools.RequireMounts();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task A_rejected_package_that_is_blocked_keeps_back_what_needs_it()
    {
        _root.InstallFiles(new("needing", "1-1"), new("free", "1-1"));
        _root.AddRepository("base", [new("needing", "2-1") { SpecFields = "Requires: blocked" }, new("blocked", "1-1"), new("free", "2-1")]);
        PatchBaseline baseline = DnfScan.Baseline(enableNonSecurity: true, rejected: "blocked") with { RejectedPatchesAction = RejectedPatchesAction.Block };

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, baseline);

        Assert.Equal(["free.noarch Installed", "needing.noarch Failed"], States(result));
        Assert.Equal("0:1-1", _root.VersionOf("needing"));
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
        RpmTestPackage fixedVersion = new("subject", "1:2-1") { SpecFields = "Requires: needed" };
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("needed", "1-1"), new("other", "2-1")], [new TestNotice("RHSA-2026:0001", fixedVersion)]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, DnfScan.Baseline());

        Assert.Equal(["needed.noarch InstalledOther", "other.noarch InstalledOther", "subject.noarch Installed"], States(result));
        Assert.Equal(("1:2-1", "0:1-1", "0:1-1"), (_root.VersionOf("subject"), _root.VersionOf("needed"), _root.VersionOf("other")));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("needed dependency", _root.Dnf("--quiet", "--cacheonly", "repoquery", "--installed", "--queryformat", "%{name} %{reason}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%pre -p <lua>\nerror(\"no way\")\n", "no way")]
    [InlineData("%pretrans -p <lua>\nerror(\"not at all\")\n", "not at all")]
    public async Task A_patch_whose_script_fails_is_failed_and_the_others_are_put_on(string script, string reason)
    {
        _root.Install(new("bad", "1-1"), new("good", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("bad", "2-1") { SpecSections = script }, new("good", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["bad.noarch Failed", "good.noarch Installed"], States(result));
        Assert.Equal(("0:1-1", "0:2-1"), (_root.VersionOf("bad"), _root.VersionOf("good")));
        Assert.Contains(reason, Record(result, "bad.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_patch_whose_last_script_fails_is_on()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1") { SpecSections = "%post -p <lua>\nerror(\"too late\")\n" }]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["subject.noarch Installed"], States(result));
    }

    [Fact]
    public async Task Two_patches_with_the_same_file_do_not_stop_the_others()
    {
        const string Same = "%install\nmkdir -p %{buildroot}/usr\necho %{name} > %{buildroot}/usr/same\n";
        _root.InstallFiles(new RpmTestPackage("owner", "1-1") { SpecSections = Same, FileList = "/usr/same" });
        _root.Install(new("taker", "1-1"), new("good", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("taker", "2-1") { SpecSections = Same, FileList = "/usr/same" }, new("good", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["good.noarch Installed", "owner.noarch Installed", "taker.noarch Failed"], States(result));
        Assert.Contains("conflicts with file from package owner", Record(result, "taker.noarch").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_package_that_cannot_be_fetched_is_taken_out(bool isRemote)
    {
        _root.Install(new("gone", "1-1"), new("good", "1-1"));
        _root.AddRepository("base", [new("gone", "2-1"), new("good", "2-1")]);
        using FileServer server = new(Path.GetDirectoryName(_root.RepositoryFolder("base"))!);
        if (isRemote)
            _root.Configure("base", server.Address + "base");
        File.Delete(Assert.Single(Directory.GetFiles(_root.RepositoryFolder("base"), "gone*.rpm", SearchOption.AllDirectories)));

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["gone.noarch Failed", "good.noarch Installed"], States(result));
        Assert.Equal(("0:1-1", "0:2-1"), (_root.VersionOf("gone"), _root.VersionOf("good")));
    }

    [Fact]
    public async Task An_unsigned_package_is_not_put_on_where_signatures_are_checked()
    {
        using SigningKey key = new();
        _root.WriteFile("etc/pki/rpm-gpg/test", key.Armored());
        _root.Install(new("unsigned", "1-1"), new("good", "1-1"));
        _root.AddRepository("base", [new("good", "2-1")]);
        _root.AddRepository("checked", [new("unsigned", "2-1")], settings: "gpgkey=file:///etc/pki/rpm-gpg/test\ngpgcheck=1\n");

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["good.noarch Installed", "unsigned.noarch Failed"], States(result));
        Assert.Equal("0:1-1", _root.VersionOf("unsigned"));
        Assert.Contains("is not signed", Record(result, "unsigned.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_file_that_was_changed_is_kept_and_listed()
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1") { ConfigurationText = "one" });
        _root.WriteFile("etc/subject.conf", "mine\n");
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1") { ConfigurationText = "two" }]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(("mine\n", "two\n"), (_root.ReadFile("etc/subject.conf"), _root.ReadFile("etc/subject.conf.rpmnew")));
        Assert.Equal(["/etc/subject.conf"], result.KeptConfigurationFiles);
    }

    [Fact]
    public async Task A_kernel_is_put_beside_the_others()
    {
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\ninstallonly_limit=3\n");
        _root.Install(new("kernel", "5.1-1"), new("kernel", "5.2-1"), new("kernel", "5.3-1"));
        _root.AddRepository("base", [new("kernel", "5.4-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["kernel.noarch Installed"], States(result));
        Assert.Equal(["0:5.2-1", "0:5.3-1", "0:5.4-1"], _root.VersionOf("kernel").Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_upgrade_that_was_cut_off_had_still_to_take_away_goes_first()
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1") { ConfigurationText = "same" });
        _root.InstallFiles(new RpmTestPackage("subject", "2-1") { ConfigurationText = "same" });
        _root.Install(new("kernel", "5.1-1"), new("kernel", "5.2-1"), new("other", "1-1"));
        _root.AddRepository("base", [new("other", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["kernel.noarch Installed", "other.noarch Installed", "subject.noarch Installed"], States(result));
        Assert.Equal(("0:2-1", "0:2-1", 2), (_root.VersionOf("subject"), _root.VersionOf("other"), _root.VersionOf("kernel").Split('\n').Length));
        Assert.Equal("same\n", _root.ReadFile("etc/subject.conf"));
        Assert.Contains("subject-0:1-1.noarch", Assert.Single(_scan.Events.Warnings, warning => warning.Id == ErrorIds.PackageManagerRepaired).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_changes_its_architecture_is_put_on()
    {
        DnfTools.RequireMultipleArchitectures();
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1") { Architecture = "x86_64" }]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal("0:2-1", _root.VersionOf("subject"));
        Assert.Equal(0, result.FailedCount);
    }

    [Theory]
    [InlineData("var/lib/dnf")]
    [InlineData("var/lib/rpm/.rpm.lock")]
    public async Task An_image_whose_databases_lead_out_of_it_is_refused(string path)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        string outside = _root.Beside("outside");
        Directory.CreateDirectory(outside);
        File.Delete(_root.Inside(path));
        File.CreateSymbolicLink(_root.Inside(path), outside);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    private static string[] States(PatchOperationResult result) => [.. result.Patches.Select(record => $"{record.Id} {record.State}").Order(StringComparer.Ordinal)];

    private static PatchRecord Record(PatchOperationResult result, string id) => Assert.Single(result.Patches, record => record.Id == id);
}
