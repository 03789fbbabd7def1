using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>Installs that run out of room.</summary>
public sealed class ZypperInstallDiskTests : IDisposable
{
    private const string Large = "%install\nmkdir -p %{buildroot}/usr\nhead -c 6000000 /dev/urandom > %{buildroot}/usr/large\n";

    private readonly ZypperRoot _root = new(megabytes: 64);

    public void Dispose() => _root.Dispose();

    /// <summary>zypper copies packages into the cache, be they from the network or from another disk, before it puts them on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_no_room_to_fetch_nothing_is_changed_and_the_error_says_so(bool isOverNetwork)
    {
        using ZypperScan scan = new() { CacheFolder = _root.Inside("cache") };
        Add();
        using FileServer server = new(_root.RepositoryFolder("base"));
        _root.Configure("base", isOverNetwork ? server.Address : $"file://{_root.RepositoryFolder("base")}");
        await scan.PlanAsync(_root.Path);
        IReadOnlyList<string> before = Snapshot();
        _root.FillDisk(freeKilobytes: 3 * 1024);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.DiskFull, e.ErrorId);
        _root.FreeDisk();
        Assert.Equal(before, Snapshot());
        Assert.Equal((0, "0:2-1", "0:2-1"), ((await scan.InstallAsync(_root.Path)).ExitCode, _root.VersionOf("subject"), _root.VersionOf("small")));
    }

    /// <summary>zypper puts packages on one by one: there may be room for another.</summary>
    [Fact]
    public async Task With_no_room_for_its_files_a_patch_says_so_and_the_others_are_put_on()
    {
        using ZypperScan scan = new();
        Add();
        _root.Configure("base", $"file://{_root.RepositoryFolder("base")}");
        _root.FillDisk(freeKilobytes: 3 * 1024);

        PatchOperationResult result = await scan.InstallAsync(_root.Path);

        Assert.Equal(["small.noarch Installed", "subject.noarch Failed"], result.Patches.Select(record => $"{record.Id} {record.State}").Order(StringComparer.Ordinal));
        Assert.Contains("more space on the / filesystem", result.Patches.Single(record => record.Id == "subject.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal((1, "0:1-1", "0:2-1"), (result.ExitCode, _root.VersionOf("subject"), _root.VersionOf("small")));
        _root.FreeDisk();
        Assert.Equal((0, "0:2-1"), ((await scan.InstallAsync(_root.Path)).ExitCode, _root.VersionOf("subject")));
    }

    private IReadOnlyList<string> Snapshot() => [.. FolderSnapshot.Of(_root.Inside("etc"), _root.Inside("usr")), _root.VersionOf("subject"), _root.VersionOf("small")];

    private void Add()
    {
        _root.InstallFiles(new("subject", "1-1"), new("small", "1-1"));
        _root.WriteRepository("base", [new RpmTestPackage("subject", "2-1") { SpecSections = Large, FileList = "/usr/large" }, new("small", "2-1")]);
    }
}
