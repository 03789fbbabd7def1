using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class PatchStatesTests
{
    private static readonly DateTimeOffset s_time = Samples.Start;

    [Fact]
    public void Pending_patches_are_added_beside_what_is_known()
    {
        PatchStates states = PatchStates.Of([Samples.Patch("a", PatchState.Installed, "1"), Samples.Patch("b", PatchState.InstalledOther, "1")], lastNoRebootInstallOperationTime: null);

        PatchStates pending = states.WithPending([new("b", "0", "1"), new("c", "", "1:2"), new("gone", "1", "")], s_time);

        Assert.Equal(["a:1", "b:1", "c:1:2"], pending.Patches.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(PatchState.Installed, pending.Find("a", "1")!.State);
        Assert.Equal(new PatchStateEntry("b", s_time, PatchState.InstalledPendingReboot), pending.Find("b", "1"));
        Assert.Equal(new PatchStateEntry("c", s_time, PatchState.InstalledPendingReboot), pending.Find("c", "1:2"));
        Assert.Equal(PatchState.InstalledOther, states.Find("b", "1")!.State);
    }

    [Fact]
    public void Without_pending_ones_all_are_installed()
    {
        PatchStates states = PatchStates.Of([Samples.Patch("a", PatchState.Installed, "1"), Samples.Patch("r", PatchState.InstalledRejected, "1")], s_time)
            .WithPending([new("b", "0", "1")], s_time)
            .WithoutPending();

        Assert.Equal(["a:1", "b:1", "r:1"], states.Patches.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(PatchState.Installed, states.Find("b", "1")!.State);
        Assert.Equal(PatchState.InstalledRejected, states.Find("r", "1")!.State);
        Assert.Equal(s_time, states.LastNoRebootInstallOperationTime);
    }

    [Theory]
    [InlineData("a", "1", true)]
    [InlineData("a", "2", false)]
    [InlineData("b", "1", false)]
    [InlineData("a:1", "", false)]
    public void A_patch_is_found_by_id_and_version(string id, string version, bool isFound) =>
        Assert.Equal(isFound, PatchStates.Of([Samples.Patch("a", PatchState.Installed, "1")], s_time).Find(id, version) is not null);
}
