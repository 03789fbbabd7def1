using System.IO.Compression;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

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

    [Fact]
    public async Task A_path_of_the_database_that_rpm_would_take_for_a_program_is_refused()
    {
        string ran = _root.Beside("ran"), place = $"/evil%(touch {ran})";
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        Directory.CreateDirectory(Path.GetDirectoryName(_root.Inside(place))!);
        Directory.Move(_root.Inside("var/lib/rpm"), _root.Inside(place));
        File.CreateSymbolicLink(_root.Inside("var/lib/rpm"), place);

        PatchException ofScan = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));
        PatchException ofInstall = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal((ErrorIds.ImageUnsafe, ErrorIds.ImageUnsafe), (ofScan.ErrorId, ofInstall.ErrorId));
        Assert.False(File.Exists(ran));
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
    public async Task A_repository_whose_id_dnf_does_not_take_is_told_of()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.WriteFile("etc/yum.repos.d/bad.repo", "[b^ad]\nname=Bad\nbaseurl=http://127.0.0.1:9/\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));
        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, requireAllRepositories: true));

        Assert.Equal((RepositoryStatus.Unavailable, false), Assert.Single(result.Repositories, repository => repository.Name == "b^ad") switch { var bad => (bad.Status, bad.IsUsed) });
        Assert.Equal(1, result.MissingCount);
        Assert.Equal(ErrorIds.RepositoryUnavailable, e.ErrorId);
    }

    [Fact]
    public async Task A_repository_tells_of_no_package_of_another()
    {
        _root.Install(new("alpha", "1-1"), new("beta", "1-1"));
        _root.AddRepository("base", [new("alpha", "2-1")]);
        _root.AddRepository("third", [new("beta", "2-1") { Summary = "forged" }]);
        string metadata = Path.Combine(_root.RepositoryFolder("third"), "repodata"), primary = _root.Beside("primary.xml");
        await File.WriteAllTextAsync(primary, Unpacked(Directory.GetFiles(metadata, "*primary.xml*").Single()).Replace("forged", "forged&#10;package:&#9;alpha&#9;0&#9;99&#9;1&#9;noarch&#9;base&#9;x&#10;package:&#9;broken", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Tool.Run("modifyrepo_c", "--mdtype=primary", primary, metadata);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["alpha.noarch 0:2-1", "beta.noarch 0:2-1"], result.Patches.Select(patch => $"{patch.Id} {patch.AvailableVersion}").Order(StringComparer.Ordinal));

        static string Unpacked(string file)
        {
            using GZipStream stream = new(File.OpenRead(file), CompressionMode.Decompress);
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public async Task What_gives_access_to_a_repository_stays_in_no_log()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.Configure("secret", "http://user:hidden-word@127.0.0.1:9/");

        await _scan.RunAsync(_root.Path);

        Assert.NotEmpty(Directory.GetFiles(_scan.CachePath, "*.log", SearchOption.AllDirectories));
        Assert.DoesNotContain(
            Directory.GetFiles(_scan.CachePath, "*.log", SearchOption.AllDirectories).Concat(Directory.GetFiles(_scan.StatePath, "*", SearchOption.AllDirectories)),
            file => File.ReadAllText(file).Contains("hidden-word", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gpgkey=file:///key\nrepo_gpgcheck=1\n")]
    [InlineData("sslcacert=/key\n")]
    public async Task A_key_of_an_image_that_is_a_pipe_is_not_waited_for(string setting)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")], settings: setting);
        Tool.Run("mkfifo", _root.Inside("key"));

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.ImageFileUnreadable, e.ErrorId);
        Assert.Contains("'" + _root.Inside("key") + "'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("etc/dnf/modules.d/x.module", "/dev/zero")]
    [InlineData("etc/dnf/modules.defaults.d/x.yaml", null)]
    [InlineData("etc/dnf/modules.d", "/etc")]
    public async Task What_dnf_reads_of_an_image_by_itself_leads_to_nothing_of_this_machine(string path, string? target)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        Directory.CreateDirectory(Path.GetDirectoryName(_root.Inside(path))!);
        if (target is null)
            Tool.Run("mkfifo", _root.Inside(path));
        else
            File.CreateSymbolicLink(_root.Inside(path), target);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
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

    [Theory]
    [MemberData(nameof(BadNotices.All), MemberType = typeof(BadNotices))]
    public async Task Notices_that_cannot_be_read_are_an_error(string name, string content, string word)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        await _scan.RunAsync(_root.Path);
        IReadOnlyList<string> before = StateFiles();
        _root.ReplaceNotices("base", name, BadNotices.ContentOf(content));

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));
        PatchException ofInstall = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal((ErrorIds.AdvisoriesUnreadable, ErrorIds.AdvisoriesUnreadable), (e.ErrorId, ofInstall.ErrorId));
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
        Assert.Equal(before, StateFiles());
    }

    [Theory]
    [InlineData("primary")]
    [InlineData("updateinfo")]
    public async Task A_repository_whose_files_are_not_those_that_it_names_takes_no_part(string type)
    {
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("good", [new("subject", "2-1")]);
        _root.AddRepository("bad", [new("other", "2-1")], []);
        _root.FalsifyChecksum("bad", type);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["subject.noarch"], result.Patches.Where(patch => patch.State == PatchState.Missing).Select(patch => patch.Id));
        RepositoryHealth bad = Assert.Single(result.Repositories, repository => repository.Name == "bad");
        Assert.Equal((RepositoryStatus.Unavailable, false), (bad.Status, bad.IsUsed));
        Assert.NotEqual("", bad.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/", "connect")]
    [InlineData("http://nowhere.invalid/", "resolve")]
    [InlineData("file:///nowhere", "open file")]
    public async Task Without_a_network_the_error_says_what_is_wrong_with_it(string address, string word)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.Configure("base", address);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal((ErrorIds.PackageListsMissing, ErrorKind.ConnectionError), (e.ErrorId, e.Kind));
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    [Theory]
    [InlineData("c++-devel")]
    [InlineData("lib_a.b-1.0")]
    [InlineData("0digits")]
    [InlineData("name-1-1")]
    [InlineData("a{b}%%c")]
    [InlineData("_under.noarch")]
    public async Task A_name_of_any_character_goes_through_everything(string name)
    {
        DnfTools.RequireMounts();
        await GoThroughAsync(name.Replace("%%", "%", StringComparison.Ordinal), new(name, "1.0~rc1^git1+2_3-1.el9_4"), new(name, "1.0-1.el9_4") { SpecFields = $"Requires: needed-by-{name}" }, new RpmTestPackage("needed-by-" + name, "1-1"));
    }

    [Fact]
    public async Task A_name_of_any_length_goes_through_everything()
    {
        DnfTools.RequireMounts();
        string name = new('n', 180);
        await GoThroughAsync(name, new(name, "1-1"), new(name, "2-1"));
    }

    [Fact]
    public async Task A_repository_that_changes_after_the_plan_costs_only_what_is_gone()
    {
        DnfTools.RequireMounts();
        _root.Install(new("gone", "1-1"), new("good", "1-1"));
        _root.AddRepository("base", [new("gone", "2-1"), new("good", "2-1")]);
        _scan.OnInstallAsked = () => _root.WriteRepository("base", [new("gone", "3-1"), new("good", "2-1")]);

        PatchOperationResult result = await _scan.InstallAsync(_root.Path);

        Assert.Equal(["gone.noarch Failed", "good.noarch Installed"], result.Patches.Select(record => $"{record.Id} {record.State}").Order(StringComparer.Ordinal));
        Assert.Equal(("0:1-1", "0:2-1"), (_root.VersionOf("gone"), _root.VersionOf("good")));
        _scan.OnInstallAsked = () => { };
        Assert.Equal((0, "0:3-1"), ((await _scan.InstallAsync(_root.Path)).ExitCode, _root.VersionOf("gone")));
    }

    /// <summary>Of a baseline's lists.</summary>
    private const int LongestEntry = 100;

    private async Task GoThroughAsync(string name, RpmTestPackage installed, RpmTestPackage offered, params RpmTestPackage[] needed)
    {
        _root.Install(installed, new("other", "1-1"));
        _root.AddRepository("base", [offered, .. needed, new("other", "2-1")], [new TestNotice("RHSA-2026:0001", offered with { Name = name })]);
        string version = $"0:{offered.BareVersion}-{offered.Release}";

        PatchOperationResult scanned = await _scan.RunAsync(_root.Path);
        PatchPlan plan = await _scan.PlanAsync(_root.Path, DnfScan.Baseline());
        PatchOperationResult rejected = await _scan.RunAsync(_root.Path, DnfScan.Baseline(rejected: name.Length > LongestEntry ? name[..(LongestEntry - 1)] + "*" : name));
        PatchOperationResult result = await _scan.InstallAsync(_root.Path, DnfScan.Baseline());

        Assert.Equal($"{name}.noarch:{version}", Assert.Single(scanned.Patches, patch => patch.State == PatchState.Missing).Title);
        Assert.Equal(1 + needed.Length, plan.Items.Count(item => item.Action is PatchPlanAction.Install or PatchPlanAction.Upgrade));
        Assert.DoesNotContain(rejected.Patches, patch => patch.State == PatchState.Missing);
        Assert.Equal((0, version), (result.ExitCode, _root.VersionOf(name)));
        Assert.Equal("0:1-1", _root.VersionOf("other"));
    }

    /// <summary>The state files with what they hold; what a run itself keeps of its failure is none of them.</summary>
    private IReadOnlyList<string> StateFiles() => [.. Directory.GetFiles(_scan.StatePath, "*.json").Select(file => $"{file} {File.ReadAllText(file)}").Order(StringComparer.Ordinal)];

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
