using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class FaultTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();
    private readonly AmazonSimpleSystemsManagementClient _client;

    public FaultTests() => _client = _aws.Systems();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _aws.Dispose();
    }

    [Fact]
    public async Task Throttles_as_often_as_told()
    {
        _aws.On("GetDefaultPatchBaseline").Throttle(2);

        Assert.Equal("ThrottlingException", (await FailAsync()).ErrorCode);
        Assert.Equal("ThrottlingException", (await FailAsync()).ErrorCode);
        await AskAsync();
        Assert.Equal([400, 400, 200], _aws.Requests.Select(r => r.Status));
    }

    [Fact]
    public async Task Plays_faults_in_their_order()
    {
        _aws.On("GetDefaultPatchBaseline").AnswerRightly(1).ServiceUnavailable(1).InternalError(1);

        await AskAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await FailAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await FailAsync()).StatusCode);
        await AskAsync();
    }

    [Fact]
    public async Task Faults_without_a_number_stay_until_cleared()
    {
        _aws.On("*").ServiceUnavailable();
        for (int i = 0; i < 3; i++)
            await FailAsync();
        _aws.On("*").Clear();
        await AskAsync();
    }

    [Fact]
    public async Task Denies_in_the_words_of_the_service()
    {
        _aws.On("GetPatchBaseline").Deny();
        const string id = "pb-0123456789abcdef0";
        AmazonSimpleSystemsManagementException denied = await Assert.ThrowsAnyAsync<AmazonSimpleSystemsManagementException>(
            () => _client.GetPatchBaselineAsync(new GetPatchBaselineRequest { BaselineId = id }, Cancel));

        Assert.Equal("AccessDeniedException", denied.ErrorCode);
        Assert.StartsWith($"User: {_aws.Credentials!.PrincipalArn} is not authorized to perform: ssm:GetPatchBaseline on resource: "
            + $"arn:aws:ssm:{_aws.Region}:{_aws.AccountId}:patchbaseline/{id} because", denied.Message);
    }

    [Fact]
    public async Task Allows_only_what_is_told()
    {
        _aws.AllowOnly("ssm:GetDefaultPatchBaseline");
        await AskAsync();
        AmazonSimpleSystemsManagementException denied = await Assert.ThrowsAnyAsync<AmazonSimpleSystemsManagementException>(
            () => _client.DescribePatchBaselinesAsync(new DescribePatchBaselinesRequest(), Cancel));
        Assert.Equal("AccessDeniedException", denied.ErrorCode);
        _aws.AllowAll();
        await _client.DescribePatchBaselinesAsync(new DescribePatchBaselinesRequest(), Cancel);
    }

    [Fact]
    public async Task Says_that_keys_have_expired()
    {
        _aws.On("GetDefaultPatchBaseline").ExpireCredentials(1);
        Assert.Equal("ExpiredTokenException", (await FailAsync()).ErrorCode);
    }

    [Fact]
    public async Task Answers_half()
    {
        _aws.Metadata.RequiresToken = false;
        _aws.On("GetMetadata").AnswerHalf(1);
        Uri address = new(_aws.Url + "/latest/meta-data/instance-id");
        using HttpClient http = new();
        using HttpResponseMessage half = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(_aws.Instance.Id.Length, half.Content.Headers.ContentLength);
        using Stream body = await half.Content.ReadAsStreamAsync(Cancel);
        byte[] got = new byte[_aws.Instance.Id.Length / 2];
        await body.ReadExactlyAsync(got, Cancel);
        Assert.Equal(_aws.Instance.Id[..got.Length], Encoding.UTF8.GetString(got));
        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(got, Cancel));

        Assert.Equal(_aws.Instance.Id, await http.GetStringAsync(address, Cancel));
    }

    [Fact]
    public async Task Half_an_answer_is_no_answer_to_the_sdk()
    {
        _aws.On("GetDefaultPatchBaseline").AnswerHalf();
        await Assert.ThrowsAnyAsync<Exception>(AskAsync);
        // A status that was begun and not ended is none.
        Assert.All(_aws.Requests, r => Assert.Equal(0, r.Status));
    }

    [Fact]
    public async Task Cuts_the_connection()
    {
        _aws.On("GetMetadataToken").Cut();
        using HttpClient http = new();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.PutAsync(new Uri(_aws.Url + "/latest/api/token"), content: null, Cancel));
    }

    [Fact]
    public async Task Stays_silent_until_it_ends()
    {
        _aws.On("GetMetadataToken").StaySilent();
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, new Uri(_aws.Url).Port, Cancel);
        await connection.GetStream().WriteAsync("PUT /latest/api/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Cancel);
        Task<int> answer = connection.GetStream().ReadAsync(new byte[1], Cancel).AsTask();
        while (_aws.Count("GetMetadataToken") == 0)
            await Task.Yield();
        Assert.False(answer.IsCompleted);

        await _aws.DisposeAsync();

        // Cut: an end or a reset, but no byte.
        int read = await answer.ContinueWith(t => t.IsFaulted ? 0 : t.Result, TaskScheduler.Default);
        Assert.Equal(0, read);
    }

    [Fact]
    public async Task Waits_for_what_it_is_told_to_wait_for()
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _aws.On("GetDefaultPatchBaseline").WaitFor(gate.Task);
        Task asked = AskAsync();
        while (_aws.Count("GetDefaultPatchBaseline") == 0)
            await Task.Yield();
        Assert.False(asked.IsCompleted);
        gate.SetResult();
        await asked;
    }

    [Fact]
    public async Task Changes_the_right_answer()
    {
        StoredBaseline own = _aws.Baselines.AddApprovingAll("DEBIAN", "own");
        _aws.On("GetPatchBaseline").Change(answer =>
        {
            answer["OperatingSystem"] = "BEOS";
            answer.Remove("Name");
        });
        GetPatchBaselineResponse answer = await _client.GetPatchBaselineAsync(new GetPatchBaselineRequest { BaselineId = own.Id }, Cancel);
        Assert.Equal(("BEOS", null), (answer.OperatingSystem.Value, answer.Name));
        Assert.Equal("own", own.Name);
    }

    [Fact]
    public async Task Mistake_of_a_test_does_not_pass_for_a_fault()
    {
        _aws.On("GetDefaultPatchBaseline").Change(answer => answer["Nothing"]!.AsObject());
        await FailAsync();
        Assert.Contains("The endpoint failed", Assert.Single(_aws.Violations));
    }

    [Fact]
    public async Task Answers_with_html()
    {
        _aws.On("GetDefaultPatchBaseline").AnswerHtml();
        await Assert.ThrowsAnyAsync<Exception>(AskAsync);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Streams_a_gigabyte_without_holding_it(bool tellsLength)
    {
        const long gigabyte = 1L << 30;
        _aws.On("GetMetadata").AnswerHuge(gigabyte, tellsLength);
        using HttpClient http = new();
        using HttpResponseMessage response = await http.GetAsync(
            new Uri(_aws.Url + "/latest/meta-data/instance-id"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(tellsLength ? gigabyte : null, response.Content.Headers.ContentLength);
        long before = GC.GetTotalAllocatedBytes();
        using Stream body = await response.Content.ReadAsStreamAsync(Cancel);
        byte[] part = new byte[1 << 20];
        for (int i = 0; i < 64; i++)
            await body.ReadExactlyAsync(part, Cancel);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256 << 20);
    }

    [Fact]
    public async Task Records_what_it_is_asked()
    {
        await AskAsync();
        RecordedRequest request = Assert.Single(_aws.Requests);
        Assert.Equal((1, "GetDefaultPatchBaseline", "POST", "DEBIAN"), (request.Number, request.Operation, request.Method, (string?)request.Json!["OperatingSystem"]));
        Assert.Equal("AmazonSSM.GetDefaultPatchBaseline", request.Headers["x-amz-target"]);
        _aws.ForgetRequests();
        Assert.Empty(_aws.Requests);
    }

    private Task AskAsync() => _client.GetDefaultPatchBaselineAsync(new GetDefaultPatchBaselineRequest { OperatingSystem = "DEBIAN" }, Cancel);

    private Task<AmazonServiceException> FailAsync() => Assert.ThrowsAnyAsync<AmazonServiceException>(AskAsync);
}
