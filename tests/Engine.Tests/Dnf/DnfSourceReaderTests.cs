using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Dnf;

public sealed class DnfSourceReaderTests
{
    private const string Place = "[a]\nbaseurl=http://a\n";

    /// <summary>What a configuration becomes for dnf, lines by semicolons.</summary>
    [Theory]
    [InlineData("[a]\nbaseurl=http://a/b", "[a];baseurl=http://a/b")]
    [InlineData("# why\r\n\r\n[a-B_0.1:2] \t\r\nname = A repository\r\nbaseurl=https://user:pa%40ss@a:8443/$releasever/${basearch}/\r\n; what\r\nenabled=1\r\n", "[a-B_0.1:2];name=A repository;baseurl=https://user:pa%40ss@a:8443/$releasever/${basearch}/;enabled=1")]
    [InlineData("[a]\nbaseurl=http://a\n  http://b\n\tftp://c\ngpgkey=\n file:///etc/key, https://a/key", "[a];baseurl=http://a; http://b; ftp://c;gpgkey=file:///etc/key, https://a/key")]
    [InlineData("[a]\nmirrorlist=https://a/?b=c&d=e\n[b]\nmetalink=file:///srv/b\nenabled=no\n[c]\nbaseurl=http://[2001:db8::1]:80/c", "[a];mirrorlist=https://a/?b=c&d=e|[c];baseurl=http://[2001:db8::1]:80/c")]
    [InlineData(Place + "gpgcheck=1\nrepo_gpgcheck=True\nsslverify=yes\npriority=10\ncost=500\nmetadata_expire=6h\ntimeout=5\nproxy=_none_\nexcludepkgs=a b*", "[a];baseurl=http://a;gpgcheck=1;repo_gpgcheck=True;sslverify=yes;priority=10;cost=500;metadata_expire=6h;timeout=5;proxy=_none_;excludepkgs=a b*")]
    [InlineData(Place + "repo_gpgcheck=0\nsslverifystatus=no\nskip_if_unavailable=1\nfailovermethod=priority\nreport_instanceid=yes\nfastestmirror_enabled=0\nmirrorlist_expire=300", "[a];baseurl=http://a")]
    [InlineData(Place + "username=u\npassword=p w#=\nsslclientcert=/etc/a", "[a];baseurl=http://a;username=u;password=p w#=;sslclientcert=/etc/a")]
    public void Repositories_are_read(string configuration, string sections)
    {
        string text = DnfConfigurationText.Write(DnfSourceReader.Read([Source(configuration)]));

        Assert.Equal(sections, string.Join("|", text.Split(["\n\n"], StringSplitOptions.RemoveEmptyEntries).Select(section => section.TrimEnd('\n').Replace('\n', ';'))));
    }

    /// <summary>Configuration, the line that is named, and a word of the reason.</summary>
    [Theory]
    [InlineData("", 0, "no repository that is enabled")]
    [InlineData("# [a]", 0, "no repository that is enabled")]
    [InlineData("[a]\nbaseurl=http://a\nenabled=0", 0, "no repository that is enabled")]
    [InlineData("baseurl=http://a", 1, "before the first heading")]
    [InlineData("[a]\nname=x", 1, "neither a baseurl")]
    [InlineData("[a]\nname=x\n[b]\nbaseurl=http://a", 1, "neither a baseurl")]
    [InlineData("[main]\nname=x\nbaseurl=http://a", 1, "belong to no repository")]
    [InlineData("[a b]\nbaseurl=http://a", 1, "id of a repository")]
    [InlineData("[]\nbaseurl=http://a", 1, "id of a repository")]
    [InlineData("[a\nbaseurl=http://a", 1, "id of a repository")]
    [InlineData("[../a]\nbaseurl=http://a", 1, "id of a repository")]
    [InlineData("[a]x\nbaseurl=http://a", 1, "id of a repository")]
    [InlineData(Place + Place, 3, "twice")]
    [InlineData(Place + "baseurl=http://b", 3, "twice")]
    [InlineData("[a]\n baseurl=http://a", 2, "begins with a blank")]
    [InlineData(Place + "\n http://b", 4, "begins with a blank")]
    [InlineData(Place + "nonsense", 3, "neither a heading")]
    [InlineData(Place + "=x", 3, "neither a heading")]
    [InlineData(Place + "include=http://b/c.repo", 3, "not one that a source may have")]
    [InlineData(Place + "pluginpath=/tmp", 3, "not one that a source may have")]
    [InlineData(Place + "cachedir=/tmp", 3, "not one that a source may have")]
    [InlineData(Place + "a.cachedir=/tmp", 3, "not one that a source may have")]
    [InlineData(Place + "GPGCHECK=0", 3, "not one that a source may have")]
    [InlineData(Place + "gpgcheck=0", 3, "leave out a check")]
    [InlineData(Place + "gpgcheck=No", 3, "leave out a check")]
    [InlineData(Place + "sslcacert=/etc/a b", 3, "no absolute path")]
    [InlineData(Place + "gpgcheck=\n 0", 3, "leave out a check")]
    [InlineData(Place + "sslverify=false", 3, "leave out a check")]
    [InlineData(Place + "gpgcheck=2", 3, "neither 1 nor 0")]
    [InlineData(Place + "gpgcheck=", 3, "no value")]
    [InlineData(Place + "cost=much", 3, "no whole number")]
    [InlineData(Place + "timeout=long", 3, "no number")]
    [InlineData(Place + "ip_resolve=5", 3, "none of 4, 6")]
    [InlineData(Place + "sslcacert=etc/ca", 3, "no absolute path")]
    [InlineData(Place + "gpgkey=/etc/key", 3, "no address")]
    [InlineData("[a]\nbaseurl=/srv/a", 2, "no address")]
    [InlineData("[a]\nbaseurl=ssh://a", 2, "no address")]
    [InlineData("[a]\nbaseurl=file://a/b", 2, "no address")]
    [InlineData("[a]\nbaseurl=http://a http://b\n gopher://c", 2, "no address")]
    [InlineData("[a]\nbaseurl=http://a/'b'", 2, "characters")]
    [InlineData("[a]\nmirrorlist=http://a/b http://c", 2, "characters")]
    [InlineData("[a]\nbaseurl=http://a\u0007", 2, "control characters")]
    public void What_is_not_valid_is_refused_with_its_line(string configuration, int line, string reason)
    {
        PatchException exception = Assert.Throws<PatchException>(() => DnfSourceReader.Read([Source(configuration)]));

        Assert.Equal((ErrorIds.BaselineSourcesUnusable, "tested"), (exception.ErrorId, exception.Target));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(line == 0 ? "Nothing was fetched or changed" : $"line {line}, '", exception.Message, StringComparison.Ordinal);
        Assert.Contains(".repo", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a]\nbaseurl=http://user:s3cret@a b://")]
    [InlineData(Place + "password=s3cret\u0007")]
    [InlineData(Place + "baseurl http:/user:s3cret@a")]
    public void No_error_tells_what_gives_access(string configuration) =>
        Assert.DoesNotContain("s3cret", Assert.Throws<PatchException>(() => DnfSourceReader.Read([Source(configuration)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_sources_have_no_repository_in_common()
    {
        Assert.Equal(["a", "b"], DnfSourceReader.Read([Source(Place), Source("[b]\nbaseurl=http://b") with { Name = "other" }]).Select(section => section.Name));

        PatchException exception = Assert.Throws<PatchException>(() => DnfSourceReader.Read([Source(Place), Source(Place) with { Name = "other" }]));

        Assert.Equal("other", exception.Target);
        Assert.Contains("'a'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab", Place)]
    [InlineData("a/b", Place)]
    [InlineData("tested", null)]
    public void Names_and_lengths_are_those_of_the_service(string name, string? configuration) =>
        Assert.Throws<PatchException>(() => DnfSourceReader.Read([new PatchSource(name, ["*"], configuration ?? Place + "#" + new string('x', 1024))]));

    private static PatchSource Source(string configuration) => new("tested", ["*"], configuration);
}
