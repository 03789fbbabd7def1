using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class AdvisoryIndexTests
{
    [Theory]
    [InlineData("0:1-1", "0:1-1", "", "")]
    [InlineData("0:1-1", "0:1-2", "A", "A")]
    // A version that no notice carries, between two that some do.
    [InlineData("0:1-1", "0:1-4", "", "B C A")]
    // The notices of a version that was superseded come with the newer one.
    [InlineData("0:1-1", "0:1-5", "D", "D B C A")]
    [InlineData("0:1-2", "0:1-5", "D", "D B C")]
    [InlineData("0:1-3", "1:1-1", "E", "E D")]
    [InlineData("1:1-1", "1:1-1", "E", "")]
    // An epoch of 0 may be left out.
    [InlineData("1-1", "1-3", "B C", "B C A")]
    // Backwards.
    [InlineData("0:1-5", "0:1-2", "A", "")]
    public void A_version_carries_its_notices_and_resolves_those_on_the_way_to_it(string installed, string candidate, string carried, string resolved)
    {
        AdvisoryIndex index = Build(
            Notice("E", "1:1-1"),
            Notice("A", "0:1-2"),
            Notice("C", "0:1-3"),
            Notice("B", "0:1-3"),
            Notice("D", "0:1-5"),
            Notice("F", "0:2-1", "other"));
        Assert.Equal(carried, Ids(index.CarriedBy("tool", "x86_64", candidate)));
        Assert.Equal(resolved, Ids(index.ResolvedBetween("tool", "x86_64", installed, candidate)));
    }

    [Theory]
    [InlineData("tool", "noarch")]
    [InlineData("absent", "x86_64")]
    [InlineData("Tool", "x86_64")]
    public void A_package_of_another_name_or_architecture_has_none(string name, string architecture)
    {
        AdvisoryIndex index = Build(Notice("A", "0:1-2"));
        Assert.Empty(index.CarriedBy(name, architecture, "0:1-2"));
        Assert.Empty(index.ResolvedBetween(name, architecture, "0:1-1", "0:1-2"));
    }

    [Fact]
    public void Notices_of_the_same_id_are_one_with_the_packages_of_both_and_the_facts_of_the_one_updated_last()
    {
        UpdateNotice old = Notice("A", "0:1-2") with { Advisory = Advisory("A", "Low", 1, ["CVE-2020-1"], ["1"]) };
        UpdateNotice updated = Notice("A", "0:1-3") with { Advisory = Advisory("A", "Critical", 2, ["CVE-2020-2", "CVE-2020-1"], ["2"]) };
        foreach (UpdateNotice[] order in new UpdateNotice[][] { [old, updated], [updated, old] })
        {
            AdvisoryIndex index = Build(order);
            foreach (string version in new[] { "0:1-2", "0:1-3" })
            {
                Advisory advisory = Assert.Single(index.CarriedBy("tool", "x86_64", version)).Advisory;
                Assert.Equal("Critical", advisory.Severity);
                Assert.Equal(["CVE-2020-1", "CVE-2020-2"], advisory.CveIds.Order(StringComparer.Ordinal));
                Assert.Equal(["1", "2"], advisory.BugzillaIds.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void Of_equally_old_notices_the_first_counts()
    {
        AdvisoryIndex index = Build(
            Notice("A", "0:1-2") with { Advisory = Advisory("A", "Low", 1, [], []) },
            Notice("A", "0:1-2") with { Advisory = Advisory("A", "Critical", 1, [], []) });
        Assert.Equal("Low", Assert.Single(index.CarriedBy("tool", "x86_64", "0:1-2")).Advisory.Severity);
    }

    [Fact]
    public void A_package_that_a_notice_has_twice_counts_once_with_what_either_suggests()
    {
        NoticePackage package = Package("0:1-2", "tool");
        UpdateNotice first = new(Advisory("A", "Low", 1, [], []), [package with { Suggestions = Suggestions.Reboot }, package]);
        UpdateNotice second = new(Advisory("A", "Low", 1, [], []), [package with { Suggestions = Suggestions.Relogin }]);
        Assert.Equal(Suggestions.Reboot | Suggestions.Relogin, Assert.Single(Build(first, second).CarriedBy("tool", "x86_64", "0:1-2")).Suggestions);
    }

    [Fact]
    public void Streams_of_a_module_stay_apart()
    {
        ModuleStream old = new("tool", "1", "10", "c", "x86_64"), current = new("tool", "2", "20", "c", "x86_64");
        NoticePackage package = Package("0:1-2", "tool");
        AdvisoryIndex index = Build(new UpdateNotice(Advisory("A", "", 1, [], []), [package with { Module = old }, package with { Module = current }]));
        Assert.Equal([old, current], index.CarriedBy("tool", "x86_64", "0:1-2").Select(advisory => advisory.Module).OrderBy(module => module!.Stream, StringComparer.Ordinal));
    }

    [Fact]
    public void Notices_without_an_id_stay_apart()
    {
        UpdateNotice notice = Notice("unnamed", "0:1-2") with { HasId = false };
        Assert.Equal(2, Build(notice, notice).CarriedBy("tool", "x86_64", "0:1-2").Count);
    }

    [Fact]
    public void Of_a_file_that_ends_early_nothing_is_taken()
    {
        AdvisoryIndexBuilder builder = new();
        byte[] file = UpdateInfoText.Sample("oracle-8");
        Assert.Throws<PatchException>(() => Add(builder, file.AsSpan(0, file.Length - 5).ToArray()));
        Assert.Empty(builder.Build().ResolvedBetween("tool", "x86_64", "0:0-0", "9:9-9"));
        Add(builder, file);
        Assert.Equal("ELBA-2022-9008 ELSA-2022-9007", Ids(builder.Build().ResolvedBetween("tool", "x86_64", "0:0-0", "9:9-9")));
    }

    [Fact]
    public void Several_repositories_are_brought_together()
    {
        AdvisoryIndexBuilder builder = new();
        foreach (string sample in UpdateInfoText.SampleNames())
            Add(builder, UpdateInfoText.Sample(sample));
        AdvisoryIndex index = builder.Build();
        Assert.Equal("RHSA-2020:9005", Ids(index.CarriedBy("tool", "x86_64", "1:1.2.9-1.module+el8.3.0+7732+2c2a0ee2")));
        Assert.Equal("RHSA-2020:9005 RHEA-2020:9006", Ids(index.ResolvedBetween("other", "noarch", "0:2-1", "0:3-9")));
    }

    private static void Add(AdvisoryIndexBuilder builder, byte[] file) =>
        builder.AddFile(new MemoryStream(file), UpdateInfoText.FileName, UpdateInfoText.Installed, NullEventSink.Instance, TestContext.Current.CancellationToken);

    private static AdvisoryIndex Build(params UpdateNotice[] notices)
    {
        AdvisoryIndexBuilder builder = new();
        foreach (UpdateNotice notice in notices)
            builder.Add(notice);
        return builder.Build();
    }

    private static UpdateNotice Notice(string id, string version, string name = "tool") => new(Advisory(id, "", 1, [], []), [Package(version, name)]);

    private static NoticePackage Package(string version, string name) => new() { Name = name, Architecture = "x86_64", Version = version };

    private static Advisory Advisory(string id, string severity, int day, string[] cves, string[] bugs) => new()
    {
        Id = id,
        Severity = severity,
        Updated = new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero),
        CveIds = cves,
        BugzillaIds = bugs,
    };

    private static string Ids(IEnumerable<PackageAdvisory> advisories) => string.Join(' ', advisories.Select(advisory => advisory.Advisory.Id));
}
