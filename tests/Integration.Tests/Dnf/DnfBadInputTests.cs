using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>What is broken, missing or not to be trusted.</summary>
public sealed class DnfBadInputTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task A_damaged_database_is_an_error()
    {
        _root.Install([.. Enumerable.Range(0, 20).Select(number => new RpmTestPackage($"subject{number}", "1-1"))]);
        _root.AddRepository("base", []);
        using (FileStream database = File.OpenWrite(_root.Inside("var/lib/rpm/rpmdb.sqlite")))
        {
            database.Seek(4096, SeekOrigin.Begin);
            database.Write(Enumerable.Repeat((byte)0x5A, (int)database.Length - 4096).ToArray());
        }

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageDatabaseBroken, e.ErrorId);
        Assert.Contains("malformed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_missing_is_not_made()
    {
        Directory.Delete(_root.Inside("var/lib/rpm"), recursive: true);
        _root.AddRepository("base", []);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageDatabaseBroken, e.ErrorId);
        Assert.False(Directory.Exists(_root.Inside("var/lib/rpm")));
    }

    [Theory]
    [InlineData("", "no enabled repository")]
    [InlineData("enabled=0\n", "no enabled repository")]
    [InlineData("enabled=1\n", "none is on the node")]
    public async Task Without_any_metadata_there_is_nothing_to_compare_with(string settings, string message)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        if (settings.Length > 0)
            _root.Configure("gone", "http://127.0.0.1:9/nowhere", settings);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_refresh_and_a_cache_there_is_nothing_to_compare_with()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, noRefresh: true));

        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        Assert.Contains("none was to be fetched", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, RepositoryStatus.Current)]
    [InlineData(false, true, RepositoryStatus.Untrusted)]
    [InlineData(true, false, RepositoryStatus.Untrusted)]
    public async Task A_repository_is_only_read_with_the_signature_that_it_is_to_have(bool isSigned, bool isUnchanged, RepositoryStatus status)
    {
        using SigningKey key = new();
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.AddRepository("signed", [new("subject", "3-1")], settings: "repo_gpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/test\n");
        _root.WriteFile("etc/pki/rpm-gpg/test", key.Armored());
        string metadata = Path.Combine(_root.RepositoryFolder("signed"), "repodata", "repomd.xml");
        if (isSigned)
            key.SignDetached(metadata, metadata + ".asc");
        if (!isUnchanged)
            await File.AppendAllTextAsync(metadata, "<!-- -->");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(status, Assert.Single(result.Repositories, repository => repository.Name == "signed").Status);
        Assert.Equal(status == RepositoryStatus.Current ? "0:3-1" : "0:2-1", Assert.Single(result.Patches).AvailableVersion);
        Assert.Equal(status != RepositoryStatus.Current, _scan.Events.Warnings.Any(warning => warning.Id == ErrorIds.RepositoryUntrusted));
    }

    [Fact]
    public async Task A_file_of_repositories_that_dnf_cannot_read_is_told_of()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.WriteFile("etc/yum.repos.d/bad.repo", "[bad]\nbaseurl=http://127.0.0.1:9/\ncost=much\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(1, result.MissingCount);
        Assert.NotEmpty(_scan.Events.Warnings);
    }

    [Fact]
    public async Task The_configuration_of_an_image_names_no_program_and_no_folder_of_this_machine()
    {
        string written = _root.Beside("written");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.WriteFile("plugins/evil.py", $"open('{written}', 'w').close()\n");
        _root.WriteFile("etc/dnf/dnf.conf", $"[main]\nplugins=1\npluginpath={_root.Inside("plugins")}\nlogdir={_root.Beside("log")}\ncachedir={_root.Beside("cache")}\n");

        await _scan.RunAsync(_root.Path);

        Assert.False(File.Exists(written));
        Assert.False(Directory.Exists(_root.Beside("log")) || Directory.Exists(_root.Beside("cache")));
    }

    [Fact]
    public async Task A_link_of_an_image_leads_to_a_file_of_the_image()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.WriteFile("etc/dnf/real.conf", "[main]\nexcludepkgs=subject\n");
        File.Delete(_root.Inside("etc/dnf/dnf.conf"));
        File.CreateSymbolicLink(_root.Inside("etc/dnf/dnf.conf"), "/etc/dnf/real.conf");
        Directory.CreateDirectory(_root.Inside("usr/lib/sysimage"));
        Directory.Move(_root.Inside("var/lib/rpm"), _root.Inside("usr/lib/sysimage/rpm"));
        File.CreateSymbolicLink(_root.Inside("var/lib/rpm"), "/usr/lib/sysimage/rpm");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Contains("excludepkgs of /etc/dnf/dnf.conf", Assert.Single(result.Patches).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_that_cannot_be_read_are_an_error()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.AddNotices("base", "<updates><update>");

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.AdvisoriesUnreadable, e.ErrorId);
    }

    [Fact]
    public async Task Metadata_that_was_damaged_in_the_cache_is_fetched_anew_and_not_used_without_a_refresh()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")], []);
        await _scan.RunAsync(_root.Path);
        string notices = Assert.Single(Directory.GetFiles(_scan.CachePath, "*updateinfo.xml*", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(notices, "no notices");

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, noRefresh: true));
        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        Assert.Equal(1, result.MissingCount);
    }
}
