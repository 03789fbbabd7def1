using System.Runtime.InteropServices;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Dnf;

public sealed class DnfArchitectureTests
{
    [Theory]
    [InlineData("rpm.x86_64", Architecture.X64, null)]
    [InlineData("rpm.aarch64", Architecture.Arm64, null)]
    [InlineData("rpm.aarch64", Architecture.X64, "aarch64")]
    [InlineData("rpm.x86_64", Architecture.Arm64, "x86_64")]
    [InlineData("rpm.s390x", Architecture.X64, "s390x")]
    [InlineData("other.aarch64", Architecture.X64, null)]
    [InlineData("rpm.noarch glibc.aarch64", Architecture.X64, "aarch64")]
    [InlineData("glibc.i686 glibc.x86_64", Architecture.X64, null)]
    [InlineData("glibc.i686 glibc.x86_64", Architecture.Arm64, "x86_64")]
    [InlineData("rpm.i686", Architecture.X64, null)]
    [InlineData("", Architecture.X64, null)]
    public void What_the_machine_can_run_nothing_of_is_foreign(string installed, Architecture machine, string? foreign)
    {
        RpmPackage[] packages =
        [
            .. installed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => id.Split('.')).Select(id => new RpmPackage { Name = id[0], Architecture = id[1], Version = "0:1-1" }),
        ];

        Assert.Equal(foreign, DnfArchitecture.FindForeign(packages, machine));
    }
}
