using System.Globalization;
using PatchBaselineAssociation.Benchmarks.Fleet;

namespace PatchBaselineAssociation.Tests.Fleet;

public sealed class TokenBucketTests
{
    [Theory]
    [InlineData(false, "0 0 0 0.25 0.5 0.75 10 10 10", "yes yes no no yes no yes yes no")]
    [InlineData(true, "0 0 0 0.25 0.5 0.75 10 10 10", "yes yes no no no no yes yes no")]
    public void A_bucket_gives_what_has_flowed_in_and_no_more_than_it_holds(bool refusalsCost, string seconds, string expected)
    {
        TokenBucket bucket = new(new FleetOperation("Any", Rate: 2, Burst: 2), refusalsCost);
        string[] answers = [.. seconds.Split(' ').Select(second => bucket.TryTake(TimeSpan.FromSeconds(double.Parse(second, CultureInfo.InvariantCulture))) ? "yes" : "no")];
        Assert.Equal(expected.Split(' '), answers);
        Assert.Equal((answers.Count(answer => answer == "yes"), answers.Count(answer => answer == "no")), (bucket.Granted, bucket.Refused));
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        TokenBucket bucket = new(new FleetOperation("Any", 1, 1), refusalsCost: false);
        bucket.TryTake(TimeSpan.FromSeconds(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => bucket.TryTake(TimeSpan.FromSeconds(1)));
    }
}
