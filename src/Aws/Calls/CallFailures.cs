using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>Reads what the AWS SDK throws. No exception of the SDK goes further than this.</summary>
internal static class CallFailures
{
    private static readonly HashSet<string> s_throttled = new(StringComparer.Ordinal)
    {
        "ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "TooManyRequests", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown",
    };

    private static readonly HashSet<string> s_faults = new(StringComparer.Ordinal)
    {
        "InternalServerError", "InternalServiceException", "InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException",
    };

    private static readonly HashSet<string> s_denied = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException", "NotAuthorized",
    };

    private static readonly HashSet<string> s_expired = new(StringComparer.Ordinal) { "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" };

    private static readonly HashSet<string> s_refused = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "InvalidSignatureException",
        "IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "AuthFailure", "OptInRequired", "SubscriptionRequiredException",
    };

    private static readonly HashSet<string> s_skewed = new(StringComparer.Ordinal) { "RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired" };

    /// <summary>Null for what nobody foresaw: that goes on as it is.</summary>
    public static CallFailure? Of(Exception exception) => exception switch
    {
        WebFetchException web => OfDownload(web),
        AmazonUnmarshallingException or JsonException or XmlException => NotUnderstood(exception),
        AmazonServiceException service when service.StatusCode != default => OfAnswer(service),
        OperationCanceledException or TimeoutException => new CallFailure(CallFailureKind.TimedOut, "", ""),
        AmazonClientException or AmazonServiceException or HttpRequestException or IOException or WebException or SocketException => OfWay(exception),
        _ => null,
    };

    /// <summary>Null for what would not pass.</summary>
    private static CallFailure? OfDownload(WebFetchException exception) => exception switch
    {
        { Failure: WebFailure.TimedOut } => new CallFailure(CallFailureKind.TimedOut, "", ""),
        { Failure: WebFailure.ConnectionLost or WebFailure.NotConnected or WebFailure.NameUnknown } => new CallFailure(CallFailureKind.Unreachable, "", CallText.Of(exception.Message)),
        { StatusCode: 429 or 503 } => new CallFailure(CallFailureKind.Throttled, "", CallText.Of(exception.Message)),
        { StatusCode: >= 500 } => new CallFailure(CallFailureKind.ServiceFault, "", CallText.Of(exception.Message)),
        _ => null,
    };

    private static CallFailure OfAnswer(AmazonServiceException exception)
    {
        string code = exception.ErrorCode ?? "";
        string says = exception.Message ?? "";
        if (code.Length == 0 && KindOf(code, says, exception.StatusCode) == CallFailureKind.NotUnderstood)
            return new CallFailure(CallFailureKind.NotUnderstood, "", FormattableString.Invariant($"it has status {(int)exception.StatusCode} and is none of the service"));
        return new CallFailure(KindOf(code, says, exception.StatusCode), CallText.Of(code), CallText.Of(says)) { ServiceTime = TimeOf(exception) };
    }

    private static CallFailureKind KindOf(string code, string says, HttpStatusCode status)
    {
        if (s_throttled.Contains(code) || (int)status == 429)
            return CallFailureKind.Throttled;
        if (s_faults.Contains(code) || (int)status >= 500)
            return CallFailureKind.ServiceFault;
        if (s_denied.Contains(code))
            return CallFailureKind.Denied;
        if (s_expired.Contains(code))
            return CallFailureKind.CredentialsExpired;
        if (s_skewed.Contains(code) || (s_refused.Contains(code) && IsOfTime(says)))
            return CallFailureKind.ClockSkewed;
        if (s_refused.Contains(code))
            return CallFailureKind.CredentialsRefused;

        // Something in between answered: no service refuses without a code.
        return code.Length == 0 || (int)status < 400 ? CallFailureKind.NotUnderstood : CallFailureKind.Refused;
    }

    private static bool IsOfTime(string says) =>
        says.StartsWith("Signature expired", StringComparison.Ordinal) || says.StartsWith("Signature not yet current", StringComparison.Ordinal);

    private static DateTimeOffset? TimeOf(AmazonServiceException exception) =>
        exception.InnerException is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent("Date")
            && DateTimeOffset.TryParse(response.GetHeaderValue("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    private static CallFailure NotUnderstood(Exception exception) => new(CallFailureKind.NotUnderstood, "", CallText.Of(exception.GetBaseException().Message));

    /// <summary>Looks for the cause that means something: the two targets wrap it differently.</summary>
    private static CallFailure OfWay(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case JsonException or XmlException:
                    return NotUnderstood(cause);
                case OperationCanceledException or TimeoutException or WebException { Status: WebExceptionStatus.Timeout }:
                    return new CallFailure(CallFailureKind.TimedOut, "", "");
                case AuthenticationException or SocketException:
                    return new CallFailure(CallFailureKind.Unreachable, "", CallText.Of(cause.Message));
            }
        }

        return new CallFailure(CallFailureKind.Unreachable, "", CallText.Of(exception.GetBaseException().Message));
    }
}
