using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleSystemsManagement;
using PatchBaselineAssociation.AwsEndpoints;

namespace PatchBaselineAssociation.AwsTests.Endpoint;

/// <summary>The SDK's own clients of an endpoint.</summary>
internal static class EndpointClients
{
    public static AmazonSimpleSystemsManagementClient Systems(this AwsEndpoint aws, AwsCredentialSet? keys = null, string? region = null, int retries = 0) =>
        new(Keys(keys ?? aws.Credentials!), new AmazonSimpleSystemsManagementConfig
        {
            ServiceURL = aws.Url,
            AuthenticationRegion = region ?? aws.Region,
            MaxErrorRetry = retries,
        });

    public static AmazonS3Client Storage(this AwsEndpoint aws, AwsCredentialSet? keys = null, string? region = null) =>
        new(Keys(keys ?? aws.Credentials!), new AmazonS3Config
        {
            ServiceURL = aws.Url,
            AuthenticationRegion = region ?? aws.Region,
            ForcePathStyle = true,
            MaxErrorRetry = 0,
        });

    private static AWSCredentials Keys(AwsCredentialSet keys) => keys.SessionToken is { } token
        ? new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, token)
        : new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey);
}
