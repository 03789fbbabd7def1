using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Tests.Dnf5;

/// <summary>What dnf 5.2.12 and rpm 4.18 say.</summary>
public sealed class Dnf5ReportTests
{
    private const string Start = "Running transaction\n[ 1/10] Verify package files             100% |   0.0   B/s |   4.0   B |  00m00s\n[ 2/10] Prepare transaction              100% |   0.0   B/s |   8.0   B |  00m00s\n";
    private const string End = "Transaction failed: Rpm transaction failed.\nWarning: skipped OpenPGP checks for 1 package from repository: base\n";

    private static readonly PackageStep[] s_steps = [Step("bad"), Step("bad-extra"), Step("good")];

    /// <summary>Lines → failures by id.</summary>
    [Theory]
    [InlineData(Start + ">>> Running pre-install scriptlet: bad-0:2-1.noarch      \n>>> Error in pre-install scriptlet: bad-0:2-1.noarch      \n>>> [RPM] lua script failed: [string \"%prein(bad-2-1.noarch)\"]:1: no way     \n[ 3/10] Upgrading good-0:2-1.noarch      100% | 121.1 KiB/s | 124.0   B |  00m00s\n>>> [RPM] bad-2-1.noarch: install failed    \n>>> [RPM] bad-1-1.noarch: erase skipped   \n" + End, "bad.noarch=lua script failed: [string \"%prein(bad-2-1.noarch)\"]:1: no way")]
    [InlineData(Start + ">>> Non-critical error in post-install scriptlet: bad-0:2-1.noarch    \n>>> [RPM] lua script failed: [string \"%post(bad-2-1.noarch)\"]:1: too late   \n" + End, "")]
    [InlineData("Running transaction\n" + End + "  - file /usr/same from install of bad-2-1.noarch conflicts with file from package owner-1-1.noarch\n", "bad.noarch=file /usr/same from install of bad-2-1.noarch conflicts with file from package owner-1-1.noarch")]
    [InlineData("Running transaction\nTransaction failed: Signature verification failed.\nOpenPGP check for package \"bad-2-1.noarch\" (/cache/base-0123456789abcdef/packages/bad-2-1.noarch.rpm) from repo \"base\" has failed: The package is not signed.\n", "bad.noarch=OpenPGP check for package \"bad-2-1.noarch\" from repo \"base\" has failed: The package is not signed.")]
    public void What_failed_is_named_with_its_words(string output, string failures)
    {
        TransactionReport report = DnfReport.Parse(1, Dnf5Report.Plain(output), s_steps);

        Assert.Equal(failures, string.Join(';', report.Failures.Select(failure => $"{failure.Key}={failure.Value}")));
    }

    [Theory]
    [InlineData("[1/2] good-0:2-1.noarch                  100% |   1.3 MiB/s |   5.4 KiB |  00m00s\n[2/2] bad-0:2-1.noarch                   100% | 448.0 KiB/s |   5.4 KiB |  00m00s\n>>> Downloading successful, but checksum doesn't match. Calculated: b8b3(sha256)   Expected: 6432(sha256)  - file:///r/bad-2.rpm      \n>>> No more mirrors to try - All mirrors were already tried without success     \n--------\n[2/2] Total                              100% | 826.8 KiB/s |  10.7 KiB |  00m00s\nFailed to download packages\n Librepo error: Cannot download bad-2.rpm: All mirrors were tried\n", "bad.noarch=bad-0:2-1.noarch: Downloading successful, but checksum doesn't match. Calculated: b8b3(sha256)   Expected: 6432(sha256)  - file:///r/bad-2.rpm")]
    [InlineData("[1/2] good-0:2-1.noarch                  100% |   0.0   B/s |   0.0   B |  00m00s\n>>> Already downloaded    \n[2/2] bad-extra-0:2-1.noarch               0% |   0.0   B/s |  -1.0   B |  ?     \n>>> Curl error (37): Couldn't read a file:// file for file:///r/lost-2.rpm [Couldn't open file /r/lost-2.rpm] - file:///r/lost-2.rpm    \n>>> No more mirrors to try - All mirrors were already tried without success   \n", "bad-extra.noarch=bad-extra-0:2-1.noarch: Curl error (37): Couldn't read a file:// file for file:///r/lost-2.rpm [Couldn't open file /r/lost-2.rpm] - file:///r/lost-2.rpm")]
    [InlineData("[1/1] good-0:2-1.noarch                  100% |   1.3 MiB/s |   5.4 KiB |  00m00s\n>>> Curl error (7): Couldn't connect to server for http://a.example.invalid/good.rpm [] - http://a.example.invalid/good.rpm    \n", "")]
    public void What_could_not_be_had_is_named(string output, string failures) =>
        Assert.Equal(failures, string.Join(';', Dnf5Report.DownloadFailures(output, s_steps).Select(failure => $"{failure.Key}={failure.Value}")));

    [Theory]
    [InlineData("Running transaction\n" + End + "  - file /usr/same from install of x conflicts with file from package y\n", "Rpm transaction failed. file /usr/same from install of x conflicts with file from package y")]
    [InlineData("Failed to download packages\n Librepo error: Cannot download sum-2.rpm: All mirrors were tried\n", "Failed to download packages Librepo error: Cannot download sum-2.rpm: All mirrors were tried")]
    [InlineData("nothing\n", "dnf ended with exit code 1 without a word about it")]
    public void The_whole_failure_has_dnfs_words(string output, string problem) => Assert.Equal(problem, DnfReport.Parse(1, Dnf5Report.Plain(output), s_steps).Problem);

    [Fact]
    public void What_was_kept_is_listed() =>
        Assert.Equal(["/etc/conf.conf"], DnfReport.Parse(0, Dnf5Report.Plain(Start + ">>> [RPM] /etc/conf.conf created as /etc/conf.conf.rpmnew      \nComplete!\n"), s_steps).KeptConfigurationFiles);

    [Theory]
    [InlineData("Running transaction\n" + End, false)]
    [InlineData(Start, true)]
    public void It_tells_whether_anything_was_changed(string output, bool hasBegun) => Assert.Equal(hasBegun, Dnf5Report.HasBegun(output));

    [Theory]
    [InlineData(1, "Running transaction\nTransaction failed: Failed to obtain rpm transaction lock. Another transaction is in progress.\n", "dnf's lock of transactions is held by another process")]
    [InlineData(1, End, null)]
    [InlineData(0, "", null)]
    public void A_lock_is_found(int exitCode, string output, string? held) => Assert.Equal(held, Dnf5Report.FindLock(exitCode, output));

    private static PackageStep Step(string name) => new() { Kind = PackageStepKind.Upgrade, Name = name, Architecture = "noarch", InstalledVersion = "0:1-1", Version = "0:2-1" };
}
