using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>A scan without a refresh asks zypper only where something has changed that its answers follow from.</summary>
public sealed class ZypperAnswersTests : IDisposable
{
    private readonly ZypperRoot _root = new();
    private readonly ZypperScan _scan;
    private readonly CountingProcessRunner _processes = new(new ProcessRunner(new RecordedEvents()));

    public ZypperAnswersTests() => _scan = new ZypperScan { Processes = _processes };

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Theory]
    [InlineData("nothing", "Missing")]
    [InlineData("metadata", "Missing")]
    [InlineData("package", "Installed")]
    [InlineData("lock", "Missing")]
    [InlineData("repository", "Missing")]
    public async Task Zypper_is_asked_again_after(string change, string state)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [fixedVersion, new("other", "1-1")], [new TestNotice("SUSE-2026:0001", fixedVersion)]);
        await _scan.RunAsync(_root.Path);
        PatchOperationResult before = await _scan.RunAsync(_root.Path, noRefresh: true);

        Change(change);
        int asked = Asked;
        PatchOperationResult after = await _scan.RunAsync(_root.Path, noRefresh: true);

        Assert.Equal(change == "nothing", Asked == asked);
        if (change == "nothing")
            Assert.Equivalent(before.Patches, after.Patches, strict: true);
        PatchRecord subject = after.Patches.Single(patch => patch.Id == "subject.noarch");
        Assert.Equal((state, change == "lock"), (subject.State.ToString(), subject.Reason.Contains("lock", StringComparison.Ordinal)));
    }

    private int Asked => _processes.Count("--xmlout");

    private void Change(string change)
    {
        switch (change)
        {
            case "nothing":
                break;
            case "metadata":
                string index = Directory.GetFiles(_scan.CachePath, "repomd.xml", SearchOption.AllDirectories).Single();
                File.SetLastWriteTimeUtc(index, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
            case "package":
                _root.Install(new RpmTestPackage("subject", "2-1"));
                break;
            case "lock":
                _root.WriteFile("etc/zypp/locks", "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: subject\n");
                break;
            case "repository":
                _root.Configure("more", $"file://{_root.RepositoryFolder("base")}");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "No such change.");
        }
    }
}
