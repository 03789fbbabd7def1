using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class VersionSchemeTests
{
    [Fact]
    public void Each_scheme_orders_numbers_as_numbers()
    {
        Assert.True(VersionScheme.Debian.Compare("1.10", "1.9") > 0);
        Assert.True(VersionScheme.Rpm.Compare("1.10", "1.9") > 0);
    }

    [Fact]
    public void The_ordinal_scheme_orders_text()
    {
        Assert.True(VersionScheme.Ordinal.Compare("1.10", "1.9") < 0);
        Assert.Equal(0, VersionScheme.Ordinal.Compare("KB1", "KB1"));
    }
}
