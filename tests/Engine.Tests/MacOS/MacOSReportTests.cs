using PatchBaselineAssociation.PackageManagers.MacOS;

namespace PatchBaselineAssociation.Tests.MacOS;

/// <summary>What softwareupdate and brew say while they work, and what that means beside the list from afterwards.</summary>
public sealed class MacOSReportTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 27, 2, 0, 0, 700, TimeSpan.Zero);
    private static readonly SoftwareUpdateItem s_safari = new() { Label = "Safari-2", Title = "Safari", Version = "2" };
    private static readonly SoftwareUpdateItem s_system = new() { Label = "macOS Ventura 13.6.1-22G313", Title = "macOS Ventura 13.6.1", Version = "13.6.1", Action = UpdateAction.Restart };

    [Theory]
    [InlineData(0, "Software Update Tool\n\nFinding available software\n\nDownloading Safari\nDownloaded Safari\nInstalling Safari\nDone with Safari\nDone.\n", "", "", false)]
    [InlineData(0, "Installed Safari\n   Done.\n   You have installed one or more updates that requires that you restart your\n   computer.  Please restart immediately.\n", "", "", true)]
    [InlineData(0, "Safari-2: No such update\nNo updates are available.\n", "Safari-2=Safari-2: No such update", "", false)]
    [InlineData(0, "Not enough free disk space: a total of 17.13 GB is required.\n", "", "Not enough free disk space: a total of 17.13 GB is required.", false)]
    [InlineData(1, "", "", "softwareupdate ended with exit code 1", false)]
    [InlineData(0, "Downloading Safari\rDownloading: 10.00%\rDownloading: 100.00%\rFailed to authenticate\r", "", "Failed to authenticate", false)]
    public void Reasons_are_found(int exitCode, string output, string failures, string problem, bool asksForRestart)
    {
        SoftwareUpdateReport report = SoftwareUpdateReport.Parse(exitCode, output, [s_safari, s_system]);

        Assert.Equal(failures, string.Join(';', report.Failures.Select(failure => $"{failure.Key}={failure.Value}")));
        Assert.Equal((problem, asksForRestart), (report.Problem, report.AsksForRestart));
    }

    /// <summary>A title that begins another one is not meant where that stands.</summary>
    [Theory]
    [InlineData("Error downloading Safari Technology Preview\n", "Safari Technology Preview-9")]
    [InlineData("Error downloading Safari\n", "Safari-2")]
    public void A_reason_is_about_the_longest_title(string output, string expected) => Assert.Equal(
        [expected],
        SoftwareUpdateReport.Parse(0, output, [s_safari, new SoftwareUpdateItem { Label = "Safari Technology Preview-9", Title = "Safari Technology Preview", Version = "9" }]).Failures.Keys);

    /// <summary>The list and the history decide; the words only explain.</summary>
    [Theory]
    [InlineData("Done.", "", "", "done")]
    [InlineData("Done.", "Safari-2", "", "softwareupdate ended without an error, and still lists it")]
    [InlineData("Done.", "Safari-2", "Safari|2|2026-11-27T02:00:00Z", "done")]
    [InlineData("Done.", "Safari-2", "Safari|2|2026-11-27T01:59:59Z", "softwareupdate ended without an error, and still lists it")]
    [InlineData("Done.", "Safari-2", "Safari|1|2026-11-27T03:00:00Z", "softwareupdate ended without an error, and still lists it")]
    [InlineData("Error downloading Safari", "Safari-2", "", "Error downloading Safari")]
    [InlineData("Error downloading Safari", "", "", "Error downloading Safari")]
    [InlineData("Error downloading Safari", "", "Safari|2|2026-11-27T02:01:00Z", "done")]
    [InlineData("Please restart immediately.", "Safari-2", "", "softwareupdate ended without an error, and still lists it")]
    public void An_update_is_on_where_the_list_or_the_history_says_so(string words, string listed, string receipt, string expected) =>
        Assert.Equal(expected, Outcome(s_safari, words, listed, receipt));

    [Theory]
    [InlineData("Done.\nPlease restart immediately.", "macOS Ventura 13.6.1-22G313", "prepared")]
    [InlineData("Done.\nPlease restart immediately.", "", "done")]
    [InlineData("Failed to authenticate\nPlease restart immediately.", "macOS Ventura 13.6.1-22G313", "Failed to authenticate")]
    [InlineData("Downloaded macOS Ventura 13.6.1\n", "macOS Ventura 13.6.1-22G313", "softwareupdate ended without an error and without asking for a restart")]
    public void What_a_restart_puts_on_is_prepared(string words, string listed, string expected) =>
        Assert.StartsWith(expected, Outcome(s_system, words, listed, ""), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "==> Upgrading 2 outdated packages:\ngit 2.33.0 -> 2.33.1\n", "", "")]
    [InlineData(1, "Error: git: no bottle available!\n", "git=Error: git: no bottle available!", "")]
    [InlineData(1, "Error: git-lfs 3 is already locked\n", "", "Error: git-lfs 3 is already locked")]
    [InlineData(1, "curl: (6) Could not resolve host: ghcr.io\nError: Download failed\n", "", "curl: (6) Could not resolve host: ghcr.io Error: Download failed")]
    [InlineData(1, "sudo: a terminal is required to read the password\nError: Failure while executing; `/usr/bin/sudo` exited with 1 for user/tap/foo.\n", "user/tap/foo=Error: Failure while executing; `/usr/bin/sudo` exited with 1 for user/tap/foo.", "sudo: a terminal is required to read the password")]
    [InlineData(2, "", "", "brew ended with exit code 2")]
    public void Reasons_of_brew_are_found(int exitCode, string output, string failures, string problem)
    {
        HomebrewReport report = HomebrewReport.Parse(exitCode, output, [Package("git", "git"), Package("foo", "user/tap/foo")]);

        Assert.Equal(failures, string.Join(';', report.Failures.Select(failure => $"{failure.Key}={failure.Value}")));
        Assert.Equal(problem, report.Problem);
    }

    private static HomebrewPackage Package(string name, string spec) => new() { Name = name, FullName = spec, Spec = spec, IsCask = false, InstalledVersion = "1" };

    private static string Outcome(SoftwareUpdateItem item, string words, string listed, string receipt)
    {
        string[] parts = receipt.Split('|');
        MacOSSnapshot after = MacOSSamples.Snapshot(
            listed.Length == 0 ? [] : [item],
            receipt.Length == 0 ? [] : [new InstallReceipt(parts[0], parts[1], DateTimeOffset.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture))]);
        SoftwareUpdateOutcome outcome = SoftwareUpdateOutcome.Of([item], SoftwareUpdateReport.Parse(0, words, [item]), after, s_start);
        Assert.Equal(1, outcome.Done.Count + outcome.Missed.Count);
        return outcome.Done.Count == 0 ? outcome.Missed[item.Label] : outcome.Done[0].IsPrepared ? "prepared" : "done";
    }
}
