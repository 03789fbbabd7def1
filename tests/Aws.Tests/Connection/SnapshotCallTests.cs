using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

[Collection(nameof(AwsEnvironment))]
public sealed class SnapshotCallTests(AwsEnvironment environment) : ConnectionScene(environment)
{
    public static TheoryData<string, string> Nonsense => new()
    {
        { "<!DOCTYPE html><html>Please sign in</html>", "JSON" },
        { "", "empty" },
        { "{}", "" },
        { "[]", "patchBaseline" },
        { """{"OperatingSystem":"DEBIAN"}""", "patchBaseline" },
        { """{"patchBaseline":{"operatingSystem":"PLAN_9"}}""", "PLAN_9" },
        { """{"patchBaseline":{"operatingSystem":"DEBIAN" """, "JSON" },
        { "\u001f", "" },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_is_read_plain_and_packed(bool isPacked)
    {
        Aws.Instance.PacksSnapshot = isPacked;
        DeployableSnapshot snapshot = await Connect().GetSnapshotAsync(Token);
        JsonObject request = Aws.RequestsOf("GetDeployablePatchSnapshotForInstance")[0].Json!;
        Assert.Equal(Aws.Instance.Id, (string?)request["InstanceId"]);
        Assert.Equal((string?)request["SnapshotId"], snapshot.SnapshotId);
        Assert.Equal(("Debian12", PatchOperatingSystem.Debian, Aws.Baselines.Default("DEBIAN").Id), (snapshot.Product, snapshot.Baseline.OperatingSystem, snapshot.Baseline.BaselineId));
        Assert.Equal((BaselineOriginKind.Default, snapshot.SnapshotId), (snapshot.Baseline.Origin!.Kind, snapshot.Baseline.Origin.SnapshotId));
        Assert.Empty(Aws.Violations);
        Assert.Equal(2, Aws.Requests.Count);
    }

    [Fact]
    public async Task The_link_is_followed_again_where_that_may_help()
    {
        Aws.On("GetSnapshot").Cut(2);
        Assert.NotEmpty((await Connect().GetSnapshotAsync(Token)).SnapshotId);
        Aws.On("GetSnapshot").SlowDown(5);
        Assert.NotEmpty((await Connect().GetSnapshotAsync(Token)).SnapshotId);
        Assert.Equal(2 + 1 + 5 + 1, Aws.Count("GetSnapshot"));
        Assert.Equal(2, Aws.Count("GetDeployablePatchSnapshotForInstance"));

        Aws.On("GetSnapshot").Error(403, "AccessDenied", "Request has expired");
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Connect().GetSnapshotAsync(Token));
        Assert.Equal((ErrorIds.CloudRequestRefused, 144), (exception.ErrorId, exception.ExitCode));
        Assert.Equal(10, Aws.Count("GetSnapshot"));
    }

    [Fact]
    public async Task A_patch_group_is_told()
    {
        StoredBaseline own = Aws.Baselines.AddApprovingAll("DEBIAN", "own");
        Aws.Baselines.Register("web", own);
        Aws.Instance.PatchGroup = "web";
        PatchBaseline baseline = (await Connect().GetSnapshotAsync(Token)).Baseline;
        Assert.Equal((own.Id, BaselineOriginKind.PatchGroup, "web"), (baseline.BaselineId, baseline.Origin!.Kind, baseline.Origin.PatchGroup));
    }

    [Fact]
    public async Task Each_snapshot_has_an_id_of_its_own()
    {
        Assert.NotEqual((await Connect().GetSnapshotAsync(Token)).SnapshotId, (await Connect().GetSnapshotAsync(Token)).SnapshotId);
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task What_is_no_snapshot_is_refused(string body, string says)
    {
        Aws.Instance.SnapshotBody = Encoding.UTF8.GetBytes(body);
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.SnapshotInvalid, ExitCodes.SnapshotInvalid, says);
        NoLinkIsTold();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_snapshot_that_is_huge_is_not_read_to_its_end(bool tellsLength)
    {
        Aws.On("GetSnapshot").AnswerHuge(1L << 30, tellsLength);
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.SnapshotInvalid, ExitCodes.SnapshotInvalid, "more than 16777216 bytes");
    }

    [Fact]
    public async Task A_snapshot_that_is_huge_once_unpacked_is_not_unpacked_to_its_end()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i < 65; i++)
                gzip.Write(chunk);
        }

        Aws.Instance.SnapshotBody = packed.ToArray();
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.SnapshotInvalid, ExitCodes.SnapshotInvalid, "67108864");
    }

    [Fact]
    public async Task What_only_begins_like_a_packed_snapshot_is_refused()
    {
        Aws.Instance.SnapshotBody = new byte[] { 0x1F, 0x8B, 1, 2, 3 };
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.SnapshotInvalid, ExitCodes.SnapshotInvalid);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_told_without_it()
    {
        Aws.On("GetSnapshot").Error(403, "AccessDenied", "Request has expired");
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.CloudRequestRefused, 144, "403");
        NoLinkIsTold();
        Aws.On("GetSnapshot").Clear();
        Aws.On("GetSnapshot").Cut();
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.CloudUnreachable, 143);
        NoLinkIsTold();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("ftp://host/x?X-Amz-Signature=hidden")]
    public async Task An_answer_without_a_usable_link_is_not_understood(string? link)
    {
        Aws.On("GetDeployablePatchSnapshotForInstance").Change(answer => answer["SnapshotDownloadUrl"] = link);
        PatchException exception = await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.CloudAnswerNotUnderstood, 144);
        Assert.DoesNotContain("hidden", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_https_is_left_to_the_fetcher()
    {
        Aws.On("GetDeployablePatchSnapshotForInstance").Change(answer => answer["SnapshotDownloadUrl"] = "https://bucket.s3.amazonaws.com/x?X-Amz-Signature=hidden");
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Connect().GetSnapshotAsync(Token));
        Assert.Contains("over https", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_not_the_instances_are_told_so()
    {
        Aws.RequiresInstanceCredentials = true;
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.CloudAccessDenied, 145, "instance's own credentials");
    }

    [Fact]
    public async Task A_system_that_the_service_does_not_support_has_its_exit_code()
    {
        Aws.On("GetDeployablePatchSnapshotForInstance").Error(400, "UnsupportedOperatingSystem", "The operating system is not supported");
        await FailsAsync(() => Connect().GetSnapshotAsync(Token), ErrorIds.CloudRequestRefused, ExitCodes.OperatingSystemNotSupported, "not supported");
    }

    private void NoLinkIsTold()
    {
        Assert.DoesNotContain("X-Amz-Signature", Events.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Amz-Credential", Events.Text, StringComparison.OrdinalIgnoreCase);
    }
}
