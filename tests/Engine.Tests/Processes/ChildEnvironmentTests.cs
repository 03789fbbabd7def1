using PatchBaselineAssociation.PackageManagers.Processes;

namespace PatchBaselineAssociation.Tests.Processes;

public sealed class ChildEnvironmentTests
{
    [Theory]
    [InlineData("HOME", true)]
    [InlineData("http_proxy", true)]
    [InlineData("https_proxy", true)]
    [InlineData("ftp_proxy", true)]
    [InlineData("no_proxy", true)]
    [InlineData("all_proxy", true)]
    [InlineData("HTTP_PROXY", true)]
    [InlineData("HTTPS_PROXY", true)]
    [InlineData("FTP_PROXY", true)]
    [InlineData("NO_PROXY", true)]
    [InlineData("ALL_PROXY", true)]
    [InlineData("Http_Proxy", false)]
    [InlineData("LANG", false)]
    [InlineData("LANGUAGE", false)]
    [InlineData("LC_MESSAGES", false)]
    [InlineData("LD_PRELOAD", false)]
    [InlineData("APT_CONFIG", false)]
    [InlineData("SystemRoot", false)]
    public void What_Unix_children_keep(string name, bool isKept) => Assert.Equal(isKept, Create(name, isWindows: false).ContainsKey(name));

    [Theory]
    [InlineData("SystemRoot", true)]
    [InlineData("SYSTEMROOT", true)]
    [InlineData("TEMP", true)]
    [InlineData("https_proxy", true)]
    [InlineData("PSModulePath", false)]
    [InlineData("LANG", false)]
    public void What_Windows_children_keep(string name, bool isKept) => Assert.Equal(isKept, Create(name, isWindows: true).ContainsKey(name));

    [Theory]
    [InlineData("PATH", "/one:/two")]
    [InlineData("LC_ALL", "C")]
    [InlineData("TERM", "dumb")]
    [InlineData("DEBIAN_FRONTEND", "noninteractive")]
    [InlineData("NEEDRESTART_MODE", "l")]
    public void What_is_fixed_does_not_come_from_the_parent(string name, string value) => Assert.Equal(value, Create(name, isWindows: false)[name]);

    [Fact]
    public void Additions_win()
    {
        var environment = ChildEnvironment.Create(
            new Dictionary<string, string> { ["HOME"] = "/root" }, [], isWindows: false, new Dictionary<string, string> { ["HOME"] = "/other", ["LC_ALL"] = "C.UTF-8" });

        Assert.Equal(("/other", "C.UTF-8"), (environment["HOME"], environment["LC_ALL"]));
    }

    private static IReadOnlyDictionary<string, string> Create(string name, bool isWindows) => ChildEnvironment.Create(
        new Dictionary<string, string> { [name] = "of the parent" }, ["/one", "/two"], isWindows, new Dictionary<string, string>());
}
