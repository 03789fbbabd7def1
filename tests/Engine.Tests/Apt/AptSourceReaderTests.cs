using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptSourceReaderTests
{
    private const string Key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQ/aa+==\n -----END PGP PUBLIC KEY BLOCK-----\n";
    private const string Fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567";

    /// <summary>What a configuration becomes for apt: a stanza an entry, lines by semicolons.</summary>
    [Theory]
    [InlineData("deb http://a/b bookworm main", "URIs: http://a/b;Suites: bookworm;Components: main")]
    [InlineData("\n  # why\ndeb\thttps://a:8443/b\t bookworm-security/updates  main contrib # what\r\n\r\n", "URIs: https://a:8443/b;Suites: bookworm-security/updates;Components: main contrib")]
    [InlineData("deb copy:/srv/a ./", "URIs: copy:/srv/a;Suites: ./")]
    [InlineData("deb file:///srv/a ./", "URIs: file:///srv/a;Suites: ./")]
    [InlineData("deb http://a/$(ARCH)/ x/", "URIs: http://a/$(ARCH)/;Suites: x/")]
    [InlineData("deb http://[2001:db8::1]:80/a b c", "URIs: http://[2001:db8::1]:80/a;Suites: b;Components: c")]
    [InlineData("deb http://us%65r:p%40ss@a/%7eb c d", "URIs: http://user:p@ss@a/~b;Suites: c;Components: d")]
    [InlineData("deb [ arch=amd64,arm64 signed-by=/a/b.gpg by-hash=no ] http://a b c", "URIs: http://a;Suites: b;Components: c;Architectures: amd64 arm64;By-Hash: no;Signed-By: /a/b.gpg")]
    [InlineData("deb [arch+=i386 lang=none trusted=no check-valid-until=yes allow-insecure=no] http://a b c", "URIs: http://a;Suites: b;Components: c;Architectures-Add: i386;Languages: none;Trusted: no;Check-Valid-Until: yes;Allow-Insecure: no")]
    [InlineData("deb [signed-by=" + Fingerprint + "!,/a/b.gpg] http://a b c", "URIs: http://a;Suites: b;Components: c;Signed-By: " + Fingerprint + "!,/a/b.gpg")]
    [InlineData("deb-src ssh://a b c\ndeb http://a b c", "URIs: http://a;Suites: b;Components: c")]
    [InlineData("deb http://a b c\ndeb http://d e f", "URIs: http://a;Suites: b;Components: c|URIs: http://d;Suites: e;Components: f")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: b\nComponents: c\n", "URIs: http://a;Suites: b;Components: c")]
    [InlineData("# why\ntypes: deb-src deb\nuris:\n http://a\n http://b\n# what\nSUITES: c d\nComponents: e\n f\nEnabled: yes\nX-Name: x\nDescription: y\n z", "URIs: http://a http://b;Suites: c d;Components: e f")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nsigned-by: /a/b.gpg, /c\nArchitectures: amd64, i386\n", "URIs: http://a;Suites: ./;Architectures: amd64 i386;Signed-By: /a/b.gpg,/c")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nTrusted: no\nCheck-Date: yes\n", "URIs: http://a;Suites: ./;Trusted: no;Check-Date: yes")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nSigned-By:\n " + Key, "URIs: http://a;Suites: ./;Signed-By:; -----BEGIN PGP PUBLIC KEY BLOCK-----; .; mQ/aa+==; -----END PGP PUBLIC KEY BLOCK-----")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\n\nTypes: deb-src\nURIs: http://b\nSuites: ./\n\n\nTypes: deb\nURIs: http://c\nSuites: ./\nEnabled: no\n\nTypes:\n deb deb-src\nURIs: http://d\nSuites: ./", "URIs: http://a;Suites: ./|URIs: http://d;Suites: ./")]
    public void Entries_are_read_in_both_formats(string configuration, string stanzas)
    {
        string text = AptSourceWriter.Write(AptSourceReader.Read(Source(configuration)), path => path);

        Assert.Equal(stanzas, string.Join("|", text.Split(["\n\n"], StringSplitOptions.RemoveEmptyEntries).Select(Joined)));

        static string Joined(string stanza)
        {
            Assert.StartsWith("Types: deb\n", stanza, StringComparison.Ordinal);
            return stanza.Substring("Types: deb\n".Length).TrimEnd('\n').Replace('\n', ';');
        }
    }

    /// <summary>Configuration, the line that is named, and a word of the reason.</summary>
    [Theory]
    [InlineData("", 0, "no entry")]
    [InlineData("# deb http://a b c", 0, "no entry")]
    [InlineData("deb-src http://a b c", 0, "no entry")]
    [InlineData("Types: deb-src\nURIs: http://a\nSuites: ./\n", 0, "no entry")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nEnabled: no\n", 0, "no entry")]
    [InlineData("deb [trusted=yes] http://a b c", 1, "leave out a check")]
    [InlineData("deb [TRUSTED=yes] http://a b c", 1, "leave out a check")]
    [InlineData("deb [trusted=] http://a b c", 1, "is empty")]
    [InlineData("deb [arch=amd64 trusted=1] http://a b c", 1, "leave out a check")]
    [InlineData("deb [trusted+=yes] http://a b c", 1, "not known")]
    [InlineData("deb [trusted=%79es] http://a b c", 1, "characters")]
    [InlineData("deb [tr%75sted=yes] http://a b c", 1, "name=value")]
    [InlineData("deb [trusted = yes] http://a b c", 1, "name=value")]
    [InlineData("deb [trusted=no trusted=no] http://a b c", 1, "twice")]
    [InlineData("deb [trusted=no,yes] http://a b c", 1, "leave out a check")]
    [InlineData("deb [allow-insecure=yes] http://a b c", 1, "leave out a check")]
    [InlineData("deb [allow-weak=true] http://a b c", 1, "leave out a check")]
    [InlineData("deb [allow-downgrade-to-insecure=yes] http://a b c", 1, "leave out a check")]
    [InlineData("deb [check-valid-until=no] http://a b c", 1, "leave out a check")]
    [InlineData("deb [check-date=no] http://a b c", 1, "leave out a check")]
    [InlineData("deb [valid-until-min=99999999] http://a b c", 1, "time for which they are valid")]
    [InlineData("deb [date-max-future=99999999] http://a b c", 1, "time for which they are valid")]
    [InlineData("deb [unknown=yes] http://a b c", 1, "not known")]
    [InlineData("deb [signed-by=key.gpg] http://a b c", 1, "absolute paths")]
    [InlineData("deb [arch=amd64] [trusted=yes] http://a b c", 1, "of the form")]
    [InlineData("deb [arch=[x]] http://a b c", 1, "of the form")]
    [InlineData("deb [arch=amd64 http://a b c", 1, "of the form")]
    [InlineData("deb \"http://a\" b c", 1, "no method")]
    [InlineData("deb http://a\"[trusted=yes]\" b c", 1, "names no host")]
    [InlineData("deb http://a b \"c\"", 1, "characters")]
    [InlineData("deb http://a", 1, "no suite")]
    [InlineData("deb http://a b", 1, "no component")]
    [InlineData("deb http://a ./ c", 1, "has no components")]
    [InlineData("deb http:// b c", 1, "names no host")]
    [InlineData("deb http:///x b c", 1, "names no host")]
    [InlineData("deb http:/a b c", 1, "names no host")]
    [InlineData("deb copy:a ./", 1, "no absolute path")]
    [InlineData("deb file://host/a ./", 1, "no absolute path")]
    [InlineData("deb http://a/%20b c d", 1, "characters")]
    [InlineData("deb http://a/%0ab c d", 1, "characters")]
    [InlineData("deb cdrom:[Debian 12]/ b c", 1, "no method")]
    [InlineData("deb ssh://a b c", 1, "no method")]
    [InlineData("deb rsh://a b c", 1, "no method")]
    [InlineData("deb mirror+file:/a b c", 1, "no method")]
    [InlineData("deb mirror+https://a b c", 1, "no method")]
    [InlineData("deb HTTP://a b c", 1, "no method")]
    [InlineData("deb ../../bin/sh://a b c", 1, "no method")]
    [InlineData("deb %2e%2e%2fbin%2fsh://a b c", 1, "no method")]
    [InlineData("deb /bin/sh b c", 1, "no method")]
    [InlineData("deb $(ARCH)://a b c", 1, "no method")]
    [InlineData("deb http://a b c\ndebian http://d e f", 2, "of the form")]
    [InlineData("deb http://a b c\nTypes: deb\nURIs: http://a\nSuites: ./\n", 2, "of the form")]
    [InlineData("deb http://a b c\ndeb http://a b\u0001 c", 2, "control characters")]
    [InlineData("deb http://a b c\rdeb [trusted=yes] http://a b c", 1, "control characters")]
    [InlineData("deb http://a b c\n# \u001b[2J", 2, "control characters")]
    [InlineData("deb http://a\u00a0b c d", 1, "names no host")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nTrusted: yes\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\ntrusted:\n yes\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nTrusted:\n", 4, "no value")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nAllow-Insecure: yes\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nAllow-Weak: yes\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nAllow-Downgrade-To-Insecure: yes\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nCheck-Valid-Until: no\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nCheck-Date: off\n", 4, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nValid-Until-Min: 99\n", 4, "time for which they are valid")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\n\nTypes: deb\nURIs: http://b\nSuites: ./\nTrusted: yes\nEnabled: no\n", 8, "leave out a check")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nArchitecture: amd64\n", 4, "not known")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nEnabled: perhaps\n", 4, "neither yes nor no")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: ./\nSigned-By: key.gpg\n", 4, "absolute paths")]
    [InlineData("Types: deb\nURIs: http://a\n ssh://b\nSuites: ./\n", 3, "no method")]
    [InlineData("Types: deb\nURIs: http://a\nURIs: http://b\nSuites: ./\n", 3, "twice")]
    [InlineData("Types: deb rpm\nURIs: http://a\nSuites: ./\n", 1, "a type other")]
    [InlineData("URIs: http://a\nSuites: ./\n", 1, "no Types")]
    [InlineData("Types: deb\nSuites: ./\n", 1, "no URIs")]
    [InlineData("Types: deb\nURIs: http://a\n", 1, "no Suites")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: b\n", 3, "no component")]
    [InlineData("Types: deb\nURIs: http://a\nSuites: b ./\nComponents: c\n", 3, "some of its suites")]
    [InlineData(" Types: deb\n", 1, "goes on from a field")]
    [InlineData("[main]\nname=x\nbaseurl=http://a\n", 1, "neither a line")]
    public void What_apt_is_not_to_be_told_is_refused_with_its_line(string configuration, int line, string reason)
    {
        PatchException exception = Assert.Throws<PatchException>(() => AptSourceReader.Read(Source(configuration)));

        Assert.Equal((ErrorIds.BaselineSourcesUnusable, ErrorKind.InvalidData, (object)"tested"), (exception.ErrorId, exception.Kind, exception.Target!));
        Assert.Contains("'tested'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Equal(line > 0, exception.Message.Contains($" line {line}, ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a/b/c")]
    [InlineData("with blank")]
    [InlineData("ends-in-a-break\n")]
    [InlineData("123456789012345678901234567890123456789012345678901")]
    public void A_name_that_is_none_is_refused(string name)
    {
        PatchException exception = Assert.Throws<PatchException>(() => AptSourceReader.Read(new PatchSource(name, ["*"], "deb http://a b c")));

        Assert.Equal(ErrorIds.BaselineSourcesUnusable, exception.ErrorId);
        Assert.Contains("3 to 50", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void A_configuration_has_a_length(int length, bool isTaken)
    {
        PatchSource source = Source("deb http://a b c\n#".PadRight(length, 'x'));

        if (isTaken)
            Assert.Single(AptSourceReader.Read(source));
        else
            Assert.Contains("1025 characters", Assert.Throws<PatchException>(() => AptSourceReader.Read(source)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deb ssh://user:s3cret@example.com/a b c")]
    [InlineData("deb https://user:s3cret@example.com/a b")]
    [InlineData("deb http:%2f%2fuser:s3cret@example.com/a b")]
    [InlineData("deb htp:user:s3cret@example.com/a b c")]
    [InlineData("Types: deb\nURIs: http://a\n ftp://user:s3cret@example.com/\nSuites: ./")]
    public void What_gives_access_is_not_in_the_message(string configuration)
    {
        PatchException exception = Assert.Throws<PatchException>(() => AptSourceReader.Read(Source(configuration)));

        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("example.com", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keyrings_are_where_the_image_has_them()
    {
        PatchSource source = Source($"deb [signed-by=/a.gpg,{Fingerprint},/b.gpg] http://a b c");

        string text = AptSourceWriter.Write(AptSourceReader.Read(source), path => "/image" + path);

        Assert.Contains($"Signed-By: /image/a.gpg,{Fingerprint},/image/b.gpg\n", text, StringComparison.Ordinal);
    }

    private static PatchSource Source(string configuration) => new("tested", ["*"], configuration);
}
