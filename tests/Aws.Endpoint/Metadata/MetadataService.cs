using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Metadata;

/// <summary>Instance metadata, version 2.</summary>
internal sealed class MetadataService(AwsEndpoint endpoint)
{
    public const string Root = "/latest/";

    private const int LongestTokenSeconds = 21600;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);

    public static string Operation(RequestFrame frame) => IsTokenPath(frame) ? "GetMetadataToken" : "GetMetadata";

    public Answer Answer(RequestFrame frame)
    {
        if (!endpoint.Metadata.IsEnabled)
            return Status(403, "Forbidden");
        if (IsTokenPath(frame))
            return Token(frame);
        if (frame.Method != "GET")
            return Status(405, "Method Not Allowed");
        bool hasToken = frame.Headers.TryGetValue("x-aws-ec2-metadata-token", out string? token);
        if (hasToken ? !_tokens.TryGetValue(token!, out DateTimeOffset end) || end < endpoint.Clock.GetUtcNow() : endpoint.Metadata.RequiresToken)
            return Status(401, "Unauthorized");
        return Find(frame.Path[Root.Length..].TrimEnd('/')) is { } text
            ? Http.Answer.OfText(200, "text/plain", text)
            : Status(404, "Not Found");
    }

    private Answer Token(RequestFrame frame)
    {
        if (frame.Method != "PUT")
            return Status(405, "Method Not Allowed");
        // A proxy in between would hand the token to others.
        if (frame.Headers.ContainsKey("x-forwarded-for"))
            return Status(403, "Forbidden");
        if (!int.TryParse(frame.Headers.GetValueOrDefault("x-aws-ec2-metadata-token-ttl-seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            || seconds is < 1 or > LongestTokenSeconds)
        {
            return Status(400, "Bad Request");
        }

        string token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(40));
        _tokens[token] = endpoint.Clock.GetUtcNow().AddSeconds(seconds);
        return Http.Answer.OfText(200, "text/plain", token) with
        {
            Headers = new Dictionary<string, string> { ["X-Aws-Ec2-Metadata-Token-Ttl-Seconds"] = seconds.ToString(CultureInfo.InvariantCulture) },
        };
    }

    private string? Find(string path)
    {
        const string credentials = "meta-data/iam/security-credentials";
        string? role = endpoint.Instance.RoleName;
        return path switch
        {
            "meta-data/instance-id" => endpoint.Instance.Id,
            "meta-data/placement/region" => endpoint.Settings.Region,
            "meta-data/placement/availability-zone" => endpoint.Settings.Region + "a",
            "meta-data/services/partition" => endpoint.Settings.Partition,
            "meta-data/services/domain" => endpoint.Settings.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
            "dynamic/instance-identity/document" => Document(),
            credentials => role,
            "meta-data/iam/info" when role is not null => Profile(role),
            _ when role is not null && path == $"{credentials}/{role}" => Credentials(),
            _ => null,
        };
    }

    private string Document() => new JsonObject
    {
        ["accountId"] = endpoint.Settings.AccountId,
        ["architecture"] = "x86_64",
        ["availabilityZone"] = endpoint.Settings.Region + "a",
        ["imageId"] = "ami-0abcdef1234567890",
        ["instanceId"] = endpoint.Instance.Id,
        ["instanceType"] = "t3.micro",
        ["pendingTime"] = "2023-01-01T00:00:00Z",
        ["privateIp"] = "10.0.0.10",
        ["region"] = endpoint.Settings.Region,
        ["version"] = "2017-09-30",
    }.ToJsonString();

    private string Profile(string role) => new JsonObject
    {
        ["Code"] = "Success",
        ["LastUpdated"] = Time(endpoint.Clock.GetUtcNow()),
        ["InstanceProfileArn"] = $"arn:{endpoint.Settings.Partition}:iam::{endpoint.Settings.AccountId}:instance-profile/{role}",
        ["InstanceProfileId"] = "AIPAABCDEFGHIJKLMN123",
    }.ToJsonString();

    private string Credentials() => new JsonObject
    {
        ["Code"] = "Success",
        ["LastUpdated"] = Time(endpoint.Clock.GetUtcNow()),
        ["Type"] = "AWS-HMAC",
        ["AccessKeyId"] = endpoint.InstanceCredentials.AccessKeyId,
        ["SecretAccessKey"] = endpoint.InstanceCredentials.SecretAccessKey,
        ["Token"] = endpoint.InstanceCredentials.SessionToken,
        ["Expiration"] = Time(endpoint.Clock.GetUtcNow().AddHours(6)),
    }.ToJsonString();

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsTokenPath(RequestFrame frame) => frame.Path == "/latest/api/token";

    private static Answer Status(int status, string reason) =>
        Http.Answer.OfText(status, "text/html", $"<html><head><title>{status} - {reason}</title></head><body><h1>{status} - {reason}</h1></body></html>") with
        {
            ErrorCode = reason,
        };
}
