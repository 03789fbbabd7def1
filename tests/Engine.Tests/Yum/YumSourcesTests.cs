using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Yum;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Yum;

public sealed class YumSourcesTests
{
    private const string Place = "[a]\nbaseurl=http://a\n";

    /// <summary>What a configuration becomes for yum, lines by semicolons.</summary>
    [Theory]
    [InlineData("[a]\nbaseurl=http://a\n  http://b\n\tftp://c", "[a];baseurl=http://a http://b ftp://c")]
    [InlineData(Place + "excludepkgs=a b*\nexclude=c\nname=x", "[a];baseurl=http://a;name=x;exclude=a b* c")]
    [InlineData(Place + "proxy=no\nsslverifystatus=0", "[a];baseurl=http://a;proxy=_none_")]
    [InlineData(Place + "proxy=http://p:3128", "[a];baseurl=http://a;proxy=http://p:3128")]
    public void Repositories_are_told_in_yums_words(string configuration, string text) =>
        Assert.Equal(text, YumConfigurationText.Write(YumSourceReader.Read([Source(configuration)])).TrimEnd('\n').Replace('\n', ';'));

    [Theory]
    [InlineData(Place + "password=a ;b", "comment")]
    [InlineData(Place + "password=a\t;b", "comment")]
    [InlineData(Place + "sslverifystatus=1", "a check that yum does not have")]
    [InlineData(Place + "include=http://b/c.repo", "not one that a source may have")]
    public void What_yum_would_take_otherwise_is_refused_with_its_line(string configuration, string word)
    {
        PatchException exception = Assert.Throws<PatchException>(() => YumSourceReader.Read([Source(configuration)]));

        Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
        Assert.Contains("line 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The system's repositories are left out of what the running system's yum is given, its settings are not.</summary>
    [Theory]
    [InlineData(PackageLists.System)]
    [InlineData(PackageLists.Own)]
    public void The_running_system_is_asked_with_the_sources_alone(PackageLists lists)
    {
        using TemporaryFolder folder = new();
        PhysicalFileSystem files = new();
        Write("etc/yum.conf", "[main]\nproxy=http://p:3128\nexclude=kept\n also\n[in-main]\nbaseurl=http://system\nexclude=other\n");
        Write("etc/yum.repos.d/base.repo", "[base]\nbaseurl=http://system\nexclude=more\n");
        Node node = Evaluation.Samples.NodeOf(PatchOperatingSystem.CentOS);
        DnfFiles system = new(files, folder.Path);
        IReadOnlyList<DnfSection> sources = YumSourceReader.Read([Source(Place)]);
        YumConfiguration configuration = YumConfiguration.Read(system, sources);

        YumCache cache = new(files, node, system, configuration, "/cache", lists, sources, isPrivileged: true);

        string[] always = ["--config=/cache/yum/sources/yum.conf", "--setopt=reposdir=/cache/yum/sources/repositories"];
        string own = Assert.Single(cache.ChangeOptions.Except(always));
        Assert.Matches("^--setopt=cachedir=/cache/yum/sources-[0-9a-f]{32}/metadata$", own);
        Assert.Equal([.. cache.ChangeOptions, own.Replace("cachedir", "persistdir", StringComparison.Ordinal).Replace("/metadata", "/state", StringComparison.Ordinal)], cache.Options);
        Assert.Equal("[main]\nproxy=http://p:3128\nexclude=kept also\n\n", cache.SourceFiles!["yum.conf"]);
        Assert.Equal("[a]\nbaseurl=http://a\n\n", cache.SourceFiles["repositories/baseline.repo"]);
        Assert.Equal("a", Assert.Single(configuration.Repositories).Id);
        Assert.Equal("exclude of /etc/yum.conf excludes it ('kept')", configuration.Excludes.Reason(new DnfOffer { Name = "kept", Architecture = "noarch", Version = "0:1-1", Repository = "a" }));
        Assert.StartsWith("dnf's configuration", configuration.Excludes.Reason(new DnfOffer { Name = "more", Architecture = "noarch", Version = "0:1-1", Repository = "a" }), StringComparison.Ordinal);

        void Write(string path, string text)
        {
            string file = Path.Combine(folder.Path, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static PatchSource Source(string configuration) => new("tested", ["*"], configuration);
}
