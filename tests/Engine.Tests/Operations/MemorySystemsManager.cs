using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Operations;

/// <summary>Systems Manager without a network: what it has is set, what it is asked is written down.</summary>
internal sealed class MemorySystemsManager : ISystemsManager
{
    public string? InstanceId { get; set; } = "i-0123456789abcdef0";

    public DeployableSnapshot? Snapshot { get; set; }

    public Dictionary<string, PatchBaseline> Baselines { get; } = new(StringComparer.Ordinal);

    /// <summary>What the list of baselines says where it is not what <see cref="Baselines"/> has.</summary>
    public List<BaselineIdentity> Identities { get; } = [];

    public List<string> Tagged { get; } = [];

    public string DefaultId { get; set; } = "";

    public AssociationFacts? Association { get; set; } = new() { Name = "patch", ComplianceSeverity = "HIGH", DocumentName = "doc", DocumentVersion = "3", SyncCompliance = "MANUAL" };

    /// <summary>What a call fails with, by its name.</summary>
    public Dictionary<string, Exception> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>Each call in order.</summary>
    public List<string> Calls { get; } = [];

    public List<ComplianceReport> Reports { get; } = [];

    /// <summary>Told of each report before it is taken.</summary>
    public Action<ComplianceReport> OnPut { get; set; } = _ => { };

    public Task<string?> FindInstanceIdAsync(CancellationToken cancellationToken)
    {
        Fail("FindInstanceId");
        return Task.FromResult(InstanceId);
    }

    public Task<DeployableSnapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        Call("GetSnapshot");
        return Task.FromResult(Snapshot ?? throw new InvalidOperationException("No snapshot was set."));
    }

    public Task<IReadOnlyList<string>> FindTaggedAsync(BaselineTags tags, CancellationToken cancellationToken)
    {
        Call($"FindTagged {tags}");
        return Task.FromResult<IReadOnlyList<string>>([.. Tagged]);
    }

    public Task<IReadOnlyList<BaselineIdentity>> ListAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken)
    {
        Call($"List {operatingSystem}");
        return Task.FromResult<IReadOnlyList<BaselineIdentity>>([.. Identities]);
    }

    public Task<PatchBaseline> GetAsync(string baselineId, CancellationToken cancellationToken)
    {
        Call($"Get {baselineId}");
        return Task.FromResult(Baselines[baselineId]);
    }

    public Task<string> GetDefaultIdAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken)
    {
        Call($"GetDefaultId {operatingSystem}");
        return Task.FromResult(DefaultId);
    }

    public Task<AssociationFacts> DescribeAssociationAsync(string associationId, CancellationToken cancellationToken)
    {
        Call($"DescribeAssociation {associationId}");
        return Task.FromResult(Association ?? throw new PatchException(ErrorIds.AssociationNotFound, ErrorKind.ObjectNotFound, "There is no such association.", associationId) { ExitCode = 131 });
    }

    public Task PutAsync(ComplianceReport report, CancellationToken cancellationToken)
    {
        OnPut(report);
        cancellationToken.ThrowIfCancellationRequested();
        Call("Put");
        Reports.Add(report);
        return Task.CompletedTask;
    }

    public Task<byte[]> FetchAsync(string bucket, string key, int maximumBytes, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is in S3 here.");

    public void Dispose()
    {
    }

    private void Call(string call)
    {
        Calls.Add(call);
        Fail(call.Split(' ')[0]);
    }

    private void Fail(string name)
    {
        if (Failures.TryGetValue(name, out Exception? failure))
            throw failure;
    }
}
