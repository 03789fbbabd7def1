using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptImageSourcesTests
{
    [Theory]
    [InlineData("deb ../../../../opt/evil://x/y ./")]
    [InlineData("deb [trusted=yes] ../../../../opt/evil://x/y ./")]
    [InlineData("deb [trusted=yes]../../../../opt/evil:x ./")]
    [InlineData("deb %2e%2e%2f%2e%2e%2fopt%2fevil://x ./")]
    [InlineData("deb \"../../bin/sh://x\" ./")]
    [InlineData("deb $(ARCH)://x ./")]
    [InlineData("# fine\ndeb https://example.com a b\ndeb-src\t/bin/true:/x ./")]
    [InlineData("Types: deb\nURIs: https://example.com\n ../../bin/sh://x\nSuites: ./")]
    [InlineData("deb \"/opt/x y\"://x ./")]
    [InlineData("deb ../opt/[x y]evil://x ./")]
    [InlineData("Types: deb\nURIs :../../bin/sh://x\nSuites: ./")]
    [InlineData("Types: deb\nURIs:../../bin/sh://x\nSuites: ./")]
    public void A_program_is_no_method(string text) => Assert.NotNull(AptImageSources.FindUnsafe(text));

    [Theory]
    [InlineData("")]
    [InlineData("deb https://example.com/a:b bookworm main")]
    [InlineData("deb [arch=amd64 signed-by=/usr/share/keyrings/a:b.gpg] http://user:word@example.com:8080/%7Ea bookworm main")]
    [InlineData("deb cdrom:[Debian 12 amd64 1/1]/ bookworm main")]
    [InlineData("deb mirror+file:/etc/apt/mirrors.txt bookworm main")]
    [InlineData("# deb ../../bin/sh://x ./")]
    [InlineData("Types: deb\nURIs: https://example.com/$(ARCH)/\nSuites: bookworm\nComponents: main\nSigned-By: /usr/share/keyrings/a.gpg\n")]
    [InlineData("Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n Version: GnuPG\n .\n mQ/aa+==\n")]
    public void Methods_of_apt_are_fine(string text) => Assert.Null(AptImageSources.FindUnsafe(text));
}
