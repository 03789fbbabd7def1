using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class WindowsScanTests : IDisposable
{
    private readonly WindowsScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_scan_gives_each_update_its_state()
    {
        UpdateWorld world = _scene.World;
        world.Add("5000001");
        world.Add("5000002").IsInstalled = true;
        world.Add(UpdateSamples.Update("5000003", classification: UpdateSamples.Ordinary)).IsInstalled = true;
        world.Add(UpdateSamples.Update("5000004", classification: UpdateSamples.Ordinary));
        world.Add(UpdateSamples.Update("5000005", day: "2026-11-24"));
        world.Add(UpdateSamples.Update("5000006") with { IsHidden = true });

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(
            new Dictionary<string, PatchState>
            {
                ["KB5000001"] = PatchState.Missing,
                ["KB5000002"] = PatchState.Installed,
                ["KB5000003"] = PatchState.InstalledOther,
                ["KB5000005"] = PatchState.AvailableSecurityUpdate,
                ["KB5000006"] = PatchState.Missing,
            },
            WindowsScene.States(result));
        Assert.Contains("hidden", WindowsScene.Patch(result, "5000006").Reason, StringComparison.Ordinal);
        Assert.Equal("2026-10-13.1", WindowsScene.Patch(result, "5000001").AvailableVersion);
        Assert.Equal("SecurityUpdates", WindowsScene.Patch(result, "5000001").Classification);
        Assert.Equal("Critical", WindowsScene.Patch(result, "5000001").Severity);
        Assert.Equal("Microsoft Update", Assert.Single(result.Repositories).Name);
        Assert.Equal(0, world.OpenAgents);
    }
}
