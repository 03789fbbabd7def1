using CsCheck;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Zypper;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Zypper;

/// <summary>What zypper 1.14 prints.</summary>
public sealed class ZypperOutputTests
{
    [Theory]
    [InlineData("<?xml version='1.0'?>\n<stream>\n<message type=\"info\">One</message>\n<message type=\"error\">Two\nlines</message>\n</stream>\n", true, "info:One|error:Two\nlines")]
    [InlineData("warning: before\n<?xml version='1.0'?>\n<stream>\n<message type=\"info\">One</message></stream>\nafter", true, "info:One")]
    [InlineData("<stream><message type=\"info\">One</message><message type=\"inf", false, "info:One")]
    [InlineData("<stream><message type=\"info\">One</message>\n<broken", false, "info:One")]
    [InlineData("<stream>", false, "")]
    [InlineData("", false, "")]
    [InlineData("not XML", false, "")]
    [InlineData("<stream></stream>", true, "")]
    [InlineData("<stream><message type=\"info\">a\u0001b\u001b[0mc</message></stream>", true, "info:a?b?[0mc")]
    [InlineData("<stream><message type=\"info\">\ud83d\ude00\u0001x</message></stream>", true, "info:\ud83d\ude00?x")]
    [InlineData("<stream><prompt id=\"1\"><description>Problem: it\n Solution 1: no</description><text>Choose</text></prompt><prompt id=\"0\"><text>Continue?</text></prompt></stream>", true, "problem:Problem: it\n Solution 1: no")]
    public void Messages_are_read_as_far_as_they_go(string output, bool isComplete, string messages)
    {
        ZypperOutput read = ZypperOutput.Read(output);

        Assert.Equal(isComplete, read.IsComplete);
        Assert.Equal(messages, string.Join('|', read.Messages.Select(message => $"{message.Type}:{message.Text}")));
    }

    [Fact]
    public void Entities_are_not_expanded()
    {
        ZypperOutput read = ZypperOutput.Read("<stream><!DOCTYPE x [<!ENTITY a \"aaa\">]><message type=\"info\">&a;</message></stream>");

        Assert.False(read.IsComplete);
        Assert.Empty(read.Messages);
    }

    /// <summary>What zypper prints, whether it is whole, and what is kept of it where only the solvables a and b are wanted.</summary>
    [Theory]
    [InlineData("<stream><message type=\"info\">x</message><list n=\"1\">\n<solvable name=\"a\" kind=\"package\"/><solvable name=\"z\"/><solvable name=\"b\"><t>&lt;1&gt;</t></solvable></list></stream>", true, "<stream><message type=\"info\">x</message><list n=\"1\">\n<solvable name=\"a\" kind=\"package\" /><solvable name=\"b\"><t>&lt;1&gt;</t></solvable></list></stream>")]
    [InlineData("<stream><list><solvable name=\"z\"><solvable name=\"a\"/></solvable><solvable/></list></stream>", true, "<stream><list /></stream>")]
    [InlineData("<stream><list><solvable name=\"z\"/></list><list/></stream>", true, "<stream><list /><list /></stream>")]
    [InlineData("<stream><a><b><c/></b><d>1</d></a></stream>", true, "<stream><a><b><c /></b><d>1</d></a></stream>")]
    [InlineData("<stream><list><solvable name=\"a\"/><solvable name=\"z\"", false, "")]
    [InlineData("<stream><list><solvable name=\"z\">", false, "")]
    public void Of_many_solvables_only_those_that_are_wanted_are_read(string output, bool isComplete, string kept)
    {
        ZypperOutput read = ZypperOutput.Read(output, name => name is "a" or "b");

        Assert.Equal(isComplete, read.IsComplete);
        if (isComplete)
            Assert.Equal(kept, read.ToText());
        else
            Assert.Empty(read.Elements);
    }

    [Fact]
    public void What_is_kept_is_what_was_read() =>
        Gen.Select(Gen.OneOf("solvable", "x", "y"), Gen.OneOf("a", "z"), Gen.String[Gen.Char.AlphaNumeric, 0, 4]).Array[0, 8].Sample(parts =>
        {
            string output = "<stream><list/>" + string.Concat(parts.Select(part => $"<{part.Item1} name=\"{part.Item2}\">{part.Item3}<b>{part.Item3}</b></{part.Item1}>")) + "</stream>";
            string once = ZypperOutput.Read(output).ToText();
            Assert.Equal(once, ZypperOutput.Read(once).ToText());
            Assert.Equal(parts.Length + 1, ZypperOutput.Read(output).Elements.Count);
        });

    [Fact]
    public void Whatever_is_printed_is_read_without_an_exception() =>
        Gen.String.Sample(text =>
        {
            ZypperOutput.Read("<stream>" + text);
            ZypperOutput.Read("<stream><message type=\"info\">" + text + "</message></stream>");
            ZypperOutput.Read(text);
        });

    [Fact]
    public void Repositories_are_those_that_are_enabled()
    {
        ZypperOutput output = ZypperOutput.Read("""
            <stream><repo-list>
            <repo alias="a" name="One" priority="50" enabled="1"><url>file:/x</url></repo>
            <repo alias="b" name="One" enabled="1"/><repo alias="c" name="Off" priority="1" enabled="0"/>
            </repo-list></stream>
            """);

        Assert.Equal(["a 50", "b 99"], ZypperRepositoryList.Parse(output).Select(repository => $"{repository.Alias} {repository.Priority}"));
        Assert.Throws<PatchException>(() => ZypperRepositoryList.Parse(ZypperOutput.Read("<stream><repo enabled=\"1\"/></stream>")));
    }

    [Theory]
    [InlineData("Repository 'a' is invalid.\n[a|http://x] Valid metadata not found at specified URL\nHistory:\n - [|] Error trying to read from 'http://x'\n - Download (curl) error for 'http://x/content':\nError code: Connection failed\nError message: Failed to connect\n\nPlease check", "Unavailable", "Failed to connect")]
    [InlineData("Repository 'a' is invalid.\n[a|file:/x] Valid metadata not found at specified URL\nHistory:\n - Signature verification failed for repomd.xml\n - Can't provide /repodata/repomd.xml\n\nPlease check", "Untrusted", "Signature verification failed for repomd.xml; Can't provide /repodata/repomd.xml")]
    [InlineData("Failed to retrieve new repository metadata.", "Unavailable", "Failed to retrieve new repository metadata.")]
    public void What_is_wrong_with_a_repository_is_told(string error, string status, string message)
    {
        ZypperOutput output = ZypperOutput.Read($"<stream><message type=\"info\">Repository 'b' is up to date.</message><message type=\"error\">{error}</message><message type=\"error\">Skipping repository 'a' because of the above error.</message><message type=\"error\">Some of the repositories have not been refreshed because of an error.</message></stream>");

        (RepositoryStatus Status, string Message) problem = Assert.Contains("a", ZypperRefresh.Problems(output));
        Assert.Equal((status, message), (problem.Status.ToString(), problem.Message));
        Assert.Single(ZypperRefresh.Problems(output));
    }

    [Fact]
    public void A_search_tells_what_is_installed_and_what_there_is()
    {
        ZypperSearch search = ZypperSearch.Parse(ZypperOutput.Read("""
            <stream><search-result version="0.0"><solvable-list>
            <solvable status="installed" name="a" kind="package" edition="1.0-1" arch="x86_64" repository="(System Packages)"/>
            <solvable status="other-version" name="a" kind="package" edition="2:1.1-1" arch="x86_64" repository="base"/>
            <solvable status="installed" name="b" kind="package" edition="1-1" arch="noarch" repository="base"/>
            <solvable status="not-installed" name="c" kind="package" edition="1-1" arch="noarch" repository="base"/>
            <solvable status="installed" name="p" kind="patch" edition="1" arch="noarch" repository="base"/>
            </solvable-list></search-result></stream>
            """));

        Assert.Equal(["a", "b"], search.InstalledNames.Order(StringComparer.Ordinal));
        Assert.Equal(["a.x86_64 2:1.1-1 base", "b.noarch 0:1-1 base", "c.noarch 0:1-1 base"], search.Offers.Select(offer => $"{offer.Id} {offer.Version} {offer.Repository}"));
    }

    [Theory]
    [InlineData("held", "noarch", "0:2-1", "", "zypper's lock 'he*' keeps the installed version")]
    [InlineData("below", "noarch", "0:3-1", "", "zypper's lock 'below' keeps it away")]
    [InlineData("below", "noarch", "0:2-1", "", null)]
    [InlineData("below", "x86_64", "0:3-1", "", null)]
    [InlineData("other", "noarch", "0:2-1", "SUSE-1", "zypper's lock 'SUSE* patch' keeps the patch SUSE-1 away, which carries it")]
    [InlineData("other", "noarch", "0:2-1", "SUSE-2", null)]
    public void Locks_say_what_they_keep(string name, string architecture, string version, string patch, string? reason)
    {
        ZypperLocks locks = ZypperLocks.Parse(ZypperOutput.Read("""
            <stream><locks size="3">
            <lock number="1"><name>he*</name><type>package</type><matches size="2"><match kind="package" name="held" edition="2-1" arch="noarch" installed="false" repo="base"/><match kind="package" name="held" edition="1-1" arch="noarch" installed="true" repo="@System"/></matches></lock>
            <lock number="2"><name>below</name><range flag="&gt;" epoch="0" version="2" release=""/><matches size="1"><match kind="package" name="below" edition="3-1" arch="noarch" installed="false" repo="base"/></matches></lock>
            <lock number="3"><name>SUSE*</name><type>patch</type><matches size="1"><match kind="patch" name="SUSE-1" edition="1" arch="noarch" installed="false" repo="base"/></matches></lock>
            </locks></stream>
            """));

        Assert.Equal(reason, locks.Reason(name, architecture, version, [patch]));
    }

    [Fact]
    public void Notes_of_other_vendors_name_the_version()
    {
        ZypperVendorNote note = Assert.Single(ZypperVendorNote.Parse(ZypperOutput.Read("""
            <stream><message type="info">There is an update candidate for 'a' from vendor 'Pack'man', while the current vendor is 'SUSE LLC &lt;https://www.suse.com/&gt;'. Use 'zypper install a-2:3-1.noarch' to install this candidate.</message>
            <message type="info">There is an update candidate for 'b', but it comes from a repository with a lower priority. Use 'zypper install b-3-1.noarch' to install this candidate.</message></stream>
            """)));

        Assert.Equal(("a", "Pack'man", "SUSE LLC <https://www.suse.com/>"), (note.Name, note.Offered, note.Installed));
        Assert.True(note.IsAbout(new ZypperSolvable { Name = "a", Architecture = "noarch", Version = "2:3-1" }));
        Assert.False(note.IsAbout(new ZypperSolvable { Name = "a", Architecture = "noarch", Version = "2:2-1" }));
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(1, false, false)]
    [InlineData(2, false, false)]
    [InlineData(3, false, false)]
    [InlineData(4, false, false)]
    [InlineData(5, false, false)]
    [InlineData(6, false, false)]
    [InlineData(7, false, false)]
    [InlineData(8, false, false)]
    [InlineData(100, true, true)]
    [InlineData(101, true, true)]
    [InlineData(102, true, true)]
    [InlineData(103, false, true)]
    [InlineData(104, true, false)]
    [InlineData(105, false, false)]
    [InlineData(106, true, true)]
    [InlineData(107, false, true)]
    [InlineData(108, false, false)]
    [InlineData(-1, false, false)]
    public void Exit_codes_mean_what_zypper_means(int code, bool isAnswer, bool isDone)
    {
        Assert.Equal((isAnswer, isDone), (ZypperExitCodes.IsAnswer(code), ZypperExitCodes.IsDone(code)));
        Assert.NotEmpty(ZypperExitCodes.Describe(code));
    }

    [Theory]
    [InlineData("kernel-default", "kernel\tkernel\nkernel-default\tmultiversion(kernel)\n", "kernel-default")]
    [InlineData("provides:multiversion(kernel)", "kernel-default\tkernel\nkernel-default\tmultiversion(kernel)\nplain\tplain\n", "kernel-default")]
    [InlineData("provides:multiversion(kernel), other", "other\tother\n", "other")]
    [InlineData("# kernel-default\nplain", "kernel-default\tkernel-default\nplain\tplain\n", "plain")]
    [InlineData("", "kernel-default\tmultiversion(kernel)\n", "")]
    public void Packages_that_are_kept_beside_each_other_are_known(string setting, string provides, string kept) =>
        Assert.Equal(kept, string.Join(',', new ZypperMultiversion([setting]).Find(provides).Order(StringComparer.Ordinal)));
}
