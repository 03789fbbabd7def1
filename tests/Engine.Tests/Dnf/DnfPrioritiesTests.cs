using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Dnf;

public sealed class DnfPrioritiesTests
{
    /// <summary>installed; versions with their repositories, whose priorities are a 10, b 20 and c none → the versions that dnf would leave.</summary>
    [Theory]
    [InlineData("1-1", "a:2-1 c:3-1", "3-1")]
    [InlineData("2-1", "a:2-1 c:3-1", "3-1")]
    [InlineData("2-1", "a:1-1 c:3-1", "")]
    [InlineData("1-1", "a:2-1 a:3-1 b:3-1 c:4-1", "3-1b 4-1")]
    [InlineData("1-1", "b:2-1 c:3-1", "3-1")]
    [InlineData("1-1", "c:2-1 c:3-1", "")]
    [InlineData("1-1", "a:2-1/i686 c:3-1", "")]
    public void Of_versions_that_are_not_older_those_of_the_lowest_number_are_taken(string installed, string offered, string left)
    {
        DnfOffer[] offers = [.. offered.Split(' ').Select(Offer)];
        DnfPriorities priorities = new(DnfConfigurationText.Parse("[a]\npriority=10\n[b]\npriority = 20\n[c]\npriority=low\n"), offers);
        RpmPackage package = new() { Name = "subject", Architecture = "x86_64", Version = "0:" + installed };

        IEnumerable<string> named = offers.Where(offer => priorities.Reason(offer, package) is not null)
            .Select(offer => offer.Version[2..] + (offer.Repository == "b" ? "b" : ""));

        Assert.Equal(left, string.Join(' ', named));
        Assert.True(priorities.Differ(["a", "c"]));
        Assert.False(priorities.Differ(["c", "d"]));
    }

    private static DnfOffer Offer(string text)
    {
        string[] parts = text.Split(':', '/');
        return new DnfOffer { Name = "subject", Architecture = parts.Length > 2 ? parts[2] : "x86_64", Version = "0:" + parts[1], Repository = parts[0] };
    }
}
