using PatchBaselineAssociation.PackageManagers.Zypper;

namespace PatchBaselineAssociation.Tests.Zypper;

public sealed class ZypperInventoryBuilderTests
{
    /// <summary>Versions on offer, those that zypper would take, and whether zypper has to say why not the newest.</summary>
    [Theory]
    [InlineData("2-1", "2-1", false)]
    [InlineData("2-1 3-1", "3-1", false)]
    [InlineData("2-1 3-1", "2-1", true)]
    [InlineData("2-1", "", true)]
    [InlineData("1:1-1 2-1", "2-1", true)]
    [InlineData("10-1", "9-1 10-1", false)]
    public void Only_what_zypper_would_not_bring_to_its_newest_version_is_asked_about(string offers, string taken, bool isAsked) =>
        Assert.Equal(
            isAsked ? ["subject"] : [],
            ZypperInventoryBuilder.NotTaken(["subject"], [.. Versions("subject", offers), .. Versions("other", "5-1")], [.. Versions("subject", taken), .. Versions("other", "1-1")]));

    private static IEnumerable<ZypperSolvable> Versions(string name, string versions) =>
        versions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(version => new ZypperSolvable { Name = name, Architecture = "noarch", Version = version.Contains(':', StringComparison.Ordinal) ? version : "0:" + version, Repository = "base" });
}
