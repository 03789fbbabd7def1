using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptDependenciesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" , | ,", "")]
    [InlineData("foo", "foo")]
    [InlineData("foo (>= 1) | bar:any, baz", "foo bar baz")]
    [InlineData("default-mta|mail-transport-agent", "default-mta mail-transport-agent")]
    [InlineData("g++ (<< 4:12) , libstdc++6(=12),python3:any (>= 3.11~)", "g++ libstdc++6 python3")]
    [InlineData("linux-image-amd64 [amd64] | linux-image [!hurd-i386], doc <!nodoc>", "linux-image-amd64 linux-image doc")]
    [InlineData("foo\t(>= 1),\n bar", "foo bar")]
    [InlineData("(>= 1), foo", "foo")]
    public void The_names_of_a_relation_are_found(string field, string names) =>
        Assert.Equal(names, string.Join(" ", AptDependencies.Names(field)));
}
