using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class ComplianceStateTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();
    private readonly AmazonSimpleSystemsManagementClient _client;

    public ComplianceStateTests() => _client = _aws.Systems();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _aws.Dispose();
    }

    [Fact]
    public async Task Item_is_shown_as_it_was_put()
    {
        PutComplianceItemsRequest request = Request(ComplianceUploadType.PARTIAL, null, "a");
        request.Items[0].Details = new Dictionary<string, string> { ["DocumentName"] = "AWS-RunPatchBaselineAssociation", ["DocumentVersion"] = "1" };
        await _client.PutComplianceItemsAsync(request, Cancel);

        ComplianceItem item = Assert.Single(await ListAsync());

        Assert.Equal(("Association", "ManagedInstance", _aws.Instance.Id, "a", "title of a", "COMPLIANT", "MEDIUM"),
            (item.ComplianceType, item.ResourceType, item.ResourceId, item.Id, item.Title, item.Status.Value, item.Severity.Value));
        Assert.Equal(("a", "Command"), (item.ExecutionSummary.ExecutionId, item.ExecutionSummary.ExecutionType));
        Assert.Equal(new DateTime(2023, 5, 1, 12, 0, 0, DateTimeKind.Utc), item.ExecutionSummary.ExecutionTime!.Value.ToUniversalTime());
        Assert.Equal("AWS-RunPatchBaselineAssociation", item.Details["DocumentName"]);
        Assert.Empty(_aws.Violations);
    }

    [Fact]
    public async Task Partial_upload_leaves_other_items_alone()
    {
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, null, "a"), Cancel);
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, null, "b"), Cancel);
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, null, "a"), Cancel);

        Assert.Equal(["a", "b"], (await ListAsync()).Select(i => i.Id));
    }

    [Fact]
    public async Task Complete_upload_replaces_all_of_its_type_and_nothing_else()
    {
        _aws.Compliance.Add(Foreign("Custom:Other", _aws.Instance.Id));
        _aws.Compliance.Add(Foreign("Association", "i-00000000000000001"));
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, null, "a"), Cancel);
        // Without a type it is complete.
        await _client.PutComplianceItemsAsync(Request(null, null, "b"), Cancel);

        Assert.Equal([("Custom:Other", "foreign"), ("Association", "foreign"), ("Association", "b")],
            _aws.Compliance.Items.Select(i => (i.ComplianceType, i.Id)));
    }

    [Fact]
    public async Task Upload_of_the_last_hash_is_ignored()
    {
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, "one", "a"), Cancel);
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, "one", "b"), Cancel);
        Assert.Equal(["a"], (await ListAsync()).Select(i => i.Id));
        Assert.Equal((1, 1), (_aws.Compliance.AcceptedUploads, _aws.Compliance.IgnoredUploads));

        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, "two", "b"), Cancel);
        Assert.Equal(["a", "b"], (await ListAsync()).Select(i => i.Id));
    }

    [Fact]
    public async Task Partial_upload_is_of_associations_only()
    {
        PutComplianceItemsRequest request = Request(ComplianceUploadType.PARTIAL, null, "a");
        request.ComplianceType = "Custom:Mine";
        await AssertRefusedAsync(request, "ValidationException");
    }

    [Fact]
    public async Task Unknown_instance_and_type_of_resource_are_refused()
    {
        PutComplianceItemsRequest other = Request(ComplianceUploadType.PARTIAL, null, "a");
        other.ResourceId = "i-0fffffffffffffff0";
        await AssertRefusedAsync(other, "InvalidResourceId");
        PutComplianceItemsRequest type = Request(ComplianceUploadType.PARTIAL, null, "a");
        type.ResourceType = "Toaster";
        await AssertRefusedAsync(type, "InvalidResourceType");
    }

    [Fact]
    public async Task Types_of_ones_own_are_ten_at_most()
    {
        for (int i = 0; i < 10; i++)
            _aws.Compliance.Add(Foreign($"Custom:T{i}", _aws.Instance.Id));
        PutComplianceItemsRequest request = Request(ComplianceUploadType.COMPLETE, null, "a");
        request.ComplianceType = "Custom:Eleventh";
        await AssertRefusedAsync(request, "ComplianceTypeCountLimitExceededException");
    }

    [Fact]
    public async Task List_is_filtered_and_paged()
    {
        for (int i = 0; i < 7; i++)
            await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, null, $"a{i}"), Cancel);
        _aws.Compliance.Add(Foreign("Custom:Other", _aws.Instance.Id));
        ListComplianceItemsRequest request = new()
        {
            ResourceIds = [_aws.Instance.Id],
            ResourceTypes = ["ManagedInstance"],
            MaxResults = 3,
            Filters = [new ComplianceStringFilter { Key = "ComplianceType", Values = ["Association"], Type = ComplianceQueryOperatorType.EQUAL }],
        };
        List<int> sizes = [];
        do
        {
            ListComplianceItemsResponse page = await _client.ListComplianceItemsAsync(request, Cancel);
            sizes.Add(page.ComplianceItems.Count);
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        Assert.Equal([3, 3, 1], sizes);
    }

    [Theory]
    [InlineData("Status", "COMPLIANT", "EQUAL", 2)]
    [InlineData("Status", "COMPLIANT", "NOT_EQUAL", 0)]
    [InlineData("Id", "a", "BEGIN_WITH", 1)]
    [InlineData("Id", "a", "GREATER_THAN", 1)]
    [InlineData("Id", "b", "LESS_THAN", 1)]
    public async Task Filters_compare(string key, string value, string type, int expected)
    {
        await _client.PutComplianceItemsAsync(Request(ComplianceUploadType.PARTIAL, null, "a", "b"), Cancel);
        ListComplianceItemsResponse answer = await _client.ListComplianceItemsAsync(
            new ListComplianceItemsRequest { Filters = [new ComplianceStringFilter { Key = key, Values = [value], Type = type }] }, Cancel);
        Assert.Equal(expected, answer.ComplianceItems?.Count ?? 0);
    }

    private async Task<List<ComplianceItem>> ListAsync() =>
        (await _client.ListComplianceItemsAsync(new ListComplianceItemsRequest { ResourceIds = [_aws.Instance.Id] }, Cancel)).ComplianceItems ?? [];

    private async Task AssertRefusedAsync(PutComplianceItemsRequest request, string code)
    {
        AmazonSimpleSystemsManagementException refused = await Assert.ThrowsAnyAsync<AmazonSimpleSystemsManagementException>(
            () => _client.PutComplianceItemsAsync(request, Cancel));
        Assert.Equal(code, refused.ErrorCode);
        Assert.DoesNotContain(_aws.Compliance.Items, i => i.Id == "a");
    }

    private PutComplianceItemsRequest Request(ComplianceUploadType? type, string? hash, params string[] ids) => new()
    {
        ResourceId = _aws.Instance.Id,
        ResourceType = "ManagedInstance",
        ComplianceType = "Association",
        UploadType = type,
        ItemContentHash = hash,
        ExecutionSummary = new ComplianceExecutionSummary
        {
            ExecutionTime = new DateTime(2023, 5, 1, 12, 0, 0, DateTimeKind.Utc),
            ExecutionId = ids[0],
            ExecutionType = "Command",
        },
        Items = [.. ids.Select(id => new ComplianceItemEntry
        {
            Id = id,
            Title = $"title of {id}",
            Severity = ComplianceSeverity.MEDIUM,
            Status = ComplianceStatus.COMPLIANT,
        })],
    };

    private static StoredComplianceItem Foreign(string type, string resource) => new()
    {
        ComplianceType = type,
        ResourceId = resource,
        Id = "foreign",
        Status = "COMPLIANT",
        Severity = "LOW",
        ExecutionTime = 1700000000,
    };
}
