using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>A scan without a refresh asks dnf only where something has changed that its answers follow from.</summary>
public sealed class DnfAnswersTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan;
    private readonly CountingProcessRunner _processes;

    public DnfAnswersTests()
    {
        RecordedEvents events = new();
        _processes = new CountingProcessRunner(new ProcessRunner(events));
        _scan = new DnfScan { Processes = _processes };
    }

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    public static TheoryData<string> Changes => new(
        "nothing", "metadata", "damage", "package", "main", "repository", "exclude", "variable", "module", "plugin");

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Dnf_is_asked_again_after(string change)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("other", "1-1")], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        await _scan.RunAsync(_root.Path);
        PatchOperationResult before = await _scan.RunAsync(_root.Path, noRefresh: true);

        Change(change);
        int asked = Asked, lists = _processes.Count("repolist");
        if (change == "damage")
        {
            // dnf finds it by the checksum; ours would read on.
            PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, noRefresh: true));
            Assert.Equal((ErrorIds.PackageListsMissing, true), (error.ErrorId, Asked > asked));
            return;
        }

        PatchOperationResult after = await _scan.RunAsync(_root.Path, noRefresh: true);

        Assert.Equal(change == "nothing", Asked == asked);
        Assert.Equal(change is "nothing" or "metadata" or "package", _processes.Count("repolist") == lists);
        if (change == "nothing")
            Assert.Equivalent(before.Patches, after.Patches, strict: true);
        if (change == "package")
            Assert.Equal(PatchState.Installed, after.Patches.Single(patch => patch.Id == "subject.noarch").State);
        if (change == "exclude")
            Assert.Contains("exclude", after.Patches.Single(patch => patch.Id == "subject.noarch").Reason, StringComparison.Ordinal);
    }

    /// <summary>The release is what a package says that it is.</summary>
    [Theory]
    [InlineData("base-$releasever", "")]
    [InlineData("base", "enabled=$releasever\n")]
    public async Task The_list_of_repositories_is_asked_for_again_after_a_package_where_it_may_follow_from_the_release(string id, string settings)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.WriteFile("etc/dnf/vars/releasever", "1\n");
        _root.WriteFile("etc/yum.repos.d/base.repo", $"[{id}]\nname=base\nbaseurl=file://{_root.RepositoryFolder("base")}\ngpgcheck=0\n{settings}");
        await _scan.RunAsync(_root.Path);
        await _scan.RunAsync(_root.Path, noRefresh: true);
        int lists = _processes.Count("repolist");

        _root.Install(new RpmTestPackage("other", "1-1"));
        await _scan.RunAsync(_root.Path, noRefresh: true);

        Assert.Equal(lists + 1, _processes.Count("repolist"));
    }

    /// <summary>Notices are read before dnf has said which repositories it leaves out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_wrong_with_notices_is_told_once(bool isOtherDamaged)
    {
        RpmTestPackage first = new("subject", "2-1"), second = new("other", "2-1");
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [first], [new TestNotice("RHSA-2026:0001", first) { Updated = "the day before" }]);
        _root.AddRepository("more", [second], [new TestNotice("RHSA-2026:0002", second)]);
        await _scan.RunAsync(_root.Path);
        if (isOtherDamaged)
        {
            string notices = Directory.GetFiles(_scan.CachePath, "*updateinfo.xml*", SearchOption.AllDirectories).Single(file => file.Contains("/more-", StringComparison.Ordinal));
            await File.WriteAllTextAsync(notices, "no notices", TestContext.Current.CancellationToken);
        }

        int told = Told();
        PatchOperationResult result = await _scan.RunAsync(_root.Path, noRefresh: true);

        Assert.Equal(told + 1, Told());
        Assert.Equal(isOtherDamaged ? ["subject.noarch"] : ["other.noarch", "subject.noarch"], result.Patches.Where(patch => patch.AvailableVersion.Length > 0).Select(patch => patch.Id).Order(StringComparer.Ordinal));

        int Told() => _scan.Events.Warnings.Count(warning => warning.Id == ErrorIds.AdvisoryIncomplete);
    }

    private int Asked => _processes.Count("repoquery") + _processes.Count("repolist");

    private string MetadataFolder => Directory.GetDirectories(_scan.CachePath, "repodata", SearchOption.AllDirectories).Single();

    private void Change(string change)
    {
        switch (change)
        {
            case "nothing":
                break;
            case "metadata":
                File.SetLastWriteTimeUtc(Path.Combine(MetadataFolder, "repomd.xml"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
            case "damage":
                string notices = Directory.GetFiles(MetadataFolder, "*updateinfo*").Single();
                File.WriteAllBytes(notices, [.. File.ReadAllBytes(notices), 0]);
                break;
            case "package":
                _root.Install(new RpmTestPackage("subject", "2-1"));
                break;
            case "main":
                _root.WriteFile("etc/dnf/dnf.conf", "[main]\ngpgcheck=1\nbest=True\n");
                break;
            case "repository":
                _root.Configure("more", $"file://{_root.RepositoryFolder("base")}");
                break;
            case "exclude":
                _root.WriteFile("etc/dnf/dnf.conf", "[main]\ngpgcheck=1\nexclude=subject\n");
                break;
            case "variable":
                _root.WriteFile("etc/dnf/vars/stage", "test\n");
                break;
            case "module":
                _root.WriteFile("etc/dnf/modules.d/subject.module", "[subject]\nname=subject\nstream=1\nprofiles=\nstate=enabled\n");
                break;
            case "plugin":
                _root.WriteFile("etc/dnf/plugins/own.conf", "[main]\nenabled=1\n");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "No such change.");
        }
    }
}
