using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Dnf5;

/// <summary>Scans with real rpm and real repositories, and a dnf 5 that answers from a script.</summary>
public sealed class Dnf5ScanTests : IDisposable
{
    private const string Keep = "--assumeyes --cacheonly ";

    private static readonly string s_query = $"repoquery --upgrades --queryformat {DnfDialect.Five.Format(DnfRepoQuery.Format)}";

    private readonly Dnf5Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_fix_is_missing_and_two_questions_tell_it()
    {
        _scene.Root.Install(new("subject", "1-1"), new("other", "1-1"));
        RpmTestPackage fixedVersion = new("subject", "1:2-1");
        _scene.AddRepository("base", [fixedVersion, new("other", "2-1")], [new TestNotice("RHSA-2026:0001", fixedVersion)]);

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path);

        Assert.Equal(["other.noarch InstalledOther", "subject.noarch Missing 1:2-1"], Dnf5Scene.States(result));
        Assert.Equal([RepositoryStatus.Current], result.Repositories.Select(repository => repository.Status));
        Assert.Equal([Keep + "repolist --json", "--assumeyes --setopt=*.metadata_expire=0 " + s_query], _scene.Commands.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_written_to_the_image()
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.AddRepository("base", [new("subject", "2-1")]);
        string[] before = Files();

        await _scene.Scan.RunAsync(_scene.Root.Path);

        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task What_is_excluded_or_locked_is_missing_with_its_reason()
    {
        _scene.Root.Install(new("free", "1-1"), new("kept", "1-1"), new("locked", "1-1"));
        _scene.AddRepository("base", [new("free", "2-1"), new("kept", "2-1"), new("locked", "2-1")]);
        _scene.Root.WriteFile("etc/dnf/dnf.conf", "[main]\nexcludepkgs=kept\n");
        _scene.Script.Excluded.Add("kept");
        _scene.Lock("locked", "1-1");

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["free.noarch Missing 0:2-1", "kept.noarch Missing 0:2-1", "locked.noarch Missing 0:2-1"], Dnf5Scene.States(result));
        Assert.Contains("excludepkgs of /etc/dnf/dnf.conf excludes it ('kept')", ReasonOf(result, "kept"), StringComparison.Ordinal);
        Assert.Contains("versionlock keeps it away (entry 'locked evr = 1-1' of /etc/dnf/versionlock.toml)", ReasonOf(result, "locked"), StringComparison.Ordinal);
        Assert.Contains(Keep + "--setopt=disable_excludes=* " + s_query, _scene.Commands);
    }

    [Fact]
    public async Task What_a_file_of_settings_excludes_is_missing_with_its_reason()
    {
        _scene.Root.Install(new RpmTestPackage("kept", "1-1"));
        _scene.AddRepository("base", [new("kept", "2-1")]);
        _scene.Root.WriteFile("etc/dnf/libdnf5.conf.d/own.conf", "[main]\nexcludepkgs=kept\n");
        _scene.Script.Excluded.Add("kept");

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Contains("excludepkgs of /etc/dnf/libdnf5.conf.d/own.conf excludes it ('kept')", ReasonOf(result, "kept"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_a_repository_that_does_not_answer_is_still_used()
    {
        _scene.Root.Install(new("subject", "1-1"), new("other", "1-1"));
        _scene.AddRepository("base", [new("subject", "2-1")]);
        _scene.AddRepository("more", [new("other", "2-1")]);
        await _scene.Scan.RunAsync(_scene.Root.Path, DnfScan.Baseline(enableNonSecurity: true));
        _scene.Age();
        Directory.Delete(_scene.Root.RepositoryFolder("more"), recursive: true);

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["other.noarch Missing 0:2-1", "subject.noarch Missing 0:2-1"], Dnf5Scene.States(result));
        RepositoryHealth more = result.Repositories.Single(repository => repository.Name is "more");
        Assert.Equal((RepositoryStatus.Unavailable, true), (more.Status, more.IsUsed));
        Assert.StartsWith("Curl error (37): Couldn't read a file:// file", more.Message, StringComparison.Ordinal);
        Assert.Equal(RepositoryStatus.Current, result.Repositories.Single(repository => repository.Name is "base").Status);
        Assert.Equal(Keep + s_query, _scene.Commands[^1]);
    }

    [Fact]
    public async Task A_repository_of_which_nothing_is_known_takes_no_part()
    {
        _scene.Root.Install(new("subject", "1-1"), new("other", "1-1"));
        _scene.AddRepository("base", [new("subject", "2-1")]);
        _scene.AddRepository("more", [new("other", "2-1")]);
        Directory.Delete(_scene.Root.RepositoryFolder("more"), recursive: true);

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["other.noarch Installed", "subject.noarch Missing 0:2-1"], Dnf5Scene.States(result));
        RepositoryHealth more = result.Repositories.Single(repository => repository.Name is "more");
        Assert.Equal((RepositoryStatus.Unavailable, false), (more.Status, more.IsUsed));
    }

    [Fact]
    public async Task Without_a_refresh_nothing_is_fetched()
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.AddRepository("base", [new("subject", "2-1")]);
        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.RunAsync(_scene.Root.Path, noRefresh: true));
        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        await _scene.Scan.RunAsync(_scene.Root.Path);
        Directory.Delete(_scene.Root.RepositoryFolder("base"), recursive: true);

        PatchOperationResult result = await _scene.Scan.RunAsync(_scene.Root.Path, DnfScan.Baseline(enableNonSecurity: true), noRefresh: true);

        Assert.Equal(["subject.noarch Missing 0:2-1"], Dnf5Scene.States(result));
        Assert.Equal(RepositoryStatus.NotRefreshed, Assert.Single(result.Repositories).Status);
    }

    [Theory]
    [InlineData("etc/dnf/libdnf5.conf.d/own.conf", "[main]\npluginpath=/x\n")]
    [InlineData("usr/share/dnf5/repos.override.d/own.repo", "[*]\nsslclientkey=/x\n")]
    public async Task An_image_whose_further_settings_name_paths_is_refused(string path, string text)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.AddRepository("base", [new("subject", "2-1")]);
        _scene.Root.WriteFile(path, text);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.Scan.RunAsync(_scene.Root.Path));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Empty(_scene.Commands);
    }

    private static string ReasonOf(PatchOperationResult result, string name) => result.Patches.Single(patch => patch.Id == name + ".noarch").Reason;

    private string[] Files() => [.. Directory.GetFileSystemEntries(_scene.Root.Path, "*", SearchOption.AllDirectories).Where(path => !path.Contains("/var/lib/rpm/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
