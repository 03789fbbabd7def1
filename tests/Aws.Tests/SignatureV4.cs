using System.Collections.Specialized;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PatchBaselineAssociation.AwsTests;

/// <summary>Checks the signature of a request as AWS does: Signature Version 4.</summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The region that the request was signed for; null where the signature is missing or wrong.</summary>
    public static string? RegionOf(HttpListenerRequest request, string accessKeyId, string secretAccessKey)
    {
        Dictionary<string, string> parts = Parts(request.Headers["Authorization"] ?? "");
        string[] scope = parts.GetValueOrDefault("Credential", "").Split('/');
        string[] signed = parts.GetValueOrDefault("SignedHeaders", "").Split(';');
        if (scope.Length != 5 || scope[0] != accessKeyId || scope[4] != "aws4_request" || !signed.Contains("host") || !signed.Contains("x-amz-date"))
            return null;
        string canonical = string.Join('\n',
            request.HttpMethod,
            request.RawUrl!.Split('?')[0],
            CanonicalQuery(request.QueryString),
            string.Concat(signed.Select(name => $"{name}:{string.Join(' ', (request.Headers[name] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n")),
            string.Join(';', signed),
            request.Headers["x-amz-content-sha256"]);
        string date = request.Headers["x-amz-date"]!;
        string text = string.Join('\n', Algorithm, date, string.Join('/', scope[1..]), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        byte[] key = scope[1..].Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey), (former, part) => HMACSHA256.HashData(former, Encoding.UTF8.GetBytes(part)));
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        return expected == parts.GetValueOrDefault("Signature") && date.StartsWith(scope[1], StringComparison.Ordinal) ? scope[2] : null;
    }

    private static Dictionary<string, string> Parts(string header) =>
        !header.StartsWith(Algorithm + " ", StringComparison.Ordinal)
            ? []
            : header[(Algorithm.Length + 1)..].Split(',').Select(part => part.Trim().Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1]);

    private static string CanonicalQuery(NameValueCollection query) => string.Join('&', query.AllKeys
        .OfType<string>()
        .SelectMany(name => query.GetValues(name)!.Select(value => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}"))
        .Order(StringComparer.Ordinal));
}
