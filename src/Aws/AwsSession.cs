using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using PatchBaselineAssociation.Aws.Tagging;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws;

/// <summary>The SDK's clients for one region and one set of credentials. Tries nothing again: who calls does, and counts.</summary>
internal sealed class AwsSession : IDisposable
{
    private readonly Lazy<AmazonSimpleSystemsManagementClient> _systems;
    private readonly Lazy<TaggingClient> _tags;

    private AwsSession(CloudOptions options, string region, AWSCredentials credentials, TimeSpan timeLimit)
    {
        _systems = new(() =>
        {
            AmazonSimpleSystemsManagementConfig configuration = new();
            if (options.EndpointUrl is null)
                configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            return new AmazonSimpleSystemsManagementClient(credentials, SetUp(configuration, options, region, timeLimit));
        });
        _tags = new(() => new TaggingClient(credentials, SetUp(new TaggingConfig(region), options, region, timeLimit)));
    }

    public AmazonSimpleSystemsManagementClient Systems => _systems.Value;

    public TaggingClient Tags => _tags.Value;

    /// <exception cref="PatchException">CloudCredentialsMissing.</exception>
    public static async Task<AwsSession> OpenAsync(CloudOptions options, string region, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeLimit);
        try
        {
            // On a thread of its own: the search asks files, programs and metadata, and heeds no token.
            return await UncancellableWork.WaitAsync(Task.Run(() => OpenAsync(options, region, timeLimit), CancellationToken.None), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw AwsCredentials.Missing("No AWS credentials were found in time.", options.ProfileName);
        }
    }

    public void Dispose()
    {
        if (_systems.IsValueCreated)
            _systems.Value.Dispose();
        if (_tags.IsValueCreated)
            _tags.Value.Dispose();
    }

    private static async Task<AwsSession> OpenAsync(CloudOptions options, string region, TimeSpan timeLimit)
    {
        AWSCredentials credentials = AwsCredentials.Find(options.ProfileName);
        await AwsCredentials.TryAsync(credentials, options.ProfileName).ConfigureAwait(false);
        return new AwsSession(options, region, credentials, timeLimit);
    }

    private static T SetUp<T>(T configuration, CloudOptions options, string region, TimeSpan timeLimit)
        where T : ClientConfig
    {
        configuration.MaxErrorRetry = 0;

        // Without it the SDK asks eleven times where a connection is cut, whatever the line above says.
        configuration.MaxStaleConnectionRetries = 0;
        configuration.Timeout = timeLimit;
        configuration.LogResponse = false;
        configuration.DisableLogging = true;

        // Said always: where the environment names an endpoint, the SDK would guess the region by its address.
        configuration.AuthenticationRegion = region;
        if (options.EndpointUrl is { } endpoint)
            configuration.ServiceURL = endpoint;
        return configuration;
    }
}
