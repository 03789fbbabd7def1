using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 0)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 2)]
    public void An_install_ends_with_what_failed_in_it(bool anyFailed, bool allFailuresFromPlan, int exitCode) =>
        Assert.Equal(exitCode, ExitCodes.Of(anyFailed, allFailuresFromPlan));

    [Fact]
    public void The_numbers_are_the_published_ones() => Assert.Equal(
        [0, 1, 2, 3, 142, 146, 194, 3010],
        [
            ExitCodes.Success, ExitCodes.Failure, ExitCodes.DependencyCheckFailure, ExitCodes.RebootFailure,
            ExitCodes.SeveralBaselinesTagged, ExitCodes.OperatingSystemNotSupported, ExitCodes.RebootRequested, ExitCodes.RebootRequestedOnWindows,
        ]);
}
