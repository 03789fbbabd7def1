using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class SignatureTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Sdk_is_taken()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems();

        GetDefaultPatchBaselineResponse answer = await client.GetDefaultPatchBaselineAsync(
            new GetDefaultPatchBaselineRequest { OperatingSystem = "DEBIAN" }, Cancel);

        Assert.Equal(_aws.Baselines.Default("DEBIAN").Arn, answer.BaselineId);
        Assert.Empty(_aws.Violations);
        Assert.Equal(1, _aws.Count("GetDefaultPatchBaseline"));
    }

    [Fact]
    public async Task Sdk_with_the_keys_of_the_instance_is_taken()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(_aws.InstanceCredentials);
        await client.GetDefaultPatchBaselineAsync(new GetDefaultPatchBaselineRequest(), Cancel);
        Assert.Empty(_aws.Violations);
    }

    [Fact]
    public async Task Wrong_secret_is_refused()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(_aws.Credentials! with { SecretAccessKey = "another" });
        await AssertRefusedAsync(client, "InvalidSignatureException");
    }

    [Fact]
    public async Task Unknown_key_is_refused()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(_aws.Credentials! with { AccessKeyId = "AKIANOBODY" });
        await AssertRefusedAsync(client, "UnrecognizedClientException");
    }

    [Fact]
    public async Task Wrong_session_token_is_refused()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(_aws.InstanceCredentials with { SessionToken = "another" });
        await AssertRefusedAsync(client, "UnrecognizedClientException");
    }

    [Fact]
    public async Task Missing_session_token_is_refused()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(_aws.InstanceCredentials with { SessionToken = null });
        await AssertRefusedAsync(client, "UnrecognizedClientException");
    }

    [Fact]
    public async Task Expired_keys_are_refused()
    {
        _aws.Expire(_aws.InstanceCredentials);
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(_aws.InstanceCredentials);
        await AssertRefusedAsync(client, "ExpiredTokenException");
    }

    [Fact]
    public async Task Other_region_is_refused()
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(region: "ap-south-1");
        await AssertRefusedAsync(client, "InvalidSignatureException");
    }

    [Theory]
    [InlineData(-6, "Signature expired")]
    [InlineData(6, "Signature not yet current")]
    public async Task Wrong_time_is_refused(int minutes, string message)
    {
        (int status, string code, string text) = await new SignedCall(_aws, "GetDefaultPatchBaseline", "{}") { ClockOffset = TimeSpan.FromMinutes(minutes) }.ErrorAsync();
        Assert.Equal((403, "InvalidSignatureException"), (status, code));
        Assert.StartsWith(message, text);
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public async Task Time_that_is_nearly_right_is_taken(int minutes) =>
        await new SignedCall(_aws, "GetDefaultPatchBaseline", "{}") { ClockOffset = TimeSpan.FromMinutes(minutes) }.AnswerAsync();

    [Fact]
    public async Task Sdk_puts_its_clock_right_by_the_date_of_the_answer()
    {
        _aws.Clock = new OffsetClock(TimeSpan.FromHours(3));
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(retries: 1);

        await client.GetDefaultPatchBaselineAsync(new GetDefaultPatchBaselineRequest(), Cancel);

        Assert.Equal([403, 200], _aws.Requests.Select(r => r.Status));
    }

    [Fact]
    public async Task Changed_body_is_refused()
    {
        (_, string code, _) = await new SignedCall(_aws, "GetDefaultPatchBaseline", "{}") { SentBody = """{"OperatingSystem":"DEBIAN"}""" }.ErrorAsync();
        Assert.Equal("InvalidSignatureException", code);
    }

    [Fact]
    public async Task Header_that_is_not_signed_is_refused()
    {
        (_, string code, string message) = await new SignedCall(_aws, "GetDefaultPatchBaseline", "{}")
        {
            UnsignedHeader = new KeyValuePair<string, string>("x-amz-more", "1"),
        }.ErrorAsync();
        Assert.Equal("InvalidSignatureException", code);
        Assert.Contains("x-amz-more", message);
    }

    [Fact]
    public async Task Other_service_is_refused()
    {
        (_, string code, string message) = await new SignedCall(_aws, "GetDefaultPatchBaseline", "{}") { Service = "ec2" }.ErrorAsync();
        Assert.Equal("InvalidSignatureException", code);
        Assert.Contains("'ssm'", message);
    }

    [Fact]
    public async Task Unsigned_request_is_refused()
    {
        (int status, string code, _) = await new SignedCall(_aws, "GetDefaultPatchBaseline", "{}") { IsSigned = false }.ErrorAsync();
        Assert.Equal((403, "MissingAuthenticationTokenException"), (status, code));
    }

    private static async Task AssertRefusedAsync(AmazonSimpleSystemsManagementClient client, string code)
    {
        AmazonServiceException refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(
            () => client.GetDefaultPatchBaselineAsync(new GetDefaultPatchBaselineRequest(), Cancel));
        Assert.Equal(code, refused.ErrorCode);
    }
}
