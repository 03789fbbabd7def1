using System.Text;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class UpdateInfoReaderTests
{
    public static TheoryData<string, string[]> Samples => new()
    {
        {
            "amazon-linux-1",
            ["ALAS-2018-9001 | Security | important | 2018-04-19 04:39:00 +00:00 | 2018-04-20 00:25:00 +00:00 | CVE-2018-90001,CVE-2018-90002 |  | tool.x86_64 0:1.2.3-5.12.amzn1"]
        },
        {
            "amazon-linux-2",
            ["ALAS2-2021-9002 | Security | medium | 2021-05-13 18:02:00 +00:00 | 2021-05-14 22:31:00 +00:00 | CVE-2021-90003 |  | tool.x86_64 1:2.0-3.amzn2.0.1"]
        },
        {
            "amazon-linux-2023",
            [
                "ALAS2023-2023-9003 | Security | important | 2023-03-21 00:00:00 +00:00 | 2023-07-05 19:00:00 +00:00 | CVE-2023-90004 |  | kernel.x86_64 0:6.1.15-28.43.amzn2023 (Reboot)",
                "ALAS2023-2023-9004 | Bugfix | none | 2023-03-22 00:00:00 +00:00 | - |  |  | other.noarch 0:1.0-1.amzn2023",
            ]
        },
        {
            "redhat-8",
            [
                "RHSA-2020:9005 | Security | Moderate | 2020-11-04 06:00:01 +00:00 | 2020-11-04 00:51:55 +00:00 | CVE-2020-90006 | 1800001 | "
                    + "tool.x86_64 1:1.2.9-1.module+el8.3.0+7732+2c2a0ee2 of tool:1.2:8030020200818000036:30b713e6:x86_64 (Restart), other.noarch 0:3-4.el8 (Relogin)",
                "RHEA-2020:9006 | Enhancement | None | 2020-04-28 00:00:00 +00:00 | 2020-04-28 00:00:00 +00:00 |  |  | other.noarch 0:3-3.el8",
            ]
        },
        {
            "oracle-8",
            [
                "ELSA-2022-9007 | Security | IMPORTANT | 2022-01-11 00:00:00 +00:00 | - | CVE-2022-90007 |  | tool.x86_64 0:1.2-5.0.1.el8",
                "ELBA-2022-9008 | Bugfix | N/A | 2022-02-01 00:00:00 +00:00 | - |  |  | tool.x86_64 0:1.2-6.el8",
            ]
        },
        {
            "suse-15",
            [
                "SUSE-SLE-Module-Basesystem-15-SP4-2022-9009 | Recommended | moderate | 2022-06-23 13:25:13 +00:00 | - | CVE-2022-90008 | 1190001 | tool.x86_64 0:4.3.0-150300.3.6.1 (Relogin)",
                "SUSE-SLE-Module-Basesystem-15-SP4-2022-9010 | Optional |  | 2022-06-23 13:25:14 +00:00 | - |  |  | tool.x86_64 0:4.3.1-1.1 (Restart)",
            ]
        },
        {
            "fedora-39",
            ["FEDORA-2023-90aa90bb90 | Newpackage | unspecified | 2023-11-07 18:03:01 +00:00 | 2023-11-07 18:03:01 +00:00 |  | 2240001 | tool.x86_64 0:1.0~rc2-1.fc39"]
        },
        {
            "epel-9",
            ["FEDORA-EPEL-2022-90cc90dd90 | Bugfix |  | 2022-05-01 01:02:03 +00:00 | - |  |  | tool.x86_64 0:1.1^20220101git1234567-2.el9"]
        },
        {
            "rocky-9",
            ["RLSA-2023:9011 | Security | Critical | 2023-02-01 10:11:12 +00:00 | 2023-02-02 10:11:12 +00:00 | CVE-2023-90010 | 2150001 | tool.x86_64 0:5.0-1.el9_1"]
        },
        {
            "almalinux-9",
            ["ALSA-2024:9012 | Security | Low | 2024-04-30 00:00:00 +00:00 | 2024-05-03 12:00:00 +00:00 | CVE-2024-90011 |  | tool.x86_64 0:5.1-1.el9"]
        },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Notices_of_each_distribution_are_read(string sample, string[] notices)
    {
        EventList events = new();
        Assert.Equal(notices, UpdateInfoText.Read(UpdateInfoText.Sample(sample), events).Select(UpdateInfoText.Line));
        Assert.Empty(events.All);
    }

    [Fact]
    public void Every_sample_is_in_the_table() =>
        Assert.Equal(UpdateInfoText.SampleNames(), Samples.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_what_concerns_a_selected_package_is_given()
    {
        string xml = $"""
            <updates>
            {UpdateInfoText.Notice("<id>A</id>", """<package name="absent" version="1" release="1" arch="x86_64"/>""")}
            {UpdateInfoText.Notice("<id>B</id>", """<package name="tool" version="1" release="1" arch="s390x"/>""")}
            {UpdateInfoText.Notice("<id>C</id>", """<package name="absent" version="1" release="1" arch="x86_64"><filename>f</filename></package><package name="tool" version="1" release="1" arch="x86_64"/>""")}
            {UpdateInfoText.Notice("<id>D</id>", "")}
            </updates>
            """;
        Assert.Equal("C | Security |  | - | - |  |  | tool.x86_64 0:1-1", UpdateInfoText.Line(Assert.Single(UpdateInfoText.Read(xml))));
    }

    [Theory]
    // A root of one notice, as older SUSE files have.
    [InlineData("""<update type="security"><id>A</id><pkglist><collection><package name="tool" version="1" release="1" arch="x86_64"/></collection></pkglist></update>""", 1)]
    // A default namespace, and one with a prefix.
    [InlineData("""<updates xmlns="urn:x"><update><id>A</id><pkglist><collection><package name="tool" version="1" release="1" arch="x86_64"/></collection></pkglist></update></updates>""", 1)]
    [InlineData("""<x:updates xmlns:x="urn:x"><x:update><x:id>A</x:id><x:pkglist><x:collection><x:package name="tool" version="1" release="1" arch="x86_64"/></x:collection></x:pkglist></x:update></x:updates>""", 1)]
    [InlineData("""<updates xmlns:x="urn:x"><update><id>A</id><pkglist><collection><x:package name="tool" version="1" release="1" arch="x86_64"/></collection></pkglist></update></updates>""", 1)]
    // Names in references, and attributes in any order and quotes, with blanks.
    [InlineData("""<updates><update><id>A</id><pkglist><collection><package arch = 'x86_64' release="1" version="1" name = "&#116;ool" /></collection></pkglist></update></updates>""", 1)]
    [InlineData("""<updates><update><id>A</id><pkglist><collection><package note="a > b" name="tool" version="1" release="1" arch="x86_64"></package></collection></pkglist></update></updates>""", 1)]
    [InlineData("""<updates><update><id>A</id><pkglist><collection><package name="absent" version="1" release="1" arch="x86_64" note="/>"><filename/></package ></collection></pkglist></update></updates>""", 0)]
    // Elements that nobody knows, and known ones where they do not belong.
    [InlineData("""<updates><new/><update><new><id>B</id></new><id>A</id><pkglist><collection><package name="tool" version="1" release="1" arch="x86_64"/></collection></pkglist></update><package name="tool"/></updates>""", 1)]
    [InlineData("""<updates><update/><update></update><update><id>A</id><pkglist><collection><package name="tool" version="1" release="1" arch="x86_64"/></collection></pkglist></update ></updates>""", 1)]
    // Comments and the like.
    [InlineData("""<updates><update><!-- </update> --><id>A<!-- B --></id><pkglist><collection><?x </package>?><package name="tool" version="1" release="1" arch="x86_64"/></collection></pkglist></update></updates>""", 1)]
    [InlineData("<updates/>", 0)]
    [InlineData("<updates></updates>", 0)]
    public void Every_way_to_write_it_is_understood(string xml, int notices)
    {
        List<UpdateNotice> read = UpdateInfoText.Read(xml);
        Assert.Equal(notices, read.Count);
        Assert.All(read, notice => Assert.Equal("A", notice.Advisory.Id));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("iso-8859-1", false)]
    public void Other_encodings_are_read(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string xml = $"""<?xml version="1.0" encoding="{name}"?><updates>{UpdateInfoText.Notice("<id>A</id><title>Zürich</title>")}</updates>""";
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(xml)];
        Assert.Equal("Zürich", Assert.Single(UpdateInfoText.Read(bytes)).Advisory.Title);
    }

    [Theory]
    [InlineData("<id>A</id><issued date='yesterday'/>", """<package name="tool" version="1" release="1" arch="x86_64"/>""", "A: its date of 'issued', 'yesterday', is not used: it is no date of the form")]
    [InlineData("<id>A</id><updated date='2020-13-01'/>", """<package name="tool" version="1" release="1" arch="x86_64"/>""", "A: its date of 'updated', '2020-13-01', is not used")]
    [InlineData("<title>A</title>", """<package name="tool" version="1" release="1" arch="x86_64"/>""", "A: it has no id")]
    [InlineData("<id>A</id>", """<package name="other" version="1 2" release="1" arch="noarch"/><package name="tool" version="1" release="1" arch="x86_64"/>""", "A: other.noarch has no usable version: ':1 2-1'")]
    public void What_can_be_used_of_a_notice_is_used(string facts, string packages, string complaint)
    {
        EventList events = new();
        UpdateNotice notice = Assert.Single(UpdateInfoText.Read($"<updates>{UpdateInfoText.Notice(facts, packages)}</updates>", events));
        Assert.Equal("A | Security |  | - | - |  |  | tool.x86_64 0:1-1", UpdateInfoText.Line(notice));
        WarningEvent warning = Assert.IsType<WarningEvent>(Assert.Single(events.All));
        Assert.Equal(ErrorIds.AdvisoryIncomplete, warning.Id);
        Assert.StartsWith($"One notice in '{UpdateInfoText.FileName}' cannot be used in full. {complaint}", warning.Message);
    }

    [Fact]
    public void Many_problems_are_one_warning()
    {
        EventList events = new();
        string notices = string.Concat(Enumerable.Range(1, 50).Select(i => UpdateInfoText.Notice($"<id>A-{i}</id><issued date='x'/><updated date='y'/>")));
        Assert.Equal(50, UpdateInfoText.Read($"<updates>{notices}</updates>", events).Count);
        string message = Assert.Single(events.Warnings).Message;
        Assert.StartsWith("50 notices in", message);
        Assert.Contains("A-3", message);
        Assert.Contains("; and 47 more.", message);
    }

    [Fact]
    public void What_is_wrong_with_other_peoples_packages_is_not_told()
    {
        EventList events = new();
        Assert.Empty(UpdateInfoText.Read($"<updates>{UpdateInfoText.Notice("<issued date='x'/>", """<package name="absent"/>""")}</updates>", events));
        Assert.Empty(events.All);
    }

    [Fact]
    public void Texts_are_made_fit_for_a_terminal_and_bounded()
    {
        string xml = $"<updates>{UpdateInfoText.Notice($"<id> A&#27;[2J\n</id><title>{new string('t', 100_000)}</title>")}</updates>";
        UpdateNotice notice = Assert.Single(UpdateInfoText.Read(xml));
        Assert.Equal("A?[2J", notice.Advisory.Id);
        Assert.Equal(500, notice.Advisory.Title.Length);
    }

    [Fact]
    public void A_notice_of_any_length_is_read()
    {
        // Longer than what the filter keeps at once.
        string description = string.Concat(Enumerable.Repeat("<p>0123456789</p>", 700_000));
        string xml = $"<updates>{UpdateInfoText.Notice($"<id>A</id><description>{description}</description>")}{UpdateInfoText.Notice("<id>B</id>")}</updates>";
        Assert.Equal(["A", "B"], UpdateInfoText.Read(xml).Select(notice => notice.Advisory.Id));
    }

    [Fact]
    public void Reading_stops_where_it_is_cancelled()
    {
        using CancellationTokenSource cancellation = new();
        using IEnumerator<UpdateNotice> notices = UpdateInfoReader
            .Read(new MemoryStream(UpdateInfoText.Sample("redhat-8")), "file", UpdateInfoText.Installed, NullEventSink.Instance, cancellation.Token).GetEnumerator();
        Assert.True(notices.MoveNext());
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => notices.MoveNext());
    }
}
