using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Installs that run out of room.</summary>
public sealed class AptInstallDiskTests : AptInstallTest
{
    public AptInstallDiskTests() => Root = AptRoot.Runnable(megabytes: 48);

    [Fact]
    public async Task With_no_room_to_fetch_nothing_is_changed_and_the_error_says_so()
    {
        using AptInstall install = new() { Services = services => services with { CacheFolders = [Root.Inside("cache")] } };
        Root.Install(new TestPackage("large", "1"));
        Security(new TestPackage("large", "2") { Megabytes = 5 });
        await install.PlanAsync(Root.Path);
        Root.FillDisk(freeKilobytes: 4 * 1024);

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => install.RunAsync(Root.Path));

        Assert.Equal(ErrorIds.DiskFull, exception.ErrorId);
        Assert.Equal("ii 1", Root.StatusOf("large"));
        Root.FreeDisk();
        Assert.Equal(0, (await install.RunAsync(Root.Path)).ExitCode);
    }

    [Fact]
    public async Task With_no_room_to_unpack_the_package_fails_and_loses_nothing()
    {
        Root.Install(new TestPackage("large", "1") { Files = new Dictionary<string, string> { ["usr/share/large/precious"] = "kept\n" } }, new TestPackage("small", "1"));
        Security(new("large", "2") { Megabytes = 8 }, new("small", "2"));
        Root.FillDisk(freeKilobytes: 6 * 1024);

        PatchOperationResult result = await Install.RunAsync(Root.Path);

        AssertFailed(result, "large.all", "No space left on device");
        AssertState(PatchState.Installed, result, "small.all");
        Assert.Equal(("ii 1", "kept\n", 1), (Root.StatusOf("large"), Root.ReadFile("usr/share/large/precious"), result.ExitCode));
        Root.FreeDisk();
        AssertState(PatchState.Installed, await Install.RunAsync(Root.Path), "large.all");
    }
}
