using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class TaggingTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();

    public TaggingTests()
    {
        _aws.Baselines.AddApprovingAll("DEBIAN", "first", ("env", "prod"), ("team", "web"));
        _aws.Baselines.AddApprovingAll("DEBIAN", "second", ("env", "test"));
        _aws.Baselines.AddApprovingAll("DEBIAN", "third", ("Env", "prod"));
        _aws.AddTaggedResource("arn:aws:ec2:eu-central-1:123456789012:instance/i-1", ("env", "prod"));
    }

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("""{"TagFilters":[{"Key":"env","Values":["prod"]}]}""", 2)]
    [InlineData("""{"TagFilters":[{"Key":"env","Values":["prod","test"]}]}""", 3)]
    [InlineData("""{"TagFilters":[{"Key":"env"}]}""", 3)]
    [InlineData("""{"TagFilters":[{"Key":"env","Values":["prod"]},{"Key":"team","Values":["web"]}]}""", 1)]
    [InlineData("""{"TagFilters":[{"Key":"env","Values":["prod"]}],"ResourceTypeFilters":["ssm:patchbaseline"]}""", 1)]
    [InlineData("""{"TagFilters":[{"Key":"env","Values":["PROD"]}]}""", 0)]
    public async Task Values_are_one_of_and_keys_all_of(string body, int expected)
    {
        JsonObject answer = await SignedCall.Tagging(_aws, body).AnswerAsync();
        Assert.Equal(expected, answer["ResourceTagMappingList"]!.AsArray().Count);
        Assert.Equal("", (string?)answer["PaginationToken"]);
    }

    [Fact]
    public async Task Pages_are_told_by_a_token()
    {
        string token = "";
        int pages = 0;
        List<string> arns = [];
        do
        {
            JsonObject answer = await SignedCall.Tagging(_aws, $$"""{"ResourcesPerPage":3,"PaginationToken":"{{token}}"}""").AnswerAsync();
            arns.AddRange(answer["ResourceTagMappingList"]!.AsArray().Select(r => (string)r!["ResourceARN"]!));
            token = (string)answer["PaginationToken"]!;
            pages++;
        }
        while (token.Length > 0);

        Assert.Equal(2, pages);
        Assert.Equal(4, arns.Distinct().Count());
    }

    [Fact]
    public async Task Denial_names_no_resource()
    {
        _aws.AllowOnly("ssm:GetPatchBaseline");
        (_, string code, string message) = await SignedCall.Tagging(_aws, "{}").ErrorAsync();
        Assert.Equal("AccessDeniedException", code);
        Assert.Contains("perform: tag:GetResources because", message);
    }
}
