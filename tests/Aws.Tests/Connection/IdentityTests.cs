using Amazon.Runtime.Internal;
using PatchBaselineAssociation.Aws;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.AwsTests.Connection;

[Collection(nameof(AwsEnvironment))]
public sealed class IdentityTests(AwsEnvironment environment) : ConnectionScene(environment)
{
    [Fact]
    public async Task The_agent_tells_which_instance_this_is()
    {
        UseMetadata();
        Assert.Equal("i-0abcdef1", await Connect(instanceId: "i-0abcdef1").FindInstanceIdAsync(Token));
        Assert.Empty(Aws.Requests);
    }

    [Fact]
    public async Task Without_the_agent_the_metadata_do()
    {
        UseMetadata();
        SystemsManagerConnection connection = Connect(instanceId: "");
        Assert.Equal(Aws.Instance.Id, await connection.FindInstanceIdAsync(Token));
        Assert.Equal(Aws.Instance.Id, await connection.FindInstanceIdAsync(Token));
        Assert.Equal(["GetMetadataToken", "GetMetadata"], Aws.Requests.Select(request => request.Operation));
    }

    [Fact]
    public async Task No_instance_is_none()
    {
        Assert.Null(await Connect(instanceId: "").FindInstanceIdAsync(Token));
        UseMetadata();
        Aws.Metadata.IsEnabled = false;
        Assert.Null(await Connect(instanceId: "").FindInstanceIdAsync(Token));
        MetadataEnvironment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1";
        Assert.Null(await Connect(instanceId: "").FindInstanceIdAsync(Token));
    }

    [Fact]
    public async Task Metadata_that_are_silent_are_not_waited_for()
    {
        using TcpSilence silence = new();
        MetadataEnvironment["AWS_EC2_METADATA_DISABLED"] = null;
        MetadataEnvironment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = silence.Url;
        Limits = new CallLimits { Metadata = TimeSpan.FromMilliseconds(50) };
        Assert.Null(await Connect(instanceId: "").FindInstanceIdAsync(Token));
    }

    [Fact]
    public async Task A_snapshot_without_an_instance_names_the_offline_way()
    {
        PatchException exception = await FailsAsync(() => Connect(instanceId: "").GetSnapshotAsync(Token), ErrorIds.CloudIdentityUnknown, 148);
        Assert.Contains("-Offline", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_managed_node_is_refused_and_told_why()
    {
        PatchException exception = await Assert.ThrowsAsync<PatchException>(() => Connect(instanceId: "mi-0123456789abcdef0").FindInstanceIdAsync(Token));
        Assert.Equal(ErrorIds.ManagedInstanceNotSupported, exception.ErrorId);
        Assert.Contains("EC2 only", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i-")]
    [InlineData("i-0abcdef1234567890\nx")]
    [InlineData("<html>")]
    public async Task What_is_no_id_is_refused(string id) =>
        await FailsAsync(() => Connect(instanceId: id).FindInstanceIdAsync(Token), ErrorIds.CloudIdentityUnknown, 148);

    [Theory]
    [InlineData("eu-west-1", "eu-west-2", "eu-west-3", true, "eu-west-1")]
    [InlineData(null, "eu-west-2", "eu-west-3", true, "eu-west-2")]
    [InlineData(null, "", "eu-west-3", true, "eu-west-3")]
    [InlineData(null, "", null, true, "profile")]
    [InlineData(null, "", null, false, "metadata")]
    public async Task The_region_is_the_first_that_somebody_names(string? given, string agent, string? variable, bool hasProfile, string expected)
    {
        UseMetadata();
        if (variable is not null)
            System.Environment.SetEnvironmentVariable("AWS_REGION", variable);
        if (hasProfile)
            await File.WriteAllTextAsync(Environment.CredentialsFile, "[default]\naws_access_key_id = x\naws_secret_access_key = y\nregion = eu-south-1\n", Token);
        expected = expected switch { "profile" => "eu-south-1", "metadata" => Aws.Region, _ => expected };
        // The endpoint takes signatures for its own region only, and says so.
        await Record.ExceptionAsync(() => Connect(new CloudOptions { Region = given }, region: agent).GetDefaultIdAsync(PatchOperatingSystem.Debian, Token));
        Assert.Contains($"/{expected}/ssm/aws4_request", Aws.RequestsOf("GetDefaultPatchBaseline")[0].Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_region_nobody_is_called()
    {
        PatchException exception = await FailsAsync(() => Connect(region: "").GetDefaultIdAsync(PatchOperatingSystem.Debian, Token), ErrorIds.CloudRegionUnknown, 148);
        Assert.Contains("-Region", exception.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Aws.Requests);
    }

    [Fact]
    public async Task Without_credentials_nobody_is_called()
    {
        Environment.Set();
        PatchException exception = await FailsAsync(() => Connect().GetDefaultIdAsync(PatchOperatingSystem.Debian, Token), ErrorIds.CloudCredentialsMissing, 148);
        Assert.Contains("-Offline", exception.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception 1 of", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Aws.Requests);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_named() =>
        await FailsAsync(() => Connect(new CloudOptions { ProfileName = "nobody" }).GetDefaultIdAsync(PatchOperatingSystem.Debian, Token), ErrorIds.CloudCredentialsMissing, 148, "'nobody'");

    [Fact]
    public async Task A_profile_is_used_where_it_is_named()
    {
        Environment.Set(("AWS_ACCESS_KEY_ID", "AKIDOTHER"), ("AWS_SECRET_ACCESS_KEY", "other"));
        await File.WriteAllTextAsync(Environment.CredentialsFile, $"[reader]\naws_access_key_id = {Aws.AccessKeyId}\naws_secret_access_key = {Aws.SecretAccessKey}\n", Token);
        Assert.NotEmpty(await Connect(new CloudOptions { ProfileName = "reader" }).GetDefaultIdAsync(PatchOperatingSystem.Debian, Token));
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/patcher", true)]
    [InlineData("arn:aws:iam::123456789012:role/other", false)]
    public async Task A_profile_takes_the_role_that_it_names(string role, bool isAllowed)
    {
        Environment.Set(("AWS_ENDPOINT_URL", Aws.Url));
        Aws.AssumableRoleArn = "arn:aws:iam::123456789012:role/patcher";
        Aws.AssumedCredentials = Aws.Credentials! with { AccessKeyId = "ASIAASSUMEDEXAMPLE00", SecretAccessKey = "assumed", SessionToken = "taken" };
        await File.WriteAllTextAsync(
            Environment.CredentialsFile,
            $"[base]\naws_access_key_id = {Aws.AccessKeyId}\naws_secret_access_key = {Aws.SecretAccessKey}\n[admin]\nrole_arn = {role}\nsource_profile = base\nregion = {Aws.Region}\n",
            Token);
        Func<Task<string>> ask = () => Connect(new CloudOptions { ProfileName = "admin" }).GetDefaultIdAsync(PatchOperatingSystem.Debian, Token);
        if (isAllowed)
        {
            Assert.NotEmpty(await ask());
            Assert.Contains("ASIAASSUMEDEXAMPLE00/", Assert.Single(Aws.RequestsOf("GetDefaultPatchBaseline")).Headers["authorization"], StringComparison.Ordinal);
        }
        else
        {
            PatchException exception = await Assert.ThrowsAsync<PatchException>(ask);
            Assert.Equal((ErrorIds.CloudCredentialsMissing, 148), (exception.ErrorId, exception.ExitCode));
            Assert.Contains("admin", $"{exception.Target}", StringComparison.Ordinal);
        }

        Assert.Empty(Aws.Violations);
    }

    // One test for both: a process has one search for an instance's credentials, which remembers.
    [Fact]
    public async Task The_instance_gives_its_own_credentials_once_it_has_a_role()
    {
        Environment.Set(("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", Aws.Url));

        // The SDK looks at it once in a process.
        FallbackInternalConfigurationFactory.Reset();
        Aws.RequiresInstanceCredentials = true;
        Aws.Instance.RoleName = null;
        SystemsManagerConnection connection = Connect();
        await FailsAsync(() => connection.GetSnapshotAsync(Token), ErrorIds.CloudCredentialsMissing, 148);
        Aws.Instance.RoleName = "PatchedInstanceRole";
        Assert.Equal("Debian12", (await connection.GetSnapshotAsync(Token)).Product);
        Assert.Contains("x-amz-security-token", Aws.RequestsOf("GetDeployablePatchSnapshotForInstance")[0].Headers.Keys);
    }

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("host")]
    public void An_endpoint_that_could_not_be_meant_is_refused(string endpoint)
    {
        PatchException exception = Assert.Throws<PatchException>(() => Connect(new CloudOptions { EndpointUrl = endpoint }));
        Assert.Equal(ErrorIds.CloudEndpointInvalid, exception.ErrorId);
    }
}
