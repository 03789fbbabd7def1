using System.Xml.Linq;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>Scans of private roots with real zypper and rpm.</summary>
public sealed class ZypperScanTests : IDisposable
{
    private readonly ZypperRoot _root = new();
    private readonly ZypperScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    /// <summary>installed; versions of the repository, those that a patch carries with a star; a patch for a version that is offered no more → state and available version.</summary>
    [Theory]
    [InlineData("1-1", "1-1,2-1*", "", false, "Missing", "0:2-1")]
    [InlineData("1-1", "2-1", "", false, "InstalledOther", "")]
    [InlineData("1-1", "2-1", "", true, "Missing", "0:2-1")]
    [InlineData("1-1", "2-1*,3-1", "", false, "Missing", "0:2-1")]
    [InlineData("1-1", "2-1*,3-1", "", true, "Missing", "0:3-1")]
    [InlineData("2-1", "2-1*", "", false, "Installed", "")]
    [InlineData("3-1", "2-1*", "", false, "Installed", "")]
    [InlineData("9-1", "1:1-1*", "", false, "Missing", "1:1-1")]
    [InlineData("1:1-1", "9-1*", "", false, "Installed", "")]
    [InlineData("1.9-1", "1.10-1*", "", false, "Missing", "0:1.10-1")]
    [InlineData("1.0~rc1-1", "1.0-1*", "", false, "Missing", "0:1.0-1")]
    [InlineData("1.0-1", "1.0^git1-1*", "", false, "Missing", "0:1.0^git1-1")]
    [InlineData("1-1", "3-1", "2-1", false, "Missing", "0:3-1")]
    [InlineData("2-1", "3-1", "2-1", false, "Installed", "")]
    public async Task Versions_with_patches_count_whatever_else_there_is(string installed, string offered, string gone, bool enableNonSecurity, string state, string available)
    {
        _root.Install(new RpmTestPackage("subject", installed));
        RpmTestPackage[] carried = [.. offered.Split(',').Where(version => version.EndsWith('*')).Select(Subject), .. gone.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Subject)];
        _root.AddRepository("base", offered.Split(',').Select(Subject), carried.Select((package, index) => new TestNotice($"SUSE-SLE-Test-15-2026-{index}", package)));

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity))).Patches);

        Assert.Equal((state, available), (record.State.ToString(), record.AvailableVersion));
        Assert.Equal("subject.noarch", record.Id);
        Assert.NotEmpty(record.Reason);

        static RpmTestPackage Subject(string version) => new("subject", version.TrimEnd('*'));
    }

    /// <summary>zypper's own word on the same root: the packages of its needed patches, and its updates.</summary>
    [Fact]
    public async Task It_lists_what_zypper_lists()
    {
        RpmTestPackage secured = new("secured", "2-1"), document = new("document", "2-1"), done = new("done", "1-1"), absent = new("absent", "1-1");
        _root.Install(new("secured", "1-1"), new("document", "1-1"), done, new("plain", "1-1"));
        _root.AddRepository("base", [secured, document, done, absent, new("plain", "2-1")], [
            new TestNotice("SUSE-SLE-Test-15-2026-1", secured) { Severity = "important", Updated = "1767322800" },
            new TestNotice("SUSE-SLE-Test-15-2026-2", document) { Type = "document", Severity = "low" },
            new TestNotice("SUSE-SLE-Test-15-2026-3", done),
            new TestNotice("SUSE-SLE-Test-15-2026-4", absent)]);

        PatchOperationResult security = await _scan.RunAsync(_root.Path);
        PatchOperationResult all = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        string[] needed = [.. XDocument.Parse(_root.Zypper("list-patches")).Descendants("update").Select(update => update.Attribute("name")!.Value).Order(StringComparer.Ordinal)];
        Assert.Equal(needed, security.Patches.Where(record => record.State == PatchState.Missing).SelectMany(record => record.AdvisoryIds).Order(StringComparer.Ordinal));
        Assert.Equal(["SUSE-SLE-Test-15-2026-1", "SUSE-SLE-Test-15-2026-2"], needed);
        string[] updates = [.. XDocument.Parse(_root.Zypper("list-updates")).Descendants("update").Select(update => $"{update.Attribute("name")!.Value}.{update.Attribute("arch")!.Value}:0:{update.Attribute("edition")!.Value}").Order(StringComparer.Ordinal)];
        Assert.Equal(updates, Missing(all));
        Assert.Equal(("Document", "Low"), (Record(security, "document.noarch").Classification, Record(security, "document.noarch").Severity));
        Assert.Contains("since its release on 2026-01-02", Record(security, "secured.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal(PatchState.Installed, Record(security, "done.noarch").State);
        Assert.Equal(PatchState.InstalledOther, Record(security, "plain.noarch").State);
        Assert.Contains("offered by base", Record(all, "plain.noarch").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SUSE-SLE-Example-12-2018-123", "Missing")]
    [InlineData("SUSE-SLE-Example-12-2018-*", "Missing")]
    [InlineData("suse-sle-example-12-2018-123", "Missing")]
    [InlineData("subject-2-1.noarch.rpm", "Missing")]
    [InlineData("subject-2-1.*.rpm", "Missing")]
    [InlineData("subject > 1-1", "Missing")]
    [InlineData("subject.noarch = 2-1", "Missing")]
    [InlineData("sub* < 3 > 1-1", "Missing")]
    [InlineData("subject < 2-1", "InstalledOther")]
    [InlineData("SUSE-SLE-Example-12-2018-12", "InstalledOther")]
    [InlineData("subject-2-2.noarch.rpm", "InstalledOther")]
    [InlineData("sub", "InstalledOther")]
    public async Task Lists_name_patches_files_and_ranges(string entry, string state)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [new TestNotice("SUSE-SLE-Example-12-2018-123", fixedVersion)]);

        PatchRecord approved = Assert.Single((await _scan.RunAsync(_root.Path, ZypperScan.Baseline(classification: "Yast", approved: entry))).Patches);
        PatchRecord rejected = Assert.Single((await _scan.RunAsync(_root.Path, ZypperScan.Baseline(rejected: entry))).Patches);

        Assert.Equal(state, approved.State.ToString());
        // A range that holds the installed version rejects that.
        Assert.Equal(state == "Missing" || entry == "subject < 2-1", rejected.State != PatchState.Missing);
    }

    [Fact]
    public async Task Of_kernels_the_newest_counts()
    {
        _root.Install(Kernel("5.3-1"), Kernel("5.4-1"));
        _root.AddRepository("base", [Kernel("5.4-1"), Kernel("5.3-1")]);
        PatchRecord current = Assert.Single((await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true))).Patches);
        _root.WriteRepository("base", [Kernel("5.4-1"), Kernel("5.5-1")]);
        PatchRecord old = Assert.Single((await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true))).Patches);

        Assert.Equal((PatchState.Installed, "0:5.4-1"), (current.State, current.InstalledVersion));
        Assert.Equal((PatchState.Missing, "0:5.5-1"), (old.State, old.AvailableVersion));
    }

    [Fact]
    public async Task What_the_administrator_locked_stays_missing_with_the_lock_as_its_reason()
    {
        RpmTestPackage inPatch = new("in-patch", "2-1");
        _root.Install(new("held", "1-1"), new("below", "1-1"), new("in-patch", "1-1"), new("free", "1-1"));
        _root.AddRepository("base", [new("held", "2-1"), new("below", "3-1"), inPatch, new("free", "2-1")], [new TestNotice("SUSE-Locked-1", inPatch)]);
        _root.WriteFile("etc/zypp/locks", "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: he?d\n\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: below\nversion: > 2\n\ntype: patch\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: SUSE-Locked-*\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["below.noarch:0:3-1", "free.noarch:0:2-1", "held.noarch:0:2-1", "in-patch.noarch:0:2-1"], Missing(result));
        Assert.Contains("zypper's lock 'he?d' keeps the installed version", Record(result, "held.noarch").Reason, StringComparison.Ordinal);
        Assert.Contains("zypper's lock 'below' keeps it away", Record(result, "below.noarch").Reason, StringComparison.Ordinal);
        Assert.Contains("SUSE-Locked-1", Record(result, "in-patch.noarch").Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("lock", Record(result, "free.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_goes_before_another_keeps_its_versions_away()
    {
        _root.Install(new("both", "1-1"), new("one", "1-1"));
        _root.AddRepository("first", [new("both", "1-1")], settings: "priority=50\n");
        _root.AddRepository("second", [new("both", "3-1"), new("one", "2-1")]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["both.noarch:0:3-1", "one.noarch:0:2-1"], Missing(result));
        Assert.Contains("goes before 'second' (priority 50 before 99)", Record(result, "both.noarch").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_of_another_vendor_is_not_missing()
    {
        _root.Install(new("loyal", "1-1") { SpecFields = "Vendor: SUSE" }, new("only", "1-1") { SpecFields = "Vendor: SUSE" });
        _root.AddRepository("base", [new("loyal", "2-1") { SpecFields = "Vendor: SUSE" }]);
        _root.AddRepository("foreign", [new("loyal", "3-1") { SpecFields = "Vendor: Packman" }, new("loyal", "2.5-1") { SpecFields = "Vendor: Packman" }, new("only", "2-1") { SpecFields = "Vendor: Packman" }]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["loyal.noarch:0:2-1"], Missing(result));
        Assert.NotEqual(PatchState.Missing, Record(result, "only.noarch").State);
    }

    [Fact]
    public async Task A_repository_that_cannot_be_reached_or_trusted_is_told_of_and_the_others_count()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.Configure("gone", "http://user:secret@127.0.0.1:9/nowhere");
        _root.WriteRepository("unsigned", [new RpmTestPackage("subject", "9-1")]);
        _root.WriteFile("etc/zypp/repos.d/unsigned.repo", $"[unsigned]\nenabled=1\nautorefresh=1\nbaseurl=file://{_root.RepositoryFolder("unsigned")}\ngpgcheck=1\n");
        _root.WriteFile("etc/zypp/repos.d/off.repo", "[off]\nenabled=0\nbaseurl=http://127.0.0.1:9/nowhere\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        Assert.Equal(
            ["base Current True", "gone Unavailable False", "unsigned Untrusted False"],
            result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.IsUsed}").Order(StringComparer.Ordinal));
        Assert.Contains("Failed to connect", result.Repositories.Single(repository => repository.Name == "gone").Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join(' ', result.Repositories.Select(repository => repository.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_network_what_is_on_the_node_counts()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        await _scan.RunAsync(_root.Path);
        Directory.Move(_root.RepositoryFolder("base"), _root.Beside("away"));

        PatchOperationResult kept = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true), noRefresh: true);
        PatchOperationResult failed = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));
        using ZypperScan other = new();
        PatchException nothing = await Assert.ThrowsAsync<PatchException>(() => other.RunAsync(_root.Path, noRefresh: true));

        Assert.Equal(["subject.noarch:0:2-1"], Missing(kept));
        Assert.Equal(RepositoryStatus.NotRefreshed, Assert.Single(kept.Repositories).Status);
        Assert.Equal(["subject.noarch:0:2-1"], Missing(failed));
        Assert.Equal((RepositoryStatus.Unavailable, true), (failed.Repositories[0].Status, failed.Repositories[0].IsUsed));
        Assert.Equal(ErrorIds.PackageListsMissing, nothing.ErrorId);
    }

    [Fact]
    public async Task A_scan_changes_nothing_in_the_root_and_runs_nothing_of_it()
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [new TestNotice("SUSE-1", fixedVersion)]);
        string ran = _root.Beside("ran");
        foreach (string plugin in (string[])["usr/lib/zypp/plugins/services/evil", "usr/lib/zypp/plugins/urlresolver/evil", "usr/lib/zypp/plugins/commit/evil", "usr/lib/zypp/plugins/system/evil"])
        {
            _root.WriteFile(plugin, $"#!/bin/sh\necho {plugin} >> {ran}\n");
            File.SetUnixFileMode(_root.Inside(plugin), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _root.WriteFile("etc/zypp/services.d/evil.service", "[evil]\nname=evil\nenabled=1\nautorefresh=1\ntype=plugin\nurl=plugin:/evil\n");
        _root.WriteFile("etc/zypp/repos.d/evil.repo", "[evil]\nenabled=1\nautorefresh=1\nbaseurl=plugin:evil\ngpgcheck=0\n");
        _root.WriteFile("etc/zypp/zypp.conf", $"[main]\ncachedir = {_root.Beside("outside")}\nhistory.logfile = {_root.Beside("outside/log")}\n");
        IReadOnlyList<string> before = _root.Snapshot();

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        Assert.Equal(before, _root.Snapshot());
        Assert.False(File.Exists(ran));
        Assert.False(Directory.Exists(_root.Beside("outside")));
        Assert.Contains(result.Repositories, repository => repository is { Name: "evil", IsUsed: false });
    }

    [Fact]
    public async Task Metadata_is_taken_over_from_the_systems_cache()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.Zypper("refresh");
        Directory.Move(_root.RepositoryFolder("base"), _root.Beside("away"));

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true), noRefresh: true);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
    }

    /// <summary>Its mark says that it was made of this metadata: zypper itself believes it.</summary>
    [Fact]
    public async Task What_was_made_of_an_images_metadata_for_the_solver_is_not_taken_over()
    {
        string made = _root.Inside("var/cache/zypp/solv/base/solv"), forged = _root.Beside("forged");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "9-1")]);
        _root.Zypper("refresh");
        File.Copy(made, forged);
        _root.WriteRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.Zypper("refresh");
        File.Copy(forged, made, overwrite: true);
        Assert.Contains("edition=\"9-1\"", _root.Zypper("--no-refresh", "list-updates"), StringComparison.Ordinal);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true), noRefresh: true);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
    }

    [Fact]
    public async Task A_repository_of_which_the_systems_cache_has_too_much_is_left_there_and_told_of()
    {
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.AddRepository("large", [new RpmTestPackage("other", "2-1")]);
        _root.Zypper("refresh");
        SparseFile.Create(_root.Inside("var/cache/zypp/raw/large/repodata/filler"), CacheSeeding.MaximumBytes);
        SparseFile.Create(_root.Inside("var/cache/zypp/solv/base/filler"), CacheSeeding.MaximumBytes);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true), noRefresh: true);

        Assert.Equal(["subject.noarch:0:2-1"], Missing(result));
        Assert.Equal(["base True", "large False"], result.Repositories.Select(repository => $"{repository.Name} {repository.IsUsed}").Order(StringComparer.Ordinal));
        Assert.Contains(_scan.Events.Verbose, text => text.Contains("more than 2 GiB of 'large'", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_scan.CachePath, "filler", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Every_character_that_a_name_may_have_is_understood()
    {
        string[] names = ["a+b", "c++", "d_e", "f.g", "h-i-1", "Upper", "0digit", "j%k", "l=m", "n,o"];
        string[] legal = [.. names.Where(name => name.All(c => char.IsAsciiLetterOrDigit(c) || "+-._".Contains(c, StringComparison.Ordinal)))];
        _root.Install([.. legal.Select(name => new RpmTestPackage(name, "1-1"))]);
        _root.AddRepository("base", legal.Select(name => new RpmTestPackage(name, "2+git.1_x-1")));

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(legal.Select(name => $"{name}.noarch:0:2+git.1_x-1").Order(StringComparer.Ordinal), Missing(result));
    }

    [Fact]
    public async Task A_package_may_change_between_one_architecture_and_all()
    {
        _root.Install(new("to-all", "1-1") { Architecture = "x86_64" }, new("to-one", "1-1"));
        _root.AddRepository("base", [new("to-all", "2-1"), new("to-one", "2-1") { Architecture = "x86_64" }]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["to-all.x86_64:0:2-1", "to-one.noarch:0:2-1"], Missing(result));
    }

    [Fact]
    public async Task What_another_package_takes_the_place_of_is_not_missing()
    {
        _root.Install(new RpmTestPackage("old", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("new", "2-1") { SpecFields = "Obsoletes: old < 2\nProvides: old = 2" }]);

        Assert.Empty(Missing(await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true))));
    }

    private static RpmTestPackage Kernel(string version) => new("kernel-default", version) { Architecture = "x86_64", SpecFields = "Provides: multiversion(kernel)" };

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => $"{record.Id}:{record.AvailableVersion}").Order(StringComparer.Ordinal)];

    private static PatchRecord Record(PatchOperationResult result, string id) => result.Patches.Single(record => record.Id == id);
}
