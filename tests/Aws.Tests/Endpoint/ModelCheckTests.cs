using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.AwsEndpoints.Models;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class ModelCheckTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("GetPatchBaseline", "{}", "'baselineId' failed to satisfy constraint: Member must not be null")]
    [InlineData("GetPatchBaseline", """{"BaselineId":null}""", "Member must not be null")]
    [InlineData("GetPatchBaseline", """{"BaselineId":"pb-1"}""", "length greater than or equal to 20")]
    [InlineData("GetPatchBaseline", """{"BaselineId":"pb-0123456789abcdef !"}""", "regular expression pattern")]
    [InlineData("GetPatchBaseline", """{"BaselineId":"pb-0123456789abcdef0\n"}""", "regular expression pattern")]
    [InlineData("GetPatchBaseline", """{"BaselineId":5}""", "Member must be a string")]
    [InlineData("GetPatchBaseline", """{"BaselineId":"pb-0123456789abcdef0","Name":"x"}""", "'name' failed to satisfy constraint: Member is not one of GetPatchBaselineRequest")]
    [InlineData("GetDefaultPatchBaseline", """{"OperatingSystem":"BEOS"}""", "enum value set")]
    [InlineData("DescribePatchBaselines", """{"MaxResults":101}""", "value less than or equal to 100")]
    [InlineData("DescribePatchBaselines", """{"MaxResults":0}""", "value greater than or equal to 1")]
    [InlineData("DescribePatchBaselines", """{"MaxResults":1.5}""", "whole number")]
    [InlineData("DescribePatchBaselines", """{"MaxResults":"50"}""", "Member must be a number")]
    [InlineData("DescribePatchBaselines", """{"Filters":{}}""", "Member must be a list")]
    [InlineData("DescribePatchBaselines", """{"Filters":[{},{},{},{},{},{}]}""", "length less than or equal to 5")]
    [InlineData("ListComplianceItems", """{"ResourceIds":[]}""", "length greater than or equal to 1")]
    [InlineData("GetDeployablePatchSnapshotForInstance", """{"InstanceId":"i-0abcdef123456789é","SnapshotId":"12345678-1234-1234-1234-123456789012"}""", "regular expression pattern")]
    [InlineData("PutComplianceItems", """{"ResourceId":"i-0abcdef1234567890","ResourceType":"ManagedInstance","ComplianceType":"Association","ExecutionSummary":{"ExecutionTime":"2023-01-01T00:00:00Z"},"Items":[]}""", "Member must be a number")]
    [InlineData("PutComplianceItems", """{"ResourceId":"i-0abcdef1234567890","ResourceType":"ManagedInstance","ComplianceType":"Association","ExecutionSummary":{"ExecutionTime":1},"Items":[{"Severity":"LOW"}]}""", "'items.1.member.status'")]
    [InlineData("PutComplianceItems", """{"ResourceId":"i-0abcdef1234567890","ResourceType":"ManagedInstance","ComplianceType":"Association","ExecutionSummary":{"ExecutionTime":1},"Items":[{"Severity":"LOW","Status":"COMPLIANT","Details":{"":"x"}}]}""", "length greater than or equal to 1")]
    public async Task Refuses(string operation, string body, string constraint)
    {
        (int status, string code, string message) = await new SignedCall(_aws, operation, body).ErrorAsync();

        Assert.Equal((400, "ValidationException"), (status, code));
        Assert.Contains(constraint, message);
        Assert.Contains(_aws.Violations, v => v.Contains(constraint));
    }

    [Theory]
    [InlineData("""{"TagFilters":[{"Key":""}]}""", "length greater than or equal to 1")]
    [InlineData("""{"TagFilters":[{"Key":"k","Value":"v"}]}""", "not one of TagFilter")]
    [InlineData("""{"ResourcesPerPage":"5"}""", "Member must be a number")]
    public async Task Refuses_of_tagging(string body, string constraint)
    {
        (_, string code, string message) = await SignedCall.Tagging(_aws, body).ErrorAsync();
        Assert.Equal("ValidationException", code);
        Assert.Contains(constraint, message);
    }

    [Fact]
    public async Task Too_many_values_of_a_tag_are_refused()
    {
        string values = string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"{i}\""));
        (_, _, string message) = await SignedCall.Tagging(_aws, $$"""{"TagFilters":[{"Key":"k","Values":[{{values}}]}]}""").ErrorAsync();
        Assert.Contains("length less than or equal to 20", message);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task Value_of_a_detail_has_a_longest_length(int length, bool isTaken)
    {
        string body = $$$"""{"ResourceId":"{{{_aws.Instance.Id}}}","ResourceType":"ManagedInstance","ComplianceType":"Association","ExecutionSummary":{"ExecutionTime":1},"UploadType":"PARTIAL","Items":[{"Id":"a","Severity":"LOW","Status":"COMPLIANT","Details":{"DetailedText":"{{{new string('x', length)}}}"}}]}""";
        SignedCall call = new(_aws, "PutComplianceItems", body);
        if (isTaken)
            await call.AnswerAsync();
        else
            Assert.Contains("length less than or equal to 4096", (await call.ErrorAsync()).Message);
        Assert.Equal(isTaken ? 0 : 1, _aws.Violations.Count);
    }

    [Theory]
    [InlineData("ALMA_LINUX")]
    [InlineData("AMAZON_LINUX_2023")]
    [InlineData("ROCKY_LINUX")]
    public async Task Systems_of_later_years_are_known(string system)
    {
        await new SignedCall(_aws, "GetDefaultPatchBaseline", $$"""{"OperatingSystem":"{{system}}"}""").AnswerAsync();
        Assert.Empty(_aws.Violations);
    }

    [Fact]
    public async Task Unknown_operation_is_a_violation()
    {
        (_, string code, _) = await new SignedCall(_aws, "GetPatchBaselines", "{}").ErrorAsync();
        Assert.Equal("UnknownOperationException", code);
        Assert.Single(_aws.Violations);
    }

    [Fact]
    public async Task Body_that_is_no_json_is_a_violation()
    {
        (_, string code, _) = await new SignedCall(_aws, "GetPatchBaseline", "<x/>").ErrorAsync();
        Assert.Equal("SerializationException", code);
        Assert.Single(_aws.Violations);
    }

    [Fact]
    public void Missing_model_names_the_package()
    {
        InvalidOperationException missing = Assert.Throws<InvalidOperationException>(
            () => new AwsEndpoint(new AwsEndpointSettings { ModelFolder = "/nowhere" }));
        Assert.Contains("python3-botocore", missing.Message);
    }

    /// <summary>The endpoint itself answers as the model says.</summary>
    [Theory]
    [InlineData("DescribeAssociation", """{"AssociationId":"8dfe3659-4309-493a-8755-0123456789ab"}""")]
    [InlineData("DescribeEffectivePatchesForPatchBaseline", """{"BaselineId":"WINDOWS"}""")]
    [InlineData("DescribePatchBaselines", "{}")]
    [InlineData("GetDefaultPatchBaseline", "{}")]
    [InlineData("GetDeployablePatchSnapshotForInstance", """{"InstanceId":"i-0abcdef1234567890","SnapshotId":"12345678-1234-1234-1234-123456789012"}""")]
    [InlineData("GetPatchBaseline", """{"BaselineId":"WINDOWS"}""")]
    [InlineData("GetPatchBaselineForPatchGroup", """{"PatchGroup":"servers"}""")]
    [InlineData("ListComplianceItems", "{}")]
    public async Task Answers_are_of_the_model(string operation, string body)
    {
        _aws.Add(new StoredAssociation { Id = "8dfe3659-4309-493a-8755-0123456789ab" });
        _aws.Baselines.Default("WINDOWS").EffectivePatches.Add(EffectivePatches.Kb("KB5000001"));
        _aws.Baselines.Register("servers", _aws.Baselines.Default("WINDOWS"));
        _aws.Compliance.Add(new StoredComplianceItem
        {
            ComplianceType = "Custom:Other",
            ResourceId = _aws.Instance.Id,
            Id = "1",
            Status = "COMPLIANT",
            Severity = "LOW",
            ExecutionTime = 1700000000,
        });

        JsonObject answer = await new SignedCall(_aws, operation, body.Replace("WINDOWS", _aws.Baselines.Default("WINDOWS").Arn)).AnswerAsync();

        ShapeChecker checker = new(_aws.SystemsModel);
        Assert.Empty(checker.Check(_aws.SystemsModel.OutputShape(operation), answer));
    }
}
