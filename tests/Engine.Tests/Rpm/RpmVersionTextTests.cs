using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class RpmVersionTextTests
{
    [Theory]
    [InlineData("0", "1.2", "3.el9", "0:1.2-3.el9")]
    [InlineData("32", "9.16.23", "1.el9_2", "32:9.16.23-1.el9_2")]
    [InlineData(null, "1.2~rc1^git5+x", "3", "0:1.2~rc1^git5+x-3")]
    [InlineData("", "1", "2", "0:1-2")]
    [InlineData("None", "1", "2", "0:1-2")]
    [InlineData("x", "1", "2", null)]
    [InlineData("-1", "1", "2", null)]
    [InlineData("99999999999", "1", "2", null)]
    [InlineData("0", null, "2", null)]
    [InlineData("0", "", "2", null)]
    [InlineData("0", "1", null, null)]
    [InlineData("0", "1", "", null)]
    [InlineData("0", "1-1", "2", null)]
    [InlineData("0", "1:1", "2", null)]
    [InlineData("0", "1 ", "2", null)]
    [InlineData("0", "é", "2", null)]
    public void A_version_is_put_together(string? epoch, string? version, string? release, string? joined) =>
        Assert.Equal(joined, RpmVersionText.Join(epoch, version, release));
}
