using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class RestartReportTests
{
    [Theory]
    [InlineData("Core libraries or services have been updated since boot-up:\n  * glibc\n  * kernel\n\nReboot is required to fully utilize these updates.\nMore information: https://access.redhat.com/solutions/27943\n", "tool says that a restart is required after changes to glibc, kernel.")]
    [InlineData("Core libraries or services have been updated:\r\n  kernel -> 3.10.0-957.el7\r\n  systemd -> 219-62.el7\r\n\r\nReboot is required to ensure that your system benefits from these updates.\r\n", "tool says that a restart is required after changes to kernel, systemd.")]
    [InlineData("Core libraries or services have been updated.\nReboot is required to ensure that your system benefits from these updates.\n", "tool says that a restart is required.")]
    [InlineData("No core libraries or services have been updated since boot-up.\nReboot should not be necessary.\n", null)]
    [InlineData("No core libraries or services have been updated.\nReboot is probably not necessary.\n", null)]
    [InlineData("", null)]
    [InlineData("  * kernel\n", null)]
    [InlineData("Reboot is required\n  *\n   \n  \u001b[31mk\n", "tool says that a restart is required after changes to ?[31mk.")]
    public void What_is_said_is_read(string output, string? expected) => Assert.Equal(expected, RestartReport.Parse("tool", output));

    [Fact]
    public void Ten_packages_are_named_and_the_others_counted()
    {
        string output = string.Concat(Enumerable.Range(1, 12).Select(number => $"  * p{number}\n")) + "Reboot is required to fully utilize these updates.\n";
        Assert.Equal("tool says that a restart is required after changes to p1, p2, p3, p4, p5, p6, p7, p8, p9, p10 and 2 more.", RestartReport.Parse("tool", output));
    }
}
