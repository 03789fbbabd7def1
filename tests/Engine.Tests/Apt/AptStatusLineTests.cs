using CsCheck;
using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptStatusLineTests
{
    [Theory]
    [InlineData("pmstatus:libfoo:46.1538:Configuring libfoo (amd64)", "Configuring libfoo (amd64)", 46)]
    [InlineData("pmstatus:libc6:i386:12.5:Configuring libc6 (i386)", "Configuring libc6 (i386)", 12)]
    [InlineData("pmstatus:dpkg-exec:0:Running dpkg", "Running dpkg", 0)]
    [InlineData("pmstatus:dpkg-exec:100.0000:Running dpkg", "Running dpkg", 100)]
    [InlineData("dlstatus:1:20.5:Retrieving file 1 of 5", "Retrieving file 1 of 5", 20)]
    [InlineData("dlstatus:3:99.99:Retrieving file 5 of 5 (1min 2s remaining)", "Retrieving file 5 of 5 (1min 2s remaining)", 99)]
    [InlineData("pmstatus:a:50:At 12:30: done", "At 12:30: done", 50)]
    [InlineData("pmstatus:a:250:Too much", "Too much", 100)]
    [InlineData("pmstatus:a:99999999999999999999:Far too much", "Far too much", 100)]
    [InlineData("pmstatus::5:", "", 5)]
    public void Progress_is_told(string line, string text, int percent) => Assert.Equal((text, percent), AptStatusLine.Parse(line));

    [Theory]
    [InlineData("pmerror:foo:50.0:installed foo package post-installation script subprocess returned error exit status 1")]
    [InlineData("pmerror:/var/cache/apt/archives/foo_1%3a2_amd64.deb:25:trying to overwrite '/usr/bin/t', which is also in package owner 1")]
    [InlineData("pmconffile:/etc/x.conf:50.0:'/etc/x.conf' '/etc/x.conf.dpkg-new' 1 1")]
    [InlineData("media-change: Debian 12 disc 2:/media/cdrom:")]
    [InlineData("pmstatus:libfoo:46,1538:Configuring libfoo (amd64)")]
    [InlineData("pmstatus:libfoo:-1:Configuring libfoo (amd64)")]
    [InlineData("pmstatus:libfoo:NaN:Configuring")]
    [InlineData("pmstatus:libfoo")]
    [InlineData("pmstatus:libfoo:50")]
    [InlineData(" pmstatus:libfoo:50:x")]
    [InlineData("dlstatus")]
    [InlineData("")]
    public void Everything_else_is_no_progress(string line) => Assert.Null(AptStatusLine.Parse(line));

    [Fact]
    public void No_text_breaks_it()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String,
            Gen.OneOf("pmstatus:", "dlstatus:", "pmerror:", ":", ".", ",", "1", "100", "libc6:i386", "9999999999999999999999999", "\n", "\r", "x").Array[0, 12].Select(parts => string.Concat(parts)));
        text.Sample(line =>
        {
            if (AptStatusLine.Parse(line) is var (_, percent))
                Assert.InRange(percent, 0, 100);
        });
    }
}
