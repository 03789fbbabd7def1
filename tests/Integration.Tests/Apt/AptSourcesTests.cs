using System.Text;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Scans against baselines that bring sources of their own.</summary>
public sealed class AptSourcesTests : IDisposable
{
    private const string Secret = "s3cret";
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly AptRoot _root = new();
    private readonly AptScan _scan = new();
    private readonly SigningKey _key = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task What_the_sources_offer_is_missing_and_what_only_the_system_offers_is_not()
    {
        _root.Trust(_key);
        _root.Install(new TestPackage("tested", "1"), new TestPackage("untested", "1"));
        _root.AddRepository("system", "bookworm-security", [new("tested", "3"), new("untested", "2")], "Debian-Security");
        Assert.Equal(0, _root.Apt("apt-get", "update").ExitCode);
        PatchBaseline baseline = Baseline(Signed("alternative", new TestPackage("tested", "2")));
        IReadOnlyList<string> before = FolderSnapshot.Of(_root.Path);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.Equal(["tested.all Missing 2", "untested.all InstalledOther "], Found(result));
        Assert.Contains("/alternative", Record(result, "tested.all").Reason, StringComparison.Ordinal);
        RepositoryHealth repository = Assert.Single(result.Repositories);
        Assert.EndsWith("/alternative ./", repository.Name, StringComparison.Ordinal);
        Assert.Equal((RepositoryStatus.Current, true), (repository.Status, repository.IsUsed));
        Assert.Contains(_scan.Events.Verbose, message => message.Contains("sources of the baseline alone: source0.", StringComparison.Ordinal));
        Assert.Equal(before, FolderSnapshot.Of(_root.Path));
        AssertNoSourcesLeft();

        // The system's own are what they were for a baseline without sources.
        Assert.Equal(["tested.all Missing 3", "untested.all Missing 2"], Found(await _scan.RunAsync(_root.Path)));
    }

    [Fact]
    public async Task Several_are_used_together_in_either_format_with_the_keys_that_they_name()
    {
        _root.Install(new TestPackage("one", "1"), new TestPackage("two", "1"), new TestPackage("three", "1"));
        Directory.CreateDirectory(_root.Inside("usr/share/keyrings"));
        File.Copy(_key.PublicKeyFile, _root.Inside("usr/share/keyrings/key.gpg"));
        File.CreateSymbolicLink(_root.Inside("usr/share/keyrings/link.gpg"), "/usr/share/keyrings/key.gpg");
        string key = string.Concat(_key.Armored().Split('\n').Where(line => line.Length > 0).Select(line => $" {line}\n"))
            .Replace("BLOCK-----\n", "BLOCK-----\n .\n", StringComparison.Ordinal);
        string signed = key.Remove(key.LastIndexOf(" .\n", StringComparison.Ordinal));
        PatchBaseline baseline = Baseline(
            $"deb [signed-by=/usr/share/keyrings/link.gpg] copy:{Repository("a", _key, new TestPackage("one", "2"))} ./",
            $"Types: deb\nURIs: copy:{Repository("b", _key, new TestPackage("two", "2"))}\nSuites: ./\nSigned-By:\n{signed}",
            $"Types: deb\nURIs: copy:{Repository("c", _key, new TestPackage("three", "2"))}\nSuites: ./\nSigned-By: /usr/share/keyrings/key.gpg\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.All(result.Repositories, repository => Assert.Equal((RepositoryStatus.Current, ""), (repository.Status, repository.Message)));
        Assert.Equal(["one.all Missing 2", "three.all Missing 2", "two.all Missing 2"], Found(result));
    }

    [Fact]
    public async Task The_administrators_pins_go_on_to_hold()
    {
        _root.Trust(_key);
        _root.Install(new TestPackage("subject", "1"));
        _root.WriteFile("etc/apt/preferences.d/keep", "Package: subject\nPin: release n=bookworm-security\nPin-Priority: -1\n");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path, Baseline(Signed("alternative", new TestPackage("subject", "2"))))).Patches);

        Assert.Equal((PatchState.Missing, "2"), (record.State, record.AvailableVersion));
        Assert.Contains("preferences", record.Reason, StringComparison.Ordinal);
    }

    /// <summary>Whether it is signed at all; the system trusts another key.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_not_signed_by_a_trusted_key_gives_nothing(bool isSigned)
    {
        using SigningKey other = new();
        _root.Trust(_key);
        _root.Install(new TestPackage("tested", "1"), new TestPackage("untrusted", "1"));
        PatchBaseline baseline = Baseline(
            Signed("alternative", new TestPackage("tested", "2")),
            $"deb copy:{Repository("bad", isSigned ? other : null, new TestPackage("untrusted", "2"), new TestPackage("tested", "3"))} ./");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.Equal(["tested.all Missing 2", "untrusted.all InstalledOther "], Found(result));
        RepositoryHealth bad = Assert.Single(result.Repositories, repository => repository.Name.Contains("/bad ", StringComparison.Ordinal));
        Assert.Equal((RepositoryStatus.Untrusted, false), (bad.Status, bad.IsUsed));
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline with { Sources = [baseline.Sources[1]] }));
        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Contains("sources of the baseline", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keyring_that_is_not_there_makes_a_source_untrusted_and_one_that_would_never_end_is_refused()
    {
        _root.Trust(_key);
        _root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        string folder = Repository("alternative", _key, new TestPackage("subject", "2"));
        PatchBaseline baseline = Baseline(
            $"deb [signed-by=/usr/share/keyrings/absent.gpg] copy:{folder} ./", Signed("good", new TestPackage("other", "2")));

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.Equal(["other.all Missing 2", "subject.all InstalledOther "], Found(result));
        Assert.Equal(RepositoryStatus.Untrusted, Assert.Single(result.Repositories, repository => repository.Name.Contains("/alternative ", StringComparison.Ordinal)).Status);
        Directory.CreateDirectory(_root.Inside("usr/share/keyrings"));
        Tool.Run("mkfifo", _root.Inside("usr/share/keyrings/absent.gpg"));
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline));
        Assert.Equal(ErrorIds.ImageFileUnreadable, exception.ErrorId);
    }

    /// <summary>They were checked with a key that the system trusts; the source names another.</summary>
    [Fact]
    public async Task Lists_of_the_system_are_not_taken_for_the_same_place()
    {
        using SigningKey other = new();
        _root.Trust(_key);
        Directory.CreateDirectory(_root.Inside("usr/share/keyrings"));
        File.Copy(other.PublicKeyFile, _root.Inside("usr/share/keyrings/other.gpg"));
        _root.Install(new TestPackage("subject", "1"));
        string folder = _root.AddRepository("system", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "", key: _key);
        Assert.Equal(0, _root.Apt("apt-get", "update").ExitCode);
        PatchBaseline baseline = Baseline($"deb [signed-by=/usr/share/keyrings/other.gpg] copy:{folder} ./");

        Assert.Equal(["subject.all Missing 2"], Found(await _scan.RunAsync(_root.Path, noRefresh: true)));
        foreach (bool noRefresh in new[] { true, false, true })
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline, noRefresh));
            Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        }
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_named()
    {
        _root.Trust(_key);
        _root.Install(new TestPackage("subject", "1"));
        const string address = "http://127.0.0.1:1/";
        PatchBaseline baseline = Baseline(
            Signed("alternative", new TestPackage("subject", "2")),
            $"deb {address.Replace("://", $"://user:{Secret}@", StringComparison.Ordinal)}gone bookworm main");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, baseline);

        Assert.Equal(["subject.all Missing 2"], Found(result));
        RepositoryHealth gone = Assert.Single(result.Repositories, repository => repository.Status == RepositoryStatus.Unavailable);
        Assert.Equal($"{address}gone bookworm", gone.Name);
        Assert.NotEqual("", gone.Message);
        Assert.Equal(ErrorIds.RepositoryUnavailable, Assert.Single(_scan.Events.Warnings).Id);
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline, requireAllRepositories: true));
        Assert.Equal(ErrorIds.RepositoryUnavailable, exception.ErrorId);
        AssertNoSourcesLeft();
        AssertNotKept(Secret);
    }

    /// <summary>A product of a source, and a configuration of it.</summary>
    [Theory]
    [InlineData("Debian11", "deb https://example.invalid b c", "'Debian12'")]
    [InlineData("Debian12", "deb [trusted=yes] https://example.invalid b c", "trusted")]
    [InlineData("Debian12", "deb ssh://example.invalid b c", "ssh")]
    public async Task One_that_cannot_be_used_is_refused_before_anything_is_done(string product, string configuration, string word)
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("system", "bookworm-security", [new("subject", "2")], "Debian-Security");
        PatchBaseline baseline = AptScan.Baseline() with { Sources = [new PatchSource("tested", [product], configuration)] };
        IReadOnlyList<string> before = FolderSnapshot.Of(_root.Path);

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, baseline));

        Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
        Assert.Contains(word, exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, FolderSnapshot.Of(_root.Path));
        Assert.False(Directory.Exists(Path.Combine(_scan.CachePath, "apt")));
        Assert.Empty(Directory.GetFiles(_scan.StatePath, "*.json", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_killed_run_left_is_removed_by_the_next(bool hasSources)
    {
        _root.Trust(_key);
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("system", "bookworm-security", [new("subject", "3")], "Debian-Security");
        Directory.CreateDirectory(SourcesFolder);
        await File.WriteAllTextAsync(Path.Combine(SourcesFolder, "baseline.sources"), $"Types: deb\nURIs: http://user:{Secret}@example.invalid\nSuites: ./\n", TestContext.Current.CancellationToken);

        PatchOperationResult result = await _scan.RunAsync(_root.Path, hasSources ? Baseline(Signed("alternative", new TestPackage("subject", "2"))) : null);

        Assert.Equal([$"subject.all Missing {(hasSources ? 2 : 3)}"], Found(result));
        AssertNoSourcesLeft();
        AssertNotKept(Secret);
    }

    /// <summary>The question at which the run ends; nothing is the whole run.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("dump")]
    [InlineData("update")]
    [InlineData("policy")]
    public async Task The_sources_are_on_disk_for_their_user_alone_and_only_while_apt_is_asked(string end)
    {
        List<(UnixFileMode Folder, UnixFileMode File)> seen = [];
        string folder = "";
        using AptScan scan = new() { Processes = new WatchedProcessRunner(request => Look(request.Arguments)) };
        folder = Path.Combine(scan.CachePath, "apt", "sources");
        _root.Trust(_key);
        _root.Install(new TestPackage("subject", "1"));
        using FileServer server = new(Repository("alternative", _key, new TestPackage("subject", "2")));
        PatchBaseline baseline = Baseline($"deb {server.Address.Replace("://", $"://user:{Secret}@", StringComparison.Ordinal)} ./");

        if (end.Length == 0)
            Assert.Equal(["subject.all Missing 2"], Found(await scan.RunAsync(_root.Path, baseline)));
        else
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan.RunAsync(_root.Path, baseline));

        Assert.NotEmpty(seen);
        Assert.All(seen, modes => Assert.Equal((OwnersFolder, OwnersFile), modes));
        Assert.False(Directory.Exists(folder));
        AssertNotKept(Secret, scan);

        void Look(IReadOnlyList<string> arguments)
        {
            lock (seen)
                seen.Add((File.GetUnixFileMode(folder), File.GetUnixFileMode(Path.Combine(folder, "baseline.sources"))));
            if (end.Length > 0 && arguments.Contains(end, StringComparer.Ordinal))
                throw new OperationCanceledException();
        }
    }

    [Fact]
    public async Task Each_choice_of_sources_has_lists_and_answers_of_its_own()
    {
        _root.Trust(_key);
        _root.Install(new TestPackage("subject", "1"));
        PatchBaseline two = Baseline(Signed("two", new TestPackage("subject", "2")));
        PatchBaseline three = Baseline(Signed("three", new TestPackage("subject", "3")));

        Assert.Equal(["subject.all Missing 2"], Found(await _scan.RunAsync(_root.Path, two)));
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, three, noRefresh: true));
        Assert.Equal(ErrorIds.PackageListsMissing, exception.ErrorId);
        Assert.Equal(["subject.all Missing 3"], Found(await _scan.RunAsync(_root.Path, three)));
        Assert.DoesNotContain(_scan.Events.Verbose, IsReuse);
        Assert.Equal(["subject.all Missing 2"], Found(await _scan.RunAsync(_root.Path, two, noRefresh: true)));
        Assert.Contains(_scan.Events.Verbose, IsReuse);
        Assert.Equal(["subject.all Missing 3"], Found(await _scan.RunAsync(_root.Path, three, noRefresh: true)));

        static bool IsReuse(string message) => message.Contains("answers are those of an earlier scan", StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_running_system_scan_and_plan_leave_its_own_alone()
    {
        const string Subject = "debian-archive-keyring";
        string[] folders = ["/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/etc/apt"];
        if (Tool.TryRun("dpkg-query", ["--show", Subject]).ExitCode != 0)
            Assert.Skip($"Lacks the package {Subject}.");
        using AptInstall install = new();
        PatchBaseline baseline = Baseline($"deb [signed-by={_key.PublicKeyFile}] copy:{Repository("alternative", _key, new TestPackage(Subject, "9999"))} ./");
        IReadOnlyList<string> before = FolderSnapshot.Of(folders);

        PatchOperationResult result = await install.ScanAsync("/", baseline);
        Installation.PatchPlan plan = await install.PlanAsync("/", baseline);

        Assert.Equal([$"{Subject}.all 9999"], result.Patches.Where(record => record.State == PatchState.Missing).Select(record => $"{record.Id} {record.AvailableVersion}"));
        Assert.Equal([$"{Subject}.all 9999"], plan.Items.Select(item => $"{item.Id} {item.Version}"));
        Assert.EndsWith("/alternative ./", Assert.Single(result.Repositories).Name, StringComparison.Ordinal);
        Assert.Equal(before, FolderSnapshot.Of(folders));
        Assert.False(Directory.Exists(Path.Combine(install.CachePath, "apt", "sources")));
    }

    private string SourcesFolder => Path.Combine(_scan.CachePath, "apt", "sources");

    private void AssertNoSourcesLeft() => Assert.False(Directory.Exists(SourcesFolder));

    private void AssertNotKept(string secret, AptScan? scan = null)
    {
        scan ??= _scan;
        byte[] sought = Encoding.UTF8.GetBytes(secret);
        IEnumerable<string> files = new[] { scan.CachePath, scan.StatePath }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(files, file => File.ReadAllBytes(file).AsSpan().IndexOf(sought) >= 0);
        Assert.DoesNotContain(scan.Events.Verbose.Concat(scan.Events.Warnings.Select(warning => warning.Message)), message => message.Contains(secret, StringComparison.Ordinal));
    }

    private string Repository(string name, SigningKey? key, params TestPackage[] packages) =>
        _root.WriteRepository(name, "bookworm-security", packages, "Debian-Security", key: key);

    private string Signed(string name, params TestPackage[] packages) => $"deb copy:{Repository(name, _key, packages)} ./";

    private static PatchBaseline Baseline(params string[] configurations) => AptScan.Baseline() with
    {
        Sources = [.. configurations.Select((configuration, index) => new PatchSource($"source{index}", ["Debian12"], configuration))],
    };

    private static PatchRecord Record(PatchOperationResult result, string id) => Assert.Single(result.Patches, record => record.Id == id);

    private static IReadOnlyList<string> Found(PatchOperationResult result) =>
        [.. result.Patches.OrderBy(record => record.Id, StringComparer.Ordinal).Select(record => $"{record.Id} {record.State} {record.AvailableVersion}")];
}
