using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(7, 1, 32)]
    [InlineData(8, 1, 60)]
    [InlineData(8, 0.5, 30)]
    [InlineData(8, 0, 0)]
    [InlineData(int.MaxValue, 1, 60)]
    public void The_bound_doubles_up_to_the_cap(int attempt, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Default.DelayBefore(attempt, random));
}
