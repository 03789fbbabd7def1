using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.IntegrationTests.Apt;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Scans against baselines that bring repositories of their own.</summary>
public sealed class DnfSourcesTests : IDisposable
{
    private const string Secret = "s3cret";
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly DnfRoot _root = new();
    private readonly DnfScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task What_the_sources_offer_is_missing_and_what_only_the_system_offers_is_not()
    {
        RpmTestPackage tested = new("tested", "2-1");
        _root.Install(new("tested", "1-1"), new("untested", "1-1"), new("other", "1-1"));
        _root.AddRepository("system", [new("tested", "3-1"), new("untested", "2-1")]);
        _root.WriteRepository("main", [new("other", "2-1")]);
        _root.WriteFile("etc/dnf/dnf.conf", $"[main]\ngpgcheck=1\n[in-main]\nname=x\nbaseurl=file://{_root.RepositoryFolder("main")}\n");
        PatchBaseline baseline = Baseline(Source("alternative", [tested], [new TestNotice("RHSA-2026:0001", tested)]));
        IReadOnlyList<string> before = Snapshot();

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.Equal(["other.noarch Installed ", "tested.noarch Missing 0:2-1", "untested.noarch Installed "], Found(result));
        PatchRecord record = Assert.Single(result.Patches, patch => patch.State == PatchState.Missing);
        Assert.Contains("offered by alternative", record.Reason, StringComparison.Ordinal);
        Assert.Equal(["RHSA-2026:0001"], record.AdvisoryIds);
        RepositoryHealth repository = Assert.Single(result.Repositories);
        Assert.Equal(("alternative", RepositoryStatus.Current, true), (repository.Name, repository.Status, repository.IsUsed));
        Assert.Equal(before, Snapshot());
        AssertNoSourcesLeft();

        // The system's own are what they were for a baseline without sources; those of dnf.conf count as well.
        Assert.Equal(["other.noarch Missing 0:2-1", "tested.noarch Missing 0:3-1", "untested.noarch Missing 0:2-1"], Found(await _scan.RunAsync(_root.Path, Baseline())));
    }

    [Fact]
    public async Task Several_are_used_together_and_what_they_ask_for_is_checked()
    {
        using SigningKey key = new();
        _root.Install(new("one", "1-1"), new("two", "1-1"), new("three", "1-1"), new("four", "1-1"));
        _root.WriteFile("etc/pki/rpm-gpg/test", key.Armored());
        string[] folders = ["b", "c"];
        string first = Source("a", [new("one", "2-1"), new("four", "2-1")], settings: "excludepkgs=four\n");
        string second = string.Concat(folders.Select(id => Source(id, [new(id == "b" ? "two" : "three", "2-1")], settings: "repo_gpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/test\n")));
        string metadata = Path.Combine(_root.RepositoryFolder("b"), "repodata", "repomd.xml");
        key.SignDetached(metadata, metadata + ".asc");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, Baseline(first, second));

        Assert.Equal(["four.noarch Missing 0:2-1", "one.noarch Missing 0:2-1", "three.noarch Installed ", "two.noarch Missing 0:2-1"], Found(result));
        Assert.Contains("excludepkgs of the baseline's sources", Assert.Single(result.Patches, patch => patch.Id == "four.noarch").Reason, StringComparison.Ordinal);
        Assert.Equal(
            ["a Current True", "b Current True", "c Untrusted False"],
            result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.IsUsed}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_administrators_excludes_go_on_to_hold()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\nexcludepkgs=subject\n");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, Baseline(Source("alternative", [new("subject", "2-1")])))).Patches);

        Assert.Equal((PatchState.Missing, "0:2-1"), (record.State, record.AvailableVersion));
        Assert.Contains("excludepkgs of /etc/dnf/dnf.conf", record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_named_and_nothing_tells_what_gives_access()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        PatchBaseline baseline = Baseline(
            Source("alternative", [new("subject", "2-1")]),
            $"[gone]\nbaseurl=http://user:{Secret}@127.0.0.1:9/\nusername=user\npassword={Secret}\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.Equal(["subject.noarch Missing 0:2-1"], Found(result));
        Assert.Equal("gone", Assert.Single(result.Repositories, repository => repository.Status == RepositoryStatus.Unavailable).Name);
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline, requireAllRepositories: true));
        Assert.Equal(ErrorIds.RepositoryUnavailable, exception.ErrorId);
        exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline with { Sources = [baseline.Sources[1]] }));
        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Contains("sources of the baseline", exception.RecommendedAction, StringComparison.Ordinal);
        AssertNoSourcesLeft();
        AssertNotKept(_scan, exception.Message);
    }

    /// <summary>A product of a source, and a configuration of it.</summary>
    [Theory]
    [InlineData("RedhatEnterpriseLinux8.1", "[a]\nbaseurl=https://example.invalid\n", "'RedhatEnterpriseLinux9.4'")]
    [InlineData("*", "[a]\nbaseurl=https://example.invalid\ngpgcheck=0\n", "gpgcheck")]
    [InlineData("*", "deb https://example.invalid b c", "[id]")]
    public async Task One_that_cannot_be_used_is_refused_before_anything_is_done(string product, string configuration, string word)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("system", [new("subject", "2-1")]);
        PatchBaseline baseline = DnfScan.Baseline() with { Sources = [new PatchSource("tested", [product], configuration)] };
        IReadOnlyList<string> before = Snapshot();

        foreach (Func<Task> run in new Func<Task>[] { () => _scan.RunAsync(_root.Path, baseline), () => _scan.InstallAsync(_root.Path, baseline) })
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(run);
            Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
            Assert.Contains(word, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, Snapshot());
        Assert.False(Directory.Exists(Path.Combine(_scan.CachePath, "dnf")));
        Assert.Empty(Directory.GetFiles(_scan.StatePath, "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_killed_run_left_is_removed_by_the_next()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("system", [new("subject", "3-1")]);
        Directory.CreateDirectory(Path.Combine(SourcesFolder(_scan), "repositories"));
        await File.WriteAllTextAsync(Path.Combine(SourcesFolder(_scan), "repositories", "baseline.repo"), $"[a]\nbaseurl=http://user:{Secret}@example.invalid\n", TestContext.Current.CancellationToken);

        Assert.Equal(["subject.noarch Missing 0:3-1"], Found(await _scan.RunAsync(_root.Path, Baseline())));

        AssertNoSourcesLeft();
        AssertNotKept(_scan);
    }

    /// <summary>The question at which the run ends; nothing is the whole run.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("--query")]
    [InlineData("repoquery")]
    public async Task The_sources_are_on_disk_for_their_user_alone_and_only_while_dnf_is_asked(string end)
    {
        List<(UnixFileMode Folder, UnixFileMode File)> seen = [];
        string folder = "";
        using DnfScan scan = new() { Processes = new WatchedProcessRunner(request => Look(request.Arguments)) };
        folder = SourcesFolder(scan);
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.WriteRepository("alternative", [new("subject", "2-1")]);
        using FileServer server = new(_root.RepositoryFolder("alternative"));
        PatchBaseline baseline = Baseline($"[alternative]\nbaseurl={server.Address.Replace("://", $"://user:{Secret}@", StringComparison.Ordinal)}\n");

        if (end.Length == 0)
            Assert.Equal(["subject.noarch Missing 0:2-1"], Found(await scan.RunAsync(_root.Path, baseline)));
        else
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan.RunAsync(_root.Path, baseline));

        Assert.NotEmpty(seen);
        Assert.All(seen, modes => Assert.Equal((OwnersFolder, OwnersFile), modes));
        Assert.False(Directory.Exists(folder));
        AssertNotKept(scan);

        void Look(IReadOnlyList<string> arguments)
        {
            lock (seen)
                seen.Add((File.GetUnixFileMode(folder), File.GetUnixFileMode(Path.Combine(folder, "repositories", "baseline.repo"))));
            if (end.Length > 0 && arguments.Contains(end, StringComparer.Ordinal))
                throw new OperationCanceledException();
        }
    }

    [Fact]
    public async Task Each_choice_of_sources_has_metadata_of_its_own()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        PatchBaseline two = Baseline(Source("two", [new("subject", "2-1")])), three = Baseline(Source("three", [new("subject", "3-1")]));

        Assert.Equal(["subject.noarch Missing 0:2-1"], Found(await _scan.RunAsync(_root.Path, two)));
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, three, noRefresh: true));
        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Equal(["subject.noarch Missing 0:3-1"], Found(await _scan.RunAsync(_root.Path, three)));
        Assert.Equal(["subject.noarch Missing 0:2-1"], Found(await _scan.RunAsync(_root.Path, two, noRefresh: true)));
    }

    [Fact]
    public async Task What_the_sources_offer_is_put_on_and_nothing_of_the_systems()
    {
        DnfTools.RequireMounts();
        _root.WriteFile("etc/dnf/dnf.conf", "[main]\ngpgcheck=0\n");
        _root.Install(new("tested", "1-1"), new("untested", "1-1"), new("needy", "1-1"));
        _root.AddRepository("system", [new("tested", "3-1"), new("untested", "2-1"), new("library", "1-1")]);
        _root.WriteRepository("alternative", [new("tested", "2-1") { SpecFields = "Requires: needed" }, new("needed", "1-1"), new("needy", "2-1") { SpecFields = "Requires: library" }]);
        using FileServer server = new(_root.RepositoryFolder("alternative"));
        PatchBaseline baseline = Baseline($"[alternative]\nname=x\nbaseurl={server.Address.Replace("://", $"://user:{Secret}@", StringComparison.Ordinal)}\n");

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, baseline);

        Assert.Equal(
            ["needed.noarch Installed ", "needy.noarch Failed 0:2-1", "tested.noarch Installed ", "untested.noarch Installed "],
            Found(result));
        Assert.Contains("library", Assert.Single(result.Patches, patch => patch.State == PatchState.Failed).Reason, StringComparison.Ordinal);
        Assert.Equal(("0:2-1", "0:1-1"), (_root.VersionOf("tested"), _root.VersionOf("untested")));
        Assert.Single(result.Repositories);
        Assert.Empty(Directory.GetFiles(_scan.CachePath, "*.rpm", SearchOption.AllDirectories));
        AssertNoSourcesLeft();
        AssertNotKept(_scan);
        Assert.DoesNotContain(Secret, string.Concat(Directory.EnumerateFiles(_root.Inside("var/log"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsigned_package_is_not_put_on_where_the_system_checks_signatures()
    {
        DnfTools.RequireMounts();
        _root.Install(new RpmTestPackage("unsigned", "1-1"));

        PatchOperationResult result = await _scan.InstallAsync(_root.Path, Baseline(Source("alternative", [new("unsigned", "2-1")])));

        Assert.Equal(["unsigned.noarch Failed 0:2-1"], Found(result));
        Assert.Equal("0:1-1", _root.VersionOf("unsigned"));
        Assert.Empty(Directory.GetFiles(_scan.CachePath, "*.rpm", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_the_running_system_scan_and_plan_leave_its_own_alone(bool isRoot)
    {
        using DnfRunningSystem system = new(_root);
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.WriteRepository("main", [new("subject", "3-1")]);
        _root.WriteFile("etc/dnf/dnf.conf", $"[main]\ngpgcheck=0\n[in-main]\nname=x\nbaseurl=file://{_root.RepositoryFolder("main")}\n");
        string source = Source("alternative", [new("subject", "2-1")]).Replace("\n", "\\n", StringComparison.Ordinal);
        string baseline = system.WriteFile("baseline.json", $$"""
            {
              "BaselineId": "pb-0123456789abcdef0", "Name": "test", "OperatingSystem": "REDHAT_ENTERPRISE_LINUX", "GlobalFilters": { "PatchFilters": [] },
              "ApprovalRules": { "PatchRules": [ { "PatchFilterGroup": { "PatchFilters": [ { "Key": "CLASSIFICATION", "Values": ["*"] } ] }, "ApproveAfterDays": 0, "EnableNonSecurity": true } ] },
              "ApprovedPatches": [], "RejectedPatches": [], "Sources": [ { "Name": "alternative", "Products": ["*"], "Configuration": "{{source}}" } ]
            }
            """);
        IReadOnlyList<string> before = Snapshot();

        string output = system.Run(
            $$"""
            $parameters = @{ Path = '{{baseline}}'; StatePath = "{{(isRoot ? system.StatePath : "$HOME/state")}}"; Offline = $true }
            (Invoke-PatchScan @parameters).Patches | ForEach-Object { '{0} {1} {2}' -f $_.State, $_.Title, ($_.Reason -like '*offered by alternative*') }
            (Install-PatchBaseline -WhatIf @parameters).Items | ForEach-Object { '{0} {1} {2}' -f $_.Action, $_.Id, $_.Version }
            """,
            isRoot);

        Assert.Equal(
            ["Missing subject.noarch:0:2-1 True", "Upgrade subject.noarch 0:2-1"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("What if:", StringComparison.Ordinal)));
        Assert.Equal(before, Snapshot());
    }

    private static string SourcesFolder(DnfScan scan) => Path.Combine(scan.CachePath, "dnf", "sources");

    private void AssertNoSourcesLeft() => Assert.False(Directory.Exists(SourcesFolder(_scan)));

    private static void AssertNotKept(DnfScan scan, string message = "")
    {
        byte[] sought = Encoding.UTF8.GetBytes(Secret);
        IEnumerable<string> files = new[] { scan.CachePath, scan.StatePath }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(files, file => File.ReadAllBytes(file).AsSpan().IndexOf(sought) >= 0);
        Assert.DoesNotContain(scan.Events.Verbose.Concat(scan.Events.Warnings.Select(warning => warning.Message)).Append(message), text => text.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>SQLite's index of a log that nobody writes to is made anew by whoever reads the database, and the module's own cache of root is in the system's folder for caches.</summary>
    private IReadOnlyList<string> Snapshot() =>
    [
        .. FolderSnapshot.Of(_root.Path).Where(line => !line.Contains("rpmdb.sqlite-shm", StringComparison.Ordinal)
            && !line.Contains("/var/cache/PatchBaselineAssociation", StringComparison.Ordinal)
            && !line.StartsWith(_root.Inside("var/cache") + " ", StringComparison.Ordinal)),
    ];

    private string Source(string id, IEnumerable<RpmTestPackage> packages, IEnumerable<TestNotice>? notices = null, string settings = "")
    {
        _root.WriteRepository(id, packages, notices);
        return $"[{id}]\nname=Repository {id}\nbaseurl=file://{_root.RepositoryFolder(id)}\n{settings}";
    }

    private static PatchBaseline Baseline(params string[] configurations) => DnfScan.Baseline(enableNonSecurity: true) with
    {
        Sources = [.. configurations.Select((configuration, index) => new PatchSource($"source{index}", ["RedhatEnterpriseLinux9.4"], configuration))],
    };

    private static IReadOnlyList<string> Found(PatchOperationResult result) =>
        [.. result.Patches.OrderBy(record => record.Id, StringComparer.Ordinal).Select(record => $"{record.Id} {record.State} {record.AvailableVersion}")];
}
