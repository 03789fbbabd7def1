using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Transactions;

namespace PatchBaselineAssociation.Tests.Dnf;

/// <summary>What dnf 4.14 and rpm 4.18 say.</summary>
public sealed class DnfReportTests
{
    private const string Start = "Running transaction check\nTransaction check succeeded.\nRunning transaction test\nTransaction test succeeded.\nRunning transaction\n";

    private static readonly PackageStep[] s_steps = [Step("bad", "0:2-1", "noarch"), Step("bad-extra", "1:2-1", "x86_64"), Step("good", "0:2-1", "noarch")];

    /// <summary>Lines → failures by id.</summary>
    [Theory]
    [InlineData("error: lua script failed: [string \"%prein(bad-2-1.noarch)\"]:1: no way\nerror: bad-2-1.noarch: install failed\n", "bad.noarch=lua script failed: [string \"%prein(bad-2-1.noarch)\"]:1: no way")]
    [InlineData("error: %prein(bad-extra-1:2-1.x86_64) scriptlet failed, exit status 3\nerror: bad-extra-1:2-1.x86_64: install failed\n", "bad-extra.x86_64=%prein(bad-extra-1:2-1.x86_64) scriptlet failed, exit status 3")]
    [InlineData("error: unpacking of archive failed on file /x: cpio: open\nerror: bad-2-1.noarch: install failed\n", "bad.noarch=bad-2-1.noarch: install failed")]
    [InlineData("error: lua script failed: [string \"%post(bad-2-1.noarch)\"]:1: too late\nerror: bad-extra-1:2-1.x86_64: install failed\n", "bad-extra.x86_64=bad-extra-1:2-1.x86_64: install failed")]
    [InlineData("Error: Transaction test error:\n  file /usr/same from install of bad-2-1.noarch conflicts with file from package owner-1-1.noarch\n", "bad.noarch=file /usr/same from install of bad-2-1.noarch conflicts with file from package owner-1-1.noarch")]
    public void What_failed_is_named_with_rpms_words(string output, string failures)
    {
        TransactionReport report = DnfReport.Parse(1, Start + output, s_steps);

        Assert.False(report.IsSuccess);
        Assert.Equal(failures, string.Join(';', report.Failures.Select(failure => $"{failure.Key}={failure.Value}")));
    }

    [Theory]
    [InlineData("Package \"bad-2-1.noarch\" from local repository \"base\" has incorrect checksum\nError: Some packages from local repository have incorrect checksum\n", "bad.noarch")]
    [InlineData("Error: Error downloading packages:\n  bad-2-1.noarch: Cannot download 0/bad-2-1.noarch.rpm: All mirrors were tried\n", "bad.noarch")]
    [InlineData("Package bad-2-1.noarch.rpm is not signed\nError: GPG check FAILED\n", "bad.noarch")]
    [InlineData("Public key for bad-extra-2-1.x86_64.rpm is not installed. Failing package is: bad-extra-1:2-1.x86_64\n", "bad-extra.x86_64")]
    [InlineData("(1/2): good-2-1.noarch.rpm      1.2 MB/s | 5 kB     00:00\n", "")]
    [InlineData("Package not-bad-2-1.noarch.rpm is not signed\n", "")]
    public void What_could_not_be_had_is_named(string output, string ids) => Assert.Equal(ids, string.Join(',', DnfReport.DownloadFailures(output, s_steps).Keys));

    [Theory]
    [InlineData("Error: Transaction test error:\n  one\n  two\n\nlater\n", "Transaction test error: one two")]
    [InlineData("Error: first\nError: Transaction failed\n", "Transaction failed")]
    [InlineData("nothing\n", "dnf ended with exit code 1 without a word about it")]
    public void The_whole_failure_has_dnfs_words(string output, string problem) => Assert.Equal(problem, DnfReport.Parse(1, output, s_steps).Problem);

    [Fact]
    public void Success_has_no_failures_and_lists_what_was_kept()
    {
        TransactionReport report = DnfReport.Parse(0, Start + "warning: /etc/a b.conf created as /etc/a b.conf.rpmnew\nwarning: /etc/old.conf saved as /etc/old.conf.rpmsave\nerror: %post(bad-2-1.noarch) scriptlet failed, exit status 1\n", s_steps);

        Assert.True(report.IsSuccess);
        Assert.Empty(report.Failures);
        Assert.Empty(report.Problem);
        Assert.Equal(["/etc/a b.conf"], report.KeptConfigurationFiles);
    }

    [Theory]
    [InlineData("Running transaction test\n", false)]
    [InlineData("Running transaction\n", true)]
    public void It_tells_whether_anything_was_changed(string output, bool hasBegun) => Assert.Equal(hasBegun, DnfReport.HasBegun(output));

    [Theory]
    [InlineData("Error: Transaction test error:\n  installing package a-2-1.noarch needs 5MB more space on the / filesystem\n", true)]
    [InlineData("Complete!\n", false)]
    public void A_full_disk_is_found(string output, bool isFull) => Assert.Equal(isFull, DnfReport.FindFullDisk(output) is not null);

    [Theory]
    [InlineData(200, "metadata already locked by 12\n  The application with PID 12 is: dnf-automatic\n    Memory : 1.8 M RSS\n", "dnf's lock of metadata is held by process 12 (dnf-automatic)")]
    [InlineData(200, "Last metadata expiration check: 0:00:01 ago.\nRPMDB already locked by 12\n", "dnf's lock of RPMDB is held by process 12")]
    [InlineData(1, "metadata already locked by 12\n", null)]
    [InlineData(200, "metadata already locked by a different thread\n", null)]
    [InlineData(0, "", null)]
    public void A_lock_is_found_with_its_holder(int exitCode, string output, string? held) => Assert.Equal(held, DnfReport.FindLock(exitCode, output));

    private static PackageStep Step(string name, string version, string architecture) =>
        new() { Kind = PackageStepKind.Upgrade, Name = name, Architecture = architecture, InstalledVersion = "0:1-1", Version = version };
}
