using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.AwsEndpoints.Http;
using PatchBaselineAssociation.AwsEndpoints.Signing;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

/// <summary>A call of a JSON operation that is signed by hand: it may say what the SDK would not.</summary>
internal sealed record SignedCall(AwsEndpoint Aws, string Operation, string Body)
{
    public string Target { get; init; } = "AmazonSSM";

    public string Service { get; init; } = "ssm";

    public string? Region { get; init; }

    public AwsCredentialSet? Keys { get; init; }

    public TimeSpan ClockOffset { get; init; }

    /// <summary>What is sent instead of what was signed.</summary>
    public string? SentBody { get; init; }

    /// <summary>A header that is sent and not signed.</summary>
    public KeyValuePair<string, string>? UnsignedHeader { get; init; }

    public bool IsSigned { get; init; } = true;

    public static SignedCall Tagging(AwsEndpoint aws, string body) =>
        new(aws, "GetResources", body) { Target = "ResourceGroupsTaggingAPI_20170126", Service = "tagging" };

    /// <summary>The answer of a call that has to succeed.</summary>
    public async Task<JsonObject> AnswerAsync()
    {
        (int status, JsonObject answer) = await SendAsync();
        Assert.True(status == 200, $"{status} {answer}");
        return answer;
    }

    /// <summary>Code of the error of a call that has to fail.</summary>
    public async Task<(int Status, string Code, string Message)> ErrorAsync()
    {
        (int status, JsonObject answer) = await SendAsync();
        return (status, (string?)answer["__type"] ?? "", (string?)(answer["message"] ?? answer["Message"]) ?? "");
    }

    private async Task<(int Status, JsonObject Answer)> SendAsync()
    {
        AwsCredentialSet keys = Keys ?? Aws.Credentials!;
        string time = (Aws.Clock.GetUtcNow() + ClockOffset).UtcDateTime.ToString(SignatureVersion4.TimeFormat, CultureInfo.InvariantCulture);
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = new Uri(Aws.Url).Authority,
            ["content-type"] = "application/x-amz-json-1.1",
            ["x-amz-date"] = time,
            ["x-amz-target"] = $"{Target}.{Operation}",
        };
        if (keys.SessionToken is { } token)
            headers["x-amz-security-token"] = token;
        RequestFrame frame = new() { Method = "POST", Path = "/", Query = "", Headers = headers, Body = Encoding.UTF8.GetBytes(Body) };
        string canonical = SignatureVersion4.Canonicalize(frame, [.. headers.Keys], SignatureVersion4.Hash(frame.Body), isStorage: false);
        string scope = $"{time[..8]}/{Region ?? Aws.Region}/{Service}/aws4_request";
        string signature = SignatureVersion4.Sign(canonical, time, scope, keys.SecretAccessKey);

        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, Aws.Url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(SentBody ?? Body)),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.1");
        foreach ((string name, string value) in headers.Where(h => h.Key.StartsWith("x-amz-", StringComparison.Ordinal)))
            request.Headers.TryAddWithoutValidation(name, value);
        if (UnsignedHeader is { } more)
            request.Headers.TryAddWithoutValidation(more.Key, more.Value);
        if (IsSigned)
        {
            request.Headers.TryAddWithoutValidation("Authorization",
                $"{SignatureVersion4.Algorithm} Credential={keys.AccessKeyId}/{scope}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}");
        }

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        JsonNode? answer = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return ((int)response.StatusCode, answer!.AsObject());
    }
}
