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
        int asked = Asked;
        if (change == "damage")
        {
            // dnf finds it by the checksum; ours would read on.
            PatchException error = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, noRefresh: true));
            Assert.Equal((ErrorIds.PackageListsMissing, true), (error.ErrorId, Asked > asked));
            return;
        }

        PatchOperationResult after = await _scan.RunAsync(_root.Path, noRefresh: true);

        Assert.Equal(change == "nothing", Asked == asked);
        if (change == "nothing")
            Assert.Equivalent(before.Patches, after.Patches, strict: true);
        if (change == "package")
            Assert.Equal(PatchState.Installed, after.Patches.Single(patch => patch.Id == "subject.noarch").State);
        if (change == "exclude")
            Assert.Contains("exclude", after.Patches.Single(patch => patch.Id == "subject.noarch").Reason, StringComparison.Ordinal);
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
