using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptAdviceTests
{
    private const string Interrupted = "E: dpkg was interrupted, you must manually run ";
    private const string Unmet = "E: Unmet dependencies. Try ";

    [Theory]
    [InlineData("/", "dpkg --configure -a", "dpkg --audit", "apt-get --fix-broken install")]
    [InlineData("/mnt/image", "dpkg --root=/mnt/image --configure -a", "dpkg --root=/mnt/image --audit", "chroot /mnt/image apt-get --fix-broken install")]
    [InlineData("/mnt/my image", "dpkg --root=\"/mnt/my image\" --configure -a", "dpkg --root=\"/mnt/my image\" --audit", "chroot \"/mnt/my image\" apt-get --fix-broken install")]
    [InlineData("/mnt/$(id)`id`\"\\", "dpkg --root=\"/mnt/\\$(id)\\`id\\`\\\"\\\\\" --configure -a", "dpkg --root=\"/mnt/\\$(id)\\`id\\`\\\"\\\\\" --audit", "chroot \"/mnt/\\$(id)\\`id\\`\\\"\\\\\" apt-get --fix-broken install")]
    public void A_command_works_on_the_system_that_it_is_for(string root, string configure, string audit, string fixBroken) =>
        Assert.Equal((configure, audit, fixBroken), (AptAdvice.Configure(root), AptAdvice.Audit(root), AptAdvice.FixBroken(root)));

    [Fact]
    public void What_is_said_of_a_broken_image_names_the_image()
    {
        ProcessResult result = new() { ExitCode = 2, StandardOutput = "", StandardError = "dpkg-query: error: parsing file 'status'\n", Duration = TimeSpan.Zero };

        Assert.Equal(
            "Mend what the message names; 'dpkg --root=/mnt/image --audit' and 'chroot /mnt/image apt-get check' help to find more.",
            AptFailure.Of("dpkg-query", result, "/mnt/image").RecommendedAction);
        Assert.Contains("'dpkg --root=/mnt/image --audit'", Assert.Throws<PatchException>(() => DpkgQuery.Parse("x", "/mnt/image")).RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", Interrupted + "'dpkg --configure -a'", "'dpkg --configure -a'")]
    [InlineData("/mnt/image", Interrupted + "'dpkg --configure -a'", "'dpkg --root=/mnt/image --configure -a'")]
    [InlineData("/mnt/image", Interrupted + "'sudo dpkg --configure -a'", "'sudo dpkg --root=/mnt/image --configure -a'")]
    [InlineData("/", Unmet + "'apt --fix-broken install'", "'apt --fix-broken install'")]
    [InlineData("/mnt/image", Unmet + "'apt --fix-broken install'", "'chroot /mnt/image apt-get --fix-broken install'")]
    public void The_advice_of_apt_itself_is_for_the_system_too(string root, string words, string command)
    {
        ProcessResult result = new() { ExitCode = 100, StandardOutput = "", StandardError = words + "\n", Duration = TimeSpan.Zero };

        Assert.Contains(command, DpkgReport.Parse(100, words + "\n", root).Problem, StringComparison.Ordinal);
        Assert.Contains(command, AptFailure.Of("apt-get", result, root).Message, StringComparison.Ordinal);
        Assert.Contains(command, AptSimulation.Parse(result, new Dictionary<string, DpkgPackage>(StringComparer.Ordinal), root).Problem, StringComparison.Ordinal);
    }
}
