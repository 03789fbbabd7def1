using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class KernelReleaseTests
{
    [Theory]
    // Debian and its relatives
    [InlineData("6.1.0-18-amd64", "6.1.0-9-amd64 6.1.0-18-amd64 6.1.0-27-amd64", "6.1.0-27-amd64")]
    [InlineData("6.1.0-27-amd64", "6.1.0-9-amd64 6.1.0-27-amd64", null)]
    [InlineData("6.1.0-18-amd64", "6.1.0-18-amd64 6.1.0-27-cloud-amd64 6.1.0-27-rt-amd64", null)]
    [InlineData("6.1.0-18-cloud-amd64", "6.1.0-18-cloud-amd64 6.1.0-27-cloud-amd64 6.1.0-28-amd64", "6.1.0-27-cloud-amd64")]
    [InlineData("6.1.0-37-amd64", "6.1.0-37-amd64 6.12.43+deb12-amd64", "6.12.43+deb12-amd64")]
    [InlineData("6.12-rc1-amd64", "6.12-rc1-amd64 6.12.48+deb13-amd64", "6.12.48+deb13-amd64")]
    [InlineData("6.1.0-18-686-pae", "6.1.0-18-686-pae 6.1.0-27-686", null)]
    [InlineData("5.15.0-91-generic", "5.15.0-91-generic 5.15.0-101-generic 6.5.0-1014-aws", "5.15.0-101-generic")]
    [InlineData("6.6.20+rpt-rpi-v8", "6.6.20+rpt-rpi-v8 6.6.31+rpt-rpi-v8 6.6.51+rpt-rpi-2712", "6.6.31+rpt-rpi-v8")]
    [InlineData("5.10.103-v7+", "5.10.103+ 5.10.103-v7+ 5.10.110-v7l+ 5.10.110-v8+", null)]
    // The RPM families
    [InlineData("5.14.0-362.el9.x86_64", "5.14.0-362.el9.x86_64 5.14.0-362.8.1.el9_3.x86_64", "5.14.0-362.8.1.el9_3.x86_64")]
    [InlineData("5.14.0-362.8.1.el9_3.x86_64", "5.14.0-362.el9.x86_64 5.14.0-362.8.1.el9_3.x86_64", null)]
    [InlineData("5.14.0-362.8.1.el9_3.x86_64", "5.14.0-362.8.1.el9_3.x86_64 5.14.0-427.el9.x86_64+rt 0-rescue-ab12", null)]
    [InlineData("4.18.0-513.el8.x86_64", "4.18.0-513.el8.x86_64 5.15.0-200.131.27.el8uek.x86_64", null)]
    [InlineData("4.14.355-275.572.amzn2.x86_64", "4.14.355-275.572.amzn2.x86_64 4.14.355-276.639.amzn2.x86_64", "4.14.355-276.639.amzn2.x86_64")]
    [InlineData("6.1.61-85.141.amzn2023.x86_64", "6.1.61-85.141.amzn2023.x86_64 6.1.109-118.189.amzn2023.x86_64", "6.1.109-118.189.amzn2023.x86_64")]
    [InlineData("5.14.21-150500.55.39-default", "5.14.21-150500.55.39-default 5.14.21-150500.55.110-default 5.14.21-150500.55.200-azure", "5.14.21-150500.55.110-default")]
    // A container, and other odd ones
    [InlineData("6.18.44-fc", "6.1.0-18-amd64 6.19.0-fc", null)]
    [InlineData("6.1.0-18-amd64", "", null)]
    [InlineData("6.1.0", "6.1.0 6.1.1", "6.1.1")]
    public void The_newest_kernel_of_the_running_flavour_counts(string running, string installed, string? newer) =>
        Assert.Equal(newer, KernelRelease.FindNewer(running, installed.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
