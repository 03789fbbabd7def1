using System.Text;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

/// <summary>Objects through the connection; how they are read otherwise is tried with the store itself.</summary>
[Collection(nameof(AwsEnvironment))]
public sealed class ObjectCallTests(AwsEnvironment environment) : ConnectionScene(environment)
{
    private static readonly byte[] s_list = Encoding.UTF8.GetBytes("patches: []");

    [Theory]
    [InlineData("eu-central-1", "us-east-1", 2)]
    [InlineData("us-east-1", "eu-west-3", 2)]
    [InlineData("us-east-1", "us-east-1", 1)]
    public async Task An_object_is_read_wherever_its_bucket_is(string own, string others, int requests)
    {
        Aws.AddBucket("lists", others).Put("a/list.yaml", s_list);
        Assert.Equal(s_list, await Connect(region: own).FetchAsync("lists", "a/list.yaml", 1024, Token));
        Assert.Equal(requests, Aws.Requests.Count);
    }

    [Theory]
    [InlineData(ObjectRefusal.AccessDenied, ObjectFailure.AccessDenied, "s3:GetObject on arn:aws:s3:::lists/list.yaml")]
    [InlineData(ObjectRefusal.KeyDenied, ObjectFailure.KeyDenied, "kms:Decrypt")]
    [InlineData(ObjectRefusal.KeyDisabled, ObjectFailure.KeyDenied, "disabled")]
    [InlineData(ObjectRefusal.Archived, ObjectFailure.Archived, "archived")]
    public async Task A_refusal_has_its_own_message(ObjectRefusal refusal, ObjectFailure failure, string says)
    {
        Aws.AddBucket("lists").Put("list.yaml", s_list).Refusal = refusal;
        await FailsAsync(failure, says);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        await FailsAsync(ObjectFailure.BucketMissing, "'lists'");
        Aws.AddBucket("lists");
        await FailsAsync(ObjectFailure.KeyMissing, "'list.yaml'");
    }

    [Fact]
    public async Task A_huge_object_is_not_read_to_its_end()
    {
        Aws.AddBucket("lists").PutHuge("list.yaml", 1L << 30);
        await FailsAsync(ObjectFailure.TooLarge, "1024");
    }

    [Fact]
    public async Task Where_nobody_names_a_region_the_instance_does()
    {
        UseMetadata();
        Aws.AddBucket("lists").Put("list.yaml", s_list);
        Assert.Equal(s_list, await Connect(region: "").FetchAsync("lists", "list.yaml", 1024, Token));
        Assert.Equal(1, Aws.Count("GetObject"));
    }

    private async Task FailsAsync(ObjectFailure failure, string says)
    {
        ObjectFetchException exception = await Assert.ThrowsAsync<ObjectFetchException>(() => Connect().FetchAsync("lists", "list.yaml", 1024, Token));
        Assert.True(failure == exception.Failure, $"{exception.Failure}: {exception.Message}");
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
    }
}
