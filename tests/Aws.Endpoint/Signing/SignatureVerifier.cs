using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Signing;

/// <summary>Verifies the signature of a request as the services do.</summary>
internal sealed class SignatureVerifier(Func<string, AwsCredentialSet?> findCredentials, Func<string, bool> isExpired)
{
    /// <returns>Who asks, and what was claimed.</returns>
    /// <exception cref="SignatureException">It is not taken.</exception>
    public (AwsCredentialSet Credentials, SignatureClaim Claim) Verify(
        RequestFrame frame, string service, string? region, DateTimeOffset now, TimeSpan tolerance)
    {
        SignatureClaim claim = FindClaim(frame) ?? throw new SignatureException(SignatureFault.Missing, "Missing Authentication Token");
        bool isStorage = service == "s3";
        CheckScope(claim, service, region);
        CheckTime(claim, now, tolerance);
        AwsCredentialSet credentials = findCredentials(claim.AccessKeyId)
            ?? throw new SignatureException(SignatureFault.UnknownKey, "The security token included in the request is invalid.");
        if (!string.Equals(credentials.SessionToken ?? "", claim.SessionToken ?? "", StringComparison.Ordinal))
            throw new SignatureException(SignatureFault.WrongToken, "The security token included in the request is invalid.");
        CheckHeaders(frame, claim);
        string payload = PayloadHash(frame, claim, isStorage);
        string canonical = SignatureVersion4.Canonicalize(frame, claim.SignedHeaders, payload, isStorage);
        string signature = SignatureVersion4.Sign(canonical, claim.Time, claim.Scope, credentials.SecretAccessKey);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(claim.Signature)))
        {
            throw new SignatureException(SignatureFault.WrongSignature, "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.") { CanonicalRequest = canonical };
        }

        if (isExpired(claim.AccessKeyId))
            throw new SignatureException(SignatureFault.ExpiredToken, "The security token included in the request is expired");
        return (credentials, claim);
    }

    /// <returns>Null where the request is not signed.</returns>
    public static SignatureClaim? FindClaim(RequestFrame frame)
    {
        if (frame.Headers.TryGetValue("authorization", out string? header))
            return FromHeader(frame, header);
        if (frame.FindParameter("X-Amz-Algorithm") is { } algorithm)
            return FromQuery(frame, algorithm);
        return null;
    }

    private static SignatureClaim FromHeader(RequestFrame frame, string header)
    {
        string[] parts = header.Split(' ', 2);
        if (parts[0] != SignatureVersion4.Algorithm || parts.Length == 1)
            throw Malformed($"Authorization header requires the algorithm {SignatureVersion4.Algorithm}. Authorization={parts[0]}");
        Dictionary<string, string> fields = parts[1].Split(',')
            .Select(field => field.Trim().Split('=', 2))
            .Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        foreach (string name in (string[])["Credential", "Signature", "SignedHeaders"])
            if (!fields.ContainsKey(name))
                throw Malformed($"Authorization header requires '{name}' parameter. Authorization={SignatureVersion4.Algorithm}");
        string time = frame.Headers.GetValueOrDefault("x-amz-date")
            ?? throw Malformed("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        return Claim(fields["Credential"], fields["SignedHeaders"], fields["Signature"], time,
            frame.Headers.GetValueOrDefault("x-amz-security-token"), expirySeconds: null);
    }

    private static SignatureClaim FromQuery(RequestFrame frame, string algorithm)
    {
        if (algorithm != SignatureVersion4.Algorithm)
            throw Malformed($"X-Amz-Algorithm only supports {SignatureVersion4.Algorithm}");
        string Required(string name) => frame.FindParameter(name)
            ?? throw Malformed($"Query-string authentication requires the parameter {name}.");
        if (!int.TryParse(Required("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds > 604800)
            throw Malformed("X-Amz-Expires must be a number less than a week (in seconds)");
        return Claim(Required("X-Amz-Credential"), Required("X-Amz-SignedHeaders"), Required("X-Amz-Signature"), Required("X-Amz-Date"),
            frame.FindParameter("X-Amz-Security-Token"), seconds);
    }

    private static SignatureClaim Claim(string credential, string signedHeaders, string signature, string time, string? token, int? expirySeconds)
    {
        string[] scope = credential.Split('/');
        if (scope.Length != 5 || scope[4] != "aws4_request")
            throw Malformed($"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'");
        if (!DateTimeOffset.TryParseExact(time, SignatureVersion4.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            throw Malformed($"Date must be in ISO-8601 'basic format'. Got '{time}'.");
        if (!time.StartsWith(scope[1], StringComparison.Ordinal))
            throw Malformed($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scope[1]}' != '{time[..8]}', from '{time}'.");
        string[] headers = signedHeaders.Split(';');
        if (!headers.SequenceEqual(headers.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            throw Malformed("SignedHeaders must be sorted.");
        return new SignatureClaim
        {
            AccessKeyId = scope[0],
            Date = scope[1],
            Region = scope[2],
            Service = scope[3],
            SignedHeaders = headers,
            Signature = signature,
            Time = time,
            SessionToken = token,
            ExpirySeconds = expirySeconds,
        };
    }

    private static void CheckScope(SignatureClaim claim, string service, string? region)
    {
        if (claim.Service != service)
        {
            throw new SignatureException(SignatureFault.WrongService,
                $"Credential should be scoped to correct service: '{service}'. ");
        }

        if (region is not null && claim.Region != region)
            throw new SignatureException(SignatureFault.WrongRegion, "Credential should be scoped to a valid region. ");
    }

    private static void CheckTime(SignatureClaim claim, DateTimeOffset now, TimeSpan tolerance)
    {
        DateTimeOffset signed = DateTimeOffset.ParseExact(claim.Time, SignatureVersion4.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        string Text(DateTimeOffset time) => time.UtcDateTime.ToString(SignatureVersion4.TimeFormat, CultureInfo.InvariantCulture);
        string minutes = string.Create(CultureInfo.InvariantCulture, $"{tolerance.TotalMinutes} min.");
        if (signed > now + tolerance)
        {
            throw new SignatureException(SignatureFault.SignedTooLate,
                $"Signature not yet current: {claim.Time} is still later than {Text(now + tolerance)} ({Text(now)} + {minutes})");
        }

        if (claim.ExpirySeconds is { } seconds)
        {
            if (signed.AddSeconds(seconds) < now)
                throw new SignatureException(SignatureFault.LinkExpired, "Request has expired");
        }
        else if (signed < now - tolerance)
        {
            throw new SignatureException(SignatureFault.SignedTooEarly,
                $"Signature expired: {claim.Time} is now earlier than {Text(now - tolerance)} ({Text(now)} - {minutes})");
        }
    }

    private static void CheckHeaders(RequestFrame frame, SignatureClaim claim)
    {
        string[] unsigned = [.. frame.Headers.Keys
            .Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal))
            .Where(name => !claim.SignedHeaders.Contains(name, StringComparer.Ordinal))];
        if (unsigned.Length > 0)
        {
            throw new SignatureException(SignatureFault.UnsignedHeaders,
                $"There were headers present in the request which were not signed: {string.Join(", ", unsigned)}");
        }
    }

    private static string PayloadHash(RequestFrame frame, SignatureClaim claim, bool isStorage)
    {
        string actual = SignatureVersion4.Hash(frame.Body);
        if (claim.ExpirySeconds is not null)
            return isStorage ? SignatureVersion4.UnsignedPayload : actual;
        string? told = frame.Headers.GetValueOrDefault("x-amz-content-sha256");
        if (!isStorage)
        {
            if (told is not null && told != actual)
                throw WrongPayload();
            return actual;
        }

        if (told is null)
            throw Malformed("Missing required header for this request: x-amz-content-sha256");
        if (told != SignatureVersion4.UnsignedPayload && told != actual)
            throw WrongPayload();
        return told;
    }

    private static SignatureException WrongPayload() =>
        new(SignatureFault.WrongPayload, "The provided 'x-amz-content-sha256' header does not match what was computed.");

    private static SignatureException Malformed(string message) => new(SignatureFault.Malformed, message);
}
