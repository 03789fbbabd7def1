using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

public sealed class ServiceStateTests : IDisposable
{
    private readonly AwsEndpoint _aws = new();
    private readonly AmazonSimpleSystemsManagementClient _client;

    public ServiceStateTests() => _client = _aws.Systems();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _aws.Dispose();
    }

    [Fact]
    public async Task Ten_thousand_baselines_come_in_pages()
    {
        for (int i = 0; i < 10_000; i++)
            _aws.Baselines.AddApprovingAll("DEBIAN", $"own-{i}");
        HashSet<string> seen = new(StringComparer.Ordinal);
        DescribePatchBaselinesRequest request = new()
        {
            MaxResults = 100,
            Filters = [new PatchOrchestratorFilter { Key = "OWNER", Values = ["Self"] }],
        };
        do
        {
            DescribePatchBaselinesResponse page = await _client.DescribePatchBaselinesAsync(request, Cancel);
            Assert.True(page.BaselineIdentities.Count <= 100);
            Assert.All(page.BaselineIdentities, b => Assert.True(seen.Add(b.BaselineId)));
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        Assert.Equal(10_000, seen.Count);
        Assert.Equal(100, _aws.Count("DescribePatchBaselines"));
        Assert.Empty(_aws.Violations);
    }

    [Fact]
    public async Task Token_of_another_question_is_refused()
    {
        _aws.LargestPage = 2;
        DescribePatchBaselinesResponse page = await _client.DescribePatchBaselinesAsync(new DescribePatchBaselinesRequest(), Cancel);
        Assert.Equal(2, page.BaselineIdentities.Count);

        AmazonSimpleSystemsManagementException refused = await Assert.ThrowsAnyAsync<AmazonSimpleSystemsManagementException>(
            () => _client.DescribePatchBaselinesAsync(new DescribePatchBaselinesRequest
            {
                NextToken = page.NextToken,
                Filters = [new PatchOrchestratorFilter { Key = "OWNER", Values = ["AWS"] }],
            }, Cancel));
        Assert.Equal("InvalidNextToken", refused.ErrorCode);
    }

    [Fact]
    public async Task Page_may_be_empty_and_have_a_next_one()
    {
        _aws.BeginsWithEmptyPages = true;
        DescribePatchBaselinesResponse first = await _client.DescribePatchBaselinesAsync(new DescribePatchBaselinesRequest(), Cancel);
        Assert.Empty(first.BaselineIdentities ?? []);
        DescribePatchBaselinesResponse second = await _client.DescribePatchBaselinesAsync(new DescribePatchBaselinesRequest { NextToken = first.NextToken }, Cancel);
        Assert.Equal(_aws.Baselines.All.Count, second.BaselineIdentities.Count);
    }

    [Fact]
    public async Task Baseline_of_aws_has_its_resource_name_only()
    {
        StoredBaseline debian = _aws.Baselines.Default("DEBIAN");

        GetPatchBaselineResponse answer = await _client.GetPatchBaselineAsync(new GetPatchBaselineRequest { BaselineId = debian.Arn }, Cancel);

        Assert.Equal(debian.Arn, answer.BaselineId);
        await Assert.ThrowsAsync<DoesNotExistException>(() => _client.GetPatchBaselineAsync(new GetPatchBaselineRequest { BaselineId = debian.Id }, Cancel));
    }

    [Fact]
    public async Task Own_baseline_has_its_id()
    {
        StoredBaseline own = _aws.Baselines.AddApprovingAll("DEBIAN", "production", ("env", "prod"));
        _aws.Baselines.SetDefault(own);

        GetPatchBaselineResponse answer = await _client.GetPatchBaselineAsync(new GetPatchBaselineRequest { BaselineId = own.Id }, Cancel);
        GetDefaultPatchBaselineResponse byDefault = await _client.GetDefaultPatchBaselineAsync(new GetDefaultPatchBaselineRequest { OperatingSystem = "DEBIAN" }, Cancel);

        Assert.Equal("production", answer.Name);
        Assert.Equal(own.Id, byDefault.BaselineId);
    }

    [Fact]
    public async Task Effective_patches_are_of_windows_only()
    {
        StoredBaseline windows = _aws.Baselines.AddApprovingAll("WINDOWS", "windows");
        for (int i = 0; i < 120; i++)
            windows.EffectivePatches.Add(EffectivePatches.Kb($"KB{5000000 + i}"));
        DescribeEffectivePatchesForPatchBaselineRequest request = new() { BaselineId = windows.Id };
        List<string> numbers = [];
        do
        {
            DescribeEffectivePatchesForPatchBaselineResponse page = await _client.DescribeEffectivePatchesForPatchBaselineAsync(request, Cancel);
            numbers.AddRange(page.EffectivePatches.Select(p => p.Patch.KbNumber));
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        Assert.Equal(windows.EffectivePatches.Count, numbers.Distinct().Count());
        StoredBaseline debian = _aws.Baselines.AddApprovingAll("DEBIAN", "debian");
        await Assert.ThrowsAsync<UnsupportedOperatingSystemException>(() => _client.DescribeEffectivePatchesForPatchBaselineAsync(
            new DescribeEffectivePatchesForPatchBaselineRequest { BaselineId = debian.Id }, Cancel));
    }

    [Fact]
    public async Task Association_is_described()
    {
        StoredAssociation association = _aws.Add(new StoredAssociation { Id = Guid.NewGuid().ToString(), ComplianceSeverity = "HIGH" });

        AssociationDescription description = (await _client.DescribeAssociationAsync(
            new DescribeAssociationRequest { AssociationId = association.Id }, Cancel)).AssociationDescription;

        Assert.Equal(("MyPatchAssociation", "AWS-RunPatchBaselineAssociation", "1", "HIGH", "MANUAL"),
            (description.AssociationName, description.Name, description.DocumentVersion, description.ComplianceSeverity.Value, description.SyncCompliance.Value));
        await Assert.ThrowsAsync<AssociationDoesNotExistException>(
            () => _client.DescribeAssociationAsync(new DescribeAssociationRequest { AssociationId = Guid.NewGuid().ToString() }, Cancel));
    }
}
