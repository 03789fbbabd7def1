using CsCheck;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Tests.Apt;

/// <summary>The texts are what dpkg 1.21 and apt 2.6 print.</summary>
public sealed class DpkgReportTests
{
    private const string FailedScripts = """
        Selecting previously unselected package post.
        (Reading database ... 0 files and directories currently installed.)
        Preparing to unpack .../post_1%3a1_amd64.deb ...
        Unpacking post (1:1) ...
        Selecting previously unselected package needs.
        Preparing to unpack .../needs_1_all.deb ...
        Unpacking needs (1) ...
        Setting up post (1:1) ...
        cannot reach https://user:hunter2@db.example/x
        giving up, password=abc
        dpkg: error processing package post (--configure):
         installed post package post-installation script subprocess returned error exit status 3
        dpkg: dependency problems prevent configuration of needs:
         needs depends on post (>= 1:1); however:
          Package post is not configured yet.

        dpkg: error processing package needs (--configure):
         dependency problems - leaving unconfigured
        Errors were encountered while processing:
         post
         needs
        E: Sub-process /usr/bin/dpkg returned an error code (1)

        """;

    [Fact]
    public void A_failing_script_is_told_with_its_words_and_so_is_what_needs_the_package()
    {
        TransactionReport report = DpkgReport.Parse(100, FailedScripts, "/");

        Assert.False(report.IsSuccess);
        Assert.Equal("E: Sub-process /usr/bin/dpkg returned an error code (1)", report.Problem);
        Assert.Equal(["needs", "post"], report.Failures.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            "dpkg (--configure): installed post package post-installation script subprocess returned error exit status 3 (it said: cannot reach https://***@db.example/x | giving up, password=***)",
            report.FailureOf("post.amd64", "post"));
        Assert.Equal(
            "dpkg (--configure): dependency problems - leaving unconfigured: needs depends on post (>= 1:1); however: Package post is not configured yet.",
            report.FailureOf("needs.all", "needs"));
        Assert.Null(report.FailureOf("other.all", "other"));
    }

    [Fact]
    public void Lines_may_end_as_on_a_terminal()
    {
        TransactionReport unix = DpkgReport.Parse(100, FailedScripts, "/"), terminal = DpkgReport.Parse(100, FailedScripts.Replace("\n", "\r\n"), "/");

        Assert.Equal(unix.Failures, terminal.Failures);
        Assert.Equal(unix.Problem, terminal.Problem);
    }

    public static TheoryData<string, string, string, string> Failures => new()
    {
        {
            "preinst", """
            Preparing to unpack .../pre_1_amd64.deb ...
            pre says no
            dpkg: error processing archive /var/cache/apt/archives/pre_1_amd64.deb (--unpack):
             new pre package pre-installation script subprocess returned error exit status 2
            """, "pre.amd64", "dpkg (--unpack): new pre package pre-installation script subprocess returned error exit status 2 (it said: pre says no)"
        },
        {
            "prerm, upgrading", """
            Preparing to unpack .../prerm_1_amd64.deb ...
            prerm says no
            dpkg: warning: old prerm package pre-removal script subprocess returned error exit status 4
            dpkg: trying script from the new package instead ...
            prerm says no again
            dpkg: error processing archive /var/cache/apt/archives/prerm_1_amd64.deb (--unpack):
             new prerm package pre-removal script subprocess returned error exit status 4
            """, "prerm.amd64", "dpkg (--unpack): new prerm package pre-removal script subprocess returned error exit status 4 (it said: prerm says no again)"
        },
        {
            "prerm, removing", """
            Removing prerm (1) ...
            prerm says no
            dpkg: error processing package prerm (--remove):
             installed prerm package pre-removal script subprocess returned error exit status 4
            """, "prerm", "dpkg (--remove): installed prerm package pre-removal script subprocess returned error exit status 4 (it said: prerm says no)"
        },
        {
            "a file of another package", """
            Unpacking thief (1) ...
            dpkg: error processing archive /tmp/apt-dpkg-install-Ab12Cd/07-thief_1%3a2_all.deb (--unpack):
             trying to overwrite '/usr/bin/t', which is also in package owner 1
            dpkg-deb: error: paste subprocess was killed by signal (Broken pipe)
            """, "thief.all", "dpkg (--unpack): trying to overwrite '/usr/bin/t', which is also in package owner 1"
        },
        {
            "a torn archive", """
            (Reading database ... 15 files and directories currently installed.)
            dpkg-deb: error: tar subprocess returned error exit status 2
            dpkg: error processing archive /var/cache/apt/archives/torn_1%3a2-3+b1_amd64.deb (--unpack):
             dpkg-deb --control subprocess returned error exit status 2
            """, "torn.amd64", "dpkg (--unpack): dpkg-deb --control subprocess returned error exit status 2 (it said: dpkg-deb: error: tar subprocess returned error exit status 2)"
        },
        {
            "a name with a number", """
            Unpacking 0-thief (1) ...
            dpkg: error processing archive /tmp/apt-dpkg-install-Ab12Cd/12-0-thief_1_all.deb (--unpack):
             no room
            """, "0-thief.all", "dpkg (--unpack): no room"
        },
        {
            "a name with a number, alone", """
            Unpacking 7-thief (1) ...
            dpkg: error processing archive /var/cache/apt/archives/7-thief_1_all.deb (--unpack):
             no room
            """, "7-thief.all", "dpkg (--unpack): no room"
        },
        {
            "breaks", """
            Selecting previously unselected package breaker.
            dpkg: regarding .../breaker_1_all.deb containing breaker:
             breaker breaks owner
              owner (version 1) is present and installed.

            dpkg: error processing archive /var/cache/apt/archives/breaker_1_all.deb (--unpack):
             installing breaker would break owner, and
             deconfiguration is not permitted (--auto-deconfigure might help)
            """, "breaker.all", "dpkg (--unpack): installing breaker would break owner, and deconfiguration is not permitted (--auto-deconfigure might help) (it said: breaker breaks owner | owner (version 1) is present and installed.)"
        },
        {
            "a trigger", """
            Setting up trigged (1) ...
            Processing triggers for trig (1) ...
            trigger script: no
            dpkg: error processing package trig (--configure):
             installed trig package post-installation script subprocess returned error exit status 5
            """, "trig", "dpkg (--configure): installed trig package post-installation script subprocess returned error exit status 5 (it said: trigger script: no)"
        },
        {
            "a trigger that has to wait", """
            dpkg: dependency problems prevent processing triggers for trig:
             trig depends on post; however:
              Package post is not configured yet.

            dpkg: error processing package trig (--configure):
             dependency problems - leaving triggers unprocessed
            """, "trig", "dpkg (--configure): dependency problems - leaving triggers unprocessed: trig depends on post; however: Package post is not configured yet."
        },
        {
            "a foreign package", """
            Setting up libc6:i386 (2.36-9) ...
            dpkg (subprocess): unable to execute installed libc6:i386 package post-installation script (/var/lib/dpkg/info/libc6:i386.postinst): Exec format error
            dpkg: error processing package libc6:i386 (--configure):
             installed libc6:i386 package post-installation script subprocess returned error exit status 2
            """, "libc6.i386", "dpkg (--configure): installed libc6:i386 package post-installation script subprocess returned error exit status 2 (it said: dpkg (subprocess): unable to execute installed libc6:i386 package post-installation script (/var/lib/dpkg/info/libc6:i386.postinst): Exec format error)"
        },
        {
            "a script that talks", """
            Setting up post (1) ...
            one

              two
            three
            four
            five
            dpkg: error processing package post (--configure):
             installed post package post-installation script subprocess returned error exit status 1
            """, "post", "dpkg (--configure): installed post package post-installation script subprocess returned error exit status 1 (it said: two | three | four | five)"
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_is_told_in_dpkgs_words(string what, string output, string key, string message)
    {
        TransactionReport report = DpkgReport.Parse(1, output + "\nErrors were encountered while processing:\n x\n", "/");

        KeyValuePair<string, string> failure = Assert.Single(report.Failures);
        Assert.Equal((key, message), (failure.Key, failure.Value));
        Assert.Equal(message, report.Problem);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void The_words_about_one_failure_are_not_those_of_the_next()
    {
        TransactionReport report = DpkgReport.Parse(1, """
            (Reading database ... 24 files and directories currently installed.)
            dpkg: error processing archive /a/one_1_all.deb (--unpack):
             cannot access archive '/a/one_1_all.deb': No such file or directory
            dpkg: error processing archive /a/two_1_all.deb (--unpack):
             cannot access archive '/a/two_1_all.deb': No such file or directory
            dpkg-deb: error: '/a/three_1_all.deb' is not a Debian format archive
            dpkg: error processing archive /a/three_1_all.deb (--unpack):
             dpkg-deb --control subprocess returned error exit status 2

            """, "/");

        Assert.Equal("dpkg (--unpack): cannot access archive '/a/two_1_all.deb': No such file or directory", report.Failures["two.all"]);
        Assert.EndsWith("(it said: dpkg-deb: error: '/a/three_1_all.deb' is not a Debian format archive)", report.Failures["three.all"], StringComparison.Ordinal);
    }

    [Fact]
    public void Kept_configuration_files_are_named_once_as_the_system_knows_them()
    {
        const string Output = """
            Setting up conf (2) ...

            Configuration file '/etc/x.conf' (actually '/image/etc/real/x.conf')
             ==> Modified (by you or by a script) since installation.
             ==> Package distributor has shipped an updated version.
             ==> Keeping old config file as default.

            Configuration file '/image/etc/it's (odd).conf'
             ==> Deleted (by you or by a script) since installation.
             ==> Package distributor has shipped an updated version.
             ==> Keeping old config file as default.

            Configuration file '/etc/new.conf'
             ==> File on system created by you or by a script.
             ==> File also in package provided by package maintainer.
             ==> Using new file as you requested.

            Configuration file '/etc/x.conf'
             ==> Keeping old config file as default.

            """;

        Assert.Equal(["/etc/x.conf", "/etc/it's (odd).conf"], DpkgReport.Parse(0, Output, "/image").KeptConfigurationFiles);
        Assert.Equal(["/etc/x.conf", "/image/etc/it's (odd).conf"], DpkgReport.Parse(0, Output.Replace("\n", "\r\n"), "/").KeptConfigurationFiles);
        Assert.Empty(DpkgReport.Parse(0, "Keeping old config file as default.\n", "/").KeptConfigurationFiles);
    }

    [Theory]
    [InlineData(0, "Setting up a (1) ...\n", "")]
    [InlineData(0, "E: Not so bad\n", "")]
    [InlineData(1, "", "It ended with exit code 1 and gave no reason.")]
    [InlineData(100, "E: One\nE: Two\nE: One\n", "E: One E: Two")]
    [InlineData(2, "dpkg: error: dpkg frontend lock was locked by another process with pid 12\n", "dpkg: error: dpkg frontend lock was locked by another process with pid 12")]
    [InlineData(2, "dpkg: unrecoverable fatal error, aborting:\n files list file for package 'x' is missing final newline\n", "dpkg: unrecoverable fatal error, aborting: files list file for package 'x' is missing final newline")]
    [InlineData(100, "E: Failed to fetch https://user:pw@host/a.deb\n", "E: Failed to fetch https://***@host/a.deb")]
    public void The_problem_is_what_apt_or_dpkg_ended_with(int exitCode, string output, string problem)
    {
        TransactionReport report = DpkgReport.Parse(exitCode, output, "/");

        Assert.Equal((exitCode == 0, problem), (report.IsSuccess, report.Problem));
        Assert.Empty(report.Failures);
    }

    [Fact]
    public void No_text_breaks_it()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String,
            Gen.OneOf(
                "dpkg: error processing ", "package ", "archive ", "a/b_1_all.deb", "libc6:i386", " (--configure):", "\n", "\r\n", "\n ", "dpkg: dependency problems prevent configuration of ", ":",
                "Configuration file '", "/etc/x", "'", " (actually '", "')", " ==> Keeping old config file", "Setting up x", "E: ", "dpkg: error: ", "dpkg: unrecoverable fatal error")
                .Array[0, 40].Select(parts => string.Concat(parts)));
        Gen.Select(text, Gen.OneOf(0, 1), Gen.OneOf("/", "/image", "")).Sample((output, exitCode, root) =>
        {
            TransactionReport report = DpkgReport.Parse(exitCode, output, root);
            Assert.Equal(exitCode == 0, report.IsSuccess);
            Assert.Equal(exitCode == 0, report.Problem.Length == 0);
        });
    }
}
