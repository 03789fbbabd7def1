using System.Net;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class MetadataTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _aws.Dispose();
    }

    [Fact]
    public async Task Tells_who_the_instance_is()
    {
        string token = await TokenAsync();
        Assert.Equal(_aws.Instance.Id, await GetAsync("meta-data/instance-id", token));
        Assert.Equal(_aws.Region, await GetAsync("meta-data/placement/region", token));
        JsonNode document = JsonNode.Parse(await GetAsync("dynamic/instance-identity/document", token))!;
        Assert.Equal((_aws.Instance.Id, _aws.Region, _aws.AccountId), ((string?)document["instanceId"], (string?)document["region"], (string?)document["accountId"]));
    }

    [Fact]
    public async Task Hands_out_the_keys_of_the_instance()
    {
        string token = await TokenAsync();
        string role = await GetAsync("meta-data/iam/security-credentials/", token);
        JsonNode keys = JsonNode.Parse(await GetAsync($"meta-data/iam/security-credentials/{role}", token))!;
        Assert.Equal((_aws.InstanceCredentials.AccessKeyId, _aws.InstanceCredentials.SessionToken), ((string?)keys["AccessKeyId"], (string?)keys["Token"]));
    }

    [Fact]
    public async Task Needs_a_token_unless_told_otherwise()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("meta-data/instance-id", token: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("meta-data/instance-id", "another"));
        _aws.Metadata.RequiresToken = false;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("meta-data/instance-id", token: null));
    }

    [Fact]
    public async Task Knows_nothing_of_a_role_where_there_is_none()
    {
        _aws.Instance.RoleName = null;
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("meta-data/iam/security-credentials/", await TokenAsync()));
    }

    [Fact]
    public async Task Token_ends()
    {
        string token = await TokenAsync();
        _aws.Clock = new OffsetClock(TimeSpan.FromHours(7));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("meta-data/instance-id", token));
    }

    [Fact]
    public async Task Forbids_everything_where_it_is_off()
    {
        string token = await TokenAsync();
        _aws.Metadata.IsEnabled = false;
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("meta-data/instance-id", token));
    }

    private async Task<string> TokenAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Put, _aws.Url + "/latest/api/token");
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "21600");
        using HttpResponseMessage answer = await _http.SendAsync(request, Cancel);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancel);
    }

    private async Task<string> GetAsync(string path, string token)
    {
        using HttpResponseMessage answer = await SendAsync(path, token);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancel);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? token)
    {
        using HttpResponseMessage answer = await SendAsync(path, token);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(string path, string? token)
    {
        HttpRequestMessage request = new(HttpMethod.Get, $"{_aws.Url}/latest/{path}");
        if (token is not null)
            request.Headers.Add("X-aws-ec2-metadata-token", token);
        return _http.SendAsync(request, Cancel);
    }
}
