using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Tests.Nodes;

public sealed class SystemEnvironmentTests
{
    [Fact]
    public void This_machine_tells_what_it_is()
    {
        SystemEnvironment environment = new();
        Assert.NotEmpty(environment.HostName);
        Assert.NotEmpty(environment.MachineArchitecture);
        Assert.Null(environment.GetVariable("A_VARIABLE_THAT_IS_NOT_SET"));
        Assert.Equal(OperatingSystem.IsWindows(), environment.Kind == SystemKind.Windows);
        Assert.Equal(OperatingSystem.IsMacOS(), environment.Kind == SystemKind.MacOS);
        Assert.Equal(environment.Kind == SystemKind.Linux, environment.SystemVersion is null);
        Assert.Equal(environment.Kind == SystemKind.Linux, environment.GetBootTime(DateTimeOffset.UtcNow) is null);
        Assert.True(environment.Kind == SystemKind.Windows || !environment.IsWindowsServer);
    }

    [Theory]
    [InlineData("13.6.1\0", "13.6.1")]
    [InlineData("10.15.7", "10.15.7")]
    [InlineData("27\0", "27.0")]
    [InlineData("", null)]
    [InlineData("beta\0", null)]
    [InlineData(null, null)]
    public void The_kernel_of_a_Mac_tells_its_version(string? text, string? version) =>
        Assert.Equal(version, SystemEnvironment.ParseVersion(text is null ? null : System.Text.Encoding.UTF8.GetBytes(text))?.ToString());

    /// <summary>The bytes of a timeval: seconds and microseconds.</summary>
    [Theory]
    [InlineData(1795737600L, "2026-11-27T00:00:00")]
    [InlineData(0L, "")]
    [InlineData(-1L, "")]
    [InlineData(long.MaxValue, "")]
    public void The_kernel_of_a_Mac_tells_when_it_started(long seconds, string time) =>
        Assert.Equal(time, SystemEnvironment.ParseBootTime([.. BitConverter.GetBytes(seconds), .. BitConverter.GetBytes(999999L)]) is { } start ? start.UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture) : "");

    [Fact]
    public void Half_an_answer_is_no_start_of_a_Mac()
    {
        Assert.Null(SystemEnvironment.ParseBootTime([1, 2, 3]));
        Assert.Null(SystemEnvironment.ParseBootTime(null));
    }

    [Theory]
    [InlineData("X64", "x86_64")]
    [InlineData("Arm64", "aarch64")]
    [InlineData("Arm", "armv7l")]
    [InlineData("X86", "i686")]
    [InlineData("S390x", "s390x")]
    [InlineData("Ppc64le", "ppc64le")]
    public void Architectures_are_named_as_uname_does(string runtimeName, string name) => Assert.Equal(name, Architectures.OfRuntimeName(runtimeName));

    [Theory]
    [InlineData(new byte[] { 1, 62, 0 }, "x86_64")]
    [InlineData(new byte[] { 1, 3, 0 }, "i686")]
    [InlineData(new byte[] { 1, 40, 0 }, "armv7l")]
    [InlineData(new byte[] { 1, 183, 0 }, "aarch64")]
    [InlineData(new byte[] { 1, 243, 0 }, "riscv64")]
    [InlineData(new byte[] { 1, 21, 0 }, "ppc64le")]
    [InlineData(new byte[] { 2, 0, 21 }, "ppc64")]
    [InlineData(new byte[] { 2, 0, 22 }, "s390x")]
    [InlineData(new byte[] { 1, 255, 255 }, "")]
    [InlineData(new byte[] { 1, 62 }, "")]
    public void A_programs_header_tells_its_machine(byte[] orderAndMachine, string name)
    {
        byte[] header = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, orderAndMachine[0], 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, .. orderAndMachine[1..]];
        Assert.Equal(name, Architectures.OfProgram(header));
    }
}
