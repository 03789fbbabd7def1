using System.Text;
using PatchBaselineAssociation.Aws;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests;

[Collection(nameof(AwsEnvironment))]
public sealed class AwsObjectStoreTests : IDisposable
{
    private const int Most = 1024;

    private static readonly byte[] s_list = Encoding.UTF8.GetBytes("patches:\n  - id: 'bash'\n");

    private readonly AwsEnvironment _environment;
    private readonly S3Endpoint _s3 = new();

    public AwsObjectStoreTests(AwsEnvironment environment)
    {
        _environment = environment;
        _environment.SetKeys();
        _s3.Objects["lists/list.yaml"] = s_list;
    }

    public static TheoryData<int, string, string, ObjectFailure, string> Refusals => new()
    {
        { 403, "AccessDenied", "Access Denied", ObjectFailure.AccessDenied, "s3:GetObject on arn:aws:s3:::lists/list.yaml" },
        { 403, "AccessDenied", "User is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:1:key/2", ObjectFailure.KeyDenied, "kms:Decrypt" },
        { 400, "KMS.DisabledException", "The key is disabled.", ObjectFailure.KeyDenied, "kms:Decrypt" },
        { 403, "InvalidObjectState", "The operation is not valid for the object's storage class", ObjectFailure.Archived, "archived" },
        { 400, "InvalidBucketName", "The specified bucket is not valid.", ObjectFailure.NameInvalid, "not valid" },
        { 418, "Teapot", "Short and stout", ObjectFailure.Service, "418" },
    };

    public static TheoryData<string, string, string> CredentialRefusals => new()
    {
        { "ExpiredToken", "The provided token has expired.", "expired" },
        { "InvalidAccessKeyId", "It does not exist in our records.", "InvalidAccessKeyId" },
    };

    public void Dispose() => _s3.Dispose();

    [Theory]
    [InlineData("list.yaml")]
    [InlineData("a/b c/+plus%25&=é環.yaml")]
    [InlineData("..hidden//double.yaml")]
    public async Task An_object_is_read_by_a_signed_request(string key)
    {
        _s3.Objects["lists/" + key] = s_list;
        Assert.Equal(s_list, await FetchAsync("lists", key));
        Assert.EndsWith(" us-east-1", Assert.Single(_s3.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_credentials_bear_their_token()
    {
        _environment.Set(("AWS_ACCESS_KEY_ID", S3Endpoint.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", S3Endpoint.SecretAccessKey), ("AWS_SESSION_TOKEN", "token"));
        _s3.SessionToken = "token";
        Assert.Equal(s_list, await FetchAsync());
    }

    [Fact]
    public async Task A_profile_is_used_where_it_is_named()
    {
        _environment.Set(("AWS_ACCESS_KEY_ID", "AKIDOTHER"), ("AWS_SECRET_ACCESS_KEY", "other"));
        await File.WriteAllTextAsync(_environment.CredentialsFile, $"[reader]\naws_access_key_id = {S3Endpoint.AccessKeyId}\naws_secret_access_key = {S3Endpoint.SecretAccessKey}\nregion = eu-north-1\n", TestContext.Current.CancellationToken);
        _s3.Buckets["lists"] = "eu-north-1";
        Assert.Equal(s_list, await FetchAsync(options: new CloudOptions { ProfileName = "reader" }));
        Assert.Single(_s3.Requests);
    }

    [Theory]
    [InlineData("ap-south-1", "eu-west-1", "us-west-2", "ap-south-1")]
    [InlineData(null, "eu-west-1", "us-west-2", "eu-west-1")]
    [InlineData(null, "", "us-west-2", "us-west-2")]
    [InlineData(null, "", null, "us-east-1")]
    public async Task The_region_is_what_was_given_or_the_agents_or_that_of_the_environment(string? given, string agent, string? environment, string expected)
    {
        if (environment is not null)
            Environment.SetEnvironmentVariable("AWS_REGION", environment);
        _s3.Buckets["lists"] = expected;
        await new AwsObjectStore(new CloudOptions { EndpointUrl = _s3.Url, Region = given }, agent).FetchAsync("lists", "list.yaml", Most, TestContext.Current.CancellationToken);
        Assert.EndsWith(" " + expected, Assert.Single(_s3.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_in_another_region_is_found()
    {
        _s3.Buckets["lists"] = "ap-northeast-1";
        Assert.Equal(s_list, await FetchAsync());
        Assert.Equal(["us-east-1", "ap-northeast-1"], _s3.Requests.Select(request => request.Split(' ')[^1]));
    }

    [Fact]
    public async Task A_bucket_whose_region_is_not_told_is_in_the_wrong_one()
    {
        _s3.Buckets["lists"] = "ap-northeast-1";
        _s3.TellsRegions = false;
        await FailsAsync(ObjectFailure.WrongRegion, "us-east-1");
    }

    [Theory]
    [InlineData("none", "list.yaml", ObjectFailure.BucketMissing, "'none'")]
    [InlineData("lists", "none.yaml", ObjectFailure.KeyMissing, "'none.yaml'")]
    public async Task What_is_not_there_is_named(string bucket, string key, ObjectFailure failure, string says) => await FailsAsync(failure, says, bucket, key);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_says_what_is_missing(int status, string code, string message, ObjectFailure failure, string says)
    {
        _s3.Faults.Enqueue(S3Endpoint.Refusal(status, code, message));
        await FailsAsync(failure, says);
    }

    [Theory]
    [InlineData("cn-north-1", "arn:aws-cn:s3:::lists/list.yaml")]
    [InlineData("us-gov-west-1", "arn:aws-us-gov:s3:::lists/list.yaml")]
    public async Task A_missing_right_is_named_in_the_partition_of_who_asks(string region, string says)
    {
        _s3.Faults.Enqueue(S3Endpoint.Refusal(403, "AccessDenied", "Access Denied"));
        await FailsAsync(ObjectFailure.AccessDenied, says, options: new CloudOptions { Region = region });
    }

    [Theory]
    [MemberData(nameof(CredentialRefusals))]
    public async Task Credentials_that_are_not_taken_are_told(string code, string message, string says)
    {
        _s3.Faults.Enqueue(S3Endpoint.Refusal(403, code, message));
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => FetchAsync());
        Assert.Equal((ErrorIds.CloudCredentialsRefused, ExitCodes.NoCredentials), (exception.ErrorId, exception.ExitCode));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no-such-profile")]
    public async Task Without_credentials_the_way_without_AWS_is_named(string? profile)
    {
        _environment.Set();
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => FetchAsync(options: new CloudOptions { ProfileName = profile }));
        Assert.Equal(ErrorIds.CloudCredentialsMissing, exception.ErrorId);
        Assert.Contains("lists from files", exception.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_s3.Requests);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task What_passes_is_tried_again(int status, string code)
    {
        _s3.Faults.Enqueue(S3Endpoint.Refusal(status, code, "Please reduce your request rate."));
        Assert.Equal(s_list, await FetchAsync());
        Assert.Equal(2, _s3.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_is_read_than_is_allowed(bool isLengthTold)
    {
        _s3.Faults.Enqueue(async response =>
        {
            byte[] content = new byte[Most + 1];
            if (isLengthTold)
                response.ContentLength64 = content.Length;
            else
                response.SendChunked = true;
            await response.OutputStream.WriteAsync(content);
            response.Close();
        });
        await FailsAsync(ObjectFailure.TooLarge, "1024");
    }

    [Fact]
    public async Task Half_an_answer_is_no_object()
    {
        _s3.Faults.Enqueue(async response =>
        {
            response.ContentLength64 = 100;
            await response.OutputStream.WriteAsync(new byte[50]);
            await response.OutputStream.FlushAsync();
            response.Abort();
        });
        await FailsAsync(ObjectFailure.NotConnected, "127.0.0.1");
    }

    [Fact]
    public async Task A_refusal_that_is_no_XML_is_told_by_its_status()
    {
        _s3.Faults.Enqueue(async response =>
        {
            response.StatusCode = 404;
            await response.OutputStream.WriteAsync("<html>not found"u8.ToArray());
            response.Close();
        });
        ObjectFetchException exception = await Assert.ThrowsAsync<ObjectFetchException>(() => FetchAsync());
        Assert.DoesNotContain("<html>", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_silent_is_not_waited_for_for_ever()
    {
        using TcpSilence silence = new();
        AwsObjectStore store = new(new CloudOptions { EndpointUrl = silence.Url }, "", TimeSpan.FromMilliseconds(100));
        ObjectFetchException exception = await Assert.ThrowsAsync<ObjectFetchException>(() => store.FetchAsync("lists", "list.yaml", Most, TestContext.Current.CancellationToken));
        Assert.Equal(ObjectFailure.TimedOut, exception.Failure);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_named()
    {
        _s3.Dispose();
        ObjectFetchException exception = await Assert.ThrowsAsync<ObjectFetchException>(() => FetchAsync());
        Assert.Equal(ObjectFailure.NotConnected, exception.Failure);
        Assert.Contains(new Uri(_s3.Url).Authority, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_cancelled()
    {
        using TcpSilence silence = new();
        using CancellationTokenSource cancelled = new();
        Task fetching = new AwsObjectStore(new CloudOptions { EndpointUrl = silence.Url }, "").FetchAsync("lists", "list.yaml", Most, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Theory]
    [InlineData("ftp://host", null, "CloudEndpointInvalid")]
    [InlineData("host", null, "CloudEndpointInvalid")]
    [InlineData("https://user:hidden@host", null, "CloudEndpointInvalid")]
    [InlineData(null, "Frankfurt", "CloudRegionInvalid")]
    [InlineData(null, "eu-west-1/", "CloudRegionInvalid")]
    public void Options_that_cannot_be_meant_are_refused(string? endpoint, string? region, string id)
    {
        PatchException exception = Assert.Throws<PatchException>(() => new AwsObjectStore(new CloudOptions { EndpointUrl = endpoint, Region = region }, ""));
        Assert.Equal(id, exception.ErrorId);
        Assert.DoesNotContain("hidden", exception.Message, StringComparison.Ordinal);
    }

    private Task<byte[]> FetchAsync(string bucket = "lists", string key = "list.yaml", CloudOptions? options = null) =>
        new AwsObjectStore((options ?? new CloudOptions()) with { EndpointUrl = _s3.Url }, "").FetchAsync(bucket, key, Most, TestContext.Current.CancellationToken);

    private async Task FailsAsync(ObjectFailure failure, string says, string bucket = "lists", string key = "list.yaml", CloudOptions? options = null)
    {
        ObjectFetchException exception = await Assert.ThrowsAsync<ObjectFetchException>(() => FetchAsync(bucket, key, options));
        Assert.True(failure == exception.Failure, $"{exception.Failure}: {exception.Message}");
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
    }
}
