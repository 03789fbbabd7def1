using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using PatchBaselineAssociation.Aws;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Aws.Tagging;
using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

/// <summary>What stands between the module and AWS: proxies, the SDK, partitions.</summary>
[Collection(nameof(AwsEnvironment))]
public sealed class ConnectionWayTests(AwsEnvironment environment) : ConnectionScene(environment)
{
    private readonly IWebProxy _formerProxy = HttpClient.DefaultProxy;

    public override void Dispose()
    {
        HttpClient.DefaultProxy = _formerProxy;
        base.Dispose();
    }

    [Fact]
    public async Task Requests_of_another_partition_name_its_resources()
    {
        using AwsEndpoint china = new(new AwsEndpointSettings { Region = "cn-north-1", Partition = "aws-cn" });
        StoredBaseline stored = china.Baselines.AddApprovingAll("DEBIAN", "own", ("env", "prod"));
        SystemsManagerConnection connection = Connect(new CloudOptions { EndpointUrl = china.Url }, region: "cn-north-1");
        Assert.Equal([stored.Id], await connection.FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod")!, Token));
        china.On("GetDefaultPatchBaseline").Error(400, "AccessDeniedException", "");
        await FailsAsync(() => connection.GetDefaultIdAsync(PatchOperatingSystem.Debian, Token), ErrorIds.CloudAccessDenied, 135, "arn:aws-cn:ssm:cn-north-1:*:patchbaseline/*");
    }

    [Theory]
    [InlineData("eu-west-1", "https://tagging.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "https://tagging.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "https://tagging.us-gov-west-1.amazonaws.com")]
    public void The_tagging_API_is_in_the_partition_of_its_region(string region, string url) =>
        Assert.Equal(url, new TaggingConfig(region).ServiceURL.TrimEnd('/'));

    [Fact]
    public async Task An_endpoint_that_the_environment_names_is_called()
    {
        System.Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", Aws.Url);
        using SystemsManagerConnection connection = new(
            new CloudOptions(), new AgentContext { InstanceId = Aws.Instance.Id, Region = Aws.Region }, Clock, Events, () => throw new InvalidOperationException());
        Assert.NotEmpty(await connection.GetDefaultIdAsync(PatchOperatingSystem.Debian, Token));
        Assert.Empty(await connection.FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod")!, Token));
        Assert.Equal(2, Aws.Requests.Count);
    }

    // .NET reads the environment's proxy once in a process: here it is set as .NET would have.
    [Fact]
    public async Task The_proxy_of_the_system_is_asked()
    {
        HttpClient.DefaultProxy = new WebProxy(Aws.Url);

        // The SDK keeps clients for later ones of the same settings: these are no others'.
        Limits = new CallLimits { Attempt = TimeSpan.FromSeconds(19) };
        string host = $"ssm.{Aws.Region}.example.test";
        CloudOptions options = new() { EndpointUrl = $"http://{host}" };
        Assert.NotEmpty(await Connect(options).GetDefaultIdAsync(PatchOperatingSystem.Debian, Token));
        Assert.Empty(await Connect(options).FindTaggedAsync(BaselineTags.Parse("Key=env,Values=prod")!, Token));
        Assert.All(Aws.Requests, request => Assert.Equal(host, request.Headers["host"]));
    }

    /// <summary>A certificate covers one label before s3: a bucket with dots in its name goes into the path.</summary>
    [Theory]
    [InlineData("lists", "lists.s3.eu-central-1.amazonaws.com", 18)]
    [InlineData("lists.with.dots", "s3.eu-central-1.amazonaws.com", 17)]
    public async Task A_bucket_is_in_the_host_s_name_or_in_the_path(string bucket, string host, int seconds)
    {
        HttpClient.DefaultProxy = new WebProxy(Aws.Url);
        System.Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", "http://s3.eu-central-1.amazonaws.com");
        Aws.AddBucket(bucket).Put("list.yaml", "patches: []");

        // A time limit of its own, so that the SDK makes a client of its own, with this proxy.
        Assert.NotEmpty(await new AwsObjectStore(new CloudOptions(), Aws.Region, TimeSpan.FromSeconds(seconds)).FetchAsync(bucket, "list.yaml", 1024, Token));
        Assert.Equal(host, Assert.Single(Aws.Requests).Headers["host"]);
    }

    [Fact]
    public async Task Metadata_are_not_asked_through_a_proxy()
    {
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        UseMetadata();
        Assert.Equal(Aws.Instance.Id, await Connect(instanceId: "").FindInstanceIdAsync(Token));
    }

    [Fact]
    public void Making_a_connection_loads_nothing_of_the_SDK()
    {
        AssemblyLoadContext context = new(nameof(Making_a_connection_loads_nothing_of_the_SDK), isCollectible: true);
        List<string> asked = [];
        context.Resolving += (_, name) =>
        {
            asked.Add(name.Name!);
            return null;
        };
        string folder = AppContext.BaseDirectory;
        Assembly engine = context.LoadFromAssemblyPath(Path.Combine(folder, "PatchBaselineAssociation.Engine.dll"));
        Assembly aws = context.LoadFromAssemblyPath(Path.Combine(folder, "PatchBaselineAssociation.Aws.dll"));
        Type type = aws.GetType(typeof(SystemsManagerConnection).FullName!)!;
        object?[] arguments =
        [
            Activator.CreateInstance(engine.GetType(typeof(CloudOptions).FullName!)!),
            Activator.CreateInstance(engine.GetType(typeof(AgentContext).FullName!)!),
            Activator.CreateInstance(engine.GetType(typeof(SystemClock).FullName!)!),
            null,
            null,
        ];
        ((IDisposable)Activator.CreateInstance(type, arguments)!).Dispose();
        Assert.DoesNotContain(context.Assemblies, assembly => assembly.GetName().Name!.StartsWith("AWSSDK", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, name => name.StartsWith("AWSSDK", StringComparison.Ordinal));
        context.Unload();
    }

    [Fact]
    public void No_type_of_the_SDK_is_public()
    {
        IEnumerable<Type> types = typeof(SystemsManagerConnection).Assembly.GetExportedTypes();
        IEnumerable<Type> seen = types.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)).SelectMany(member => member switch
        {
            MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
            PropertyInfo property => [property.PropertyType],
            FieldInfo field => [field.FieldType],
            _ => [],
        });
        Assert.DoesNotContain(seen, type => type.ToString().Contains("Amazon.", StringComparison.Ordinal));
    }
}
