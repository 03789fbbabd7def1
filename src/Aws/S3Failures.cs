using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws;

/// <summary>What S3's refusals mean. No exception of the AWS SDK goes further than this.</summary>
internal static class S3Failures
{
    private const string RegionHeader = "x-amz-bucket-region";
    private const int LongestQuote = 200;

    private static readonly Regex s_regionElement = new("<Region>(?<region>[a-z0-9-]+)</Region>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly Regex s_regionInText = new("expecting '(?<region>[a-z0-9-]+)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The region that the answer says the bucket is in; null where it says none.</summary>
    public static string? RegionIn(AmazonServiceException e)
    {
        if (e.ErrorCode is not ("PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" or "301" or "MovedPermanently")
            && e.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.BadRequest))
            return null;
        HttpErrorResponseException? http = e.InnerException as HttpErrorResponseException;
        string? region = http?.Response?.IsHeaderPresent(RegionHeader) == true ? http.Response.GetHeaderValue(RegionHeader) : null;
        if (region is null && e is Amazon.S3.AmazonS3Exception { ResponseBody: { } body } && s_regionElement.Match(body) is { Success: true } match)
            region = match.Groups["region"].Value;

        // Of an answer that the SDK understands it keeps no more than the text.
        if (region is null && s_regionInText.Match(e.Message ?? "") is { Success: true } told)
            region = told.Groups["region"].Value;
        return region is not null && AwsOptions.IsRegion(region) ? region : null;
    }

    public static Exception Explain(AmazonServiceException e, string bucket, string key, string region)
    {
        string code = e.ErrorCode ?? "";
        string says = e.Message ?? "";
        if (code is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired")
            return AwsCredentials.Refused("The AWS credentials have expired.");
        if (code is "RequestTimeTooSkewed")
            return AwsCredentials.Refused("AWS refuses the request because this machine's clock is wrong.");
        if (code is "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "InvalidSecurity")
            return AwsCredentials.Refused($"AWS does not know the credentials that were found ({code}).");
        if (code.StartsWith("KMS.", StringComparison.Ordinal) || (e.StatusCode == HttpStatusCode.Forbidden && says.IndexOf("kms", StringComparison.OrdinalIgnoreCase) >= 0))
            return Failure(ObjectFailure.KeyDenied, $"The key that encrypts it may not be used: kms:Decrypt is missing, or the key is disabled. S3 says: {Quote(says)}");
        return code switch
        {
            "NoSuchBucket" => Failure(ObjectFailure.BucketMissing, $"There is no bucket '{bucket}'."),
            "NoSuchKey" => Failure(ObjectFailure.KeyMissing, $"The bucket '{bucket}' has no object '{key}'."),
            "InvalidBucketName" or "KeyTooLongError" or "InvalidURI" => Failure(ObjectFailure.NameInvalid, $"S3 says: {Quote(says)}"),
            "InvalidObjectState" => Failure(ObjectFailure.Archived, "It is archived, and has to be restored before it can be read."),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                Failure(ObjectFailure.WrongRegion, $"The bucket '{bucket}' is not in {region}, and S3 does not say where it is."),
            _ when e.StatusCode == HttpStatusCode.Forbidden =>
                Failure(ObjectFailure.AccessDenied, $"s3:GetObject on arn:{Partition(region)}:s3:::{bucket}/{key} is missing, or there is no such object."),
            _ when e.StatusCode == HttpStatusCode.NotFound => Failure(ObjectFailure.KeyMissing, $"The bucket '{bucket}' has no object '{key}'."),
            _ => Failure(ObjectFailure.Service, string.Format(CultureInfo.InvariantCulture, "S3 answered with status {0} ({1}): {2}", (int)e.StatusCode, Quote(code), Quote(says))),
        };
    }

    public static Exception Explain(Exception e, string host)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException or OperationCanceledException)
                return Failure(ObjectFailure.TimedOut, $"'{host}' did not answer in time.");
            if (cause is System.Xml.XmlException)
                return Failure(ObjectFailure.Service, $"The answer of '{host}' is none of S3.");
        }

        if (e is AmazonClientException && e.InnerException is null && e.Message.IndexOf("credentials", StringComparison.OrdinalIgnoreCase) >= 0)
            return AwsCredentials.Missing($"No AWS credentials were found: {Quote(e.Message)}", target: null);
        return Failure(ObjectFailure.NotConnected, $"There is no usable answer from '{host}': {Quote(e.GetBaseException().Message)}");
    }

    public static ObjectFetchException TooLarge(int maximumBytes) =>
        Failure(ObjectFailure.TooLarge, string.Format(CultureInfo.InvariantCulture, "It has more than {0} bytes.", maximumBytes));

    private static string Partition(string region) => Amazon.RegionEndpoint.GetBySystemName(region).PartitionName;

    private static ObjectFetchException Failure(ObjectFailure failure, string message) => new(failure, message);

    private static string Quote(string text)
    {
        text = SecretRedactor.Redact(text.Length > LongestQuote ? text.Substring(0, LongestQuote) + "…" : text);
        return new string([.. text.Select(c => char.IsControl(c) ? '?' : c)]);
    }
}
