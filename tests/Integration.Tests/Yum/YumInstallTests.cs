using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>Plans and installs with real rpm and a yum that answers from a script.</summary>
public sealed class YumInstallTests : IDisposable
{
    private readonly YumScene _scene = new();

    public YumInstallTests() => DnfTools.RequireMounts();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Patches_and_what_they_need_are_put_on()
    {
        RpmTestPackage companion = new("needed", "3-1");
        _scene.Root.Install(new("subject", "1-1"), new("needed", "1-1"), new("other", "1-1"));
        RpmTestPackage fixedVersion = new("subject", "1:2-1");
        _scene.Yum.AddRepository("base", [fixedVersion, companion, new("other", "2-1")], [new TestNotice("CESA-2026:0001", fixedVersion)]);
        _scene.Yum.Companions.Add("subject", companion);

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, YumScene.Baseline());

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["needed.noarch InstalledOther", "other.noarch InstalledOther", "subject.noarch Installed"], YumScene.States(result));
        Assert.Equal(("1:2-1", "0:3-1", "0:1-1"), (_scene.Root.VersionOf("subject"), _scene.Root.VersionOf("needed"), _scene.Root.VersionOf("other")));
        string[] changes = [.. _scene.Yum.Commands.Where(command => command.Contains("update-to", StringComparison.Ordinal) && !command.Contains("--assumeno", StringComparison.Ordinal))];
        Assert.EndsWith("--assumeyes --setopt=metadata_expire=never --setopt=*.metadata_expire=never --setopt=skip_broken=0 --downloadonly update-to subject-1:2-1.noarch", changes[0], StringComparison.Ordinal);
        Assert.EndsWith("--assumeyes --setopt=metadata_expire=never --setopt=*.metadata_expire=never --setopt=skip_broken=0 update-to subject-1:2-1.noarch", changes[1], StringComparison.Ordinal);
        Assert.Equal(2, changes.Length);
    }

    [Fact]
    public async Task An_override_list_names_what_is_put_on_and_the_rest_stays_missing_by_the_baseline()
    {
        string list = _scene.Root.Beside("list.yaml");
        await File.WriteAllTextAsync(list, "patches:\n  - id: 'wanted*'\n    title: '2-*'\n", TestContext.Current.CancellationToken);
        RpmTestPackage wanted = new("wanted", "2-1"), other = new("other", "2-1");
        _scene.Root.Install(new("wanted", "1-1"), new("other", "1-1"));
        _scene.Yum.AddRepository("base", [wanted, new("wanted", "3-1"), other], [new TestNotice("CESA-2026:0001", wanted, other)]);

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, YumScene.Baseline(), overrideList: list);

        Assert.Equal(["other.noarch Missing 0:2-1", "wanted.noarch Installed"], YumScene.States(result));
        Assert.Equal(("0:2-1", "0:1-1"), (_scene.Root.VersionOf("wanted"), _scene.Root.VersionOf("other")));
        PatchRecord left = Assert.Single(result.Patches, patch => patch.Id == "other.noarch");
        Assert.Equal((PatchCompliance.NonCompliant, "Approved by rule 1"), (left.Compliance, left.Reason.Split(" (")[0]));
        Assert.DoesNotContain(_scene.Yum.Commands, command => command.Contains("other-0:2-1", StringComparison.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_patch_whose_script_fails_is_failed_and_the_others_are_put_on()
    {
        _scene.Root.Install(new("bad", "1-1"), new("good", "1-1"));
        _scene.Yum.AddRepository("base", [new("bad", "2-1"), new("good", "2-1")]);
        _scene.Yum.Failing.Add("bad");

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, YumScene.Baseline(enableNonSecurity: true));

        Assert.Equal(["bad.noarch Failed 0:2-1", "good.noarch Installed"], YumScene.States(result));
        Assert.Contains("scriptlet failed", result.Patches.Single(patch => patch.Id == "bad.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task An_unsigned_package_is_failed_and_the_others_are_put_on()
    {
        _scene.Root.Install(new("bad", "1-1"), new("good", "1-1"));
        _scene.Yum.AddRepository("base", [new("bad", "2-1"), new("good", "2-1")]);
        _scene.Yum.Instead = request => request.Arguments.Contains("bad-0:2-1.noarch") && !request.Arguments.Contains("--assumeno") && !request.Arguments.Contains("--downloadonly")
            ? ScriptedYum.Result(1, "", "warning: bad-2-1.noarch.rpm: Header V3 RSA/SHA256 Signature, key ID f4a80eb5: NOKEY\n\n\nPublic key for bad-2-1.noarch.rpm is not installed\n")
            : null;

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, YumScene.Baseline(enableNonSecurity: true));

        Assert.Equal(["bad.noarch Failed 0:2-1", "good.noarch Installed"], YumScene.States(result));
        Assert.EndsWith("ublic key for bad-2-1.noarch.rpm is not installed", result.Patches.Single(patch => patch.Id == "bad.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_asks_yum_and_changes_nothing()
    {
        _scene.Root.Install(new("subject", "1-1"), new("changed", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1"), new("changed", "2-1") { Architecture = "x86_64" }]);

        PatchPlan plan = await _scene.Scan.PlanAsync(_scene.Root.Path, YumScene.Baseline(enableNonSecurity: true));

        Assert.Equal(["changed.noarch 0:2-1", "subject.noarch 0:2-1"], plan.Items.Select(item => $"{item.Id} {item.Version}").Order(StringComparer.Ordinal));
        Assert.EndsWith("--setopt=skip_broken=0 update-to changed-2-1 subject-0:2-1.noarch", _scene.Yum.Commands.Last(command => command.Contains("--assumeno", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("--cacheonly --assumeno --setopt=autosavets=0 --setopt=assumeyes=0 --setopt=alwaysprompt=1 --setopt=tsflags=test", _scene.Yum.Commands[^1], StringComparison.Ordinal);
        Assert.Equal("0:1-1", _scene.Root.VersionOf("subject"));
    }

    [Fact]
    public async Task What_is_locked_does_not_come_along()
    {
        RpmTestPackage companion = new("locked", "2-1");
        _scene.Root.Install(new("subject", "1-1"), new("locked", "1-1"), new("free", "1-1"));
        _scene.Root.WriteFile("usr/lib/yum-plugins/versionlock.py", "");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.conf", "[main]\nenabled=1\n");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.list", "0:locked-1-1.*\n");
        _scene.Yum.AddRepository("base", [new("subject", "2-1"), companion, new("free", "2-1")]);
        _scene.Yum.Companions.Add("subject", companion);

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, YumScene.Baseline(enableNonSecurity: true));

        Assert.Equal(["free.noarch Installed", "locked.noarch Missing 0:2-1", "subject.noarch Failed 0:2-1"], YumScene.States(result));
        Assert.Equal("0:1-1", _scene.Root.VersionOf("locked"));
    }

    [Theory]
    [InlineData("var/lib/yum")]
    [InlineData("var/lib/yum/yumdb/s")]
    public async Task An_image_whose_notes_on_packages_lead_out_of_it_is_refused(string folder)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        Directory.CreateDirectory(_scene.Root.Beside("outside"));
        Directory.CreateDirectory(Path.GetDirectoryName(_scene.Root.Inside(folder))!);
        File.CreateSymbolicLink(_scene.Root.Inside(folder), _scene.Root.Beside("outside"));

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.InstallAsync(_scene.Root.Path, YumScene.Baseline(enableNonSecurity: true)));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Equal("0:1-1", _scene.Root.VersionOf("subject"));
    }
}
