using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Dnf;

public sealed class DnfInventoryBuilderTests
{
    /// <summary>installed; offered; versions of notices, those of a module with an m → every version with its notices.</summary>
    [Theory]
    [InlineData("0:1-1", "0:2-1,0:3-1", "0:2-1", "0:1-1 0:2-1[0:2-1] 0:3-1")]
    [InlineData("0:1-1", "0:3-1", "0:2-1,0:3-1", "0:1-1 0:3-1[0:3-1+0:2-1]")]
    [InlineData("0:1-1", "0:4-1,0:3-1", "0:2-1,0:4-1", "0:1-1 0:3-1[0:2-1] 0:4-1[0:4-1]")]
    [InlineData("0:1-1", "0:3-1", "0:2-1m,0:3-1m", "0:1-1 0:3-1[0:3-1m]")]
    [InlineData("0:3-1", "0:2-1,0:3-1", "0:1-1,0:2-1m,0:3-1", "0:1-1[0:1-1] 0:3-1[0:3-1]")]
    [InlineData("0:3-1", "", "", "0:3-1")]
    [InlineData("1:1-1", "0:9-1", "0:9-1", "0:9-1[0:9-1] 1:1-1")]
    public void A_version_has_the_notices_that_none_below_it_has(string installed, string offered, string notices, string versions)
    {
        AdvisoryIndexBuilder index = new();
        foreach (string notice in Split(notices))
            index.Add(Notice(notice));
        DnfInventoryBuilder builder = Builder([Package("subject", "noarch", installed)], [.. Split(offered).Select(version => Offer("subject", "noarch", version))], null, index.Build());

        InventoryEntry entry = Assert.Single(builder.Build());

        Assert.Equal(versions, string.Join(' ', entry.Versions
            .OrderBy(version => version.Version, VersionScheme.Rpm)
            .Select(version => version.Version + (version.Advisories.Count == 0 ? "" : $"[{string.Join('+', version.Advisories.Select(advisory => advisory.Id))}]"))));
        Assert.All(entry.Versions, version => Assert.Equal(version.Advisories.Count > 0, version.IsSecurity));
    }

    /// <summary>installed architectures; offered architecture → the entries that have the offer.</summary>
    [Theory]
    [InlineData("noarch", "noarch", "subject.noarch")]
    [InlineData("noarch", "x86_64", "subject.noarch")]
    [InlineData("x86_64", "noarch", "subject.x86_64")]
    [InlineData("x86_64", "i686", "")]
    [InlineData("i686,x86_64", "x86_64", "subject.x86_64")]
    [InlineData("noarch,x86_64", "x86_64", "subject.x86_64")]
    public void An_offer_is_for_the_package_that_it_would_replace(string installed, string offered, string ids)
    {
        DnfInventoryBuilder builder = Builder(
            [.. Split(installed).Select(architecture => Package("subject", architecture, "0:1-1"))], [Offer("subject", offered, "0:2-1")], null, new AdvisoryIndexBuilder().Build());

        Assert.Equal(ids, string.Join(',', builder.Build().Where(entry => entry.Versions.Any(version => version.Version == "0:2-1")).Select(entry => entry.Id)));
    }

    [Fact]
    public void What_only_one_of_two_repositories_excludes_is_free()
    {
        DnfOffer free = Offer("subject", "noarch", "0:2-1"), other = free with { Repository = "other" };

        AvailablePatch newest = Assert.Single(Builder([Package("subject", "noarch", "0:1-1")], [free], [other, free], new AdvisoryIndexBuilder().Build()).Build()).Versions[^1];

        Assert.Null(newest.Restriction);
        Assert.Equal(["base", "other"], newest.Repositories);
    }

    private static DnfInventoryBuilder Builder(IReadOnlyList<RpmPackage> installed, IReadOnlyList<DnfOffer> free, IReadOnlyList<DnfOffer>? all, AdvisoryIndex advisories) =>
        new(installed, free, all, new DnfExcludes([]), DnfVersionLocks.Parse("", ""), advisories);

    private static UpdateNotice Notice(string text)
    {
        bool isModule = text.EndsWith("m", StringComparison.Ordinal);
        NoticePackage package = new()
        {
            Name = "subject", Architecture = "noarch", Version = text.TrimEnd('m'), Module = isModule ? new ModuleStream("tool", "1", "1", "c1", "x86_64") : null,
        };
        return new UpdateNotice(new Advisory { Id = text }, [package]) { HasId = true };
    }

    private static RpmPackage Package(string name, string architecture, string version) => new() { Name = name, Architecture = architecture, Version = version };

    private static DnfOffer Offer(string name, string architecture, string version) => new() { Name = name, Architecture = architecture, Version = version, Repository = "base" };

    private static string[] Split(string list) => list.Split([','], StringSplitOptions.RemoveEmptyEntries);
}
