using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class VersionSchemeTests
{
    [Fact]
    public void Each_scheme_orders_numbers_as_numbers()
    {
        Assert.True(VersionScheme.Debian.Compare("1.10", "1.9") > 0);
        Assert.True(VersionScheme.Rpm.Compare("1.10", "1.9") > 0);
        Assert.True(VersionScheme.MacOS.Compare("1.10", "1.9") > 0);
        Assert.True(VersionScheme.Update.Compare("2026-10-13.10", "2026-10-13.9") > 0);
    }
}
