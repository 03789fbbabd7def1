using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Scans of private roots with real dnf and rpm.</summary>
public sealed class DnfScanTests : IDisposable
{
    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    /// <summary>installed; versions of the repository, those that a notice carries with a star; a notice for a version that is offered no more → state and available version.</summary>
    [Theory]
    [InlineData("1-1", "1-1,2-1*", "", false, "Missing", "0:2-1")]
    [InlineData("1-1", "2-1", "", false, "InstalledOther", "")]
    [InlineData("1-1", "2-1", "", true, "Missing", "0:2-1")]
    [InlineData("1-1", "2-1*,3-1", "", false, "Missing", "0:2-1")]
    [InlineData("1-1", "2-1*,3-1", "", true, "Missing", "0:3-1")]
    [InlineData("1-1", "2-1*,3-1*", "", false, "Missing", "0:3-1")]
    [InlineData("2-1", "2-1*", "", false, "Installed", "")]
    [InlineData("3-1", "2-1*", "", false, "Installed", "")]
    [InlineData("9-1", "1:1-1*", "", false, "Missing", "1:1-1")]
    [InlineData("1:1-1", "9-1*", "", false, "Installed", "")]
    [InlineData("1.9-1", "1.10-1*", "", false, "Missing", "0:1.10-1")]
    [InlineData("1.0~rc1-1", "1.0-1*", "", false, "Missing", "0:1.0-1")]
    [InlineData("1-1", "3-1", "2-1", false, "Missing", "0:3-1")]
    [InlineData("2-1", "3-1", "2-1", false, "Installed", "")]
    public async Task Versions_with_notices_count_whatever_else_there_is(string installed, string offered, string gone, bool enableNonSecurity, string state, string available)
    {
        _root.Install(new RpmTestPackage("subject", installed));
        RpmTestPackage[] carried = [.. offered.Split(',').Where(version => version.EndsWith('*')).Select(Subject), .. gone.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Subject)];
        _root.AddRepository("base", offered.Split(',').Select(Subject), carried.Select((package, index) => new TestNotice($"RHSA-2026:{index}", package)));

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity))).Patches);

        Assert.Equal((state, available), (record.State.ToString(), record.AvailableVersion));
        Assert.Equal("subject.noarch", record.Id);
        Assert.NotEmpty(record.Reason);

        static RpmTestPackage Subject(string version) => new("subject", version.TrimEnd('*'));
    }

    [Fact]
    public async Task With_non_security_updates_it_lists_what_dnf_lists()
    {
        _root.Install(new("old", "1-1"), new("current", "1-1"), new("local", "1-1"), new("epoch", "5-1"), new("excluded", "1-1"));
        _root.AddRepository("base", [new("old", "2-1"), new("old", "3-1"), new("current", "1-1"), new("epoch", "1:1-1"), new("not-installed", "1-1")]);
        _root.AddRepository("more", [new("old", "3-1"), new("old", "2.5-1")]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(_root.Upgradable(), Missing(result));
        Assert.Equal(["epoch.noarch:1:1-1", "old.noarch:0:3-1"], Missing(result));
        Assert.Equal(5, result.Patches.Count);
        Assert.Contains("offered by base", Record(result, "old.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_has_what_its_notices_say()
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [
            new TestNotice("RHSA-2026:0001", fixedVersion) { Severity = "Critical", Cve = "CVE-2026-1111" },
            new TestNotice("RHBA-2026:0002", fixedVersion) { Type = "bugfix", Severity = "" }]);

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, DnfScan.Baseline(classification: "Security", severity: "Critical"))).Patches);

        Assert.Equal((PatchState.Missing, "subject.noarch:0:2-1"), (record.State, record.Title));
        Assert.Equal(["RHBA-2026:0002", "RHSA-2026:0001"], record.AdvisoryIds.Order(StringComparer.Ordinal));
        Assert.Equal(["CVE-2026-1111"], record.CveIds);
        Assert.Contains("since its release on 2026-01-02", record.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bugfix", "*", "no rule takes CLASSIFICATION Security with SEVERITY Important")]
    [InlineData("*", "Critical", "no rule takes CLASSIFICATION Security with SEVERITY Important")]
    public async Task What_no_rule_takes_is_not_missing(string classification, string severity, string reason)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [new TestNotice("RHSA-2026:0001", fixedVersion)]);

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, DnfScan.Baseline(classification: classification, severity: severity))).Patches);

        Assert.Equal(PatchState.InstalledOther, record.State);
        Assert.Contains(reason, record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Architectures_of_one_package_are_patches_of_their_own()
    {
        DnfTools.RequireMultipleArchitectures();
        _root.Install(
            new("library", "1-1") { Architecture = "x86_64" }, new("library", "1-1") { Architecture = "i686" },
            new("only32", "1-1") { Architecture = "i686" }, new("became-native", "1-1"), new("became-noarch", "1-1") { Architecture = "x86_64" });
        _root.AddRepository("base", [
            new("library", "2-1") { Architecture = "x86_64" }, new("library", "2-1") { Architecture = "i686" },
            new("only32", "2-1") { Architecture = "i686" }, new("became-native", "2-1") { Architecture = "x86_64" }, new("became-noarch", "2-1")]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(5, _root.Upgradable().Count);
        Assert.Equal(
            ["became-native.noarch:0:2-1", "became-noarch.x86_64:0:2-1", "library.i686:0:2-1", "library.x86_64:0:2-1", "only32.i686:0:2-1"],
            Missing(result));
    }

    [Theory]
    [InlineData("5.3-1", "", PatchState.Installed)]
    [InlineData("5.4-1", "0:5.4-1", PatchState.Missing)]
    public async Task Of_kernels_beside_each_other_the_newest_counts(string offered, string available, PatchState state)
    {
        RpmTestPackage[] kernels = [new("kernel", "5.1-1"), new("kernel", "5.2-1"), new("kernel", "5.3-1")];
        _root.Install([.. kernels]);
        RpmTestPackage newest = new("kernel", offered);
        _root.AddRepository("base", [.. kernels.Take(2), newest], [new TestNotice("RHSA-2026:0001", kernels[1]), new TestNotice("RHSA-2026:0002", newest)]);

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Equal((state, "0:5.3-1", available), (record.State, record.InstalledVersion, record.AvailableVersion));
    }

    [Fact]
    public async Task What_replaces_a_package_is_no_patch_of_it()
    {
        _root.Install(new RpmTestPackage("old", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("new", "1-1") { SpecFields = "Obsoletes: old < 2\nProvides: old = 2" }]);

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))).Patches);

        Assert.Equal(("old.noarch", PatchState.Installed), (record.Id, record.State));
    }

    [Theory]
    [InlineData("etc/dnf/dnf.conf", "[main]\nexcludepkgs=other, sub*\n", "excludepkgs of /etc/dnf/dnf.conf excludes it ('sub*')")]
    [InlineData("etc/dnf/dnf.conf", "[main]\nexclude=subject-2-1.noarch\n", "exclude of /etc/dnf/dnf.conf excludes it ('subject-2-1.noarch')")]
    [InlineData("etc/dnf/dnf.conf", "[main]\nincludepkgs=other\n", "includepkgs of /etc/dnf/dnf.conf does not name it")]
    [InlineData("etc/yum.repos.d/base.repo", "excludepkgs=subject\n", "excludepkgs of /etc/yum.repos.d/base.repo excludes it ('subject')")]
    public async Task An_exclude_keeps_a_patch_away_but_not_out_of_the_report(string file, string settings, string reason)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        if (file.EndsWith(".repo", StringComparison.Ordinal))
            _root.Configure("base", $"file://{_root.RepositoryFolder("base")}", settings);
        else
            _root.WriteFile(file, settings);

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Empty(_root.Upgradable());
        Assert.Equal((PatchState.Missing, "0:2-1"), (record.State, record.AvailableVersion));
        Assert.Contains("cannot be installed here: " + reason, record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exclude_of_the_newest_version_leaves_the_one_before()
    {
        RpmTestPackage second = new("subject", "2-1"), third = new("subject", "3-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [second, third], [new TestNotice("RHSA-2026:0002", second), new TestNotice("RHSA-2026:0003", third)]);
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\nexcludepkgs=subject-3*\n");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Equal((PatchState.Missing, "0:2-1"), (record.State, record.AvailableVersion));
        Assert.Contains("0:3-1 cannot be installed here", record.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "versionlock keeps it away (entry 'subject-0:1-1.*' of /etc/dnf/plugins/versionlock.list)")]
    [InlineData(false, "offered by base")]
    public async Task A_lock_is_the_reason_where_the_plugin_is_there(bool hasPlugin, string reason)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.WriteFile("etc/dnf/plugins/versionlock.list", "# Added lock on Thu\nsubject-0:1-1.*\n");
        if (hasPlugin)
            _root.WriteFile("usr/lib/python3.9/site-packages/dnf-plugins/versionlock.py", "");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))).Patches);

        Assert.Equal(PatchState.Missing, record.State);
        Assert.Contains(reason, record.Reason, StringComparison.Ordinal);
        Assert.Equal(hasPlugin, record.Reason.Contains("cannot be installed here", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("skip_if_unavailable=1\n")]
    [InlineData("skip_if_unavailable=0\n")]
    public async Task A_repository_that_cannot_be_reached_is_told_of_and_the_others_are_read(string settings)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.Configure("gone", "http://127.0.0.1:9/nowhere", settings);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        Assert.Equal(
            [("base", RepositoryStatus.Current, true), ("gone", RepositoryStatus.Unavailable, false)],
            result.Repositories.Select(repository => (repository.Name, repository.Status, repository.IsUsed)));
        WarningEvent warning = Assert.Single(_scan.Events.Warnings, warning => warning.Id == ErrorIds.RepositoryUnavailable);
        Assert.Contains("Couldn't connect to server", warning.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, requireAllRepositories: true));
    }

    [Fact]
    public async Task What_was_known_of_a_repository_is_used_when_it_is_gone()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.AddRepository("base", [fixedVersion], [new TestNotice("RHSA-2026:0001", fixedVersion)]);
        await _scan.RunAsync(_root.Path);
        Directory.Delete(_root.RepositoryFolder("base"), recursive: true);

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        RepositoryHealth repository = Assert.Single(result.Repositories);
        Assert.Equal((RepositoryStatus.Unavailable, true), (repository.Status, repository.IsUsed));
        Assert.NotNull(repository.MetadataTime);
    }

    [Fact]
    public async Task Without_a_refresh_the_metadata_of_the_system_is_used_and_nothing_is_fetched()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        RpmTestPackage second = new("subject", "2-1");
        _root.AddRepository("base", [second], [new TestNotice("RHSA-2026:0002", second)]);
        _root.Dnf("makecache");
        _root.WriteRepository("base", [new("subject", "3-1")]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, noRefresh: true);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        Assert.Equal(RepositoryStatus.NotRefreshed, Assert.Single(result.Repositories).Status);
    }

    [Fact]
    public async Task A_repository_of_which_the_systems_cache_has_too_much_is_left_there_and_told_of()
    {
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.AddRepository("large", [new("other", "2-1")]);
        _root.Dnf("makecache");
        string large = Assert.Single(Directory.GetDirectories(_root.Inside("var/cache/dnf"), "large-*"));
        SparseFile.Create(Path.Combine(large, "repodata", "filler"), CacheSeeding.MaximumBytes);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true), noRefresh: true);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        Assert.Equal(["base True", "large False"], result.Repositories.Select(repository => $"{repository.Name} {repository.IsUsed}").Order(StringComparer.Ordinal));
        Assert.Contains(_scan.Events.Verbose, text => text.Contains("more than 2 GiB of 'large'", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_scan.CachePath, "filler", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_scan_leaves_the_system_as_it_is()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new("subject", "2-1")]);
        _root.Dnf("makecache");
        _root.WriteRepository("base", [new("subject", "3-1")]);

        // SQLite's index of a log that nobody writes to is made anew by whoever reads the database, rpm itself as well.
        IReadOnlyList<string> before = [.. FolderSnapshot.Of(_root.Path).Where(line => !line.Contains("rpmdb.sqlite-shm", StringComparison.Ordinal))];
        PatchOperationResult result = await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true));
        IReadOnlyList<string> after = [.. FolderSnapshot.Of(_root.Path).Where(line => !line.Contains("rpmdb.sqlite-shm", StringComparison.Ordinal))];

        Assert.Equal(["subject.noarch:0:3-1"], Missing(result));
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData(false, "subject.x86_64:0:3-1")]
    [InlineData(true, "subject.x86_64:0:2-1")]
    public async Task A_module_is_offered_where_its_stream_is_enabled(bool isEnabled, string missing)
    {
        DnfTools.RequireMultipleArchitectures();
        const string Modules = """
            ---
            document: modulemd
            version: 2
            data:
              name: tool
              stream: "1"
              version: 1
              context: c1
              arch: x86_64
              summary: A module of a test
              description: A module of a test
              license: {module: [MIT]}
              artifacts: {rpms: ["subject-0:2-1.x86_64"]}
            ...

            """;
        RpmTestPackage modular = new("subject", "2-1") { Architecture = "x86_64", SpecFields = "ModularityLabel: tool:1:1:c1" };
        _root.Install(new RpmTestPackage("subject", "1-1") { Architecture = "x86_64" });
        _root.AddRepository("base", [modular, new("subject", "3-1") { Architecture = "x86_64" }], modules: Modules);
        if (isEnabled)
            _root.WriteFile("etc/dnf/modules.d/tool.module", "[tool]\nname=tool\nstream=1\nprofiles=\nstate=enabled\n");

        Assert.Equal([missing], Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))));
        Assert.Equal([missing], _root.Upgradable());
    }

    [Fact]
    public async Task Addresses_may_hold_the_release_and_variables_of_the_system()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"), new RpmTestPackage("redhat-release", "9-1") { SpecFields = "Provides: system-release = 9.4\nProvides: system-release(releasever) = 9" });
        _root.WriteFile("etc/dnf/vars/channel", "tested\n");
        _root.WriteRepository("9-tested", [new("subject", "2-1")]);
        _root.Configure("base", $"file://{Path.GetDirectoryName(_root.RepositoryFolder("9-tested"))}/$releasever-$channel");

        Assert.Equal(["subject.noarch:0:2-1"], Missing(await _scan.RunAsync(_root.Path, DnfScan.Baseline(enableNonSecurity: true))));
    }

    [Theory]
    [InlineData(DnfRoot.AmazonLinux, "AMAZON_LINUX_2023")]
    [InlineData(DnfRoot.RedHat, "REDHAT_ENTERPRISE_LINUX")]
    public async Task Systems_of_both_families_are_scanned(string osRelease, string system)
    {
        using DnfRoot root = new(osRelease);
        RpmTestPackage fixedVersion = new("subject", "2-1");
        root.Install(new RpmTestPackage("subject", "1-1"));
        root.AddRepository("base", [fixedVersion], [new TestNotice("ALAS2023-2026-001", fixedVersion)]);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(await _scan.RunAsync(root.Path, DnfScan.Baseline(system: system))));
    }

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal)];

    private static PatchRecord Record(PatchOperationResult result, string id) => Assert.Single(result.Patches, record => record.Id == id);
}
