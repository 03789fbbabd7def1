using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>Scans and installs against baselines that bring repositories of their own, with real rpm and a yum that answers from a script.</summary>
public sealed class YumSourcesTests : IDisposable
{
    private const string Secret = "s3cret";
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly YumScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task What_the_sources_offer_is_missing_and_what_only_the_system_offers_is_not()
    {
        RpmTestPackage tested = new("tested", "2-1");
        _scene.Root.Install(new("tested", "1-1"), new("untested", "1-1"), new("kept", "1-1"));
        _scene.Yum.AddRepository("system", [new("tested", "3-1"), new("untested", "2-1")]);
        string first = _scene.Yum.MakeSource("alternative", [tested], [new TestNotice("CESA-2026:0001", tested)]);
        string second = _scene.Yum.MakeSource("more", [new("kept", "2-1")], settings: "excludepkgs=kept\n");
        _scene.Yum.Excluded.Add("kept");

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, Baseline(first, second));

        Assert.Equal(["kept.noarch Missing 0:2-1", "tested.noarch Missing 0:2-1", "untested.noarch Installed"], YumScene.States(result));
        PatchRecord record = Assert.Single(result.Patches, patch => patch.Id == "tested.noarch");
        Assert.Contains("offered by alternative", record.Reason, StringComparison.Ordinal);
        Assert.Equal(["CESA-2026:0001"], record.AdvisoryIds);
        Assert.Contains("exclude of the baseline's sources", Assert.Single(result.Patches, patch => patch.Id == "kept.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal(["alternative Current True", "more Current True"], result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.IsUsed}"));
        Assert.False(Directory.Exists(_scene.SourcesFolder));

        // The system's own are what they were for a baseline without sources.
        Assert.Equal(["kept.noarch Installed", "tested.noarch Missing 0:3-1", "untested.noarch Missing 0:2-1"], YumScene.States(await _scene.ScanAsync(enableNonSecurity: true)));
    }

    [Fact]
    public async Task Each_choice_of_sources_has_metadata_of_its_own()
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        PatchBaseline two = Baseline(_scene.Yum.MakeSource("two", [new("subject", "2-1")])), three = Baseline(_scene.Yum.MakeSource("three", [new("subject", "3-1")]));

        Assert.Equal(["subject.noarch Missing 0:2-1"], YumScene.States(await _scene.Scan.RunAsync(_scene.Root.Path, two)));
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.RunAsync(_scene.Root.Path, three, noRefresh: true));
        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Equal(["subject.noarch Missing 0:3-1"], YumScene.States(await _scene.Scan.RunAsync(_scene.Root.Path, three)));
        Assert.Equal(["subject.noarch Missing 0:2-1"], YumScene.States(await _scene.Scan.RunAsync(_scene.Root.Path, two, noRefresh: true)));
    }

    [Fact]
    public async Task What_the_sources_offer_is_put_on_and_nothing_of_the_systems()
    {
        DnfTools.RequireMounts();
        _scene.Root.Install(new("tested", "1-1"), new("untested", "1-1"), new("needed", "1-1"));
        RpmTestPackage needed = new("needed", "2-1");
        _scene.Yum.AddRepository("system", [new("tested", "3-1"), new("untested", "2-1")]);
        string source = _scene.Yum.MakeSource("alternative", [new("tested", "2-1"), needed], [new TestNotice("CESA-2026:0001", new RpmTestPackage("tested", "2-1"))]);
        _scene.Yum.Companions.Add("tested", needed);

        PatchOperationResult result = await _scene.Scan.InstallAsync(_scene.Root.Path, Baseline(enableNonSecurity: false, source));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("0:2-1", "0:1-1", "0:2-1"), (_scene.Root.VersionOf("tested"), _scene.Root.VersionOf("untested"), _scene.Root.VersionOf("needed")));
        Assert.Single(result.Repositories);
        Assert.Empty(Directory.GetFiles(_scene.Scan.CachePath, "*.rpm", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(_scene.SourcesFolder));
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_named_and_nothing_tells_what_gives_access()
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        string gone = _scene.Yum.MakeSource("gone", [], settings: $"username=user\npassword={Secret}\n");
        _scene.Yum.Unreachable.Add("gone");
        PatchBaseline baseline = Baseline(_scene.Yum.MakeSource("alternative", [new("subject", "2-1")]), gone);

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, baseline);

        Assert.Equal(["subject.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Equal("gone", Assert.Single(result.Repositories, repository => repository.Status == RepositoryStatus.Unavailable).Name);
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.RunAsync(_scene.Root.Path, baseline, requireAllRepositories: true));
        Assert.Equal(ErrorIds.RepositoryUnavailable, exception.ErrorId);
        byte[] sought = Encoding.UTF8.GetBytes(Secret);
        IEnumerable<string> files = new[] { _scene.Scan.CachePath, _scene.Scan.StatePath }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(files, file => File.ReadAllBytes(file).AsSpan().IndexOf(sought) >= 0);
    }

    [Fact]
    public async Task A_repository_that_a_plugin_adds_beside_them_is_refused()
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Yum.AddRepository("added", [new("subject", "3-1")]);
        _scene.Yum.Added.Add("added");
        PatchBaseline baseline = Baseline(_scene.Yum.MakeSource("alternative", [new("subject", "2-1")]));

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.RunAsync(_scene.Root.Path, baseline));

        Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
        Assert.Contains("'added'", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scene.SourcesFolder));
    }

    /// <summary>The main configuration, that of a source, and a word of the message.</summary>
    [Theory]
    [InlineData("[main]\nplugins=1\n", "[a]\nbaseurl=https://example.invalid\ngpgcheck=0\n", "gpgcheck")]
    [InlineData("[main]\nplugins=1\n", "deb https://example.invalid b c", "[id]")]
    [InlineData("[main]\nplugins=1\n", "[a]\nbaseurl=https://example.invalid\nsslverifystatus=1\n", "a check that yum does not have")]
    [InlineData("[main]\ninclude=file:///etc/more.conf\n", "[a]\nbaseurl=https://example.invalid\n", "/etc/yum.conf")]
    public async Task One_that_cannot_be_used_is_refused_before_anything_is_done(string main, string configuration, string word)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Root.WriteFile("etc/yum.conf", main);
        _scene.Yum.AddRepository("system", [new("subject", "2-1")]);

        foreach (Func<Task> run in new Func<Task>[] { () => _scene.Scan.RunAsync(_scene.Root.Path, Baseline(configuration)), () => _scene.Scan.InstallAsync(_scene.Root.Path, Baseline(configuration)) })
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(run);
            Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
            Assert.Contains(word, exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_scene.Yum.Commands);
        Assert.False(Directory.Exists(Path.Combine(_scene.Scan.CachePath, "yum")));
    }

    [Fact]
    public async Task The_sources_are_on_disk_for_their_user_alone_and_each_value_on_one_line()
    {
        List<(UnixFileMode Folder, UnixFileMode File, string Text)> seen = [];
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        string source = _scene.Yum.MakeSource("alternative", [new("subject", "2-1")], settings: "exclude=none\n include=file:///etc/other.repo\n [main]\n");
        _scene.Yum.Instead = request =>
        {
            string file = Path.Combine(_scene.SourcesFolder, "repositories", "baseline.repo");
            seen.Add((File.GetUnixFileMode(_scene.SourcesFolder), File.GetUnixFileMode(file), File.ReadAllText(file)));
            return null;
        };

        await _scene.Scan.RunAsync(_scene.Root.Path, Baseline(source));

        Assert.NotEmpty(seen);
        Assert.All(seen, seen =>
        {
            Assert.Equal((OwnersFolder, OwnersFile), (seen.Folder, seen.File));
            Assert.Contains("\nexclude=none include=file:///etc/other.repo [main]\n", seen.Text, StringComparison.Ordinal);
        });
    }

    private static PatchBaseline Baseline(params string[] configurations) => Baseline(enableNonSecurity: true, configurations);

    private static PatchBaseline Baseline(bool enableNonSecurity, params string[] configurations) => YumScene.Baseline(enableNonSecurity) with
    {
        Sources = [.. configurations.Select((configuration, index) => new PatchSource($"source{index}", ["CentOS7"], configuration))],
    };
}
