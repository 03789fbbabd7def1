using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class StorageTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();
    private readonly StoredBucket _bucket;

    public StorageTests()
    {
        _bucket = _aws.AddBucket("lists");
        _bucket.Put("folder/list with äöü+%20&=.yaml", "patches: []");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Object_is_read_by_path() => Assert.Equal("patches: []", await ReadAsync("lists", "folder/list with äöü+%20&=.yaml"));

    [Fact]
    public async Task Object_is_read_by_host_through_a_proxy()
    {
        Uri proxy = new(_aws.Url);
        using AmazonS3Client client = new(new BasicAWSCredentials(_aws.AccessKeyId, _aws.SecretAccessKey), new AmazonS3Config
        {
            RegionEndpoint = Amazon.RegionEndpoint.EUCentral1,
            UseHttp = true,
            ProxyHost = proxy.Host,
            ProxyPort = proxy.Port,
            MaxErrorRetry = 0,
        });
        using GetObjectResponse answer = await client.GetObjectAsync("lists", "folder/list with äöü+%20&=.yaml", Cancel);
        Assert.Equal("patches: []".Length, answer.ContentLength);
        Assert.StartsWith("lists.s3.", _aws.Requests[^1].Headers["host"]);
    }

    [Fact]
    public async Task Missing_bucket_and_key_have_their_own_errors()
    {
        await AssertFailsAsync("nobody", "key", HttpStatusCode.NotFound, "NoSuchBucket");
        await AssertFailsAsync("lists", "key", HttpStatusCode.NotFound, "NoSuchKey");
    }

    [Fact]
    public async Task Who_may_not_list_is_not_told_of_a_missing_key()
    {
        _aws.AllowOnly("s3:GetObject");
        await ReadAsync("lists", "folder/list with äöü+%20&=.yaml");
        string message = await AssertFailsAsync("lists", "key", HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Contains("s3:ListBucket on resource: \"arn:aws:s3:::lists\"", message);
    }

    [Theory]
    [InlineData(ObjectRefusal.AccessDenied, HttpStatusCode.Forbidden, "AccessDenied", "s3:GetObject")]
    [InlineData(ObjectRefusal.KeyDenied, HttpStatusCode.Forbidden, "AccessDenied", "kms:Decrypt")]
    [InlineData(ObjectRefusal.KeyDisabled, HttpStatusCode.BadRequest, "KMS.DisabledException", "is disabled")]
    [InlineData(ObjectRefusal.Archived, HttpStatusCode.Forbidden, "InvalidObjectState", "storage class")]
    public async Task Refusals_have_their_own_errors(ObjectRefusal refusal, HttpStatusCode status, string code, string text)
    {
        _bucket.Put("refused", "x").Refusal = refusal;
        Assert.Contains(text, await AssertFailsAsync("lists", "refused", status, code));
    }

    [Fact]
    public async Task Bucket_of_another_region_is_redirected()
    {
        _aws.AddBucket("far", "ap-south-1").Put("key", "x");
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, "ap-northeast-1");
        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal("ap-south-1", Assert.Single(answer.Headers.GetValues("x-amz-bucket-region")));
        Assert.Contains("<Code>PermanentRedirect</Code>", await answer.Content.ReadAsStringAsync(Cancel));

        using AmazonS3Client right = _aws.Storage(region: "ap-south-1");
        using GetObjectResponse found = await right.GetObjectAsync("far", "key", Cancel);
        Assert.Equal(1, found.ContentLength);
    }

    [Fact]
    public async Task First_region_says_that_the_authorization_is_malformed()
    {
        _aws.AddBucket("far", "ap-south-1").Put("key", "x");
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, "us-east-1");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Region>ap-south-1</Region>", await answer.Content.ReadAsStringAsync(Cancel));
        using HttpResponseMessage head = await SendAsync(HttpMethod.Head, "us-east-1");
        Assert.Equal("ap-south-1", Assert.Single(head.Headers.GetValues("x-amz-bucket-region")));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Location_of_a_bucket_is_told()
    {
        _aws.AddBucket("far", "ap-south-1");
        using AmazonS3Client client = _aws.Storage();
        Assert.Equal("ap-south-1", (await client.GetBucketLocationAsync("far", Cancel)).Location.Value);
    }

    [Fact]
    public async Task Public_object_needs_no_signature_and_a_private_one_does()
    {
        using HttpClient http = new();
        Uri address = new($"{_aws.Url}/lists/open");
        _bucket.Put("open", "x");
        using (HttpResponseMessage refused = await http.GetAsync(address, Cancel))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        _bucket.IsPublic = true;
        Assert.Equal("x", await http.GetStringAsync(address, Cancel));
    }

    [Fact]
    public async Task Link_of_somebody_who_may_needs_no_keys()
    {
        _bucket.Put("a b", "x");
        using HttpClient http = new();
        Assert.Equal("x", await http.GetStringAsync(new Uri(_aws.Presign("lists", "a b", TimeSpan.FromMinutes(5))), Cancel));
    }

    [Fact]
    public async Task Wrong_secret_and_wrong_time_have_the_errors_of_s3()
    {
        using AmazonS3Client wrong = _aws.Storage(_aws.Credentials! with { SecretAccessKey = "another" });
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => wrong.GetObjectAsync("lists", "key", Cancel));
        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
        _aws.Clock = new OffsetClock(TimeSpan.FromHours(-1));
        await AssertFailsAsync("lists", "key", HttpStatusCode.Forbidden, "RequestTimeTooSkewed");
    }

    [Fact]
    public async Task Huge_object_is_streamed()
    {
        _bucket.PutHuge("huge", 1L << 30);
        using AmazonS3Client client = _aws.Storage();
        using GetObjectResponse answer = await client.GetObjectAsync("lists", "huge", Cancel);
        Assert.Equal(1L << 30, answer.ContentLength);
    }

    [Fact]
    public async Task Slow_down_is_an_error_of_xml()
    {
        _aws.On("GetObject").SlowDown(1);
        await AssertFailsAsync("lists", "key", HttpStatusCode.ServiceUnavailable, "SlowDown");
    }

    private async Task<string> ReadAsync(string bucket, string key)
    {
        using AmazonS3Client client = _aws.Storage();
        using GetObjectResponse answer = await client.GetObjectAsync(bucket, key, Cancel);
        using StreamReader reader = new(answer.ResponseStream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancel);
    }

    private async Task<string> AssertFailsAsync(string bucket, string key, HttpStatusCode status, string code)
    {
        using AmazonS3Client client = _aws.Storage();
        AmazonS3Exception failed = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, key, Cancel));
        Assert.Equal((status, code), (failed.StatusCode, failed.ErrorCode));
        return failed.Message;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string region)
    {
        using AmazonS3Client signer = _aws.Storage(region: region);
        string link = await signer.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = "far",
            Key = "key",
            Verb = method == HttpMethod.Head ? HttpVerb.HEAD : HttpVerb.GET,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Protocol = Protocol.HTTP,
        });
        using HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false });
        using HttpRequestMessage request = new(method, link);
        return await http.SendAsync(request, Cancel);
    }
}
