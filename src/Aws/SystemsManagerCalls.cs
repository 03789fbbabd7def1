using System.Net;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.SimpleSystemsManagement.Model;
using PatchBaselineAssociation.Aws.Baselines;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Aws.Tagging;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using EffectivePatch = PatchBaselineAssociation.Baselines.EffectivePatch;

namespace PatchBaselineAssociation.Aws;

/// <summary>The requests and answers of a connection, once region and credentials are known.</summary>
internal sealed class SystemsManagerCalls : IDisposable
{
    private const int LargestPage = 100;

    /// <summary>Of the service it is <c>{}</c>.</summary>
    private const int LongestEmptyAnswer = 16;

    private readonly string _region;
    private readonly AwsSession _session;
    private readonly AwsCaller _caller;
    private readonly AwsCalls _calls;
    private readonly SnapshotDownload _download;

    private SystemsManagerCalls(string region, AwsSession session, AwsCaller caller, AwsCalls calls, SnapshotDownload download)
    {
        _region = region;
        _session = session;
        _caller = caller;
        _calls = calls;
        _download = download;
    }

    /// <exception cref="PatchException">CloudCredentialsMissing.</exception>
    public static async Task<SystemsManagerCalls> OpenAsync(
        CloudOptions options, string region, CallLimits limits, AwsCaller caller, Func<IWebFetcher> fetchers, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        AwsSession session = await AwsSession.OpenAsync(options, region, limits.Attempt, cancellationToken).ConfigureAwait(false);
        string? endpoint = options.EndpointUrl ?? environment("AWS_ENDPOINT_URL_SSM") ?? environment("AWS_ENDPOINT_URL");
        caller.Host = CallText.HostOf(endpoint, region, environment);
        AwsCalls calls = new(RegionEndpoint.GetBySystemName(region).PartitionName, region);
        return new SystemsManagerCalls(region, session, caller, calls, new SnapshotDownload(endpoint, fetchers, limits.Attempt));
    }

    public async Task<DeployableSnapshot> GetSnapshotAsync(string instanceId, CancellationToken cancellationToken)
    {
        AwsCall call = _calls.GetSnapshot(instanceId);
        GetDeployablePatchSnapshotForInstanceRequest request = new() { InstanceId = instanceId, SnapshotId = Guid.NewGuid().ToString() };
        GetDeployablePatchSnapshotForInstanceResponse response = await _caller
            .CallAsync(call, token => _session.Systems.GetDeployablePatchSnapshotForInstanceAsync(request, token), cancellationToken).ConfigureAwait(false);
        if (response.SnapshotDownloadUrl is not { Length: > 0 } link)
            throw CallErrors.NotUnderstood(call, "it has no SnapshotDownloadUrl");
        string id = response.SnapshotId is { Length: > 0 } told ? told : request.SnapshotId;
        PatchBaseline baseline = SnapshotBody.Read(await _download.FetchAsync(_caller, call, link, id, cancellationToken).ConfigureAwait(false), id);
        return new DeployableSnapshot(baseline with { Origin = baseline.Origin! with { SnapshotId = id } }, id, response.Product ?? "");
    }

    public async Task<IReadOnlyList<string>> FindTaggedAsync(BaselineTags tags, CancellationToken cancellationToken)
    {
        Regex ofBaseline = new(
            $@"^arn:aws[a-z0-9-]*:ssm:{Regex.Escape(_region)}:[0-9]{{12}}:patchbaseline/(?<id>pb-[0-9a-f]{{17}})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        IReadOnlyList<string> arns = await Pages.ReadAsync(_calls.GetResources, async token =>
        {
            TaggedQuery query = new("ssm:patchbaseline", tags.Key, tags.Values, token);
            TaggedPage page = await _caller.CallAsync(_calls.GetResources, limit => _session.Tags.GetResourcesAsync(query, limit), cancellationToken).ConfigureAwait(false);
            return (page.Arns, page.Token);
        }).ConfigureAwait(false);
        return [.. arns.Select(arn => ofBaseline.Match(arn)).Where(match => match.Success).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal)];
    }

    public Task<IReadOnlyList<BaselineIdentity>> ListAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken) =>
        Pages.ReadAsync(_calls.DescribePatchBaselines, async token =>
        {
            DescribePatchBaselinesRequest request = new()
            {
                Filters = [new PatchOrchestratorFilter { Key = "OPERATING_SYSTEM", Values = [operatingSystem.ToWireName()] }],
                MaxResults = LargestPage,
                NextToken = token,
            };
            DescribePatchBaselinesResponse page = await _caller
                .CallAsync(_calls.DescribePatchBaselines, limit => _session.Systems.DescribePatchBaselinesAsync(request, limit), cancellationToken).ConfigureAwait(false);
            List<PatchBaselineIdentity> items = page.BaselineIdentities ?? throw CallErrors.NotUnderstood(_calls.DescribePatchBaselines, "it has no BaselineIdentities");
            return ((IReadOnlyList<BaselineIdentity>)[.. items.Select(ReadIdentity)], page.NextToken);
        });

    public async Task<PatchBaseline> GetAsync(string baselineId, CancellationToken cancellationToken)
    {
        AwsCall call = _calls.GetPatchBaseline(baselineId);
        GetPatchBaselineResponse response = await _caller
            .CallAsync(call, token => _session.Systems.GetPatchBaselineAsync(new GetPatchBaselineRequest { BaselineId = baselineId }, token), cancellationToken).ConfigureAwait(false);
        if (response.BaselineId is not { Length: > 0 } answered)
            throw CallErrors.NotUnderstood(call, "it has no BaselineId");
        if (!string.Equals(IdOf(answered), IdOf(baselineId), StringComparison.Ordinal))
            throw CallErrors.NotUnderstood(call, $"it is about '{CallText.Of(answered)}'");
        PatchBaseline baseline;
        try
        {
            baseline = BaselineReader.Read(BaselineJson.Write(response), call.Action)[0];
        }
        catch (PatchException e)
        {
            throw CallErrors.NotUnderstood(call, e.Message);
        }

        return baseline.OperatingSystem == PatchOperatingSystem.Windows
            ? baseline with { EffectivePatches = await ReadEffectivePatchesAsync(baselineId, cancellationToken).ConfigureAwait(false) }
            : baseline;
    }

    public async Task<string> GetDefaultIdAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken)
    {
        AwsCall call = _calls.GetDefaultPatchBaseline;
        GetDefaultPatchBaselineRequest request = new() { OperatingSystem = operatingSystem.ToWireName() };
        GetDefaultPatchBaselineResponse response = await _caller.CallAsync(call, token => _session.Systems.GetDefaultPatchBaselineAsync(request, token), cancellationToken).ConfigureAwait(false);
        return response.BaselineId is { Length: > 0 } id ? id : throw CallErrors.NotUnderstood(call, "it has no BaselineId");
    }

    public async Task<AssociationFacts> DescribeAssociationAsync(string associationId, CancellationToken cancellationToken)
    {
        AwsCall call = _calls.DescribeAssociation(associationId);
        DescribeAssociationResponse response = await _caller
            .CallAsync(call, token => _session.Systems.DescribeAssociationAsync(new DescribeAssociationRequest { AssociationId = associationId }, token), cancellationToken).ConfigureAwait(false);
        AssociationDescription association = response.AssociationDescription ?? throw CallErrors.NotUnderstood(call, "it has no AssociationDescription");
        return new AssociationFacts
        {
            Name = association.AssociationName ?? "",
            ComplianceSeverity = association.ComplianceSeverity?.Value is { Length: > 0 } severity ? severity : ComplianceReport.UnspecifiedSeverity,
            DocumentName = association.Name ?? "",
            DocumentVersion = association.DocumentVersion ?? "",
            SyncCompliance = association.SyncCompliance?.Value ?? "",
        };
    }

    public async Task PutAsync(ComplianceReport report, CancellationToken cancellationToken)
    {
        PutComplianceItemsRequest request = new()
        {
            ResourceId = report.InstanceId,
            ResourceType = "ManagedInstance",
            ComplianceType = "Association",
            ExecutionSummary = new ComplianceExecutionSummary { ExecutionTime = report.ExecutionTime.UtcDateTime, ExecutionId = report.AssociationId, ExecutionType = "Command" },

            // The default would delete what other associations reported of this node.
            UploadType = "PARTIAL",
            ItemContentHash = report.ContentHash,
            Items =
            [
                new ComplianceItemEntry
                {
                    Id = report.AssociationId,
                    Title = report.Title,
                    Severity = report.Severity,
                    Status = report.IsCompliant ? "COMPLIANT" : "NON_COMPLIANT",
                    Details = report.Details.ToDictionary(detail => detail.Key, detail => detail.Value, StringComparer.Ordinal),
                },
            ],
        };
        AwsCall call = _calls.PutComplianceItems(report.InstanceId);
        PutComplianceItemsResponse response = await _caller.CallAsync(call, token => _session.Systems.PutComplianceItemsAsync(request, token), cancellationToken).ConfigureAwait(false);

        // The SDK does not look at the body of an answer that has no members: whatever stands between could pass for the service.
        if (response.HttpStatusCode != HttpStatusCode.OK || response.ContentLength > LongestEmptyAnswer || response.ResponseMetadata?.RequestId is not { Length: > 0 })
            throw CallErrors.NotUnderstood(call, "it is none of the service");
    }

    public void Dispose() => _session.Dispose();

    private async Task<IReadOnlyList<EffectivePatch>> ReadEffectivePatchesAsync(string baselineId, CancellationToken cancellationToken)
    {
        AwsCall call = _calls.DescribeEffectivePatches(baselineId);
        return await Pages.ReadAsync(call, async token =>
        {
            DescribeEffectivePatchesForPatchBaselineRequest request = new() { BaselineId = baselineId, MaxResults = LargestPage, NextToken = token };
            DescribeEffectivePatchesForPatchBaselineResponse page = await _caller
                .CallAsync(call, limit => _session.Systems.DescribeEffectivePatchesForPatchBaselineAsync(request, limit), cancellationToken).ConfigureAwait(false);
            List<Amazon.SimpleSystemsManagement.Model.EffectivePatch> items = page.EffectivePatches ?? throw CallErrors.NotUnderstood(call, "it has no EffectivePatches");
            return ((IReadOnlyList<EffectivePatch>)[.. items.Select(EffectivePatchReader.Read).OfType<EffectivePatch>()], page.NextToken);
        }).ConfigureAwait(false);
    }

    /// <summary>Of a resource name its last part.</summary>
    private static string IdOf(string idOrArn) => idOrArn.Substring(idOrArn.LastIndexOf('/') + 1);

    private BaselineIdentity ReadIdentity(PatchBaselineIdentity identity) => new(
        identity.BaselineId is { Length: > 0 } id ? id : throw CallErrors.NotUnderstood(_calls.DescribePatchBaselines, "a baseline has no BaselineId"),
        identity.BaselineName ?? "",
        OperatingSystems.TryParseWireName(identity.OperatingSystem?.Value ?? "", out PatchOperatingSystem system) ? system : null,
        identity.DefaultBaseline ?? false);
}
