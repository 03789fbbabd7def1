using System.Text.RegularExpressions;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Storage;

/// <summary>Which bucket and key a request names, by its path or its host.</summary>
internal sealed record StorageRequest(string? EndpointRegion, string Bucket, string Key)
{
    private static readonly Regex AmazonHost = new(
        @"\A(?:(?<bucket>.+)\.)?s3(?:[.-](?:dualstack\.|fips\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-[0-9]))?\.amazonaws\.com(?:\.cn)?(?::[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex LocalHost = new(
        @"\A(?:(?<bucket>.+)\.)?(?:localhost|127\.0\.0\.1)(?::[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public static StorageRequest Parse(RequestFrame frame)
    {
        Match amazon = AmazonHost.Match(frame.Host);
        Match host = amazon.Success ? amazon : LocalHost.Match(frame.Host);
        string? region = amazon.Success ? amazon.Groups["region"] is { Success: true } told ? told.Value : "us-east-1" : null;
        string path = frame.Path.TrimStart('/');
        if (host.Groups["bucket"] is { Success: true } virtualBucket)
            return new StorageRequest(region, virtualBucket.Value, Uri.UnescapeDataString(frame.Path[1..]));
        string[] parts = path.Split('/', 2);
        return new StorageRequest(region, Uri.UnescapeDataString(parts[0]), parts.Length == 1 ? "" : Uri.UnescapeDataString(parts[1]));
    }
}
