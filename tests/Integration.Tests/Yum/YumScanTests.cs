using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Yum;

/// <summary>Scans of private roots with real rpm, real repositories and a yum that answers from a script.</summary>
public sealed class YumScanTests : IDisposable
{
    private const string Common = "--debuglevel=2 --errorlevel=2 --color=never --disableplugin=subscription-manager,product-id,search-disabled-repos,upload-profile,aliases,versionlock --setopt=exit_on_lock=1 --setopt=*.skip_if_unavailable=1 --assumeyes ";
    private const string LongName = "a-package-with-a-name-that-is-too-long-for-its-column";

    private readonly YumScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(false, "Missing 0:2-1", "InstalledOther")]
    [InlineData(true, "Missing 0:3-1", "Missing 1:2-1.with.a.long.release")]
    public async Task Versions_count_by_their_notices_and_long_rows_are_read(bool enableNonSecurity, string subject, string other)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _scene.Root.Install(new("subject", "1-1"), new(LongName, "1-1"));
        _scene.Yum.AddRepository("base", [fixedVersion, new("subject", "3-1"), new("subject", "0.9-1")], [new TestNotice("CESA-2026:0001", fixedVersion)]);
        _scene.Yum.AddRepository("a-repository-with-a-long-id", [new(LongName, "1:2-1.with.a.long.release"), new("not-installed", "1-1")]);

        PatchOperationResult result = await _scene.ScanAsync(enableNonSecurity);

        Assert.Equal([$"{LongName}.noarch {other}", $"subject.noarch {subject}"], YumScene.States(result));
        Assert.Equal(["a-repository-with-a-long-id Current True", "base Current True"], Health(result));
        Assert.Equal([Common + "--showduplicates list available"], _scene.Yum.Commands);
        Assert.Equal(enableNonSecurity ? [] : ["CESA-2026:0001"], result.Patches.Single(patch => patch.Id == "subject.noarch").AdvisoryIds);
    }

    [Fact]
    public async Task A_repository_that_does_not_answer_is_used_as_it_was()
    {
        _scene.Root.Install(new("subject", "1-1"), new("other", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        _scene.Yum.AddRepository("more", [new("other", "2-1")]);
        await _scene.ScanAsync();
        _scene.Yum.Unreachable.Add("more");
        _scene.Yum.AddRepository("never", [new("other", "3-1")]);
        _scene.Yum.Unreachable.Add("never");

        PatchOperationResult result = await _scene.ScanAsync(enableNonSecurity: true);

        Assert.Equal(["other.noarch Missing 0:2-1", "subject.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Equal(["base Current True", "more Unavailable True", "never Unavailable False"], Health(result));
        Assert.Contains("[Errno 14] curl#37", result.Repositories.Single(repository => repository.Name == "more").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_excluded_or_locked_is_missing_with_its_reason()
    {
        _scene.Root.Install(new("excluded", "1-1"), new("locked", "1-1"), new("free", "1-1"));
        _scene.Root.WriteFile("etc/yum.conf", "[main]\nplugins=1\nexclude=excl*\n");
        _scene.Root.WriteFile("usr/lib/yum-plugins/versionlock.py", "");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.conf", "[main]\nenabled = 1\nlocklist = /etc/yum/pluginconf.d/versionlock.list\n");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.list", "# by hand\n0:locked-1-1.*\n");
        _scene.Yum.AddRepository("base", [new("excluded", "2-1"), new("locked", "2-1"), new("free", "2-1")]);
        _scene.Yum.Excluded.Add("excluded");

        PatchOperationResult result = await _scene.ScanAsync(enableNonSecurity: true);

        Assert.Equal(["excluded.noarch Missing 0:2-1", "free.noarch Missing 0:2-1", "locked.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Contains("exclude of /etc/yum.conf excludes it ('excl*')", Reason(result, "excluded.noarch"), StringComparison.Ordinal);
        Assert.Contains("versionlock keeps it away (entry 'locked-0:1-1.*' of /etc/yum/pluginconf.d/versionlock.list)", Reason(result, "locked.noarch"), StringComparison.Ordinal);
        Assert.Equal([Common + "--showduplicates list available", Common + "--cacheonly --disableexcludes=all --disableincludes=all --showduplicates list available"], _scene.Yum.Commands);
    }

    [Theory]
    [InlineData("plugins=0\n", "enabled = 1\n", true)]
    [InlineData("", "enabled = 1\n", true)]
    [InlineData("plugins=1\n", "enabled = 0\n", true)]
    [InlineData("plugins=1\n", "enabled = 1\n", false)]
    public async Task A_lock_list_without_its_plugin_locks_nothing(string main, string plugin, bool isThere)
    {
        _scene.Root.Install(new RpmTestPackage("locked", "1-1"));
        _scene.Root.WriteFile("etc/yum.conf", "[main]\n" + main);
        if (isThere)
            _scene.Root.WriteFile("usr/lib/yum-plugins/versionlock.py", "");
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.conf", "[main]\n" + plugin);
        _scene.Root.WriteFile("etc/yum/pluginconf.d/versionlock.list", "0:locked-1-1.*\n");
        _scene.Yum.AddRepository("base", [new("locked", "2-1")]);

        PatchOperationResult result = await _scene.ScanAsync(enableNonSecurity: true);

        Assert.DoesNotContain("versionlock", Reason(result, "locked.noarch"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_refresh_the_systems_own_cache_is_enough_and_stays_as_it_is()
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Yum.AddRepository("base", [fixedVersion], [new TestNotice("CESA-2026:0001", fixedVersion)]);
        _scene.Yum.AddRepository("off", [new("subject", "9-1")], settings: "enabled=0\n");
        _scene.Yum.Cache("base", _scene.Root.Inside("var/cache/yum/x86_64/7"));
        File.WriteAllText(_scene.Root.Inside("var/cache/yum/x86_64/7/base/gen/filelists_db.sqlite"), "large");
        IReadOnlyList<string> before = FolderSnapshot.Of(_scene.Root.Inside("var/cache"), _scene.Root.Inside("etc"));

        PatchOperationResult result = await _scene.ScanAsync(noRefresh: true);

        Assert.Equal(["subject.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Equal(["base NotRefreshed True"], Health(result));
        Assert.Equal([Common + "--cacheonly --showduplicates list available"], _scene.Yum.Commands);
        Assert.Equal(before, FolderSnapshot.Of(_scene.Root.Inside("var/cache"), _scene.Root.Inside("etc")));
        Assert.Empty(Directory.GetFiles(_scene.Scan.CachePath, "filelists_db.sqlite", SearchOption.AllDirectories));
        Assert.Single(Directory.GetFiles(_scene.Scan.CachePath, "primary_db.sqlite", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_repository_of_which_the_systems_cache_has_too_much_is_left_there_and_told_of()
    {
        string cache = _scene.Root.Inside("var/cache/yum/x86_64/7");
        _scene.Root.Install(new("subject", "1-1"), new("other", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        _scene.Yum.AddRepository("large", [new("other", "2-1")]);
        _scene.Yum.Cache("base", cache);
        _scene.Yum.Cache("large", cache);
        SparseFile.Create(Path.Combine(cache, "large", "gen", "filler"), CacheSeeding.MaximumBytes);

        PatchOperationResult result = await _scene.ScanAsync(enableNonSecurity: true, noRefresh: true);

        Assert.Equal(["other.noarch Installed", "subject.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Equal(["base NotRefreshed True", "large Unavailable False"], Health(result));
        Assert.Contains(_scene.Events.Verbose, text => text.Contains("more than 2 GiB of 'large'", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_scene.Scan.CachePath, "filler", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_ordinary_users_cache_is_where_yum_puts_it()
    {
        using YumScene scene = new(isPrivileged: false);
        RpmTestPackage fixedVersion = new("subject", "2-1");
        scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        scene.Yum.AddRepository("base", [fixedVersion], [new TestNotice("CESA-2026:0001", fixedVersion)]);

        PatchOperationResult result = await scene.ScanAsync();

        Assert.Equal(["subject.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Equal(["base Current True"], Health(result));
        Assert.Single(Directory.GetDirectories(scene.Scan.CachePath, ScriptedYum.UserCache.Split('/')[0], SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Yum_is_asked_again_where_another_was_faster_with_the_lock()
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        int calls = 0;
        _scene.Yum.Instead = _ => calls++ < 3
            ? ScriptedYum.Result(1, "", "Existing lock /var/run/yum.pid: another copy is running as pid 42.\n\n\nAnother app is currently holding the yum lock; exiting as configured by exit_on_lock\n")
            : null;

        PatchOperationResult result = await _scene.ScanAsync(enableNonSecurity: true);

        Assert.Equal(["subject.noarch Missing 0:2-1"], YumScene.States(result));
        Assert.Equal(3, _scene.Clock.Waits);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_keeps_the_lock_is_named(bool isAlive)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        _scene.Root.WriteFile("var/run/yum.pid", isAlive ? $"{Environment.ProcessId}" : $"{int.MaxValue}");

        if (!isAlive)
        {
            Assert.Single((await _scene.ScanAsync()).Patches);
            return;
        }

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());
        Assert.Equal(ErrorIds.PackageManagerBusy, e.ErrorId);
        Assert.Contains($"process {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Yum.Commands);
    }

    [Theory]
    [InlineData(1, "", "Error: Cannot retrieve repository metadata\n", false, nameof(ErrorIds.ToolFailed), "Cannot retrieve repository metadata")]
    [InlineData(3, "", "Unknown Error(s): Exit Code: 7:\n", false, nameof(ErrorIds.ToolFailed), "exit code 3")]
    [InlineData(0, "Available Packages\nsubject.noarch   2-\n", "", false, nameof(ErrorIds.ToolOutputNotUnderstood), "subject.noarch")]
    [InlineData(0, "Available Packages\nsubject.noarch   2-1   base\n", "", true, nameof(ErrorIds.ToolOutputNotUnderstood), "may be cut")]
    [InlineData(0, "", "error: rpmdb: damaged\n", false, nameof(ErrorIds.PackageDatabaseBroken), "rpmdb: damaged")]
    public async Task An_answer_that_makes_no_sense_is_an_error(int exitCode, string output, string errors, bool isCut, string id, string message)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        _scene.Yum.Instead = _ => ScriptedYum.Result(exitCode, output, errors, isCut);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());

        Assert.Equal(id, e.ErrorId);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, "no enabled repository")]
    [InlineData(true, false, "could be fetched")]
    [InlineData(true, true, "none was to be fetched")]
    public async Task Without_any_metadata_there_is_nothing_to_compare_with(bool hasRepository, bool noRefresh, string message)
    {
        _scene.Root.Install(new RpmTestPackage("subject", "1-1"));
        if (hasRepository)
            _scene.Yum.AddRepository("base", [new("subject", "2-1")]);
        _scene.Yum.Unreachable.Add("base");

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync(noRefresh: noRefresh));

        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Health(PatchOperationResult result) =>
        [.. result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.IsUsed}").Order(StringComparer.Ordinal)];

    private static string Reason(PatchOperationResult result, string id) => result.Patches.Single(patch => patch.Id == id).Reason;
}
