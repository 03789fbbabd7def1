using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Scans of private roots with real apt and dpkg.</summary>
public sealed class AptRootScanTests : IDisposable
{
    private const string NotAutomatic = "NotAutomatic: yes\nButAutomaticUpgrades: yes\n";

    private readonly AptRoot _root = new();
    private readonly AptScan _scan = new();

    public void Dispose()
    {
        _scan.Dispose();
        _root.Dispose();
    }

    /// <summary>installed, main archive, security archive (each a list of versions) → state and available version, security only.</summary>
    [Theory]
    [InlineData("1.0-1", "1.0-1", "1.0-2", "Missing", "1.0-2")]
    [InlineData("1.0-1", "2.0-1", "1.0-2", "Missing", "1.0-2")]
    [InlineData("1.0-1", "2.0-1", "", "InstalledOther", "")]
    [InlineData("1.0-2", "", "1.0-2", "Installed", "")]
    [InlineData("2.0-1", "2.0-1", "1.0-2", "Installed", "")]
    [InlineData("1.0~rc1-1", "", "1.0-1", "Missing", "1.0-1")]
    [InlineData("1.0-1", "", "1.0~rc1-1", "Installed", "")]
    [InlineData("2.0-1", "", "1:1.0-1", "Missing", "1:1.0-1")]
    [InlineData("1:1.0-1", "", "2.0-1", "Installed", "")]
    [InlineData("1.9-1", "", "1.10-1,1.11-1", "Missing", "1.11-1")]
    public async Task Security_versions_count_whatever_else_there_is(string installed, string main, string security, string state, string available)
    {
        _root.Install(new TestPackage("subject", installed));
        _root.AddRepository("main", "bookworm", Versions("subject", main));
        _root.AddRepository("security", "bookworm-security", Versions("subject", security), "Debian-Security");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Equal((state, available), (record.State.ToString(), record.AvailableVersion));
        Assert.Equal("subject.all", record.Id);
        Assert.Equal($"subject.all:{(available.Length > 0 ? available : installed)}", record.Title);
        Assert.NotEmpty(record.Reason);
    }

    [Fact]
    public async Task With_non_security_updates_it_lists_what_apt_lists()
    {
        _root.Install(
            new TestPackage("both", "1"), new TestPackage("main-only", "1"), new TestPackage("current", "1"), new TestPackage("held", "1"),
            new TestPackage("local", "1"), new TestPackage("native", "1") { Architecture = AptRoot.NativeArchitecture });
        _root.Hold("held");
        _root.AddRepository("main", "bookworm", [new("both", "3"), new("main-only", "2"), new("current", "1"), new("native", "2") { Architecture = AptRoot.NativeArchitecture }, new("not-installed", "1")]);
        _root.AddRepository("security", "bookworm-security", [new("both", "2"), new("held", "2")], "Debian-Security");
        Update();

        PatchOperationResult result = await _scan.RunAsync(_root.Path, AptScan.Baseline(enableNonSecurity: true));

        Assert.Equal(_root.Upgradable(), Missing(result));
        Assert.Contains("hold", Record(result, "held.all").Reason, StringComparison.Ordinal);
        Assert.Equal(PatchState.Installed, Record(result, "local.all").State);
    }

    [Fact]
    public async Task A_held_package_is_missing_with_the_hold_as_reason()
    {
        _root.Install(new TestPackage("held", "1"));
        _root.Hold("held");
        _root.AddRepository("security", "bookworm-security", [new("held", "2")], "Debian-Security");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Equal(PatchState.Missing, record.State);
        Assert.Contains("on hold", record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backports_are_missing_only_when_the_administrator_prefers_them()
    {
        _root.Install(new TestPackage("plain", "1"), new TestPackage("preferred", "1"));
        _root.AddRepository("main", "bookworm", [new("plain", "1"), new("preferred", "1")]);
        _root.AddRepository("backports", "bookworm-backports", [new("plain", "2~bpo1"), new("preferred", "2~bpo1")], "Debian Backports", NotAutomatic);
        _root.WriteFile("etc/apt/preferences", "Package: preferred\nPin: release n=bookworm-backports\nPin-Priority: 990\n");
        Update();

        PatchOperationResult result = await _scan.RunAsync(_root.Path, AptScan.Baseline(enableNonSecurity: true));

        Assert.Equal(["preferred.all:2~bpo1"], Missing(result));
        Assert.Equal(_root.Upgradable(), Missing(result));
        Assert.Contains("asked for by name", Record(result, "plain.all").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Package: subject\nPin: release n=bookworm-security\nPin-Priority: -1\n")]
    [InlineData("Package: subject\nPin: version 1\nPin-Priority: 1001\n")]
    [InlineData("Package: *\nPin: release l=Debian-Security\nPin-Priority: 50\n")]
    public async Task A_pin_keeps_a_patch_away_but_not_out_of_the_report(string preferences)
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.WriteFile("etc/apt/preferences.d/keep", preferences);
        Update();

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Empty(_root.Upgradable());
        Assert.Equal((PatchState.Missing, "2"), (record.State, record.AvailableVersion));
        Assert.Contains("preferences", record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_target_release_is_honoured()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("stable", "bookworm", [new("subject", "2")]);
        _root.AddRepository("testing", "trixie", [new("subject", "3")]);
        _root.WriteFile("etc/apt/apt.conf.d/default", "APT::Default-Release \"bookworm\";\n");
        Update();

        PatchOperationResult result = await _scan.RunAsync(_root.Path, AptScan.Baseline(enableNonSecurity: true));

        Assert.Equal(_root.Upgradable(), Missing(result));
        Assert.Equal(["subject.all:2"], Missing(result));
    }

    [Fact]
    public async Task What_is_not_rolled_out_to_this_node_is_not_missing()
    {
        // A share of 0 % leaves out almost every node, one of 100 % none; with machine ids at hand both sides are met.
        string[] names = [.. Enumerable.Range(0, 12).Select(number => $"phased{number}")];
        _root.Install([.. names.Select(name => new TestPackage(name, "1"))]);
        _root.AddRepository("updates", "bookworm-updates", names.Select(name => new TestPackage(name, "2") { RecordFields = "Phased-Update-Percentage: 50\n" }));
        _root.WriteFile("etc/apt/apt.conf.d/machine", "APT::Machine-ID \"0123456789abcdef0123456789abcdef\";\nDir::Bin::ischroot \"/bin/false\";\n");
        Update();
        string[] installable = [.. SimulatedUpgrades("dist-upgrade").Select(name => $"{name}.all:2").Order(StringComparer.Ordinal)];

        PatchOperationResult result = await _scan.RunAsync(_root.Path, AptScan.Baseline(enableNonSecurity: true));

        Assert.InRange(installable.Length, 1, names.Length - 1);
        Assert.Equal(installable, Missing(result));
        Assert.All(
            result.Patches.Where(record => record.State != PatchState.Missing),
            record => Assert.Contains("50 % of nodes", record.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_phased_version_that_is_a_security_update_is_missing()
    {
        _root.Install(new TestPackage("subject", "1"));
        TestPackage update = new("subject", "2") { RecordFields = "Phased-Update-Percentage: 0\n" };
        _root.AddRepository("security", "bookworm-security", [update], "Debian-Security");
        _root.WriteFile("etc/apt/apt.conf.d/machine", "APT::Machine-ID \"0123456789abcdef0123456789abcdef\";\nDir::Bin::ischroot \"/bin/false\";\n");
        Update();

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        // apt before 2.7 phases even these; newer ones do not.
        Assert.Equal(PatchState.Missing, record.State);
    }

    [Fact]
    public async Task Architectures_of_one_package_are_patches_of_their_own()
    {
        string foreign = AptRoot.NativeArchitecture == "amd64" ? "i386" : "amd64";
        string same = "Multi-Arch: same\n";
        _root.AddForeignArchitecture(foreign);
        _root.Install(
            new TestPackage("library", "1") { Architecture = AptRoot.NativeArchitecture, ControlFields = same },
            new TestPackage("library", "1") { Architecture = foreign, ControlFields = same },
            new TestPackage("only-foreign", "1") { Architecture = foreign });
        _root.AddRepository(
            "security",
            "bookworm-security",
            [
                new("library", "2") { Architecture = AptRoot.NativeArchitecture, ControlFields = same },
                new("library", "2") { Architecture = foreign, ControlFields = same },
                new("only-foreign", "2") { Architecture = foreign },
            ],
            "Debian-Security");
        Update();

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(_root.Upgradable(), Missing(result));
        Assert.Equal(3, result.MissingCount);
    }

    [Fact]
    public async Task Packages_of_which_only_configuration_is_left_are_not_installed()
    {
        _root.Install(new TestPackage("gone", "1") { HasConfigurationFile = true }, new TestPackage("here", "1"));
        _root.Remove("gone");
        _root.AddRepository("security", "bookworm-security", [new("gone", "2"), new("here", "2")], "Debian-Security");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["here.all:2"], Missing(result));
        Assert.Single(result.Patches);
    }

    [Fact]
    public async Task A_half_configured_package_is_reported_and_the_scan_goes_on()
    {
        _root.Install(
            new TestPackage("broken", "1") { Scripts = new Dictionary<string, string> { ["postinst"] = "#!/bin/sh\nexit 1\n" } },
            new TestPackage("here", "1"));
        _root.AddRepository("security", "bookworm-security", [new("broken", "2"), new("here", "2")], "Debian-Security");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["broken.all:2", "here.all:2"], Missing(result));
        WarningEvent warning = Assert.Single(_scan.Events.Warnings, warning => warning.Id == ErrorIds.PackageHalfConfigured);
        Assert.Contains("broken 1", warning.Message, StringComparison.Ordinal);
        Assert.Contains($"'dpkg --root={_root.Path} --configure -a' finishes them", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_repository_is_trusted()
    {
        using SigningKey key = new();
        _root.Trust(key);
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "", key: key);

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["subject.all:2"], Missing(result));
        Assert.Equal(RepositoryStatus.Current, Assert.Single(result.Repositories).Status);
        Assert.Empty(_scan.Events.Warnings);
    }

    [Fact]
    public async Task A_key_named_by_the_source_entry_is_found_inside_the_image()
    {
        using SigningKey key = new();
        _root.WriteFile("usr/share/keyrings/placeholder", "");
        File.Copy(key.PublicKeyFile, System.IO.Path.Combine(_root.Path, "usr/share/keyrings/test-image.gpg"));
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "signed-by=/usr/share/keyrings/test-image.gpg", key: key);

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["subject.all:2"], Missing(result));
    }

    [Fact]
    public async Task A_repository_signed_by_a_stranger_is_untrusted_and_takes_no_part()
    {
        using SigningKey key = new();
        _root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "", key: key);
        _root.AddRepository("main", "bookworm", [new("other", "1")]);

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Empty(Missing(result));
        RepositoryHealth health = result.Repositories.Single(repository => repository.Name.Contains("security", StringComparison.Ordinal));
        Assert.Equal((RepositoryStatus.Untrusted, false), (health.Status, health.IsUsed));
        Assert.Contains(_scan.Events.Warnings, warning => warning.Id == ErrorIds.RepositoryUntrusted);
    }

    [Fact]
    public async Task A_version_only_in_an_unsigned_repository_is_missing_with_that_reason()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.WriteFile("etc/apt/apt.conf.d/insecure", "Acquire::AllowInsecureRepositories \"true\";\n");
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security", options: "");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        PatchRecord record = Assert.Single(result.Patches);
        Assert.Equal(PatchState.Missing, record.State);
        Assert.Contains("without a trusted signature", record.Reason, StringComparison.Ordinal);
        Assert.Equal(RepositoryStatus.Untrusted, Assert.Single(result.Repositories).Status);
    }

    [Fact]
    public async Task An_unreachable_repository_is_named_and_the_others_count()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.AppendSource("deb http://127.0.0.1:9/nowhere bookworm main");
        _root.WriteFile("etc/apt/apt.conf.d/retries", "Acquire::Retries \"0\";\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["subject.all:2"], Missing(result));
        RepositoryHealth health = result.Repositories.Single(repository => repository.Name == "http://127.0.0.1:9/nowhere bookworm");
        Assert.Equal((RepositoryStatus.Unavailable, false), (health.Status, health.IsUsed));
        Assert.Contains("refused", health.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(_scan.Events.Warnings, warning => warning.Id == ErrorIds.RepositoryUnavailable && (string)warning.Target! == health.Name);
    }

    [Fact]
    public async Task An_unreachable_repository_is_an_error_where_all_are_required()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.AppendSource("deb http://127.0.0.1:9/nowhere bookworm main");
        _root.WriteFile("etc/apt/apt.conf.d/retries", "Acquire::Retries \"0\";\n");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, requireAllRepositories: true));

        Assert.Equal(ErrorIds.RepositoryUnavailable, exception.ErrorId);
        Assert.False(Directory.Exists(Path.Combine(_scan.StatePath, "runs")));
    }

    [Fact]
    public async Task A_repository_that_has_gone_still_counts_with_what_is_known_of_it()
    {
        _root.Install(new TestPackage("subject", "1"));
        string folder = _root.WriteRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.WriteFile("etc/apt/apt.conf.d/retries", "Acquire::Retries \"0\";\n");
        using (FileServer server = new(folder))
        {
            _root.AppendSource($"deb [trusted=yes] {server.Address} ./");
            Assert.Equal(["subject.all:2"], Missing(await _scan.RunAsync(_root.Path)));
        }

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        RepositoryHealth health = Assert.Single(result.Repositories);
        Assert.Equal(["subject.all:2"], Missing(result));
        Assert.Equal((RepositoryStatus.Unavailable, true), (health.Status, health.IsUsed));
        Assert.NotNull(health.MetadataTime);
    }

    [Fact]
    public async Task Credentials_in_a_source_entry_are_shown_nowhere()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.AppendSource("deb http://user:s3cr3t@127.0.0.1:9/nowhere bookworm main");
        _root.WriteFile("etc/apt/apt.conf.d/retries", "Acquire::Retries \"0\";\n");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        string everything = string.Join("\n", [
            .. result.Repositories.Select(repository => repository.ToString()),
            .. _scan.Events.Verbose,
            .. _scan.Events.Warnings.Select(warning => $"{warning.Message} {warning.Target}"),
            .. Directory.EnumerateFiles(_scan.StatePath, "*", SearchOption.AllDirectories).Select(File.ReadAllText),
        ]);
        Assert.Equal(RepositoryStatus.Unavailable, result.Repositories.Single(repository => repository.Name == "http://127.0.0.1:9/nowhere bookworm").Status);
        Assert.DoesNotContain("s3cr3t", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_packages_follow_the_action()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");

        PatchRecord allowed = Assert.Single((await _scan.RunAsync(_root.Path, AptScan.Baseline(rejected: "subject"))).Patches);
        PatchRecord blocked = Assert.Single((await _scan.RunAsync(_root.Path, AptScan.Baseline(rejected: "subject", rejectedAction: "BLOCK"))).Patches);

        Assert.Equal((PatchState.InstalledOther, PatchState.InstalledRejected), (allowed.State, blocked.State));
    }

    [Fact]
    public async Task The_record_carries_what_the_archive_says()
    {
        _root.Install(new TestPackage("subject", "1") { Priority = "extra", Section = "misc" });
        _root.AddRepository(
            "security", "bookworm-security", [new("subject", "2") { Priority = "important", Section = "admin", RecordFields = "Security-Notice: fixes CVE-2026-12345 and cve-2025-0001\n" }], "Debian-Security");

        PatchRecord record = Assert.Single((await _scan.RunAsync(_root.Path)).Patches);

        Assert.Equal("important", record.Severity, ignoreCase: true);
        Assert.Equal("Security", record.Classification);
        Assert.Equal(["CVE-2025-0001", "CVE-2026-12345"], record.CveIds);
        Assert.NotNull(record.InstalledTime);
    }

    [Fact]
    public async Task Copies_of_sources_are_out_of_others_sight()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        _root.AppendSource("# deb http://user:s3cr3t@archive.example/debian bookworm main");

        await _scan.RunAsync(_root.Path);

        string[] copies = [.. Directory.EnumerateFiles(_scan.CachePath, "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("s3cr3t", StringComparison.Ordinal))];
        Assert.NotEmpty(copies);
        Assert.All(copies, copy => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(copy)!)));
    }

    [Fact]
    public async Task An_image_of_another_architecture_is_compared_with_its_own_lists()
    {
        string foreign = AptRoot.NativeArchitecture == "arm64" ? "amd64" : "arm64";
        _root.Install(new TestPackage("dpkg", "1") { Architecture = foreign }, new TestPackage("subject", "1") { Architecture = foreign });
        _root.AddRepository("security", "bookworm-security", [new("subject", "2") { Architecture = foreign }], "Debian-Security");

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal([$"subject.{foreign}:2"], Missing(result));
    }

    [Fact]
    public async Task Links_of_an_image_lead_to_files_of_the_image()
    {
        string outside = _root.Beside("outside.list");
        await File.WriteAllTextAsync(outside, "this is no source entry\n", TestContext.Current.CancellationToken);
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        File.CreateSymbolicLink(Path.Combine(_root.Path, "etc/apt/sources.list.d/outside.list"), outside);
        File.CreateSymbolicLink(Path.Combine(_root.Path, "etc/apt/preferences"), outside);

        PatchOperationResult result = await _scan.RunAsync(_root.Path);

        Assert.Equal(["subject.all:2"], Missing(result));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_scan.CachePath, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("this is no source entry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_package_database_that_is_a_link_is_refused()
    {
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        File.Delete(Path.Combine(_root.Path, "var/lib/dpkg/status"));
        File.CreateSymbolicLink(Path.Combine(_root.Path, "var/lib/dpkg/status"), "/var/lib/dpkg/status");

        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path));

        Assert.Equal(ErrorIds.PackageDatabaseBroken, exception.ErrorId);
    }

    [Fact]
    public async Task Caches_of_images_do_not_grow_without_end()
    {
        _root.Install(new TestPackage("subject", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        for (int number = 0; number < 6; number++)
        {
            string image = _root.Beside($"image{number}");
            Tool.Run("cp", "-a", _root.Path, image);
            Assert.Equal(["subject.all:2"], Missing(await _scan.RunAsync(image)));
        }

        Assert.Equal(4, Directory.GetDirectories(Path.Combine(_scan.CachePath, "apt")).Length);
    }

    [Fact]
    public async Task A_second_scan_sees_what_has_changed_since_the_first()
    {
        _root.Install(new TestPackage("subject", "1"), new TestPackage("other", "1"));
        _root.AddRepository("security", "bookworm-security", [new("subject", "2")], "Debian-Security");
        Assert.Equal(["subject.all:2"], Missing(await _scan.RunAsync(_root.Path)));
        Assert.Equal(["subject.all:2"], Missing(await _scan.RunAsync(_root.Path, noRefresh: true)));
        Assert.Contains(_scan.Events.Verbose, message => message.StartsWith("3 of apt's answers are those of an earlier scan", StringComparison.Ordinal));

        _root.WriteFile("etc/apt/preferences", "Package: subject\nPin: version 1\nPin-Priority: 1001\n");
        Assert.Contains("preferences", Record(await _scan.RunAsync(_root.Path, noRefresh: true), "subject.all").Reason, StringComparison.Ordinal);

        File.Delete(Path.Combine(_root.Path, "etc/apt/preferences"));
        Assert.DoesNotContain("preferences", Record(await _scan.RunAsync(_root.Path, noRefresh: true), "subject.all").Reason, StringComparison.Ordinal);

        _root.Hold("subject");
        Assert.Contains("on hold", Record(await _scan.RunAsync(_root.Path, noRefresh: true), "subject.all").Reason, StringComparison.Ordinal);

        _root.Install(new TestPackage("subject", "2"));
        Assert.Empty(Missing(await _scan.RunAsync(_root.Path, noRefresh: true)));

        _root.WriteRepository("security", "bookworm-security", [new("subject", "3"), new("other", "2")], "Debian-Security");
        Assert.Equal(["other.all:2", "subject.all:3"], Missing(await _scan.RunAsync(_root.Path)));

        _root.WriteFile("etc/apt/sources.list", "");
        Assert.Equal(ErrorIds.PackageListsMissing, (await Assert.ThrowsAsync<PatchException>(() => _scan.RunAsync(_root.Path, noRefresh: true))).ErrorId);
    }

    private static IEnumerable<TestPackage> Versions(string name, string versions) =>
        versions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(version => new TestPackage(name, version));

    private static string[] Missing(PatchOperationResult result) =>
        [.. result.Patches.Where(record => record.State == PatchState.Missing).Select(record => record.Title).Order(StringComparer.Ordinal)];

    private static PatchRecord Record(PatchOperationResult result, string id) => result.Patches.Single(record => record.Id == id);

    /// <summary>apt's own refresh in the root, so that it can be asked.</summary>
    private void Update()
    {
        (int exitCode, _, string errors) = _root.Apt("apt-get", "update");
        if (exitCode != 0)
            throw new InvalidOperationException(errors);
    }

    private string[] SimulatedUpgrades(string command)
    {
        (int exitCode, string output, string errors) = _root.Apt("apt-get", "--simulate", command);
        Assert.True(exitCode == 0, errors);
        return [.. output.Split('\n').Where(line => line.StartsWith("Inst ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
    }
}
