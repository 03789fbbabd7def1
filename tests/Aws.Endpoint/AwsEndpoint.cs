using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;
using PatchBaselineAssociation.AwsEndpoints.Models;
using PatchBaselineAssociation.AwsEndpoints.Signing;

namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>Answers on a port of this machine as Systems Manager, the tagging API, S3 and instance metadata do: with state, and only
/// to requests that are signed and that the services' published models allow. Listens from its making until its disposal.</summary>
/// <remarks>S3 is answered by path and by host name; with the endpoint as proxy for http, under the names of AWS too.</remarks>
public sealed class AwsEndpoint : IDisposable, IAsyncDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<string> _violations = [];
    private readonly List<StoredAssociation> _associations = [];
    private readonly List<(string Arn, IReadOnlyDictionary<string, string> Tags)> _resources = [];
    private readonly ConcurrentDictionary<string, OperationFaults> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredBucket> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _expired = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _managed = new(StringComparer.Ordinal);
    private readonly LocalServer _server;
    private IReadOnlySet<string>? _allowed;
    private bool _isDisposed;

    public AwsEndpoint()
        : this(new AwsEndpointSettings())
    {
    }

    /// <exception cref="InvalidOperationException">The services' models are not installed.</exception>
    public AwsEndpoint(AwsEndpointSettings settings)
    {
        Settings = settings;
        SystemsModel = ServiceModel.Load(settings.ModelFolder, "ssm", "2014-11-06");
        TaggingModel = ServiceModel.Load(settings.ModelFolder, "resourcegroupstaggingapi", "2017-01-26");
        Baselines = new BaselineStore(settings);
        Instance = new ManagedInstance { Id = settings.InstanceId };
        Credentials = new AwsCredentialSet
        {
            AccessKeyId = "AKIAIOSFODNN7EXAMPLE",
            SecretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            PrincipalArn = $"arn:{settings.Partition}:iam::{settings.AccountId}:user/patcher",
        };
        InstanceCredentials = new AwsCredentialSet
        {
            AccessKeyId = "ASIAIOSFODNN7EXAMPLE",
            SecretAccessKey = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
            SessionToken = "IQoJb3JpZ2luX2VjEXAMPLE+TOKEN/of=an=instance==",
            PrincipalArn = $"arn:{settings.Partition}:sts::{settings.AccountId}:assumed-role/PatchedInstanceRole/{settings.InstanceId}",
            OfInstance = true,
        };
        ServiceCredentials = new AwsCredentialSet
        {
            AccessKeyId = "AKIAI44QH8DHBEXAMPLE",
            SecretAccessKey = "service/secret/of/the/snapshot/bucket",
            PrincipalArn = $"arn:{settings.Partition}:iam::075727635805:user/service",
        };
        SnapshotBucket = AddBucket($"patch-baseline-snapshot-{settings.Region}");
        _managed[settings.InstanceId] = true;
        _server = new LocalServer(new RequestHandler(this).HandleAsync);
    }

    public AwsEndpointSettings Settings { get; }

    /// <summary>Address of every service, without a slash at its end.</summary>
    public string Url => _server.Url;

    public string Region => Settings.Region;

    public string Partition => Settings.Partition;

    public string AccountId => Settings.AccountId;

    /// <summary>Keys that are taken, next to the instance's; null: only the instance's are.</summary>
    public AwsCredentialSet? Credentials { get; set; }

    /// <summary>Keys that the instance's metadata hand out.</summary>
    public AwsCredentialSet InstanceCredentials { get; set; }

    /// <summary>A role that whoever has keys may take; null: there is none.</summary>
    public string? AssumableRoleArn { get; set; }

    /// <summary>Keys of who took the role.</summary>
    public AwsCredentialSet? AssumedCredentials { get; set; }

    public string AccessKeyId => Credentials?.AccessKeyId ?? "";

    public string SecretAccessKey => Credentials?.SecretAccessKey ?? "";

    public string? SessionToken => Credentials?.SessionToken;

    /// <summary>What signatures are dated by.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The instance that asks.</summary>
    public ManagedInstance Instance { get; }

    public InstanceMetadata Metadata { get; } = new();

    public BaselineStore Baselines { get; }

    public ComplianceStore Compliance { get; } = new();

    /// <summary>Where the bodies of snapshots lie.</summary>
    public StoredBucket SnapshotBucket { get; }

    /// <summary>No page has more, whatever is asked for.</summary>
    public int LargestPage { get; set; } = int.MaxValue;

    /// <summary>Whether each list begins with a page without an item and with a token, as the services may answer.</summary>
    public bool BeginsWithEmptyPages { get; set; }

    /// <summary>Whether the snapshot is given to the instance's own keys only, as the service does.</summary>
    public bool RequiresInstanceCredentials { get; set; }

    /// <summary>Every request so far, in the order they came in.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>What requests had in them that the services' models do not allow. Empty where the client is right.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
                return [.. _violations];
        }
    }

    public IReadOnlyList<StoredAssociation> Associations
    {
        get
        {
            lock (_lock)
                return [.. _associations];
        }
    }

    /// <summary>Environment of a client on this instance that has keys of its own.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            Dictionary<string, string> environment = new(MetadataEnvironment, StringComparer.Ordinal)
            {
                ["AWS_ACCESS_KEY_ID"] = AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
                ["AWS_REGION"] = Region,
                ["AWS_DEFAULT_REGION"] = Region,
            };
            if (SessionToken is { } token)
                environment["AWS_SESSION_TOKEN"] = token;
            return environment;
        }
    }

    /// <summary>Environment of a client that has nothing but the instance's metadata.</summary>
    public IReadOnlyDictionary<string, string> MetadataEnvironment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL"] = Url,
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = Url,
        ["AWS_EC2_METADATA_DISABLED"] = "false",
        // Keys that lie on this machine are not for this endpoint.
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Path.GetTempPath(), "no-aws-credentials"),
        ["AWS_CONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "no-aws-config"),
    };

    internal AwsCredentialSet ServiceCredentials { get; }

    internal ServiceModel SystemsModel { get; }

    internal ServiceModel TaggingModel { get; }

    internal CancellationToken Disposed => _disposal.Token;

    internal IEnumerable<(string Arn, IReadOnlyDictionary<string, string> Tags)> TaggedResources
    {
        get
        {
            lock (_lock)
                return [.. _resources, .. Baselines.All.Select(b => (b.Arn, (IReadOnlyDictionary<string, string>)b.Tags.AsReadOnly()))];
        }
    }

    /// <summary>What goes wrong with an operation: <c>GetPatchBaseline</c>, <c>GetResources</c>, <c>GetObject</c>, <c>GetSnapshot</c>, <c>GetMetadata</c>…;
    /// <c>*</c> for each that has no faults of its own.</summary>
    public OperationFaults On(string operation) => _faults.GetOrAdd(operation, _ => new OperationFaults());

    /// <summary>From now on every action but these is denied: <c>ssm:GetPatchBaseline</c>, <c>tag:GetResources</c>, <c>s3:GetObject</c>…</summary>
    public void AllowOnly(params IEnumerable<string> actions) => _allowed = actions.ToHashSet(StringComparer.Ordinal);

    public void AllowAll() => _allowed = null;

    /// <summary>From now on keys are refused as expired.</summary>
    public void Expire(AwsCredentialSet credentials) => _expired[credentials.AccessKeyId] = true;

    public StoredAssociation Add(StoredAssociation association)
    {
        lock (_lock)
            _associations.Add(association);
        return association;
    }

    /// <summary>Another instance that compliance may be reported of.</summary>
    public void AddManagedInstance(string id) => _managed[id] = true;

    /// <summary>Something else that has tags.</summary>
    public void AddTaggedResource(string arn, params (string Key, string Value)[] tags)
    {
        lock (_lock)
            _resources.Add((arn, tags.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal)));
    }

    /// <param name="name">As addresses have it.</param>
    /// <param name="region">The endpoint's own unless told.</param>
    public StoredBucket AddBucket(string name, string? region = null) => _buckets[name] = new StoredBucket { Name = name, Region = region ?? Region };

    public IReadOnlyList<RecordedRequest> RequestsOf(string operation) =>
        [.. Requests.Where(r => string.Equals(r.Operation, operation, StringComparison.Ordinal))];

    public int Count(string operation) => RequestsOf(operation).Count;

    /// <summary>Forgets the requests and violations so far.</summary>
    public void ForgetRequests()
    {
        lock (_lock)
        {
            _requests.Clear();
            _violations.Clear();
        }
    }

    /// <summary>A link to an object that needs no keys, of somebody who may read it.</summary>
    public string Presign(string bucket, string key, TimeSpan lifetime)
    {
        string time = Clock.GetUtcNow().UtcDateTime.ToString(SignatureVersion4.TimeFormat, CultureInfo.InvariantCulture);
        string scope = $"{time[..8]}/{FindBucket(bucket)?.Region ?? Region}/s3/aws4_request";
        string path = "/" + SignatureVersion4.Encode($"{bucket}/{key}", keepSlash: true);
        string query = string.Create(CultureInfo.InvariantCulture,
            $"X-Amz-Algorithm={SignatureVersion4.Algorithm}&X-Amz-Credential={SignatureVersion4.Encode($"{ServiceCredentials.AccessKeyId}/{scope}", keepSlash: false)}"
            + $"&X-Amz-Date={time}&X-Amz-Expires={(int)lifetime.TotalSeconds}&X-Amz-SignedHeaders=host");
        RequestFrame frame = new()
        {
            Method = "GET",
            Path = path,
            Query = query,
            Headers = new Dictionary<string, string> { ["host"] = Url["http://".Length..] },
            Body = [],
        };
        string canonical = SignatureVersion4.Canonicalize(frame, ["host"], SignatureVersion4.UnsignedPayload, isStorage: true);
        return $"{Url}{path}?{query}&X-Amz-Signature={SignatureVersion4.Sign(canonical, time, scope, ServiceCredentials.SecretAccessKey)}";
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _disposal.CancelAsync();
        await _server.DisposeAsync();
        _disposal.Dispose();
    }

    internal StoredBucket? FindBucket(string name) => _buckets.GetValueOrDefault(name);

    internal Faults.Fault? TakeFault(string operation) =>
        _faults.GetValueOrDefault(operation)?.Take() ?? _faults.GetValueOrDefault("*")?.Take();

    internal bool Allows(string action) => _allowed?.Contains(action) ?? true;

    internal bool IsManaged(string instanceId) => _managed.ContainsKey(instanceId);

    internal bool IsExpired(string accessKeyId) => _expired.ContainsKey(accessKeyId);

    internal AwsCredentialSet? FindCredentials(string accessKeyId) =>
        new[] { Credentials, InstanceCredentials, ServiceCredentials, AssumedCredentials }.FirstOrDefault(c => c?.AccessKeyId == accessKeyId);

    internal string InstanceArn(string id) => $"arn:{Partition}:ec2:{Region}:{AccountId}:instance/{id}";

    internal string BucketArn(string name) => $"arn:{Partition}:s3:::{name}";

    internal RecordedRequest Record(string operation, RequestFrame frame)
    {
        JsonObject? json = null;
        try
        {
            if (frame.Body.Length > 0)
                json = JsonNode.Parse(frame.Body) as JsonObject;
        }
        catch (JsonException)
        {
            // Kept as bytes only.
        }

        lock (_lock)
        {
            RecordedRequest request = new()
            {
                Number = _requests.Count + 1,
                Time = Clock.GetUtcNow(),
                Operation = operation,
                Method = frame.Method,
                Target = frame.Target,
                Headers = frame.Headers,
                Body = frame.Body,
                Json = json,
            };
            _requests.Add(request);
            return request;
        }
    }

    internal void RecordViolations(string operation, IEnumerable<string> violations)
    {
        lock (_lock)
            _violations.AddRange(violations.Select(v => $"{operation}: {v}"));
    }
}
