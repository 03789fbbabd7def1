namespace PatchBaselineAssociation.AwsTests;

/// <summary>The environment that the AWS SDK looks at, of which a process has one: tests that use it run one after the other.</summary>
[CollectionDefinition(nameof(AwsEnvironment), DisableParallelization = true)]
public sealed class AwsEnvironment : IDisposable, ICollectionFixture<AwsEnvironment>
{
    private static readonly string[] s_names =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN",
    ];

    private readonly Dictionary<string, string?> _former = s_names.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly string _folder = Directory.CreateTempSubdirectory("pba-aws-").FullName;

    public string CredentialsFile => Path.Combine(_folder, "credentials");

    /// <summary>As nobody has set it up, but for what is given.</summary>
    public void Set(params (string Name, string Value)[] variables)
    {
        foreach (string name in s_names)
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", CredentialsFile);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(_folder, "config"));
        File.Delete(CredentialsFile);
        foreach ((string name, string value) in variables)
            Environment.SetEnvironmentVariable(name, value);
    }

    public void SetKeys() => Set(("AWS_ACCESS_KEY_ID", S3Endpoint.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", S3Endpoint.SecretAccessKey));

    public void Dispose()
    {
        foreach ((string name, string? value) in _former)
            Environment.SetEnvironmentVariable(name, value);
        Directory.Delete(_folder, recursive: true);
    }
}
