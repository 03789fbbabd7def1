using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Aws.Identity;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws;

/// <summary>Systems Manager, the tagging API and S3 for one run. Made without a call, and without loading the AWS SDK.</summary>
public sealed class SystemsManagerConnection : ISystemsManager
{
    private readonly CloudOptions _options;
    private readonly AgentContext _agent;
    private readonly CallLimits _limits;
    private readonly Func<IWebFetcher> _fetchers;
    private readonly AwsCaller _caller;
    private readonly IEventSink _events;
    private readonly Func<string, string?> _environment;
    private readonly NodeIdentity _identity;
    private readonly SemaphoreSlim _opening = new(1);
    private SystemsManagerCalls? _calls;

    /// <param name="options">How AWS is reached.</param>
    /// <param name="agent">What the Systems Manager agent says.</param>
    /// <param name="clock">Waits between attempts.</param>
    /// <param name="events">Told of every call and of every attempt that failed.</param>
    /// <param name="fetchers">Makes what fetches a snapshot by its link.</param>
    /// <exception cref="PatchException">CloudEndpointInvalid or CloudRegionInvalid.</exception>
    public SystemsManagerConnection(CloudOptions options, AgentContext agent, IClock clock, IEventSink events, Func<IWebFetcher> fetchers)
        : this(options, agent, clock, events, fetchers, CallLimits.Of(agent), Environment.GetEnvironmentVariable, NextRandom)
    {
    }

    internal SystemsManagerConnection(
        CloudOptions options,
        AgentContext agent,
        IClock clock,
        IEventSink events,
        Func<IWebFetcher> fetchers,
        CallLimits limits,
        Func<string, string?> environment,
        Func<double> random)
    {
        _options = AwsOptions.Check(options);
        _agent = agent;
        _fetchers = fetchers;
        _limits = limits;
        _environment = environment;
        _events = events;
        _caller = new AwsCaller(clock, events, limits, random);
        _identity = new NodeIdentity(agent, new MetadataClient(environment, limits.Metadata));
    }

    public Task<string?> FindInstanceIdAsync(CancellationToken cancellationToken) => _identity.FindInstanceIdAsync(cancellationToken);

    public async Task<DeployableSnapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        string instanceId = await _identity.GetInstanceIdAsync(cancellationToken).ConfigureAwait(false);
        SystemsManagerCalls calls = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await calls.GetSnapshotAsync(instanceId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> FindTaggedAsync(BaselineTags tags, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).FindTaggedAsync(tags, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<BaselineIdentity>> ListAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).ListAsync(operatingSystem, cancellationToken).ConfigureAwait(false);

    public async Task<PatchBaseline> GetAsync(string baselineId, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).GetAsync(baselineId, cancellationToken).ConfigureAwait(false);

    public async Task<string> GetDefaultIdAsync(PatchOperatingSystem operatingSystem, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).GetDefaultIdAsync(operatingSystem, cancellationToken).ConfigureAwait(false);

    public async Task<AssociationFacts> DescribeAssociationAsync(string associationId, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).DescribeAssociationAsync(associationId, cancellationToken).ConfigureAwait(false);

    public async Task PutAsync(ComplianceReport report, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).PutAsync(report, cancellationToken).ConfigureAwait(false);

    public async Task<byte[]> FetchAsync(string bucket, string key, int maximumBytes, CancellationToken cancellationToken)
    {
        // The instance's region decides the partition, where nothing else tells.
        string region = await FindRegionAsync(cancellationToken).ConfigureAwait(false) ?? "";
        return await new AwsObjectStore(_options, region).FetchAsync(bucket, key, maximumBytes, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _calls?.Dispose();
        _opening.Dispose();
    }

    private static double NextRandom()
    {
        // A new one each time: two nodes that start in the same moment must not draw alike, and old .NET seeds by the moment.
        return new Random(Guid.NewGuid().GetHashCode()).NextDouble();
    }

    private async Task<SystemsManagerCalls> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_calls is not null)
                return _calls;
            string region = await FindRegionAsync(cancellationToken).ConfigureAwait(false) ?? throw new PatchException(
                ErrorIds.CloudRegionUnknown,
                ErrorKind.InvalidArgument,
                "The AWS region is not known: neither a parameter nor the Systems Manager agent, the environment, a profile or instance metadata told it.",
                target: null,
                $"Give -Region, or set AWS_REGION, {CallErrors.Offline}.")
            { ExitCode = ExitCodes.NoCredentials };
            _calls = await SystemsManagerCalls.OpenAsync(_options, region, _limits, _caller, _fetchers, _environment, cancellationToken).ConfigureAwait(false);
            _events.Verbose($"'{_caller.Host}' is called for the region {region}, with credentials of {(_options.ProfileName is { } profile ? $"the profile '{profile}'" : "the usual search")}.");
            return _calls;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<string?> FindRegionAsync(CancellationToken cancellationToken) =>
        AwsRegions.Find(_options.Region, _agent.Region, _options.ProfileName) ?? await _identity.FindRegionAsync(cancellationToken).ConfigureAwait(false);
}
