using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class PackageNamesTests
{
    [Fact]
    public void An_RPM_package_has_twelve_names()
    {
        IReadOnlyList<string> names = PackageNames.ForRpm("bind-libs", "x86_64", "32:9.8.2-0.62.rc1.57.amzn1", includeBareVersions: true);
        Assert.Equal(
            [
                "32:9.8.2-0.62.rc1.57.amzn1",
                "32:bind-libs-9.8.2-0.62.rc1.57.amzn1.x86_64",
                "9.8.2",
                "9.8.2-0.62.rc1.57.amzn1",
                "bind-libs",
                "bind-libs-32:9.8.2-0.62.rc1.57.amzn1",
                "bind-libs-32:9.8.2-0.62.rc1.57.amzn1.x86_64",
                "bind-libs-9.8.2",
                "bind-libs-9.8.2-0.62.rc1.57.amzn1",
                "bind-libs-9.8.2-0.62.rc1.57.amzn1.x86_64",
                "bind-libs.x86_64",
                "bind-libs.x86_64:32:9.8.2-0.62.rc1.57.amzn1",
            ],
            names.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Without_bare_versions_there_are_nine()
    {
        IReadOnlyList<string> names = PackageNames.ForRpm("bash", "x86_64", "5.2-1", includeBareVersions: false);
        Assert.Equal(9, names.Count);
        Assert.All(names, name => Assert.Contains("bash", name, StringComparison.Ordinal));
        Assert.Contains("bash-0:5.2-1", names, StringComparer.Ordinal);
    }

    [Fact]
    public void A_Debian_package_has_six_names() =>
        Assert.Equal(
            ["cryptsetup", "cryptsetup.amd64", "cryptsetup-2:1.6.6-5", "cryptsetup.amd64:2:1.6.6-5", "2:1.6.6-5", "amd64:2:1.6.6-5"],
            PackageNames.ForDebian("cryptsetup", "amd64", "2:1.6.6-5", includeBareVersions: true),
            StringComparer.Ordinal);

    [Fact]
    public void What_has_no_version_is_named_by_its_name_alone() =>
        Assert.Equal(["patch", "patch.noarch"], PackageNames.ForRpm("patch", "noarch", "", includeBareVersions: true), StringComparer.Ordinal);
}
