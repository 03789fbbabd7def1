using CsCheck;
using PatchBaselineAssociation.PackageManagers.Apt;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptArchiveUriTests
{
    private const string Hash = "SHA256:ffb10e10df8edc8c260dc55e2dc94480be3a2a47c17a82aec49d39def8eb49a4";

    [Theory]
    [InlineData("'http://d.example/debian/pool/main/l/lib/lib_1.1_amd64.deb' lib_1%3a1.1_amd64.deb 652 " + Hash, "http://d.example/debian/pool/main/l/lib/lib_1.1_amd64.deb", "lib_1%3a1.1_amd64.deb", 652)]
    [InlineData("'file:/srv/my repo/./plus_1.0%2bdfsg%7ex_amd64.deb' plus_1.0+dfsg~x_amd64.deb 644 ", "file:/srv/my repo/./plus_1.0%2bdfsg%7ex_amd64.deb", "plus_1.0+dfsg~x_amd64.deb", 644)]
    [InlineData("'copy:/srv/repo/./app_2_all.deb' app_2_all.deb 656 ", "copy:/srv/repo/./app_2_all.deb", "app_2_all.deb", 656)]
    [InlineData("'mirror+http://m.example/list/pool/a_1_all.deb' a_1_all.deb 0 " + Hash, "mirror+http://m.example/list/pool/a_1_all.deb", "a_1_all.deb", 0)]
    [InlineData("'http://user:pw@d.example/it's/a_1_all.deb' a_1_all.deb 12345678901 " + Hash, "http://user:pw@d.example/it's/a_1_all.deb", "a_1_all.deb", 12345678901)]
    public void A_line_names_a_file(string line, string uri, string file, long bytes) =>
        Assert.Equal([new AptArchiveUri(uri, file, bytes)], AptArchiveUri.Parse("Reading package lists...\n" + line + "\nBuilding dependency tree...\n"));

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("''")]
    [InlineData("'http://d/a.deb")]
    [InlineData("'http://d/a.deb'")]
    [InlineData("'http://d/a.deb' a.deb")]
    [InlineData("'http://d/a.deb' a.deb many SHA256:0")]
    [InlineData("'http://d/a.deb' a.deb -1 SHA256:0")]
    [InlineData("'http://d/a.deb' a.deb 99999999999999999999 SHA256:0")]
    [InlineData("http://d/a.deb a.deb 1 SHA256:0")]
    [InlineData("Need to get 652 B of archives.")]
    public void Any_other_line_is_none(string line) => Assert.Empty(AptArchiveUri.Parse(line + "\n"));

    [Theory]
    [InlineData("file:/srv/my repo/./plus_1.0%2bdfsg.deb", "/srv/my repo/./plus_1.0+dfsg.deb")]
    [InlineData("file:///srv/a.deb", "/srv/a.deb")]
    [InlineData("copy:/srv/a.deb", null)]
    [InlineData("http://d.example/a.deb", null)]
    public void A_file_that_is_there_already_is_taken_as_it_lies(string uri, string? path) =>
        Assert.Equal(path, new AptArchiveUri(uri, "a.deb", 1).LocalPath);

    [Theory]
    [InlineData("lib", "1:1.1", "amd64", "lib_1%3a1.1_amd64.deb")]
    [InlineData("plus", "1.0+dfsg~x", "amd64", "plus_1.0+dfsg~x_amd64.deb")]
    [InlineData("g++-12", "12.2.0-14+deb12u1", "i386", "g++-12_12.2.0-14+deb12u1_i386.deb")]
    [InlineData("old", "1_2:3", "all", "old_1%5f2%3a3_all.deb")]
    public void A_file_is_called_what_apt_calls_it(string name, string version, string architecture, string file) =>
        Assert.Equal(file, AptArchiveUri.FileNameOf(name, version, architecture));

    [Theory]
    [InlineData("http://d.example/pool/a_1_all.deb", "E: Failed to fetch http://d.example/pool/a_1_all.deb  404  Not Found [IP: 192.0.2.1 80]", true)]
    [InlineData("copy:/srv/repo/./plus_1.0%2bdfsg%7ex_amd64.deb", "E: Failed to fetch copy:/srv/repo/./plus_1.0%2bdfsg%7ex_amd64.deb  Hash Sum mismatch", true)]
    [InlineData("file:/srv/my repo/./a_1_all.deb", "E: Failed to fetch file:/srv/my repo/./a_1_all.deb  File not found - /srv/my repo/./a_1_all.deb (2: No such file or directory)", true)]
    [InlineData("file:/srv/my%20repo/./a_1_all.deb", "E: Failed to fetch file:/srv/my repo/./a_1_all.deb  File not found", true)]
    [InlineData("http://d.example/plus_1.0%2bdfsg%7ex_amd64.deb", "E: Failed to fetch http://d.example/plus_1.0+dfsg~x_amd64.deb  404  Not Found", true)]
    [InlineData("http://user:secret@d.example/./plus_1.0%2bdfsg_amd64.deb", "E: Failed to fetch http://d.example/./plus_1.0%2bdfsg_amd64.deb  File has unexpected size (657 != 644). Mirror sync in progress?", true)]
    [InlineData("http://deb.example/pool/a_1_all.deb", "E: Failed to fetch http://cdn.example/x/a_1_all.deb  404  Not Found", true)]
    [InlineData("http://deb.example/pool/a_1.0%2bb_all.deb", "E: Failed to fetch http://cdn.example/x/a_1.0+b_all.deb  404  Not Found", true)]
    [InlineData("http://deb.example/pool/a_1.0+b_all.deb", "E: Failed to fetch http://cdn.example/x/a_1.0%2Bb_all.deb  404  Not Found", true)]
    [InlineData("http://d.example/pool/a_1_all.deb", "E: Failed to fetch http://d.example/pool/aa_1_all.deb  404  Not Found", false)]
    [InlineData("http://d.example/pool/a_1_all.deb", "E: Failed to fetch http://d.example/pool/a_1_all.deb.xz  404  Not Found", true)]
    [InlineData("http://d.example/pool/a_1_all.deb", "E: Some files failed to download", false)]
    [InlineData("http://d.example/pool/a_1_all.deb", "", false)]
    public void An_error_names_its_file(string uri, string line, bool isNamed) =>
        Assert.Equal(isNamed, new AptArchiveUri(uri, "file.deb", 1).IsNamedIn(line));

    [Fact]
    public void No_text_breaks_it()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String,
            Gen.OneOf("'", "http://d/", "a.deb", " ", "1", "%", "%2", "%zz", "%2b", "\n", "\r").Array[0, 20].Select(parts => string.Concat(parts)));
        Gen.Select(text, text).Sample((output, line) =>
        {
            foreach (AptArchiveUri uri in AptArchiveUri.Parse(output))
            {
                uri.IsNamedIn(line);
                Assert.True(uri.IsNamedIn($"E: Failed to fetch {uri.Uri}  404"));
            }
        });
    }
}
