using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

[Collection(nameof(AwsEnvironment))]
public sealed class ComplianceCallTests(AwsEnvironment environment) : ConnectionScene(environment)
{
    private const string Id = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public async Task An_association_tells_its_facts()
    {
        Aws.Add(new StoredAssociation { Id = Id, ComplianceSeverity = "CRITICAL", DocumentVersion = "$LATEST" });
        Assert.Equal(
            new AssociationFacts { Name = "MyPatchAssociation", ComplianceSeverity = "CRITICAL", DocumentName = "AWS-RunPatchBaselineAssociation", DocumentVersion = "$LATEST", SyncCompliance = "MANUAL" },
            await Connect().DescribeAssociationAsync(Id, Token));
        Assert.Empty(Aws.Violations);
    }

    [Fact]
    public async Task An_association_that_tells_little_has_defaults()
    {
        Aws.Add(new StoredAssociation { Id = Id, AssociationName = null, ComplianceSeverity = null, DocumentVersion = null, SyncCompliance = null });
        Assert.Equal(new AssociationFacts { DocumentName = "AWS-RunPatchBaselineAssociation" }, await Connect().DescribeAssociationAsync(Id, Token));
    }

    [Fact]
    public async Task An_association_that_does_not_exist_is_named() =>
        await FailsAsync(() => Connect().DescribeAssociationAsync(Id, Token), ErrorIds.AssociationNotFound, 131, Id);

    [Fact]
    public async Task An_answer_without_an_association_is_not_understood()
    {
        Aws.On("DescribeAssociation").AnswerRaw(200, "application/x-amz-json-1.1", "{}");
        await FailsAsync(() => Connect().DescribeAssociationAsync(Id, Token), ErrorIds.CloudAnswerNotUnderstood, 131);
    }

    [Theory]
    [InlineData(true, "COMPLIANT")]
    [InlineData(false, "NON_COMPLIANT")]
    public async Task A_report_is_put_as_the_document_puts_it(bool isCompliant, string status)
    {
        await Connect().PutAsync(Report(isCompliant), Token);
        string expected = $$"""
            {"ComplianceType":"Association","ExecutionSummary":{"ExecutionId":"{{Id}}","ExecutionTime":1700000000,"ExecutionType":"Command"},
             "ItemContentHash":"abc","Items":[{"Details":{"DocumentName":"AWS-RunPatchBaselineAssociation","DocumentVersion":"1"},"Id":"{{Id}}","Severity":"MEDIUM","Status":"{{status}}","Title":"MyPatchAssociation"}],
             "ResourceId":"{{Aws.Instance.Id}}","ResourceType":"ManagedInstance","UploadType":"PARTIAL"}
            """;
        JsonObject request = Assert.Single(Aws.RequestsOf("PutComplianceItems")).Json!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), request), request.ToJsonString());
        Assert.Empty(Aws.Violations);
    }

    [Fact]
    public async Task A_report_leaves_all_others_alone()
    {
        StoredComplianceItem other = new() { ComplianceType = "Association", ResourceId = Aws.Instance.Id, Id = "other", Status = "COMPLIANT", Severity = "LOW", ExecutionTime = 1 };
        Aws.Compliance.Add(other);
        Aws.Compliance.Add(other with { ComplianceType = "Custom:Mine" });
        await Connect().PutAsync(Report(isCompliant: true), Token);
        await Connect().PutAsync(Report(isCompliant: true), Token);
        Assert.Equal(3, Aws.Compliance.Items.Count);
        Assert.Equal((1, 1), (Aws.Compliance.AcceptedUploads, Aws.Compliance.IgnoredUploads));
    }

    [Fact]
    public async Task A_report_that_is_not_taken_has_one_exit_code()
    {
        Aws.On("PutComplianceItems").Deny(1).Error(400, "TotalSizeLimitExceededException", "Too much", 1).Cut();
        await FailsAsync(() => Connect().PutAsync(Report(isCompliant: true), Token), ErrorIds.CloudAccessDenied, 149, "ssm:PutComplianceItems");
        await FailsAsync(() => Connect().PutAsync(Report(isCompliant: true), Token), ErrorIds.CloudRequestRefused, 149, "TotalSizeLimitExceeded");
        await FailsAsync(() => Connect().PutAsync(Report(isCompliant: true), Token), ErrorIds.CloudUnreachable, 149);
    }

    /// <summary>The SDK takes any answer with status 200 for one of an operation without members.</summary>
    [Theory]
    [InlineData(200, "text/html", "<!DOCTYPE html><html>Please sign in</html>")]
    [InlineData(200, "text/plain", "ok")]
    [InlineData(200, "application/x-amz-json-1.1", "{}")]
    [InlineData(200, "text/html", "")]
    [InlineData(204, "text/html", "")]
    public async Task Whatever_stands_between_does_not_pass_for_the_service(int status, string contentType, string body)
    {
        Aws.On("PutComplianceItems").AnswerRaw(status, contentType, body);
        await FailsAsync(() => Connect().PutAsync(Report(isCompliant: true), Token), ErrorIds.CloudAnswerNotUnderstood, 149);
        Assert.Empty(Aws.Compliance.Items);
    }

    private ComplianceReport Report(bool isCompliant) => new()
    {
        InstanceId = Aws.Instance.Id,
        AssociationId = Id,
        Title = "MyPatchAssociation",
        Severity = "MEDIUM",
        IsCompliant = isCompliant,
        ExecutionTime = DateTimeOffset.FromUnixTimeSeconds(1700000000),
        Details = [new("DocumentName", "AWS-RunPatchBaselineAssociation"), new("DocumentVersion", "1")],
        ContentHash = "abc",
    };
}
