using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using PatchBaselineAssociation.AwsEndpoints.Http;
using PatchBaselineAssociation.AwsEndpoints.Signing;

namespace PatchBaselineAssociation.AwsEndpoints.Storage;

/// <summary>Reading from S3.</summary>
internal sealed class StorageService(AwsEndpoint endpoint, SignatureVerifier verifier)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    public static string Operation(RequestFrame frame, StorageRequest request, string snapshotBucket)
    {
        if (request.Bucket.Length == 0)
            return "ListBuckets";
        if (request.Key.Length == 0)
            return frame.Method == "HEAD" ? "HeadBucket" : frame.FindParameter("location") is not null ? "GetBucketLocation" : "ListObjects";
        return request.Bucket == snapshotBucket ? "GetSnapshot" : frame.Method == "HEAD" ? "HeadObject" : "GetObject";
    }

    /// <summary>Who asks; null where nobody signed.</summary>
    /// <exception cref="AwsErrorException">The signature is not taken.</exception>
    public AwsCredentialSet? Authenticate(RequestFrame frame, StorageRequest request)
    {
        try
        {
            if (SignatureVerifier.FindClaim(frame) is not { } claim)
                return null;
            // Whatever region a request was signed for is the one whose endpoint it was meant for, where the host does not tell.
            string region = request.EndpointRegion ?? claim.Region;
            (AwsCredentialSet credentials, _) = verifier.Verify(frame, "s3", region, endpoint.Clock.GetUtcNow(), Tolerance);
            return credentials;
        }
        catch (SignatureException refused)
        {
            throw Translate(refused, request.EndpointRegion);
        }
    }

    public Answer Answer(RequestFrame frame, StorageRequest request, AwsCredentialSet? caller)
    {
        if (frame.Method is not ("GET" or "HEAD"))
            throw new AwsErrorException(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        if (request.Bucket.Length == 0)
            throw Denied(caller, "s3:ListAllMyBuckets", "*");
        StoredBucket bucket = endpoint.FindBucket(request.Bucket)
            ?? throw new AwsErrorException(404, "NoSuchBucket", "The specified bucket does not exist") { Elements = Element("BucketName", request.Bucket) };
        Dictionary<string, string> regionHeader = Element("x-amz-bucket-region", bucket.Region);
        if (request.Key.Length == 0 && frame.FindParameter("location") is not null)
            return Location(bucket, caller);
        CheckRegion(frame, request, bucket);
        if (request.Key.Length == 0)
        {
            Allow(bucket, caller, "s3:ListBucket", endpoint.BucketArn(bucket.Name), regionHeader);
            return frame.Method == "HEAD"
                ? new Answer(200, "application/xml", default) { Headers = regionHeader }
                : throw new AwsErrorException(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }

        return Object(bucket, request.Key, caller);
    }

    private Answer Object(StoredBucket bucket, string key, AwsCredentialSet? caller)
    {
        string arn = $"{endpoint.BucketArn(bucket.Name)}/{key}";
        // Links are of the service itself, which may read what it wrote.
        bool isOfService = caller == endpoint.ServiceCredentials;
        if (!isOfService)
            Allow(bucket, caller, "s3:GetObject", arn);
        if (bucket.Find(key) is not { } found)
        {
            // Who may not list a bucket is not told what it lacks.
            if (!isOfService && (caller is null || !endpoint.Allows("s3:ListBucket")))
                throw Denied(caller, "s3:ListBucket", endpoint.BucketArn(bucket.Name));
            throw new AwsErrorException(404, "NoSuchKey", "The specified key does not exist.") { Elements = Element("Key", key) };
        }

        switch (found.Refusal)
        {
            case ObjectRefusal.AccessDenied:
                throw Denied(caller, "s3:GetObject", arn);
            case ObjectRefusal.KeyDenied:
                throw Denied(caller, "kms:Decrypt",
                    $"arn:{endpoint.Settings.Partition}:kms:{bucket.Region}:{endpoint.Settings.AccountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                    "associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access");
            case ObjectRefusal.KeyDisabled:
                throw new AwsErrorException(400, "KMS.DisabledException",
                    $"arn:{endpoint.Settings.Partition}:kms:{bucket.Region}:{endpoint.Settings.AccountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab is disabled.");
            case ObjectRefusal.Archived:
                throw new AwsErrorException(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
                {
                    Elements = Element("StorageClass", "GLACIER"),
                };
        }

        return new Answer(200, found.ContentType, found.Content)
        {
            RepeatedLength = found.Length,
            Headers = new Dictionary<string, string>
            {
                ["ETag"] = $"\"{Tag(found)}\"",
                ["Last-Modified"] = endpoint.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture),
                ["Accept-Ranges"] = "bytes",
            },
        };
    }

    /// <summary>The MD5 of the whole, which clients check; of one that was uploaded in parts it is something else and ends in their number.</summary>
    private static string Tag(StoredObject found)
    {
#pragma warning disable CA5351 // It guards nothing: S3 uses it so.
        string hash = Convert.ToHexStringLower(MD5.HashData(found.Content.Span));
#pragma warning restore CA5351
        return found.Length is null ? hash : hash + "-2";
    }

    private Answer Location(StoredBucket bucket, AwsCredentialSet? caller)
    {
        Allow(bucket, caller, "s3:GetBucketLocation", endpoint.BucketArn(bucket.Name));
        XNamespace s3 = "http://s3.amazonaws.com/doc/2006-03-01/";
        // The first region has no name here.
        XElement location = new(s3 + "LocationConstraint", bucket.Region == "us-east-1" ? null : bucket.Region);
        return Http.Answer.OfText(200, "application/xml", location.ToString());
    }

    private static void CheckRegion(RequestFrame frame, StorageRequest request, StoredBucket bucket)
    {
        string? asked = request.EndpointRegion ?? SignatureVerifier.FindClaim(frame)?.Region;
        if (asked is null || asked == bucket.Region)
            return;
        Dictionary<string, string> header = Element("x-amz-bucket-region", bucket.Region);
        if (asked == "us-east-1")
        {
            throw new AwsErrorException(400, "AuthorizationHeaderMalformed",
                $"The authorization header is malformed; the region '{asked}' is wrong; expecting '{bucket.Region}'")
            {
                Elements = Element("Region", bucket.Region),
                Headers = frame.Method == "HEAD" ? header : [],
            };
        }

        throw new AwsErrorException(301, "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
        {
            Elements = new Dictionary<string, string>
            {
                ["Endpoint"] = $"{bucket.Name}.s3.{bucket.Region}.amazonaws.com",
                ["Bucket"] = bucket.Name,
            },
            Headers = header,
        };
    }

    private void Allow(StoredBucket bucket, AwsCredentialSet? caller, string action, string arn, IReadOnlyDictionary<string, string>? headers = null)
    {
        if (bucket.DeniesAll || (!bucket.IsPublic && (caller is null || !endpoint.Allows(action))))
            throw Denied(caller, action, arn, headers: headers);
    }

    private static AwsErrorException Denied(
        AwsCredentialSet? caller, string action, string arn, string? because = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        string message = caller is null
            ? "Access Denied"
            : because is null
                ? $"User: {caller.PrincipalArn} is not authorized to perform: {action} on resource: \"{arn}\" because no identity-based policy allows the {action} action"
                : $"User: {caller.PrincipalArn} is not authorized to perform: {action} on the resource {because}";
        return new AwsErrorException(403, "AccessDenied", message) { Headers = headers ?? new Dictionary<string, string>() };
    }

    private static AwsErrorException Translate(SignatureException refused, string? endpointRegion) => refused.Fault switch
    {
        SignatureFault.UnknownKey => new AwsErrorException(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
        SignatureFault.WrongToken => new AwsErrorException(400, "InvalidToken", "The provided token is malformed or otherwise invalid."),
        SignatureFault.ExpiredToken => new AwsErrorException(400, "ExpiredToken", "The provided token has expired."),
        SignatureFault.SignedTooEarly or SignatureFault.SignedTooLate => new AwsErrorException(403, "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large."),
        SignatureFault.LinkExpired => new AwsErrorException(403, "AccessDenied", "Request has expired"),
        SignatureFault.UnsignedHeaders => new AwsErrorException(403, "AccessDenied", refused.Message),
        SignatureFault.WrongPayload => new AwsErrorException(400, "XAmzContentSHA256Mismatch", refused.Message),
        SignatureFault.WrongSignature => new AwsErrorException(403, "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.")
        {
            Elements = Element("CanonicalRequest", refused.CanonicalRequest ?? ""),
        },
        SignatureFault.WrongRegion => new AwsErrorException(400, "AuthorizationHeaderMalformed",
            $"The authorization header is malformed; the region is wrong; expecting '{endpointRegion}'") { Elements = Element("Region", endpointRegion ?? "") },
        _ => new AwsErrorException(400, "AuthorizationHeaderMalformed", refused.Message),
    };

    private static Dictionary<string, string> Element(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    public static Answer Error(AwsErrorException error, string requestId)
    {
        XElement document = new("Error", new XElement("Code", error.Code), new XElement("Message", error.Message));
        foreach ((string name, string value) in error.Elements)
            document.Add(new XElement(name, value));
        document.Add(new XElement("RequestId", requestId), new XElement("HostId", Convert.ToBase64String(Encoding.UTF8.GetBytes(requestId))));
        return Http.Answer.OfText(error.Status, "application/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document.ToString(SaveOptions.DisableFormatting)) with
        {
            Headers = error.Headers,
            ErrorCode = error.Code,
        };
    }
}
