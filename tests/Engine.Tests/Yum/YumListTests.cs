using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Yum;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Yum;

/// <summary>What yum 3.4.3 prints, which goes to the next line after a column that is too long.</summary>
public sealed class YumListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Loaded plugins: fastestmirror, priorities\nLoading mirror speeds from cached hostfile\n * base: mirror.example.invalid\n", "")]
    [InlineData("Available Packages\nbash.x86_64             4.2.46-35.el7_9             updates\n", "bash.x86_64 0:4.2.46-35.el7_9 updates")]
    [InlineData("Available Packages\nopenssl.x86_64   1:1.0.2k-26.el7_9   updates   \nopenssl.i686   1:1.0.2k-26.el7_9   updates\n", "openssl.x86_64 1:1.0.2k-26.el7_9 updates,openssl.i686 1:1.0.2k-26.el7_9 updates")]
    [InlineData("Available Packages\njava-1.8.0-openjdk-accessibility-debug.x86_64\n                        1:1.8.0.412.b08-1.el7_9     updates\n", "java-1.8.0-openjdk-accessibility-debug.x86_64 1:1.8.0.412.b08-1.el7_9 updates")]
    [InlineData("Available Packages\nkernel.x86_64           4.14.355-276.639.amzn2.20250101\n                                                    amzn2-core-kernel\n", "kernel.x86_64 0:4.14.355-276.639.amzn2.20250101 amzn2-core-kernel")]
    [InlineData("Available Packages\na-very-long-name-of-a-package-that-does-not-fit.noarch\n                        123:123.456.789-123456.long.release\n                                                    a-repository\nnext.noarch 1-1 base\n", "a-very-long-name-of-a-package-that-does-not-fit.noarch 123:123.456.789-123456.long.release a-repository,next.noarch 0:1-1 base")]
    [InlineData("Available Packages\r\nbash.x86_64 1-1 base\r\n", "bash.x86_64 0:1-1 base")]
    [InlineData("Installed Packages\nbash.x86_64 1-1 @base\nAvailable Packages\nbash.x86_64 2-1 base\nObsoleting Packages\nnew.noarch 1-1 base\n    old.noarch 1-1 @base\n", "bash.x86_64 0:2-1 base")]
    [InlineData("Available Packages\nbash.x86_64 2-1 base\nUpdates Information Summary: available\nBeachten Sie die Pakete.\nThere are unfinished transactions remaining.\nzlib.x86_64 2-1 base\nnot.a.package.example\n", "bash.x86_64 0:2-1 base,zlib.x86_64 0:2-1 base")]
    public void Offers_are_read(string output, string offers) =>
        Assert.Equal(offers, string.Join(',', YumList.Parse(output).Select(offer => $"{offer.Name}.{offer.Architecture} {offer.Version} {offer.Repository}")));

    [Theory]
    [InlineData("bash.x86_64")]
    [InlineData("bash.x86_64   4.2-1")]
    [InlineData("bash.x86_64   4.2-")]
    [InlineData("bash.x86_64   4.2-   base")]
    [InlineData("bash.x86_64   4.2   base")]
    [InlineData("bash.x86_64   4.2-1   base   more")]
    public void A_row_that_is_cut_or_of_another_shape_is_an_error(string row) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => YumList.Parse($"Available Packages\na.noarch 1-1 base\n{row}")).ErrorId);

    /// <summary>yum's own spelling: the epoch before the name, an asterisk for the architecture.</summary>
    [Theory]
    [InlineData("0:bash-4.2-1.el7.*", "bash", "0:4.2-2.el7", true)]
    [InlineData("0:bash-4.2-1.el7.*", "bash", "0:4.2-1.el7", false)]
    [InlineData("0:bash-4.2-1.el7.*", "bash-doc", "0:4.2-2.el7", false)]
    [InlineData("bash-4.2-1.el7.x86_64", "bash", "0:4.2-2.el7", true)]
    [InlineData("bash-4.2-1.el7.x86_64", "bash", "0:4.2-1.el7", false)]
    [InlineData("1:openssl-libs-1.0.2k-25.el7.*", "openssl-libs", "1:1.0.2k-25.el7", false)]
    [InlineData("1:openssl-libs-1.0.2k-25.el7.*", "openssl-libs", "1:1.0.2k-26.el7", true)]
    [InlineData("!0:bash-4.2-2.el7.*", "bash", "0:4.2-2.el7", true)]
    [InlineData("!0:bash-4.2-2.el7.*", "bash", "0:4.2-3.el7", false)]
    [InlineData("# 0:bash-4.2-1.el7.*", "bash", "0:4.2-2.el7", false)]
    public void Versionlock_is_read(string entry, string name, string version, bool isLocked)
    {
        DnfVersionLocks locks = DnfVersionLocks.Parse(YumVersionLocks.Translate($"\n# a comment\n{entry}\n"), "/etc/yum/pluginconf.d/versionlock.list");

        string? reason = locks.Reason(new DnfOffer { Name = name, Architecture = "x86_64", Version = version, Repository = "updates" });

        Assert.Equal(isLocked, reason is not null);
    }
}
