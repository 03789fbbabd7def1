using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class SnapshotTests : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly AwsEndpoint _aws = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Holds_the_default_where_there_is_no_group()
    {
        byte[] body = await Http.GetByteArrayAsync(await LinkAsync(), Cancel);

        PatchBaseline baseline = Assert.Single(BaselineReader.Read(body, "snapshot"));
        Assert.Equal(_aws.Baselines.Default("DEBIAN").Id, baseline.BaselineId);
        Assert.Equal(BaselineOriginKind.Default, baseline.Origin?.Kind);
        Assert.Single(baseline.ApprovalRules);
        Assert.NotNull(baseline.CreatedDate);
        Assert.Equal(1, _aws.Count("GetSnapshot"));
    }

    [Fact]
    public async Task Holds_the_baseline_of_the_group()
    {
        StoredBaseline own = _aws.Baselines.AddApprovingAll("DEBIAN", "servers");
        _aws.Baselines.Register("Servers", own);
        _aws.Instance.PatchGroup = "Servers";

        byte[] body = await Http.GetByteArrayAsync(await LinkAsync(), Cancel);

        PatchBaseline baseline = Assert.Single(BaselineReader.Read(body, "snapshot"));
        Assert.Equal((own.Id, "Servers"), (baseline.BaselineId, baseline.Origin?.PatchGroup));
    }

    [Fact]
    public async Task Is_packed_where_asked_for()
    {
        _aws.Instance.PacksSnapshot = true;
        using HttpResponseMessage response = await Http.GetAsync(new Uri(await LinkAsync()), Cancel);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        using GZipStream unpacked = new(await response.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        Assert.NotNull((await JsonNode.ParseAsync(unpacked, cancellationToken: Cancel))!["patchBaseline"]);
    }

    [Fact]
    public async Task May_be_anything()
    {
        _aws.Instance.SnapshotBody = new byte[] { 1, 2, 3 };
        Assert.Equal([1, 2, 3], await Http.GetByteArrayAsync(await LinkAsync(), Cancel));
    }

    [Fact]
    public async Task Stays_as_it_was_made()
    {
        byte[] first = await Http.GetByteArrayAsync(await LinkAsync(), Cancel);
        _aws.Baselines.SetDefault(_aws.Baselines.AddApprovingAll("DEBIAN", "later"));
        Assert.Equal(first, await Http.GetByteArrayAsync(await LinkAsync(), Cancel));
    }

    [Fact]
    public async Task Link_that_was_changed_or_has_ended_is_refused()
    {
        string link = await LinkAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(link.Replace("X-Amz-Expires=86400", "X-Amz-Expires=86401")));
        _aws.Clock = new OffsetClock(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(link));
    }

    [Fact]
    public async Task Is_for_the_instance_alone_where_that_is_so()
    {
        _aws.RequiresInstanceCredentials = true;
        AmazonSimpleSystemsManagementException refused = await Assert.ThrowsAnyAsync<AmazonSimpleSystemsManagementException>(() => LinkAsync());
        Assert.Equal("AccessDeniedException", refused.ErrorCode);
        Assert.NotEmpty(await LinkAsync(_aws.InstanceCredentials));
    }

    private static async Task<HttpStatusCode> StatusAsync(string link)
    {
        using HttpResponseMessage response = await Http.GetAsync(new Uri(link), Cancel);
        return response.StatusCode;
    }

    private async Task<string> LinkAsync(AwsCredentialSet? keys = null)
    {
        using AmazonSimpleSystemsManagementClient client = _aws.Systems(keys);
        GetDeployablePatchSnapshotForInstanceResponse answer = await client.GetDeployablePatchSnapshotForInstanceAsync(
            new GetDeployablePatchSnapshotForInstanceRequest { InstanceId = _aws.Instance.Id, SnapshotId = "12345678-1234-1234-1234-123456789012" }, Cancel);
        Assert.Equal("Debian12", answer.Product);
        Assert.Empty(_aws.Violations);
        return answer.SnapshotDownloadUrl;
    }
}
