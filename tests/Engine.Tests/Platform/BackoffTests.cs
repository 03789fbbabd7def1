using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 0, 0.5)]
    [InlineData(3, 1, 2)]
    [InlineData(7, 1, 32)]
    [InlineData(8, 1, 60)]
    [InlineData(8, 0.5, 45)]
    [InlineData(8, 0, 30)]
    [InlineData(int.MaxValue, 1, 60)]
    public void The_bound_doubles_up_to_the_cap_and_at_least_half_of_it_is_waited(int attempt, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Default.DelayBefore(attempt, random));

    [Theory]
    [InlineData(1, 0, 1.0)]
    [InlineData(2, 8, 2.0)]
    [InlineData(2, 9, null)]
    [InlineData(3, 0, null)]
    [InlineData(int.MaxValue, 0, null)]
    public void Nothing_is_tried_again_after_the_last_attempt_or_the_time_for_all(int attempts, double elapsed, double? seconds)
    {
        Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 3, TimeSpan.FromSeconds(10));
        Assert.Equal(seconds, backoff.DelayAfter(attempts, TimeSpan.FromSeconds(elapsed), 1)?.TotalSeconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Who_waits_hears_of_it_soon(double random) =>
        Assert.InRange(LongestWait(Backoff.Default, random), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(125));

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_run_of_the_agent_waits_long_and_leaves_an_hour_of_its_two_for_the_work(double random)
    {
        TimeSpan run = LongestWait(Backoff.OfAgentRuns, random);
        TimeSpan report = LongestWait(Backoff.OfAgentReports, random);
        Assert.InRange(run, TimeSpan.FromMinutes(24), TimeSpan.FromMinutes(30));
        Assert.InRange(report, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(15));
        Assert.InRange(run + report, TimeSpan.Zero, TimeSpan.FromMinutes(60));
    }

    private static TimeSpan LongestWait(Backoff backoff, double random)
    {
        TimeSpan waited = TimeSpan.Zero;
        for (int attempts = 1; backoff.DelayAfter(attempts, waited, random) is { } pause; attempts++)
            waited += pause;
        return waited;
    }
}
