using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class RpmVersionTests
{
    [Theory]
    [InlineData("1.0", "1.1", -1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("1.0~rc1", "1.0", -1)]
    [InlineData("1.0^git1", "1.0", 1)]
    [InlineData("1.0^git1", "1.0.1", -1)]
    [InlineData("1.0^20200101", "1.0.1", -1)]
    [InlineData("2.0.1a", "2.0.1", 1)]
    [InlineData("5.5p1", "5.5p10", -1)]
    [InlineData("1.0010", "1.10", 0)]
    [InlineData("1.0a", "1.01", -1)]
    [InlineData("6.0.rc1", "6.0", 1)]
    [InlineData("10xyz", "10.1xyz", -1)]
    [InlineData("4.18.0-80.el8", "4.18.0-147.el8", -1)]
    [InlineData("1.0.", "1.0", 0)]
    [InlineData("1.0~~", "1.0~", -1)]
    [InlineData("a", "1", -1)]
    // Epochs and releases.
    [InlineData("0:1.0", "1.0", 0)]
    [InlineData(":1.0", "1.0", 0)]
    [InlineData("1:1.0-1", "2.0-1", 1)]
    [InlineData("2:1.0-1", "10:0.1-1", -1)]
    [InlineData("1.0", "1.0-1", -1)]
    [InlineData("1.0", "1.0-~1", -1)]
    [InlineData("1.0-1", "1.0-1.el9", -1)]
    [InlineData("1.0-1.el9_2", "1.0-1.el9_10", -1)]
    // What stands before a colon and is no number is no epoch.
    [InlineData("a:1", "2", -1)]
    // Case and length.
    [InlineData("1.0Z", "1.0a", -1)]
    [InlineData("18446744073709551616", "18446744073709551617", -1)]
    [InlineData("0000000000000000000000000000000001", "1", 0)]
    [InlineData("1_0", "1.0", 0)]
    [InlineData("1.0^", "1.0~", 1)]
    [InlineData("", "1", -1)]
    public void Versions_are_ordered_as_rpm_does(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(RpmVersion.Compare(left, right)));
        Assert.Equal(-order, Math.Sign(RpmVersion.Compare(right, left)));
    }
}
