using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

[Collection(nameof(AwsEnvironment))]
public sealed class BaselineCallTests(AwsEnvironment environment) : ConnectionScene(environment)
{
    private const string Whole = """
        {
          "Name": "Everything", "Description": "All that a baseline may have", "OperatingSystem": "DEBIAN",
          "GlobalFilters": { "PatchFilters": [{ "Key": "PRODUCT", "Values": ["Debian12"] }] },
          "ApprovalRules": { "PatchRules": [
            { "PatchFilterGroup": { "PatchFilters": [{ "Key": "PRIORITY", "Values": ["Required", "Important"] }] }, "ComplianceLevel": "CRITICAL", "ApproveAfterDays": 0, "EnableNonSecurity": true },
            { "PatchFilterGroup": { "PatchFilters": [{ "Key": "SECTION", "Values": ["*"] }] }, "ComplianceLevel": "LOW", "ApproveUntilDate": "2024-01-31" } ] },
          "ApprovedPatches": ["bash", "zsh*"], "ApprovedPatchesComplianceLevel": "HIGH", "ApprovedPatchesEnableNonSecurity": true,
          "RejectedPatches": ["telnet"], "RejectedPatchesAction": "BLOCK", "PatchGroups": ["web"],
          "CreatedDate": 1700000000.123, "ModifiedDate": 1700000001,
          "Sources": [{ "Name": "main-source", "Products": ["Debian12"], "Configuration": "deb http://x y z" }]
        }
        """;

    public override void Dispose()
    {
        // Whatever a test asked, it asked as the service's model has it.
        IReadOnlyList<string> violations = Aws.Violations;
        base.Dispose();
        Assert.Empty(violations);
    }

    [Fact]
    public async Task A_whole_baseline_is_read_as_its_JSON_would_be()
    {
        StoredBaseline stored = Aws.Baselines.Add(Whole);
        PatchBaseline read = await Connect().GetAsync(stored.Id, Token);
        PatchBaseline expected = BaselineReader.Read(System.Text.Encoding.UTF8.GetBytes(stored.Content.ToJsonString()), "text")[0];
        Assert.Equivalent(expected, read, strict: true);
        Assert.Equal(1, Aws.Count("GetPatchBaseline"));
    }

    [Fact]
    public async Task A_baseline_of_AWS_is_read_by_its_resource_name()
    {
        StoredBaseline stored = Aws.Baselines.Default("DEBIAN");
        Assert.Equal(stored.Arn, (await Connect().GetAsync(stored.Arn, Token)).BaselineId);
        PatchException exception = await FailsAsync(() => Connect().GetAsync(stored.Id, Token), ErrorIds.BaselineNotFound, 134, stored.Id);
        Assert.Contains("arn:", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_is_named()
    {
        Assert.Equal(Aws.Baselines.Default("DEBIAN").Arn, await Connect().GetDefaultIdAsync(PatchOperatingSystem.Debian, Token));
        Assert.Equal("DEBIAN", (string?)Aws.RequestsOf("GetDefaultPatchBaseline")[0].Json!["OperatingSystem"]);
    }

    [Fact]
    public async Task Baselines_of_a_system_are_listed_over_all_pages()
    {
        Aws.Baselines.AddApprovingAll("UBUNTU", "other");
        StoredBaseline own = Aws.Baselines.AddApprovingAll("DEBIAN", "own");
        Aws.LargestPage = 1;
        Aws.BeginsWithEmptyPages = true;
        IReadOnlyList<BaselineIdentity> listed = await Connect().ListAsync(PatchOperatingSystem.Debian, Token);
        Assert.Equal([new BaselineIdentity(Aws.Baselines.Default("DEBIAN").Arn, "AWS-DebianDefaultPatchBaseline", PatchOperatingSystem.Debian, true), new BaselineIdentity(own.Id, "own", PatchOperatingSystem.Debian, false)], listed);
        Assert.Equal(3, Aws.Count("DescribePatchBaselines"));
    }

    [Fact]
    public async Task Ten_thousand_baselines_are_a_hundred_calls()
    {
        for (int i = 0; i < 10_000; i++)
            Aws.Baselines.AddApprovingAll("DEBIAN", "own", ("env", "prod"));
        Assert.Equal(10_001, (await Connect().ListAsync(PatchOperatingSystem.Debian, Token)).Count);
        Assert.Equal(101, Aws.Count("DescribePatchBaselines"));
        Assert.Equal(10_000, (await Connect().FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod")!, Token)).Count);
        Assert.Equal(100, Aws.Count("GetResources"));
    }

    [Fact]
    public async Task A_page_that_comes_again_and_again_ends_the_list()
    {
        Aws.On("DescribePatchBaselines").AnswerRaw(200, "application/x-amz-json-1.1", """{"BaselineIdentities":[],"NextToken":"again"}""");
        await FailsAsync(() => Connect().ListAsync(PatchOperatingSystem.Debian, Token), ErrorIds.CloudAnswerNotUnderstood, 137, "again and again");
        Assert.Equal(2, Aws.Count("DescribePatchBaselines"));
        Aws.On("GetResources").AnswerRaw(200, "application/x-amz-json-1.1", """{"ResourceTagMappingList":[],"PaginationToken":"again"}""");
        await FailsAsync(() => Connect().FindTaggedAsync(BaselineTags.Parse("Key=k,Values=v")!, Token), ErrorIds.CloudAnswerNotUnderstood, 140, "again and again");
    }

    [Fact]
    public async Task A_system_that_nobody_knows_is_none()
    {
        Aws.On("DescribePatchBaselines").Change(answer => answer["BaselineIdentities"]![0]!["OperatingSystem"] = "PLAN_9");
        Assert.Null((await Connect().ListAsync(PatchOperatingSystem.Debian, Token))[0].OperatingSystem);
    }

    [Theory]
    [InlineData("OperatingSystem", "PLAN_9")]
    [InlineData("OperatingSystem", null)]
    [InlineData("RejectedPatchesAction", "FORGET")]
    [InlineData("BaselineId", null)]
    public async Task A_baseline_with_what_nobody_knows_is_not_understood(string member, string? value)
    {
        StoredBaseline stored = Aws.Baselines.Add(Whole);
        Aws.On("GetPatchBaseline").Change(answer =>
        {
            answer.Remove(member);
            if (value is not null)
                answer[member] = value;
        });
        await FailsAsync(() => Connect().GetAsync(stored.Id, Token), ErrorIds.CloudAnswerNotUnderstood, 134, member);
    }

    [Fact]
    public async Task A_list_without_its_items_is_not_understood()
    {
        Aws.On("DescribePatchBaselines").AnswerRaw(200, "application/x-amz-json-1.1", "{}");
        await FailsAsync(() => Connect().ListAsync(PatchOperatingSystem.Debian, Token), ErrorIds.CloudAnswerNotUnderstood, 137);
        Aws.On("GetResources").AnswerRaw(200, "application/x-amz-json-1.1", "{}");
        await FailsAsync(() => Connect().FindTaggedAsync(BaselineTags.Parse("Key=k,Values=v")!, Token), ErrorIds.CloudAnswerNotUnderstood, 140);
    }

    [Fact]
    public async Task A_baseline_for_Windows_has_its_effective_patches()
    {
        StoredBaseline stored = Aws.Baselines.AddApprovingAll("WINDOWS", "own");
        foreach ((int number, string status) in new[] { "APPROVED", "PENDING_APPROVAL", "EXPLICIT_APPROVED", "EXPLICIT_REJECTED", "PONDERED" }.Index())
        {
            stored.EffectivePatches.Add(new JsonObject
            {
                ["Patch"] = new JsonObject { ["KbNumber"] = $"KB{number}", ["Title"] = "title", ["Classification"] = "SecurityUpdates", ["MsrcSeverity"] = "Critical", ["MsrcNumber"] = "MS1", ["Product"] = "WindowsServer2022", ["ReleaseDate"] = 1700000000 },
                ["PatchStatus"] = new JsonObject { ["DeploymentStatus"] = status, ["ComplianceLevel"] = "CRITICAL", ["ApprovalDate"] = 1700000100 },
            });
        }

        stored.EffectivePatches.Add(new JsonObject { ["Patch"] = new JsonObject { ["Title"] = "no number" } });
        Aws.LargestPage = 2;
        IReadOnlyList<EffectivePatch> patches = (await Connect().GetAsync(stored.Id, Token)).EffectivePatches!;
        Assert.Equal([(true, false), (false, false), (true, false), (false, true), (false, false)], patches.Select(patch => (patch.IsApproved, patch.IsRejected)));
        Assert.Equal(
            new EffectivePatch
            {
                KnowledgeBaseId = "KB0",
                Title = "title",
                Classification = "SecurityUpdates",
                MsrcSeverity = "Critical",
                MsrcNumber = "MS1",
                Product = "WindowsServer2022",
                ReleaseTime = DateTimeOffset.FromUnixTimeSeconds(1700000000),
                IsApproved = true,
                ComplianceLevel = ComplianceLevel.Critical,
                ApprovalTime = DateTimeOffset.FromUnixTimeSeconds(1700000100),
            },
            patches[0]);
        Assert.Equal(3, Aws.Count("DescribeEffectivePatchesForPatchBaseline"));
    }

    [Fact]
    public async Task A_baseline_for_Linux_is_not_asked_for_them()
    {
        StoredBaseline stored = Aws.Baselines.Add(Whole);
        Assert.Empty((await Connect().GetAsync(stored.Id, Token)).EffectivePatches);
        Assert.Equal(0, Aws.Count("DescribeEffectivePatchesForPatchBaseline"));
    }

    [Fact]
    public async Task Baselines_are_found_by_their_tag_and_nothing_else_is()
    {
        StoredBaseline first = Aws.Baselines.AddApprovingAll("DEBIAN", "one", ("env", "prod"));
        StoredBaseline second = Aws.Baselines.AddApprovingAll("UBUNTU", "two", ("env", "test"));
        Aws.Baselines.AddApprovingAll("DEBIAN", "three", ("env", "dev"));
        Aws.Baselines.AddApprovingAll("DEBIAN", "four", ("Env", "prod"));
        Aws.AddTaggedResource($"arn:aws:ssm:{Aws.Region}:{Aws.AccountId}:parameter/pb-0123456789abcdef0", ("env", "prod"));
        Aws.AddTaggedResource($"arn:aws:ssm:us-west-2:{Aws.AccountId}:patchbaseline/pb-0123456789abcdef0", ("env", "prod"));
        Aws.LargestPage = 1;
        Aws.BeginsWithEmptyPages = true;
        Assert.Equal([first.Id, second.Id], await Connect().FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod,test")!, Token));
    }

    [Fact]
    public async Task A_tag_may_have_every_character_that_is_allowed()
    {
        const string text = "aZ09 é環本番 _.:/=+-@ \u00a0x";
        StoredBaseline stored = Aws.Baselines.AddApprovingAll("DEBIAN", "one", (text, text));
        Assert.Equal([stored.Id], await Connect().FindTaggedAsync(BaselineTags.Parse($"Key={text},Values={text}")!, Token));
    }

    [Fact]
    public async Task Nothing_tagged_is_an_empty_list() =>
        Assert.Empty(await Connect().FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod")!, Token));
}
