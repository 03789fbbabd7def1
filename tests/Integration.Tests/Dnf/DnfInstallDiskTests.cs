using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Installs that run out of room.</summary>
public sealed class DnfInstallDiskTests : IDisposable
{
    private const string Large = "%install\nmkdir -p %{buildroot}/usr\nhead -c 6000000 /dev/urandom > %{buildroot}/usr/large\n";

    private readonly DnfRoot _root = new(megabytes: 64);

    public void Dispose() => _root.Dispose();

    /// <summary>The packages come over the network: those of a folder are not fetched.</summary>
    [Fact]
    public async Task With_no_room_to_fetch_nothing_is_changed_and_the_error_says_so()
    {
        using DnfScan scan = new() { Change = services => services with { CacheFolders = [_root.Inside("cache")] } };
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.WriteRepository("base", [new("subject", "2-1") { SpecSections = Large, FileList = "/usr/large" }]);
        using FileServer server = new(_root.RepositoryFolder("base"));
        _root.Configure("base", server.Address);
        await scan.PlanAsync(_root.Path);
        _root.FillDisk(freeKilobytes: 3 * 1024);

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.DiskFull, exception.ErrorId);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
        _root.FreeDisk();
        Assert.Equal((0, "0:2-1"), ((await scan.InstallAsync(_root.Path)).ExitCode, _root.VersionOf("subject")));
    }

    [Fact]
    public async Task With_no_room_for_its_files_nothing_is_changed_and_the_error_says_so()
    {
        using DnfScan scan = new();
        _root.Install(new("subject", "1-1"), new("small", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1") { SpecSections = Large, FileList = "/usr/large" }, new("small", "2-1")]);
        _root.FillDisk(freeKilobytes: 3 * 1024);

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.DiskFull, exception.ErrorId);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
        _root.FreeDisk();
        PatchOperationResult result = await scan.InstallAsync(_root.Path);
        Assert.All(result.Patches, record => Assert.Equal(PatchState.Installed, record.State));
    }

    [Fact]
    public async Task With_no_room_for_the_state_it_is_said_before_anything_is_installed()
    {
        using DnfScan scan = new() { StateFolder = _root.Inside("state") };
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        await scan.RunAsync(_root.Path);
        string[] before = [.. Directory.GetFiles(scan.StatePath, "*.json").Select(File.ReadAllText)];
        _root.FillDisk(freeKilobytes: 0);

        await Assert.ThrowsAsync<PatchException>(() => scan.InstallAsync(_root.Path));

        Assert.Equal("0:1-1", _root.VersionOf("subject"));
        Assert.Equal(before, Directory.GetFiles(scan.StatePath, "*.json").Select(File.ReadAllText));
        _root.FreeDisk();
        Assert.Equal((0, "0:2-1"), ((await scan.InstallAsync(_root.Path)).ExitCode, _root.VersionOf("subject")));
    }
}
