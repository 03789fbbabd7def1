using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Reboots;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>What waits for a restart goes on waiting, whatever becomes of the package meanwhile.</summary>
public sealed class PendingRestartTests : IDisposable
{
    private readonly InstallScene _scene = new();

    public enum Between
    {
        Nothing,
        Scan,
        TwoScans,
        InstallWithoutReboot,
    }

    public void Dispose() => _scene.Dispose();

    public static TheoryData<Between, bool> Ways()
    {
        TheoryData<Between, bool> data = [];
        foreach (Between between in Enum.GetValues<Between>())
        {
            data.Add(between, true);
            data.Add(between, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_newer_version_that_is_not_put_on_does_not_make_it_forgotten(Between between, bool isHeldBack)
    {
        await PutOnAsync(isHeldBack);
        await PassAsync(between);

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal((RestartStatus.Scheduled, true), (result.Restart, result.RebootPending));
        Assert.Equal(isHeldBack ? PatchState.Missing : PatchState.Failed, InstallScene.StateOf(result, "openssl"));
        Assert.Equal(["openssl"], _scene.WaitingInFile());

        _scene.Boot();
        Assert.False((await _scene.ScanAsync()).RebootPending);
        Assert.Empty(_scene.WaitingInFile());
        Assert.Equal(RestartStatus.NotNeeded, (await _scene.InstallAsync()).Restart);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task It_waits_again_when_the_newer_version_is_withdrawn(Between between, bool isHeldBack)
    {
        await PutOnAsync(isHeldBack);
        await PassAsync(between);
        (_scene.Manager["openssl"].Update, _scene.Manager["openssl"].Failure) = (null, null);

        Assert.Equal(["openssl"], InstallScene.Waiting(await _scene.ScanAsync()));

        _scene.Boot();
        PatchOperationResult after = await _scene.ScanAsync();
        Assert.Equal((PatchState.Installed, false), (InstallScene.StateOf(after, "openssl"), after.RebootPending));
    }

    [Fact]
    public async Task A_scan_that_calls_it_missing_says_that_a_restart_is_pending()
    {
        await PutOnAsync(isHeldBack: true);

        PatchOperationResult scan = await _scene.ScanAsync();

        Assert.Equal((PatchState.Missing, true), (InstallScene.StateOf(scan, "openssl"), scan.RebootPending));
        Assert.True(_scene.Runs[0].RebootPending);
        Assert.Equal(["openssl.amd64:1.1"], _scene.StateFile.Patches.Keys);
    }

    [Fact]
    public async Task What_another_version_has_replaced_waits_no_more()
    {
        await PutOnAsync(isHeldBack: true);
        await _scene.ScanAsync();
        (_scene.Manager["openssl"].Installed, _scene.Manager["openssl"].Update) = ("1.2", null);

        PatchOperationResult scan = await _scene.ScanAsync();

        Assert.False(scan.RebootPending);
        Assert.Equal(["openssl.amd64:1.2"], _scene.StateFile.Patches.Keys);
    }

    private async Task PutOnAsync(bool isHeldBack)
    {
        MemoryPackage package = _scene.Manager.Add("openssl", "1.1");
        await _scene.InstallAsync(RebootOption.NoReboot);
        Assert.Equal(["openssl"], _scene.WaitingInFile());
        package.Update = "1.2";
        if (isHeldBack)
            package.Restriction = new Restriction(RestrictionKind.Hold, "held");
        else
            package.Failure = "its script failed";
    }

    private async Task PassAsync(Between between)
    {
        if (between == Between.InstallWithoutReboot)
            await _scene.InstallAsync(RebootOption.NoReboot);
        for (int scans = between == Between.TwoScans ? 2 : between == Between.Scan ? 1 : 0; scans > 0; scans--)
            Assert.True((await _scene.ScanAsync()).RebootPending);
    }
}
