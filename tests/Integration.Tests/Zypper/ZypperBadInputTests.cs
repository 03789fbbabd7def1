using PatchBaselineAssociation.IntegrationTests.Dnf;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

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
    [InlineData("<updates><update type=\"security\"><id>SUSE-1</id>")]
    [InlineData("no XML at all")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><updates><update type=\"security\"><id>&b;</id></update></updates>")]
    public async Task Notices_that_are_broken_are_an_error(string notices)
    {
        _root.Install(new RpmTestPackage("subject", "1-1"));
        _root.AddRepository("base", [new RpmTestPackage("subject", "2-1")]);
        _root.AddNotices("base", notices);

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.True(e.ErrorId is ErrorIds.AdvisoriesUnreadable or ErrorIds.PackageListsMissing, e.ErrorId + e.Message);
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
}
