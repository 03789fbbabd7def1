using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class DebContentsTests
{
    [Theory]
    [InlineData("drwxr-xr-x root/root         0 2026-11-26 09:58 ./", "/")]
    [InlineData("drwxr-xr-x root/root         0 2026-11-26 09:58 ./usr/share/alpha/", "/usr/share/alpha")]
    [InlineData("-rw-r--r-- 0/0               3 2026-11-26 09:58 ./usr/share/alpha/file", "/usr/share/alpha/file")]
    [InlineData("-rwsr-xr-x root/messagebus 99 1970-01-01 00:00 usr/lib/helper", "/usr/lib/helper")]
    [InlineData("lrwxrwxrwx root/root         0 2026-11-26 09:58 ./usr/lib/liba.so -> liba.so.1", "/usr/lib/liba.so")]
    [InlineData("hrw-r--r-- root/root         0 2026-11-26 09:58 ./usr/bin/b link to ./usr/bin/a", "/usr/bin/b")]
    [InlineData("-rw-r--r-- root/root         3 2026-11-26 09:58 ./usr/share/with -> blank", "/usr/share/with -> blank")]
    [InlineData("crw-rw-rw- root/root       1,3 2026-11-26 09:58 ./dev/null", "/dev/null")]
    [InlineData(@"-rw-r--r-- root/root         3 2026-11-26 09:58 ./etc/caf\303\251\\n\tx", "/etc/café\\n\tx")]
    public void A_line_names_a_path(string line, string path) => Assert.Equal([path], DebContents.Paths(line + "\n"));

    [Theory]
    [InlineData("dpkg-deb: warning")]
    [InlineData("-rw-r--r-- root/root")]
    public void A_line_that_is_not_understood_leaves_nothing_known(string line) =>
        Assert.Null(DebContents.Paths("drwxr-xr-x root/root         0 2026-11-26 09:58 ./\n" + line + "\n"));
}
