using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.PackageManagers.Zypper;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Zypper;

/// <summary>What zypper 1.14 says of its plans and of its work.</summary>
public sealed class ZypperTransactionParserTests
{
    private static readonly DnfInstalled s_installed = new(
        [Package("app", "noarch", "0:1-1"), Package("kernel", "x86_64", "0:5.1-1"), Package("old", "noarch", "0:1-1"), Package("native", "noarch", "0:1-1")]);

    /// <summary>The sections of the summary → kind, id, installed and new version; those marked with a star are unneeded.</summary>
    [Theory]
    [InlineData("to-upgrade:app:2-1:noarch", "Upgrade app.noarch 0:1-1 0:2-1")]
    [InlineData("to-upgrade:app:1:2-1:noarch;to-install:dep:3-1:noarch", "Upgrade app.noarch 0:1-1 1:2-1,Install dep.noarch  0:3-1")]
    [InlineData("to-upgrade:native:2-1:x86_64;to-change-arch:native:2-1:x86_64", "Upgrade native.noarch 0:1-1 0:2-1")]
    [InlineData("to-upgrade-change-arch:native:2-1:x86_64", "Upgrade native.noarch 0:1-1 0:2-1")]
    [InlineData("to-install:kernel:5.2-1:x86_64", "Upgrade kernel.x86_64 0:5.1-1 0:5.2-1")]
    [InlineData("to-install:new:1-1:noarch;to-remove:old:1-1:noarch", "Install new.noarch  0:1-1,Remove old.noarch 0:1-1 *")]
    [InlineData("to-downgrade:app:0.9-1:noarch;to-reinstall:old:1-1:noarch", "Downgrade app.noarch 0:1-1 0:0.9-1,Reinstall old.noarch 0:1-1 0:1-1")]
    [InlineData("", "")]
    public void The_summary_becomes_steps(string sections, string steps)
    {
        TransactionSimulation simulation = ZypperSimulation.Parse(Result(0, $"<install-summary download-size=\"1\">{string.Concat(sections.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Section))}</install-summary>"), s_installed);

        Assert.True(simulation.IsPossible);
        Assert.Equal(steps, string.Join(',', simulation.Steps.Select(step => $"{step.Kind} {step.Id} {step.InstalledVersion} {step.Version}{(step.IsUnneeded ? "*" : "")}")));
    }

    [Theory]
    [InlineData(4, "<prompt id=\"1\"><description>Problem: nothing provides x needed by app-2-1.noarch\n Solution 1: do not install app-2-1.noarch\n</description></prompt>", "nothing provides x needed by app-2-1.noarch")]
    [InlineData(4, "<prompt id=\"1\"><description>Problem: a requires b, but this requirement cannot be provided\n  deleted providers: b-1-1.noarch\n Solution 1: no</description></prompt>", "a requires b, but this requirement cannot be provided; deleted providers: b-1-1.noarch")]
    [InlineData(104, "<message type=\"error\">No provider of 'app = 9' found.</message>", "No provider of 'app = 9' found.")]
    [InlineData(0, "<install-summary><to-upgrade><solvable name=\"app\" edition=\"2-1\" arch=\"noarch\"/></to-upgrade><to-change-vendor><solvable name=\"app\" edition=\"2-1\" arch=\"noarch\"/></to-change-vendor></install-summary>", "it would change the vendor of app 0:2-1")]
    public void What_is_not_possible_says_why(int code, string output, string problem)
    {
        TransactionSimulation simulation = ZypperSimulation.Parse(Result(code, output), s_installed);

        Assert.Equal((false, problem), (simulation.IsPossible, simulation.Problem));
    }

    [Theory]
    [InlineData(7, "<message type=\"error\">System management is locked by the application with pid 1 (zypper).</message>", ErrorIds.PackageManagerBusy)]
    [InlineData(8, "<message type=\"error\">Odd.</message>", ErrorIds.ToolFailed)]
    [InlineData(5, "", ErrorIds.ToolFailed)]
    [InlineData(0, "<install-summary><to-upgrade><solvable name=\"app\"/></to-upgrade></install-summary>", ErrorIds.ToolOutputNotUnderstood)]
    public void A_failure_is_an_error(int code, string output, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<PatchException>(() => ZypperSimulation.Parse(Result(code, output), s_installed)).ErrorId);

    [Theory]
    [InlineData("<message type=\"error\">Can't create solv cache.\nHistory:\n - No space left on device</message>", "", ErrorIds.DiskFull)]
    [InlineData("", "/var/cache/zypp: No space left on device\n", ErrorIds.DiskFull)]
    [InlineData("<message type=\"error\">Odd.\nHistory:\n - Can't hardlink/copy /var/tmp/AP_1/a.rpm to /nowhere</message>", "", ErrorIds.ToolFailed)]
    [InlineData("<message type=\"error\">Odd.</message>", "", ErrorIds.ToolFailed)]
    public void A_full_disk_is_told_from_other_failures(string output, string errors, string errorId)
    {
        ProcessResult result = Result(4, output) with { StandardError = errors };

        PatchException exception = ZypperFailure.Of("zypper refresh", result, ZypperOutput.Read(result.StandardOutput));

        Assert.Equal(errorId, exception.ErrorId);
        Assert.Equal(errorId is ErrorIds.DiskFull, exception.Message.Contains("No space left on device. Nothing was installed.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_that_is_cut_off_is_no_plan() =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => ZypperSimulation.Parse(new ProcessResult { ExitCode = 0, StandardOutput = "<stream><install-summary><to-up", StandardError = "", Duration = TimeSpan.Zero }, s_installed)).ErrorId);

    [Fact]
    public void Each_package_that_cannot_be_had_has_its_reason()
    {
        ZypperOutput output = ZypperOutput.Read("""
            <stream><message type="info">Retrieving package app-2-1.noarch (1/3),   5.9 KiB</message>
            <message type="error">File './app.rpm' not found on medium 'file:/x'</message>
            <message type="error">ABORT request: Aborting requested by user</message>
            <message type="info">Retrieving package old-1:2-1.noarch (2/3),   5.9 KiB</message>
            <message type="error">old-1:2-1.noarch (base): Signature verification failed [6-File is unsigned]</message>
            <message type="info">Retrieving package native-2-1.noarch (3/3),   5.9 KiB</message>
            <download-result><solvable><kind>package</kind><name>native</name></solvable></download-result></stream>
            """);
        PackageStep[] steps = [Step("app", "0:2-1"), Step("old", "1:2-1"), Step("native", "0:2-1"), Step("silent", "0:2-1")];

        IReadOnlyDictionary<string, string> failures = ZypperReport.DownloadFailures(output, steps);

        Assert.Equal(["app.noarch", "old.noarch"], failures.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("File './app.rpm' not found on medium 'file:/x'", failures["app.noarch"]);
        Assert.Equal(["app", "old", "silent"], ZypperReport.NotTold(output, steps).Select(step => step.Name));
    }

    [Theory]
    [InlineData("Download (curl) error for 'https://a.invalid/app.rpm':\nError code: Write error\nError message: Failure writing output to destination\n", "Failure writing output to destination", "Error message: Failure writing output to destination", null)]
    [InlineData("Failed to provide Package app-2-1.noarch (base). Do you want to retry retrieval?\n\n[base|https://a.invalid/] Can't provide file './app.rpm' from repository 'base'\nHistory:\n - Can't hardlink/copy /var/tmp/AP_1/a to b.rpm to /var/cache/zypp/packages/base\n - Can't provide ./app.rpm\n", "Can't hardlink/copy /var/tmp/AP_1/a to b.rpm to /var/cache/zypp/packages/base; Can't provide ./app.rpm", null, "/var/cache/zypp/packages/base")]
    [InlineData("app-2-1.noarch (base): Signature verification failed [6-File is unsigned]", "app-2-1.noarch (base): Signature verification failed [6-File is unsigned]", null, null)]
    public void A_package_that_cannot_be_had_says_what_it_comes_from(string message, string reason, string? fullDisk, string? failedCopy)
    {
        string text = $"<stream><message type=\"info\">Retrieving package app-2-1.noarch (1/1)</message><message type=\"error\">{message}</message></stream>";
        ZypperOutput output = ZypperOutput.Read(text);

        Assert.Equal(reason, ZypperReport.DownloadFailures(output, [Step("app", "0:2-1")])["app.noarch"]);
        Assert.Equal(fullDisk, ZypperReport.FindFullDisk(text));
        Assert.Equal(failedCopy, ZypperReport.FindFailedCopy(output)?.Folder);
    }

    [Theory]
    [InlineData("app", "")]
    [InlineData("both", "zypper keeps a package for one architecture only: both.x86_64 0:2-1 would take the place of both.i686")]
    public void What_would_take_the_place_of_another_architectures_package_is_not_possible(string name, string problem)
    {
        DnfInstalled installed = new([Package("app", "x86_64", "0:1-1"), Package("both", "i686", "0:1-1"), Package("both", "x86_64", "0:1-1")]);

        TransactionSimulation simulation = ZypperSimulation.Parse(Result(0, $"<install-summary>{Section($"to-upgrade:{name}:2-1:x86_64")}</install-summary>"), installed);

        Assert.Equal((problem.Length == 0, problem), (simulation.IsPossible, simulation.Problem));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(102, true)]
    [InlineData(103, true)]
    [InlineData(106, true)]
    [InlineData(107, true)]
    [InlineData(4, false)]
    [InlineData(8, false)]
    [InlineData(105, false)]
    public void What_was_done_is_told_by_the_exit_code(int code, bool isSuccess)
    {
        TransactionReport report = ZypperReport.Parse(code, ZypperOutput.Read("<stream></stream>"), []);

        Assert.Equal((isSuccess, isSuccess), (report.IsSuccess, report.Problem.Length == 0));
    }

    [Fact]
    public void A_report_has_rpms_own_words_and_the_files_that_were_kept()
    {
        ZypperOutput output = ZypperOutput.Read("""
            <stream><progress id="install-resolvable" name="(1/2) Installing: app-2-1.noarch" value="0"/>
            <message type="error">Installation of app-2-1.noarch failed:
            Error: Subprocess failed. Error: RPM failed: warning
            error: lua script failed: no way
            error: app-2-1.noarch: install failed
            </message>
            <message type="info">Additional rpm output:
            warning: /etc/old.conf created as /etc/old.conf.rpmnew
            </message></stream>
            """);

        TransactionReport report = ZypperReport.Parse(8, output, [Step("app", "0:2-1")]);

        Assert.True(ZypperReport.HasBegun(output));
        Assert.False(report.IsSuccess);
        Assert.Equal("lua script failed: no way; app-2-1.noarch: install failed", report.FailureOf("app.noarch", "app"));
        Assert.Equal(["/etc/old.conf"], report.KeptConfigurationFiles);
    }

    [Theory]
    [InlineData("Error: Subprocess failed. Error: RPM failed: warning: one\nwarning: two\n\tinstalling package app-2-1.noarch needs 4MB more space on the / filesystem\n", "installing package app-2-1.noarch needs 4MB more space on the / filesystem")]
    [InlineData("warning: one\nwarning: two\n\tinstalling package app-2-1.noarch needs 3 inodes on the /usr filesystem\n", "installing package app-2-1.noarch needs 3 inodes on the /usr filesystem")]
    [InlineData("\tinstalling package app-2-1.noarch needs 4MB more space on the / filesystem\nerror: unpacking of archive failed\n", "unpacking of archive failed")]
    [InlineData("Odd\n", "Installation of app-2-1.noarch failed: Odd")]
    public void A_package_that_could_not_be_put_on_says_why(string message, string reason) => Assert.Equal(
        reason,
        ZypperReport.Parse(8, ZypperOutput.Read($"<stream><message type=\"error\">Installation of app-2-1.noarch failed:\n{message}</message></stream>"), [Step("app", "0:2-1")]).FailureOf("app.noarch", "app"));

    private static string Section(string text)
    {
        string[] parts = text.Split(':');
        return $"<{parts[0]}><solvable type=\"package\" name=\"{parts[1]}\" edition=\"{string.Join(':', parts[2..^1])}\" arch=\"{parts[^1]}\"/></{parts[0]}>";
    }

    private static ProcessResult Result(int code, string content) => new() { ExitCode = code, StandardOutput = $"<?xml version='1.0'?>\n<stream>\n{content}\n</stream>\n", StandardError = "", Duration = TimeSpan.Zero };

    private static PackageStep Step(string name, string version) => new() { Kind = PackageStepKind.Upgrade, Name = name, Architecture = "noarch", InstalledVersion = "0:1-1", Version = version };

    private static RpmPackage Package(string name, string architecture, string version) => new() { Name = name, Architecture = architecture, Version = version };
}
