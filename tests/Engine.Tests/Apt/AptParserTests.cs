using CsCheck;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptParserTests
{
    [Theory]
    [InlineData("install", "installed", "ok", true, false, false)]
    [InlineData("hold", "installed", "ok", true, true, false)]
    [InlineData("install", "unpacked", "ok", true, false, true)]
    [InlineData("install", "half-configured", "ok", true, false, true)]
    [InlineData("install", "half-installed", "ok", true, false, true)]
    [InlineData("install", "installed", "reinstreq", true, false, true)]
    [InlineData("install", "triggers-pending", "ok", true, false, false)]
    [InlineData("install", "triggers-awaited", "ok", true, false, false)]
    [InlineData("deinstall", "config-files", "ok", false, false, false)]
    [InlineData("purge", "not-installed", "ok", false, false, false)]
    public void A_dpkg_status_says_whether_a_package_is_there(string want, string status, string flag, bool isThere, bool isHeld, bool isHalf)
    {
        IReadOnlyList<DpkgPackage> packages = DpkgQuery.Parse($"apt\tamd64\t2.6.1\t{want}\t{status}\t{flag}\timportant\tadmin\t1747699200\t512\t.\n", "/");

        Assert.Equal(isThere, packages.Count == 1);
        if (isThere)
            Assert.Equal((isHeld, isHalf, status.StartsWith("triggers", StringComparison.Ordinal)), (packages[0].IsHeld, packages[0].IsHalfInstalled, packages[0].IsAwaitingTriggers));
    }

    [Fact]
    public void A_dpkg_line_has_all_facts()
    {
        DpkgPackage package = Assert.Single(DpkgQuery.Parse("apt\tamd64\t2.6.1\tinstall\tinstalled\tok\timportant\tadmin\t1747699200\t512\t.\n", "/"));

        Assert.Equal(
            new DpkgPackage
            {
                Name = "apt", Architecture = "amd64", Version = "2.6.1", Priority = "important", Section = "admin", InstalledKilobytes = 512,
                InstalledTime = new DateTimeOffset(2025, 5, 20, 0, 0, 0, TimeSpan.Zero),
            },
            package);
    }

    [Theory]
    [InlineData("apt\tamd64\t2.6.1\n")]
    [InlineData("apt\tamd64\t2.6.1\tinstall\tinstalled\tok\timportant\tadmin\t1747699200\t512\t\n")]
    [InlineData("words\n")]
    public void A_dpkg_line_that_is_cut_is_an_error(string output) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => DpkgQuery.Parse(output, "/")).ErrorId);

    [Fact]
    public void What_dpkg_does_not_tell_is_not_known()
    {
        DpkgPackage package = Assert.Single(DpkgQuery.Parse("apt\tamd64\t1.0\tinstall\tinstalled\tok\timportant\tadmin\t\t\t.\n", "/"));

        Assert.Null(package.InstalledTime);
        Assert.Null(package.InstalledKilobytes);
    }

    [Fact]
    public void A_version_table_is_read_with_priorities_phasing_and_sources()
    {
        const string Output = """
            N: Unable to locate package nothing:
            libc6:i386:
              Installed: 2.36-9
              Candidate: (none)
              Version table:
                 2.36-10 1 (phased 10%)
                    500 http://archive.example/debian bookworm-updates/main i386 Packages
                 2.36-9.1 -1
                    500 http://archive.example/debian bookworm/main i386 Packages
                    500 https://other.example ./ Packages
             *** 2.36-9 100
                    100 /var/lib/dpkg/status

            """;

        AptPolicyPackage package = AptPolicyParser.ParsePackages(Output.Substring(Output.IndexOf('\n') + 1))[0];

        Assert.Equal("libc6:i386", package.Name);
        Assert.Equal(["2.36-10", "2.36-9.1", "2.36-9"], package.Versions.Select(version => version.Version));
        Assert.Equal([1, -1, 100], package.Versions.Select(version => version.Priority));
        Assert.Equal([10, null, null], package.Versions.Select(version => version.PhasedPercentage));
        Assert.Equal(
            ["http://archive.example/debian bookworm/main i386 Packages", "https://other.example ./ Packages"],
            package.Versions[1].Sources.Select(source => source.Description));
    }

    [Fact]
    public void Package_files_have_priorities_and_nothing_else_counts()
    {
        IReadOnlyDictionary<string, int> files = AptPolicyParser.ParsePackageFiles("""
            Package files:
             100 /var/lib/dpkg/status
                 release a=now
              50 http://archive.example/debian bookworm/main amd64 Packages
                 release v=12,o=Debian,a=stable,n=bookworm,l=Debian,c=main,b=amd64
                 origin archive.example
            Pinned packages:
                 apt -> 2.6.1 with priority 1001

            """);

        Assert.Equal([("/var/lib/dpkg/status", 100), ("http://archive.example/debian bookworm/main amd64 Packages", 50)], files.Select(file => (file.Key, file.Value)));
    }

    [Theory]
    [InlineData("oldstable-security", "bookworm-security", "http://deb.debian.org/debian-security", "Debian-Security", true)]
    [InlineData("stable", "bookworm", "http://security.debian.org/debian-security", "Debian", true)]
    [InlineData("jammy-security", "jammy", "http://archive.ubuntu.com/ubuntu", "Ubuntu", true)]
    [InlineData("jammy-infra-security", "jammy", "https://esm.ubuntu.com/infra/ubuntu", "UbuntuESM", true)]
    [InlineData("jammy-apps-security", "jammy", "https://esm.ubuntu.com/apps/ubuntu", "UbuntuESMApps", true)]
    [InlineData("jammy-infra-updates", "jammy", "https://esm.ubuntu.com/infra/ubuntu", "UbuntuESM", false)]
    [InlineData("jammy-updates", "jammy", "http://security-mirror.example/ubuntu", "Ubuntu", false)]
    [InlineData("oldstable", "bullseye", "http://raspbian.raspberrypi.org/raspbian", "Raspbian", false)]
    [InlineData("stable", "bookworm", "http://archive.raspberrypi.org/debian", "Raspberry Pi Foundation", false)]
    [InlineData("stable-updates", "bookworm-updates", "http://deb.debian.org/debian", "Debian", false)]
    public void The_archive_says_what_is_a_security_update(string suite, string codename, string site, string label, bool isSecurity) =>
        Assert.Equal(isSecurity, new AptIndexTarget { Description = "", FileName = "", Suite = suite, Codename = codename, Site = site, Label = label }.IsSecurity);

    [Fact]
    public void What_a_repository_does_not_say_is_empty()
    {
        AptIndexTarget target = Assert.Single(AptIndexTargets.Parse(
            "file:/r ./ Packages\t/lists/r_Packages\tstable\t$(CODENAME)\t$(ORIGIN)\tL\t$(COMPONENT)\tfile:/r\t./\tfile:/r/./\tno\t.\n"));

        Assert.Equal(("", "", "", false, "stable", "file:/r/./"), (target.Codename, target.Origin, target.Component, target.IsTrusted, target.Suite, target.BaseUri));
    }

    [Fact]
    public void Records_are_read_with_folded_fields_and_their_cves()
    {
        IReadOnlyList<AptRecord> records = AptRecordParser.Parse("""
            Package: one
            Version: 1:2-3
            Architecture: all
            Priority: important
            Section: admin
            Installed-Size: 4096
            Depends: first,
             second (= 1)
            Recommends: other (>= 2) | another
            Description: does something
             about CVE-2024-1111 and cve-2023-12345
             Version: not a field

            Package: without-version

            Package: two
            Version: 2
            Description-en: english

            """);

        Assert.Equal(["one 1:2-3 important admin does something", "two 2   english"], records.Select(record => $"{record.Name} {record.Version} {record.Priority} {record.Section} {record.Summary}"));
        Assert.Equal(["CVE-2023-12345", "CVE-2024-1111"], records[0].CveIds);
        Assert.Equal([4096, null], records.Select(record => record.InstalledKilobytes));
        Assert.Equal(["first second other another", ""], records.Select(record => string.Join(' ', AptDependencies.Names(record.Relations))));
        Assert.Empty(records[1].CveIds);
    }

    [Theory]
    [InlineData("Dir::State::lists", "/var/lib/apt/lists/")]
    [InlineData("Dir::State::status", "/var/lib/dpkg/status")]
    [InlineData("Dir::Etc::sourceparts", "/image/etc/apt/sources.list.d")]
    public void Settings_that_are_paths_resolve_as_apt_resolves_them(string name, string expected)
    {
        AptSettings settings = AptSettings.Parse($$"""
            Dir "{{(expected.StartsWith("/image", StringComparison.Ordinal) ? "/image/" : "/")}}";
            Dir::State "var/lib/apt";
            Dir::State::lists "lists/";
            Dir::State::status "/var/lib/dpkg/status";
            Dir::Etc "etc/apt";
            Dir::Etc::sourceparts "sources.list.d";
            APT::Architectures "";
            APT::Architectures:: "amd64";

            """);

        Assert.Equal(expected, settings.ResolvePath(name));
    }

    [Theory]
    [InlineData("'http://deb.debian.org/debian/dists/bookworm/InRelease' deb.debian.org_debian_dists_bookworm_InRelease 0 ", "http://deb.debian.org/debian bookworm", "deb.debian.org_debian_dists_bookworm_")]
    [InlineData("'http://d/ubuntu/dists/jammy/updates/InRelease' d_ubuntu_dists_jammy_updates_InRelease 0 ", "http://d/ubuntu jammy/updates", "d_ubuntu_dists_jammy_updates_")]
    [InlineData("'file:/srv/repo/./InRelease' _srv_repo_._InRelease 0 ", "file:/srv/repo ./", "_srv_repo_._")]
    public void A_repository_is_named_as_apt_names_it(string line, string name, string prefix)
    {
        AptRepository repository = Assert.Single(AptRepositories.Parse(line + "\n" + line + "\n'http://d/x/Packages.xz' d_x_Packages 0 \n"));

        Assert.Equal((name, prefix), (repository.Name, repository.ListPrefix));
    }

    [Theory]
    [InlineData("http://user:pw@d/debian/dists/bookworm/")]
    [InlineData("http://user@d/debian/dists/bookworm/")]
    [InlineData("http://u:p%40w@d/debian/dists/bookworm/")]
    public void Credentials_do_not_hide_what_apt_says_of_a_repository(string uri)
    {
        AptRepository repository = new(uri, "d_debian_dists_bookworm_");

        Assert.Equal("http://d/debian bookworm", repository.Name);
        Assert.Equal(
            RepositoryStatus.Unavailable,
            AptUpdateReport.Parse("", "W: Failed to fetch http://d/debian/dists/bookworm/InRelease  Could not resolve 'd'\n").StatusOf(repository, out _));
    }

    [Theory]
    [InlineData("Hit:1 http://d/debian bookworm InRelease\n", "", RepositoryStatus.Current)]
    [InlineData("Err:1 http://d/debian bookworm InRelease\n  Could not resolve 'd'\n", "W: Failed to fetch http://d/debian/dists/bookworm/InRelease  Could not resolve 'd'\n", RepositoryStatus.Unavailable)]
    [InlineData("", "E: The repository 'http://d/debian bookworm Release' does not have a Release file.\n", RepositoryStatus.Unavailable)]
    [InlineData("", "E: The repository 'http://d/debian bookworm Release' is not signed.\n", RepositoryStatus.Untrusted)]
    [InlineData("Err:1 http://d/debian bookworm InRelease\n  The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0123\n", "W: GPG error: http://d/debian bookworm InRelease: NO_PUBKEY 0123\n", RepositoryStatus.Untrusted)]
    [InlineData("", "E: Release file for http://d/debian/dists/bookworm/InRelease is expired (invalid since 3d). Updates for this repository will not be applied.\n", RepositoryStatus.Expired)]
    [InlineData("Err:1 http://d/debian bookworm-updates InRelease\n  Connection failed\n", "W: Failed to fetch http://d/debian/dists/bookworm-updates/InRelease  Connection failed\n", RepositoryStatus.Current)]
    [InlineData("", "W: Conflicting distribution: http://d/debian bookworm InRelease (expected x but got y)\n", RepositoryStatus.Current)]
    public void What_apt_says_of_a_repository_is_its_health(string output, string errors, RepositoryStatus status)
    {
        AptRepository repository = new("http://d/debian/dists/bookworm/", "d_debian_dists_bookworm_");

        Assert.Equal(status, AptUpdateReport.Parse(output, errors).StatusOf(repository, out string message));
        Assert.Equal(status != RepositoryStatus.Current || errors.Contains("Conflicting"), message.Length > 0);
    }

    [Theory]
    [InlineData("deb [signed-by=/usr/share/keyrings/k.gpg arch=amd64] http://d/debian bookworm main", "deb [signed-by=/image/usr/share/keyrings/k.gpg arch=amd64] http://d/debian bookworm main")]
    [InlineData("deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg,/missing.gpg] http://d x main", "deb [arch=amd64 signed-by=/image/usr/share/keyrings/k.gpg,/image/missing.gpg] http://d x main")]
    [InlineData("Types: deb\nSigned-By: /usr/share/keyrings/k.gpg\nSuites: x", "Types: deb\nSigned-By: /image/usr/share/keyrings/k.gpg\nSuites: x")]
    [InlineData("Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n", "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n")]
    [InlineData("deb file:/srv/repo ./", "deb file:/srv/repo ./")]
    public void Keys_named_by_an_images_sources_are_those_of_the_image(string text, string expected) =>
        Assert.Equal(expected, AptImageSources.Rewrite(text, path => "/image" + path));

    [Fact]
    public void Parsers_fail_only_with_errors_of_their_own()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String,
            Gen.OneOf(" ", "\n", "\t", ":", "   ", " *** ", "500", "Version table:", "'", "\"", "(phased", "Err:", "E: ", ".").Array[0, 30].Select(parts => string.Concat(parts)));
        text.Sample(output =>
        {
            Allow(() => DpkgQuery.Parse(output, "/"));
            Allow(() => AptPolicyParser.ParsePackages(output));
            Allow(() => AptPolicyParser.ParsePackageFiles(output));
            Allow(() => AptIndexTargets.Parse(output));
            AptRecordParser.Parse(output);
            AptSettings.Parse(output).ResolvePath("Dir::State::lists");
            foreach (AptRepository repository in AptRepositories.Parse(output))
                Assert.NotNull(repository.Name);
            AptUpdateReport.Parse(output, output).StatusOf(new AptRepository("http://d/dists/x/", "d_"), out _);
            AptImageSources.Rewrite(output, path => "/image" + path);
        });

        static void Allow(Action parse)
        {
            try
            {
                parse();
            }
            catch (PatchException e)
            {
                Assert.Equal(ErrorIds.ToolOutputNotUnderstood, e.ErrorId);
            }
        }
    }
}
