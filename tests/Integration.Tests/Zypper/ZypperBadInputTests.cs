using System.Collections.Concurrent;
using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>What is broken, missing or not to be trusted.</summary>
public sealed class ZypperBadInputTests : IDisposable
{
    private readonly ZypperRoot _root = new();
    private readonly ZypperScan _scan = new();

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
            _root.WriteFile("etc/zypp/repos.d/gone.repo", $"[gone]\nautorefresh=1\nbaseurl=http://127.0.0.1:9/nowhere\n{settings}");

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageListsMissing, e.ErrorId);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadNotices.All), MemberType = typeof(BadNotices))]
    public async Task Notices_that_cannot_be_read_are_an_error_and_nothing_is_changed(string name, string content, string word)
    {
        RpmTestPackage fixedVersion = new("subject", "2-1");
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [fixedVersion], [new TestNotice("SUSE-1", fixedVersion)]);
        await _scan.RunAsync(_root.Path);
        (IReadOnlyList<string> states, IReadOnlyList<string> root) = (StateFiles(), _root.Snapshot());
        _root.ReplaceNotices("base", name, BadNotices.ContentOf(content));

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));
        PatchException ofInstall = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal((ErrorIds.AdvisoriesUnreadable, ErrorIds.AdvisoriesUnreadable), (e.ErrorId, ofInstall.ErrorId));
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
        Assert.Equal(root, _root.Snapshot());
        Assert.Equal(states, StateFiles());
    }

    [Theory]
    [InlineData("primary")]
    [InlineData("updateinfo")]
    public async Task A_repository_whose_files_are_not_those_that_it_names_takes_no_part(string type)
    {
        RpmTestPackage fixedVersion = new("other", "2-1");
        _root.Install(new("subject", "1-1"), new("other", "1-1"));
        _root.AddRepository("good", [new RpmTestPackage("subject", "2-1")]);
        _root.AddRepository("bad", [fixedVersion], [new TestNotice("SUSE-1", fixedVersion)]);
        _root.FalsifyChecksum("bad", type);
        IReadOnlyList<string> root = _root.Snapshot();

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["subject.noarch"], result.Patches.Where(patch => patch.State == PatchState.Missing).Select(patch => patch.Id));
        RepositoryHealth bad = Assert.Single(result.Repositories, repository => repository.Name == "bad");
        Assert.Equal((RepositoryStatus.Unavailable, false), (bad.Status, bad.IsUsed));
        Assert.Contains("checksum", bad.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(_scan.Events.Warnings, warning => warning.Id == ErrorIds.RepositoryUnavailable && (string?)warning.Target == "bad");
        Assert.Equal(root, _root.Snapshot());
    }

    [Theory]
    [InlineData("gone", RepositoryStatus.Unavailable, ErrorIds.RepositoryUnavailable)]
    [InlineData("damaged", RepositoryStatus.Unavailable, ErrorIds.RepositoryUnavailable)]
    [InlineData("unsigned", RepositoryStatus.Untrusted, ErrorIds.RepositoryUntrusted)]
    public async Task Where_all_repositories_are_required_none_may_be_left_out_and_nothing_is_installed(string kind, RepositoryStatus status, string errorId)
    {
        DnfTools.RequireMounts();
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.WriteRepository("bad", [new RpmTestPackage("subject", "9-1")]);
        _root.Configure("bad", kind is "gone" ? "http://127.0.0.1:9/nowhere" : $"file://{_root.RepositoryFolder("bad")}", kind is "unsigned" ? "repo_gpgcheck=1\n" : "");
        if (kind is "damaged")
            _root.FalsifyChecksum("bad", "primary");
        IReadOnlyList<string> root = _root.Snapshot();

        foreach (Func<Task> run in new Func<Task>[]
        {
            () => _scan.RunAsync(_root.Path, requireAllRepositories: true),
            () => _scan.InstallAsync(_root.Path, requireAllRepositories: true),
        })
        {
            PatchException e = await Assert.ThrowsAsync<PatchException>(run);
            Assert.Equal(errorId, e.ErrorId);
            Assert.StartsWith("Repository 'bad' is ", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(root, _root.Snapshot());
        PatchOperationResult result = await _scan.InstallAsync(_root.Path);
        Assert.Equal((0, "0:2-1"), (result.ExitCode, _root.VersionOf("subject")));
        Assert.Equal(
            ["bad False", "base True"],
            result.Repositories.Select(repository => $"{repository.Name} {repository.IsUsed}").Order(StringComparer.Ordinal));
        Assert.Equal(status, result.Repositories.Single(repository => repository.Name == "bad").Status);
        Assert.Contains(_scan.Events.Warnings, warning => warning.Id == errorId && (string?)warning.Target == "bad");
    }

    [Fact]
    public async Task Metadata_that_was_damaged_in_the_cache_is_fetched_anew()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")], []);
        await _scan.RunAsync(_root.Path);
        string notices = Assert.Single(Directory.GetFiles(_scan.CachePath, "*updateinfo.xml*", SearchOption.AllDirectories));
        // zypper links it to the repository's own file where it can.
        File.Delete(notices);
        await File.WriteAllTextAsync(notices, "no notices", TestContext.Current.CancellationToken);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));
        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Equal(ErrorIds.AdvisoriesUnreadable, e.ErrorId);
        Assert.Equal(1, result.MissingCount);
    }

    [Fact]
    public async Task A_file_of_repositories_that_makes_no_sense_is_an_error_that_names_it()
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.WriteFile("etc/zypp/repos.d/odd.repo", "[odd]\nenabled=1\nbaseurl=not an address\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Contains(result.Repositories, repository => repository is { Name: "odd", IsUsed: false });
        Assert.Contains(result.Repositories, repository => repository is { Name: "base", IsUsed: true });
    }

    [Theory]
    [InlineData("var/lib/zypp", "link")]
    [InlineData("var/log/zypp", "link")]
    [InlineData("run", "link")]
    [InlineData("etc/zypp/zypp.conf", "path")]
    public async Task An_image_that_leads_out_is_not_installed_into(string place, string kind)
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        string outside = _root.Beside("outside");
        Directory.CreateDirectory(outside);
        if (kind == "link")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_root.Inside(place))!);
            if (Directory.Exists(_root.Inside(place)))
                Directory.Delete(_root.Inside(place), recursive: true);
            File.CreateSymbolicLink(_root.Inside(place), outside);
        }
        else
        {
            _root.WriteFile(place, $"[main]\nhistory.logfile = {outside}/history\n");
        }

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    /// <summary>zypper writes into an image below the path of the cache outside.</summary>
    [Fact]
    public async Task An_image_in_which_the_path_of_the_cache_leads_out_is_not_installed_into()
    {
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        string outside = _root.Beside("outside");
        Directory.CreateDirectory(outside);
        Directory.CreateDirectory(Path.GetDirectoryName(_root.Inside(_scan.CachePath))!);
        File.CreateSymbolicLink(_root.Inside(_scan.CachePath), outside);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.InstallAsync(_root.Path));

        Assert.Equal(ErrorIds.ImageUnsafe, e.ErrorId);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Equal("0:1-1", _root.VersionOf("subject"));
    }

    [Fact]
    public async Task An_install_runs_nothing_of_the_image_outside_of_it()
    {
        DnfTools.RequireMounts();
        _root.InstallFiles(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        string ran = _root.Beside("ran");
        foreach (string plugin in (string[])["services/evil", "urlresolver/evil", "commit/evil", "system/evil", "appdata/InstallerRuns"])
        {
            _root.WriteFile("usr/lib/zypp/plugins/" + plugin, $"#!/bin/sh\necho {plugin} >> {ran}\n");
            File.SetUnixFileMode(_root.Inside("usr/lib/zypp/plugins/" + plugin), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _root.WriteFile("etc/zypp/services.d/evil.service", "[evil]\nname=evil\nenabled=1\nautorefresh=1\ntype=plugin\nurl=plugin:/evil\n");

        await _scan.InstallAsync(_root.Path);

        Assert.Equal("0:2-1", _root.VersionOf("subject"));
        Assert.False(File.Exists(ran));
    }

    /// <summary>With other settings libzypp waits an hour for the first answer of a server that says nothing; with these it takes a minute, which is too long to wait for here.</summary>
    [Theory]
    [InlineData("", "30 1 60 1")]
    [InlineData("download.connect_timeout = 5\ndownload.transfer_timeout = 3600\ndownload.max_silent_tries = 9\ndownload.min_download_speed = 0\n", "5 1 60 1")]
    public async Task All_calls_of_a_scan_give_a_silent_server_up_soon(string settings, string patience)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.WriteFile("etc/zypp/zypp.conf", "[main]\n" + settings);
        SettingsReader processes = new(new ProcessRunner(new RecordedEvents()));
        using ZypperScan scan = new() { Processes = processes };

        await scan.RunAsync(_root.Path, ZypperScan.Baseline(enableNonSecurity: true));

        Assert.Contains(processes.Calls, call => call.Command is "refresh");
        Assert.All(processes.Calls, call => Assert.Equal(patience, Patience(call.Settings)));

        static string Patience(string[] lines) => string.Join(' ', ((string[])["connect_timeout", "max_silent_tries", "transfer_timeout", "min_download_speed"])
            .Select(name => Assert.Single(lines, line => line.StartsWith($"download.{name}=", StringComparison.Ordinal)).Split('=')[1]));
    }

    /// <summary>Runs everything, and remembers what settings of libzypp each call of zypper was given.</summary>
    private sealed class SettingsReader(IProcessRunner inner) : IProcessRunner
    {
        private readonly ConcurrentQueue<(string Command, string[] Settings)> _calls = new();

        public IReadOnlyCollection<(string Command, string[] Settings)> Calls => _calls;

        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
        {
            if (request.Tool is "zypper")
                _calls.Enqueue((request.Arguments[^1], File.ReadAllLines(request.Environment["ZYPP_CONF"])));
            return inner.RunAsync(request, cancellationToken);
        }
    }

    /// <summary>The state files with what they hold; what a run itself keeps of its failure is none of them.</summary>
    private IReadOnlyList<string> StateFiles() => [.. Directory.GetFiles(_scan.StatePath, "*.json").Select(file => $"{file} {File.ReadAllText(file)}").Order(StringComparer.Ordinal)];
}
