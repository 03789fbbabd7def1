using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws;

/// <summary>Objects in S3, read with the credentials and in the partition of whoever asks. Made without a call, and without loading the AWS SDK.</summary>
public sealed class AwsObjectStore : IObjectStore
{
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(20);

    private readonly CloudOptions _options;
    private readonly string _agentRegion;
    private readonly TimeSpan _timeLimit;

    /// <param name="options">How AWS is reached.</param>
    /// <param name="agentRegion">What the Systems Manager agent says; empty where there is none.</param>
    /// <exception cref="PatchException">CloudEndpointInvalid or CloudRegionInvalid.</exception>
    public AwsObjectStore(CloudOptions options, string agentRegion)
        : this(options, agentRegion, s_timeLimit)
    {
    }

    /// <param name="options">How AWS is reached.</param>
    /// <param name="agentRegion">What the Systems Manager agent says; empty where there is none.</param>
    /// <param name="timeLimit">For one try.</param>
    internal AwsObjectStore(CloudOptions options, string agentRegion, TimeSpan timeLimit)
    {
        _options = AwsOptions.Check(options);
        _agentRegion = agentRegion;
        _timeLimit = timeLimit;
    }

    public async Task<byte[]> FetchAsync(string bucket, string key, int maximumBytes, CancellationToken cancellationToken)
    {
        AWSCredentials credentials = AwsCredentials.Find(_options.ProfileName);
        string region = AwsRegions.Of(_options.Region, _agentRegion, _options.ProfileName);
        string? found = null;
        while (true)
        {
            try
            {
                return await FetchAsync(credentials, found ?? region, bucket, key, maximumBytes, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonServiceException e)
            {
                // S3 names the region of a bucket that is elsewhere; once is enough.
                if (found is not null || S3Failures.RegionIn(e) is not { } other || string.Equals(other, region, StringComparison.Ordinal))
                    throw S3Failures.Explain(e, bucket, key, found ?? region);
                found = other;
            }
            catch (Exception e) when (e is AmazonClientException or TimeoutException or HttpRequestException or IOException or WebException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw S3Failures.Explain(e, AwsOptions.HostOf(_options, found ?? region));
            }
        }
    }

    private async Task<byte[]> FetchAsync(AWSCredentials credentials, string region, string bucket, string key, int maximumBytes, CancellationToken cancellationToken)
    {
        using AmazonS3Client client = new(credentials, Configuration(region, bucket));
        using GetObjectResponse response = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancellationToken).ConfigureAwait(false);
        if (response.ContentLength > maximumBytes)
            throw S3Failures.TooLarge(maximumBytes);
        return await ReadAsync(response.ResponseStream, maximumBytes, cancellationToken).ConfigureAwait(false);
    }

    private AmazonS3Config Configuration(string region, string bucket)
    {
        AmazonS3Config configuration = new()
        {
            // Jittered, and only for what is known to pass.
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 4,

            // Without it the SDK asks eleven times where a connection is cut, whatever the line above says.
            MaxStaleConnectionRetries = 0,
            Timeout = _timeLimit,

            // A certificate covers one label before s3: a name with dots has to go into the path.
            ForcePathStyle = _options.EndpointUrl is not null || bucket.IndexOf('.') >= 0,
            LogResponse = false,

            // Said always: where the environment names an endpoint, the SDK would guess the region by its address.
            AuthenticationRegion = region,
        };
        if (_options.EndpointUrl is { } endpoint)
            configuration.ServiceURL = endpoint;
        else
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(region);

        return configuration;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int maximumBytes, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + count > maximumBytes)
                throw S3Failures.TooLarge(maximumBytes);
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }
}
