using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Rejected packages that others need.</summary>
public sealed class AptInstallRejectedTests : AptInstallTest
{
    [Theory]
    [InlineData("Depends: rejected\n")]
    [InlineData("Depends: between\n")]
    public async Task A_blocked_dependency_blocks_its_parent(string relation)
    {
        Publish(relation);

        PatchOperationResult result = await RunAsync("BLOCK");

        AssertFailed(result, "subject.all", "rejected.all", "'rejected'", "blocks");
        Assert.Equal(["Upgrade other.all 1 2"], Steps(result));
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("Depends: rejected\n")]
    [InlineData("Depends: between\n")]
    public async Task A_rejected_dependency_is_let_through_where_the_baseline_allows_it(string relation)
    {
        Publish(relation);

        PatchOperationResult result = await RunAsync("ALLOW_AS_DEPENDENCY");

        AssertState(PatchState.Installed, result, "subject.all");
        AssertState(PatchState.InstalledOther, result, "rejected.all");
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("Recommends: rejected\n")]
    [InlineData("Depends: rejected | alternative\n")]
    public async Task A_blocked_package_that_need_not_come_is_left_out(string relation)
    {
        Publish(relation);

        PatchOperationResult result = await RunAsync("BLOCK");

        AssertState(PatchState.Installed, result, "subject.all");
        Assert.DoesNotContain("ii", Root.StatusOf("rejected"), StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task What_else_is_in_the_way_is_the_reason_where_the_blocked_package_need_not_come()
    {
        Root.Install(new TestPackage("manual", "1"));
        Publish("Recommends: rejected\nConflicts: manual\n");

        PatchOperationResult result = await RunAsync("BLOCK");

        AssertFailed(result, "subject.all", "manual.all 1 would be removed");
    }

    private void Publish(string relation)
    {
        Root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        Security(new("subject", "2") { ControlFields = relation }, new("other", "2"));
        Main(new("rejected", "1"), new("between", "1") { ControlFields = "Depends: rejected\n" }, new("alternative", "1"));
    }

    private Task<PatchOperationResult> RunAsync(string action) => Install.RunAsync(Root.Path, AptScan.Baseline(rejected: "rejected", rejectedAction: action));
}
