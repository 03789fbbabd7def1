using System.Text;
using PatchBaselineAssociation.AwsEndpoints.Http;
using PatchBaselineAssociation.AwsEndpoints.Signing;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

/// <summary>Signatures that AWS has published: its test suite of Signature Version 4, and the examples of the manual of S3.</summary>
public class SignatureVectorTests
{
    private const string SuiteSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string ManualSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/ሴ", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void Suite(string method, string path, string query, string expected)
    {
        RequestFrame frame = Frame(method, path, query, ("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z"));
        string canonical = SignatureVersion4.Canonicalize(frame, ["host", "x-amz-date"], SignatureVersion4.Hash([]), isStorage: false);

        Assert.Equal(expected, SignatureVersion4.Sign(canonical, "20150830T123600Z", "20150830/us-east-1/service/aws4_request", SuiteSecret));
    }

    [Fact]
    public void Values_of_headers_are_trimmed()
    {
        RequestFrame frame = Frame("GET", "/", "",
            ("host", "example.amazonaws.com"), ("my-header1", " value1"), ("my-header2", " \"a   b   c\""), ("x-amz-date", "20150830T123600Z"));
        string canonical = SignatureVersion4.Canonicalize(
            frame, ["host", "my-header1", "my-header2", "x-amz-date"], SignatureVersion4.Hash([]), isStorage: false);

        Assert.Equal("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
            SignatureVersion4.Sign(canonical, "20150830T123600Z", "20150830/us-east-1/service/aws4_request", SuiteSecret));
    }

    [Fact]
    public void Object_of_the_manual()
    {
        string empty = SignatureVersion4.Hash([]);
        RequestFrame frame = Frame("GET", "/test.txt", "",
            ("host", "examplebucket.s3.amazonaws.com"), ("range", "bytes=0-9"), ("x-amz-content-sha256", empty), ("x-amz-date", "20130524T000000Z"));
        string canonical = SignatureVersion4.Canonicalize(frame, ["host", "range", "x-amz-content-sha256", "x-amz-date"], empty, isStorage: true);

        Assert.Equal("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            SignatureVersion4.Sign(canonical, "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", ManualSecret));
    }

    [Fact]
    public void Link_of_the_manual()
    {
        RequestFrame frame = Frame("GET", "/test.txt",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host",
            ("host", "examplebucket.s3.amazonaws.com"));
        string canonical = SignatureVersion4.Canonicalize(frame, ["host"], SignatureVersion4.UnsignedPayload, isStorage: true);

        Assert.Equal("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            SignatureVersion4.Sign(canonical, "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", ManualSecret));
    }

    private static RequestFrame Frame(string method, string path, string query, params (string Name, string Value)[] headers) => new()
    {
        Method = method,
        Path = path,
        Query = query,
        Headers = headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.Ordinal),
        Body = Encoding.UTF8.GetBytes(""),
    };
}
