using CsCheck;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class SecretRedactorTests
{
    [Theory]
    [InlineData("http://user:pw@host/path", "http://***@host/path")]
    [InlineData("https://token@host", "https://***@host")]
    [InlineData("deb [signed-by=/k] https://bearer:abc@esm.ubuntu.com/apps/ubuntu jammy", "deb [signed-by=/k] https://***@esm.ubuntu.com/apps/ubuntu jammy")]
    [InlineData("http://u:p@ss@host:8080/x", "http://***@host:8080/x")]
    [InlineData("http://u:p/ss@host/x", "http://***@host/x")]
    [InlineData("http://u:1234/5@host/x http://v:w@h", "http://u:1234/5@host/x http://***@h")]
    [InlineData("a http://a:b@c d http://e:f@g h", "a http://***@c d http://***@g h")]
    [InlineData("'mirror+https://u:p@host/'", "'mirror+https://***@host/'")]
    [InlineData("https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4&X-Amz-Credential=AKIA%2F2&X-Amz-Signature=abc&x=1", "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=***&X-Amz-Credential=***&X-Amz-Signature=***&x=1")]
    [InlineData("https://b/k?AWSAccessKeyId=AKIA&Expires=1&Signature=a%2Bb%3D", "https://b/k?AWSAccessKeyId=***&Expires=1&Signature=***")]
    [InlineData("https://b/k?sv=1&sig=abc", "https://b/k?sv=1&sig=***")]
    [InlineData("https://b/k?token=abc#x", "https://b/k?token=***")]
    [InlineData("https://b/k?ACCESS_TOKEN=abc&y=2", "https://b/k?ACCESS_TOKEN=***&y=2")]
    [InlineData("password=hunter2 user=me", "password=*** user=me")]
    [InlineData("proxy_password = 'a b' c", "proxy_password = *** c")]
    [InlineData("{\"password\": \"a b\", \"x\": 1}", "{\"password\": *** \"x\": 1}")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer ***")]
    [InlineData("authorization: Basic dXNlcjpwdw==", "authorization: Basic ***")]
    [InlineData("X-aws-ec2-metadata-token: AQAAA==", "X-aws-ec2-metadata-token: ***")]
    [InlineData("sent bearer eyJhbGciOi.J9", "sent bearer ***")]
    [InlineData("tool --password hunter2 --quiet", "tool --password *** --quiet")]
    public void What_gives_access_is_cut(string text, string expected) => Assert.Equal(expected, SecretRedactor.Redact(text));

    [Theory]
    [InlineData("")]
    [InlineData("/usr/bin/apt-get -o Dir::Cache=/var/cache -q update")]
    [InlineData("http://deb.debian.org/debian bookworm InRelease")]
    [InlineData("http://host:8080/path@version")]
    [InlineData("root@host: mail to a@b")]
    [InlineData("gpgcheck=1 sslverify=0 config=x tokenizer=y")]
    [InlineData("the token expired; bad signature; the bearer of bad news")]
    [InlineData("tool --password --quiet")]
    [InlineData("http://[::1]:3142/debian")]
    public void The_rest_stays(string text) => Assert.Equal(text, SecretRedactor.Redact(text));

    [Fact]
    public void Redacting_again_changes_nothing()
    {
        var part = Gen.OneOf(
            Gen.OneOf("http://", "://", "user", ":", "@", "/", "?", "&", "=", " ", "\"", "'", "token", "password", "--password", "X-Amz-Signature", "sig", "Authorization", "bearer ", "Basic ", "***", "abcdefghij", "1234", "-", "_", "<", "\n"),
            Gen.String[0, 4]);

        part.Array[0, 16].Select(parts => string.Concat(parts)).Sample(
            text =>
            {
                var once = SecretRedactor.Redact(text);
                return string.Equals(once, SecretRedactor.Redact(once), StringComparison.Ordinal);
            },
            iter: 20000);
    }

    [Fact]
    public void No_password_of_a_URL_survives()
    {
        var character = Gen.Char["abcXYZ019!$&()*+,;=:@%._~-"];
        Gen.Select(Gen.String[character, 0, 8], Gen.String[Gen.Char["mnopq"], 6, 10], Gen.String[character, 0, 8]).Sample((before, secret, after) =>
            !SecretRedactor.Redact($"https://user:{before}{secret}{after}@host/x").Contains(secret, StringComparison.Ordinal));
    }
}
