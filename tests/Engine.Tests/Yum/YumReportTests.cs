using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.PackageManagers.Yum;

namespace PatchBaselineAssociation.Tests.Yum;

/// <summary>What yum 3.4.3 and rpm 4.11 print while they work.</summary>
public sealed class YumReportTests
{
    private static readonly PackageStep[] s_steps =
    [
        new() { Kind = PackageStepKind.Upgrade, Name = "app", Architecture = "noarch", InstalledVersion = "0:1-1", Version = "0:2-1" },
        new() { Kind = PackageStepKind.Upgrade, Name = "app-doc", Architecture = "noarch", InstalledVersion = "0:1-1", Version = "0:2-1" },
        new() { Kind = PackageStepKind.Upgrade, Name = "lib", Architecture = "x86_64", InstalledVersion = "1:1-1", Version = "1:2-1" },
    ];

    [Theory]
    [InlineData("Error downloading packages:\n  app-2-1.noarch: [Errno 256] No more mirrors to try.\n", "app.noarch: app-2-1.noarch: [Errno 256] No more mirrors to try.")]
    [InlineData("Error downloading packages:\n  1:lib-2-1.x86_64: [Errno 256] No more mirrors to try.\n", "lib.x86_64: 1:lib-2-1.x86_64: [Errno 256] No more mirrors to try.")]
    [InlineData("http://x.example.invalid/app-doc-2-1.noarch.rpm: [Errno -1] Package does not match intended download. Suggestion: run yum --enablerepo=base clean metadata\n", "app-doc.noarch: http://x.example.invalid/app-doc-2-1.noarch.rpm: [Errno -1] Package does not match intended download. Suggestion: run yum --enablerepo=base clean metadata")]
    [InlineData("Package app-2-1.noarch.rpm is not signed\n", "app.noarch: Package app-2-1.noarch.rpm is not signed")]
    [InlineData("Error downloading packages:\n  other-2-1.noarch: [Errno 256] No more mirrors to try.\n", "")]
    public void Packages_that_cannot_be_had_are_named(string output, string failures) =>
        Assert.Equal(failures, string.Join(',', YumReport.DownloadFailures(output, s_steps).Select(failure => $"{failure.Key}: {failure.Value}")));

    [Theory]
    [InlineData("Running transaction\nError in PREIN scriptlet in rpm package app-2-1.noarch\napp-1-1.noarch was supposed to be removed but is not!\n", "app.noarch", "yum ended with exit code 1 without a word about it")]
    [InlineData("Running transaction\nError unpacking rpm package 1:lib-2-1.x86_64\n", "lib.x86_64", "yum ended with exit code 1 without a word about it")]
    [InlineData("Running transaction\nerror: %pre(app-doc-2-1.noarch) scriptlet failed, exit status 1\n", "app-doc.noarch", "yum ended with exit code 1 without a word about it")]
    [InlineData("Running transaction\nNon-fatal POSTIN scriptlet failure in rpm package app-2-1.noarch\n", "", "yum ended with exit code 1 without a word about it")]
    [InlineData("\n\nTransaction check error:\n  file /usr/same conflicts between attempted installs of app-2-1.noarch and app-doc-2-1.noarch\n  file /usr/x from install of 1:lib-2-1.x86_64 conflicts with file from package owner-1-1.noarch\n\nError Summary\n-------------\n", "lib.x86_64", "Transaction check error: file /usr/same conflicts between attempted installs of app-2-1.noarch and app-doc-2-1.noarch file /usr/x from install of 1:lib-2-1.x86_64 conflicts with file from package owner-1-1.noarch")]
    [InlineData("\n\nPackage app-2-1.noarch.rpm is not signed\n", "app.noarch", "Package app-2-1.noarch.rpm is not signed")]
    [InlineData("Error: Package: app-2-1.noarch (base)\n           Requires: x\n", "", "Package: app-2-1.noarch (base) Requires: x")]
    public void Failures_are_told_package_by_package(string output, string failed, string problem)
    {
        TransactionReport report = YumReport.Parse(1, output, s_steps);

        Assert.Equal((false, failed, problem), (report.IsSuccess, string.Join(',', report.Failures.Keys), report.Problem));
    }

    [Fact]
    public void What_went_well_has_no_failures_and_names_files_that_were_kept()
    {
        TransactionReport report = YumReport.Parse(0, "Running transaction\nwarning: /etc/app.conf created as /etc/app.conf.rpmnew\nError in nothing of a rpm package app-2-1.noarch\n\nUpdated:\n  app.noarch 0:2-1\n\nComplete!\n", s_steps);

        Assert.True(report.IsSuccess);
        Assert.Empty(report.Failures);
        Assert.Equal(["/etc/app.conf"], report.KeptConfigurationFiles);
    }

    [Theory]
    [InlineData("Running transaction check\nRunning transaction test\nTransaction test succeeded\n", false)]
    [InlineData("Running transaction test\nRunning transaction\n", true)]
    [InlineData("Running transaction (shutdown inhibited)\n", true)]
    public void It_is_known_whether_rpm_began(string output, bool hasBegun) => Assert.Equal(hasBegun, YumReport.HasBegun(output));

    [Theory]
    [InlineData("Existing lock /var/run/yum.pid: another copy is running as pid 42.\nAnother app is currently holding the yum lock; exiting as configured by exit_on_lock\n", "Existing lock /var/run/yum.pid: another copy is running as pid 42.")]
    [InlineData("Complete!\n", null)]
    public void The_lock_of_another_is_read(string output, string? found) => Assert.Equal(found, YumReport.FindLock(output));
}
