using System.Security.Cryptography;
using System.Text;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Signing;

/// <summary>The arithmetic of Signature Version 4, written from its specification and not with the SDK that it checks.</summary>
internal static class SignatureVersion4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Sign(string canonicalRequest, string time, string scope, string secretAccessKey)
    {
        string[] parts = scope.Split('/');
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (string part in parts)
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        string toSign = $"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <param name="frame">The request as it came.</param>
    /// <param name="signedHeaders">In lower case, sorted.</param>
    /// <param name="payloadHash">Digits, or <see cref="UnsignedPayload"/>.</param>
    /// <param name="isStorage">S3 takes a path as it is; other services encode it once more and resolve its dots.</param>
    public static string Canonicalize(RequestFrame frame, IReadOnlyList<string> signedHeaders, string payloadHash, bool isStorage)
    {
        StringBuilder canonical = new();
        canonical.Append(frame.Method).Append('\n');
        canonical.Append(CanonicalPath(frame.Path, isStorage)).Append('\n');
        canonical.Append(CanonicalQuery(frame.Query)).Append('\n');
        foreach (string name in signedHeaders)
            canonical.Append(name).Append(':').Append(Trim(frame.Headers.GetValueOrDefault(name, ""))).Append('\n');
        canonical.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash);
        return canonical.ToString();
    }

    public static string Encode(string text, bool keepSlash)
    {
        StringBuilder encoded = new();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' || (keepSlash && c == '/'))
                encoded.Append(c);
            else
                encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static string CanonicalPath(string path, bool isStorage)
    {
        if (isStorage)
        {
            // What was sent may encode more or less than the specification does, so it is decoded and encoded anew.
            return path.Length == 0 ? "/" : string.Join('/', path.Split('/').Select(segment => Encode(Uri.UnescapeDataString(segment), keepSlash: false)));
        }

        List<string> segments = [];
        foreach (string segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                if (segments.Count > 0)
                    segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        string resolved = "/" + string.Join('/', segments) + (segments.Count > 0 && path.EndsWith('/') ? "/" : "");
        return Encode(resolved, keepSlash: true);
    }

    private static string CanonicalQuery(string query) => string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(parts => (Name: Encode(Uri.UnescapeDataString(parts[0]), keepSlash: false),
            Value: parts.Length == 1 ? "" : Encode(Uri.UnescapeDataString(parts[1]), keepSlash: false)))
        .Where(pair => pair.Name != "X-Amz-Signature")
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
