using Amazon;
using PatchBaselineAssociation.Aws;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

/// <summary>An instance, its connection, and what it is connected to.</summary>
public abstract class ConnectionScene : IDisposable
{
    private readonly List<SystemsManagerConnection> _connections = [];

    protected ConnectionScene(AwsEnvironment environment, AwsEndpointSettings? settings = null)
    {
        Environment = environment;
        Aws = new AwsEndpoint(settings ?? new AwsEndpointSettings());
        SetKeys();
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected AwsEnvironment Environment { get; }

    protected AwsEndpoint Aws { get; }

    private protected RecordedClock Clock { get; } = new();

    private protected RecordedEvents Events { get; } = new();

    private protected CallLimits Limits { get; set; } = new();

    protected Dictionary<string, string?> MetadataEnvironment { get; } = new(StringComparer.Ordinal) { ["AWS_EC2_METADATA_DISABLED"] = "true" };

    public virtual void Dispose()
    {
        foreach (SystemsManagerConnection connection in _connections)
            connection.Dispose();
        Aws.Dispose();
        AWSConfigs.ManualClockCorrection = null;
        GC.SuppressFinalize(this);
    }

    protected void SetKeys() => Environment.Set(("AWS_ACCESS_KEY_ID", Aws.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", Aws.SecretAccessKey));

    /// <summary>A connection of an instance that the agent told everything.</summary>
    protected SystemsManagerConnection Connect(CloudOptions? options = null, string? instanceId = null, string? region = null)
    {
        SystemsManagerConnection connection = new(
            (options ?? new CloudOptions()) with { EndpointUrl = options?.EndpointUrl ?? Aws.Url },
            new AgentContext { InstanceId = instanceId ?? Aws.Instance.Id, Region = region ?? Aws.Region },
            Clock,
            Events,
            () => throw new InvalidOperationException("Nothing is fetched over https here."),
            Limits,
            name => MetadataEnvironment.GetValueOrDefault(name),
            () => 1);
        _connections.Add(connection);
        return connection;
    }

    private protected void UseMetadata()
    {
        MetadataEnvironment["AWS_EC2_METADATA_DISABLED"] = null;
        MetadataEnvironment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = Aws.Url;
    }

    protected static async Task<PatchException> FailsAsync(Func<Task> call, string id, int exitCode, string says = "")
    {
        PatchException exception = await Assert.ThrowsAsync<PatchException>(call);
        Assert.True(exception.ErrorId == id && exception.ExitCode == exitCode, $"{exception.ErrorId} {exception.ExitCode}: {exception.Message}");
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
        return exception;
    }
}
