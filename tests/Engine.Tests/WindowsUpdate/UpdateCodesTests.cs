using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class UpdateCodesTests
{
    [Theory]
    [InlineData(0x80240016, "0x80240016 WU_E_INSTALL_NOT_ALLOWED, another installation is under way, or a restart has to come first")]
    [InlineData(0x00240005, "0x00240005 WU_S_REBOOT_REQUIRED, a restart has to finish the installation")]
    [InlineData(0x80070005, "0x80070005 E_ACCESSDENIED, access was denied")]
    [InlineData(0x80246002, "0x80246002 WU_E_DM_INCORRECTFILEHASH, a downloaded file differs from what was published")]
    [InlineData(0x8ABCDEF0, "0x8ABCDEF0, which is no code that is known here")]
    public void A_code_is_told_with_its_name_and_meaning(uint code, string text) => Assert.Equal(text, UpdateCodes.Describe(unchecked((int)code)));

    [Theory]
    [InlineData(0x80072EE2, true)]
    [InlineData(0x8024402C, true)]
    [InlineData(0x80240438, true)]
    [InlineData(0x80240016, false)]
    [InlineData(0x80070005, false)]
    public void Codes_of_the_connection_are_known(uint code, bool expected) => Assert.Equal(expected, UpdateCodes.IsOfConnection(unchecked((int)code)));

    [Fact]
    public void Names_and_meanings_are_whole()
    {
        string[] names = [.. UpdateCodes.Known.Select(code => UpdateCodes.FindName(unchecked((int)code))!)];

        Assert.True(names.Length >= 300);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^[A-Z][A-Z0-9_]+$", name));
        Assert.All(UpdateCodes.Known, code => Assert.Matches("^0x[0-9A-F]{8} [A-Z0-9_]+, [a-zA-Z].*[^.]$", UpdateCodes.Describe(unchecked((int)code))));
    }
}
