using CsCheck;
using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptImageSettingsTests
{
    [Theory]
    [InlineData("APT::Default-Release \"bookworm\";", "APT::Default-Release=bookworm")]
    [InlineData("APT { Default-Release \"bookworm\"; Get { Always-Include-Phased-Updates \"true\"; }; };", "APT::Default-Release=bookworm,APT::Get::Always-Include-Phased-Updates=true")]
    [InlineData("Acquire::http { Proxy \"http://proxy.example:3128/\"; }", "Acquire::http::Proxy=http://proxy.example:3128/")]
    [InlineData("// APT::Default-Release \"one\";\n# APT::Default-Release \"two\";\n/* APT::Default-Release \"three\"; */\nAPT::Default-Release \"four\";", "APT::Default-Release=four")]
    [InlineData("Acquire::Retries 3;", "Acquire::Retries=3")]
    [InlineData("apt::machine-id \"0123\"; APT::Machine-ID \"4567\";", "apt::machine-id=4567")]
    [InlineData("Dir::Bin::dpkg \"/evil\"; Dir { Bin { dpkg \"/evil\"; } } APT::Update::Pre-Invoke { \"/evil\"; };", "")]
    [InlineData("DPkg::Pre-Install-Pkgs:: \"/evil\"; Acquire::http::Proxy-Auto-Detect \"/evil\"; APT::Compressor::gzip::Binary \"/evil\";", "")]
    [InlineData("#include \"/etc/passwd\";\n#clear APT::Default-Release;\nDir \"/\";", "")]
    [InlineData("APT::Default-Release \"cut", "")]
    [InlineData("} ; { \"", "")]
    public void Only_values_that_run_nothing_are_taken_over(string text, string expected) =>
        Assert.Equal(expected, string.Join(",", AptImageSettings.Select([text]).Select(setting => $"{setting.Key}={setting.Value}")));

    [Fact]
    public void Later_files_win() =>
        Assert.Equal("two", Assert.Single(AptImageSettings.Select(["APT::Default-Release \"one\";", "APT::Default-Release \"two\";"])).Value);

    [Fact]
    public void Nothing_that_is_written_makes_the_reader_fail() =>
        Gen.OneOf("{", "}", ";", "\"", "//", "/*", "*/", "#", "\n", " ", "APT", "::", "Default-Release", "x").Array[0, 40]
            .Sample(parts => Assert.NotNull(AptImageSettings.Select([string.Concat(parts)])));
}
