using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>Plans and installs with real rpm and a dnf 5 that answers from a script.</summary>
public sealed class Dnf5InstallTests : IDisposable
{
    private const string Change = "--assumeyes --setopt=*.metadata_expire=never --setopt=best=True --setopt=color=never upgrade ";

    private readonly Dnf5Scene _scene = new();

    public Dnf5InstallTests() => DnfTools.RequireMounts();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Patches_and_what_they_need_are_put_on()
    {
        RpmTestPackage needed = new("needed", "3-1"), fixedVersion = new("subject", "1:2-1") { SpecFields = "Requires: needed >= 3" };
        _scene.Root.Install(new("subject", "1-1"), new("needed", "1-1"), new("other", "1-1"));
        _scene.AddRepository("base", [fixedVersion, needed, new("other", "2-1")], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        _scene.Script.Companions.Add("subject", needed);

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, DnfScan.Baseline());

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["needed.noarch InstalledOther", "other.noarch InstalledOther", "subject.noarch Installed"], Dnf5Scene.States(result));
        Assert.Equal(("1:2-1", "0:3-1", "0:1-1"), (_scene.Root.VersionOf("subject"), _scene.Root.VersionOf("needed"), _scene.Root.VersionOf("other")));
        Assert.Contains("--cacheonly --assumeno --setopt=best=True upgrade subject-1:2-1.noarch", _scene.Commands);
        Assert.Equal([Change + "--downloadonly subject-1:2-1.noarch", Change + "subject-1:2-1.noarch"], _scene.Commands.Where(command => command.StartsWith(Change, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_override_list_names_what_is_put_on_and_the_rest_stays_missing_by_the_baseline()
    {
        string list = _scene.Root.Beside("list.yaml");
        await File.WriteAllTextAsync(list, "patches:\n  - id: 'wanted*'\n    title: '2-*'\n", TestContext.Current.CancellationToken);
        RpmTestPackage wanted = new("wanted", "2-1"), other = new("other", "2-1");
        _scene.Root.Install(new("wanted", "1-1"), new("other", "1-1"));
        _scene.AddRepository("base", [wanted, new("wanted", "3-1"), other], [new TestNotice("RHSA-2026:0001", wanted, other)]);

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, DnfScan.Baseline(), overrideList: list);

        Assert.Equal(["other.noarch Missing 0:2-1", "wanted.noarch Installed"], Dnf5Scene.States(result));
        Assert.Equal(("0:2-1", "0:1-1"), (_scene.Root.VersionOf("wanted"), _scene.Root.VersionOf("other")));
        PatchRecord left = Assert.Single(result.Patches, patch => patch.Id == "other.noarch");
        Assert.Equal((PatchCompliance.NonCompliant, "Approved by rule 1"), (left.Compliance, left.Reason.Split(" (")[0]));
        Assert.DoesNotContain(_scene.Commands, command => command.Contains("other-0:2-1", StringComparison.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_patch_whose_script_fails_is_failed_and_the_others_are_put_on()
    {
        _scene.Root.Install(new("bad", "1-1"), new("good", "1-1"));
        _scene.AddRepository("base", [new("bad", "2-1") { SpecSections = "%pre -p <lua>\nerror(\"no way\")" }, new("good", "2-1")]);
        _scene.Script.Failing.Add("bad");

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path);

        Assert.Equal(["bad.noarch Failed 0:2-1", "good.noarch Installed"], Dnf5Scene.States(result));
        Assert.Contains("no way", ReasonOf(result, "bad"), StringComparison.Ordinal);
        Assert.Equal(("0:1-1", "0:2-1"), (_scene.Root.VersionOf("bad"), _scene.Root.VersionOf("good")));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task An_unsigned_package_is_failed_and_the_others_are_put_on()
    {
        _scene.Root.Install(new("good", "1-1"), new("unsigned", "1-1"));
        _scene.AddRepository("base", [new("good", "2-1")]);
        _scene.AddRepository("more", [new("unsigned", "2-1")], settings: "pkg_gpgcheck=1\n");

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path);

        Assert.Equal(["good.noarch Installed", "unsigned.noarch Failed 0:2-1"], Dnf5Scene.States(result));
        Assert.Contains("PGP check for package \"unsigned-0:2-1.noarch\" from repo \"more\" has failed: ", ReasonOf(result, "unsigned"), StringComparison.Ordinal);
        Assert.EndsWith("The package is not signed", ReasonOf(result, "unsigned"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_cannot_be_fetched_is_failed_and_the_others_are_put_on()
    {
        RpmTestPackage gone = new("gone", "2-1");
        _scene.Root.Install(new("gone", "1-1"), new("good", "1-1"));
        _scene.AddRepository("base", [gone, new("good", "2-1")]);
        File.Delete(Path.Combine(_scene.Root.RepositoryFolder("base"), gone.Epoch, gone.FileName));

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path);

        Assert.Equal(["gone.noarch Failed 0:2-1", "good.noarch Installed"], Dnf5Scene.States(result));
        Assert.Contains("Couldn't open file", ReasonOf(result, "gone"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_locked_is_not_tried()
    {
        _scene.Root.Install(new("good", "1-1"), new("locked", "1-1"));
        _scene.AddRepository("base", [new("good", "2-1"), new("locked", "2-1")]);
        _scene.Lock("locked", "1-1");

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path);

        Assert.Equal(["good.noarch Installed", "locked.noarch Missing 0:2-1"], Dnf5Scene.States(result));
        Assert.DoesNotContain(_scene.Commands, command => command.Contains("upgrade locked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("usr/lib/sysimage/libdnf5")]
    [InlineData("run/dnf")]
    public async Task An_image_whose_folders_lead_elsewhere_is_refused(string folder)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.AddRepository("base", [new("subject", "2-1")]);
        Directory.CreateDirectory(_scene.Root.Beside("outside"));
        Directory.CreateDirectory(Path.GetDirectoryName(_scene.Root.Inside(folder))!);
        File.CreateSymbolicLink(_scene.Root.Inside(folder), _scene.Root.Beside("outside"));

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.InstallAsync(_scene.Root.Path));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Equal("0:1-1", _scene.Root.VersionOf("subject"));
    }

    private static string ReasonOf(PatchOperationResult result, string name) => result.Patches.Single(patch => patch.Id == name + ".noarch").Reason;
}
