using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>Tells people what became of a call, and what they can do.</summary>
internal static class CallErrors
{
    public const string Offline = "or work without AWS: with a baseline from a file (-Path), or the predefined one (-Offline)";

    private static readonly Regex s_resource = new(
        @"on resource: ""?(?<arn>arn:[^\s""]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <param name="call">What failed.</param>
    /// <param name="failure">How.</param>
    /// <param name="host">Who was called.</param>
    public static PatchException Explain(AwsCall call, CallFailure failure, string host)
    {
        string said = failure.Code.Length == 0 ? "" : failure.Says.Length == 0 ? $" It says: {failure.Code}." : $" It says: {failure.Code}: {failure.Says}.";
        switch (failure.Kind)
        {
            case CallFailureKind.Denied:
                string resource = s_resource.Match(failure.Says) is { Success: true } match ? match.Groups["arn"].Value : call.Resource;
                return Error(
                    ErrorIds.CloudAccessDenied,
                    ErrorKind.PermissionDenied,
                    $"AWS denied {call.Action} on {resource} to the credentials in use. {call.Hint}".TrimEnd(),
                    resource,
                    $"Allow {call.Action} on {resource} to the role or user, {Offline}.",
                    call.ExitCodeOfDenial);
            case CallFailureKind.CredentialsExpired:
                return Error(ErrorIds.CloudCredentialsExpired, ErrorKind.PermissionDenied, $"The AWS credentials have expired: {call.Action} was refused.", null, $"Renew the credentials, {Offline}.", ExitCodes.NoCredentials);
            case CallFailureKind.CredentialsRefused:
                return Error(ErrorIds.CloudCredentialsRefused, ErrorKind.PermissionDenied, $"AWS does not take the credentials that were found: {call.Action} was refused.{said}", null, $"Give other credentials, {Offline}.", ExitCodes.NoCredentials);
            case CallFailureKind.ClockSkewed:
                return Error(ErrorIds.CloudClockSkewed, ErrorKind.InvalidOperation, $"AWS refuses {call.Action} because this machine's clock is wrong.{said}", null, $"Set the clock, {Offline}.", call.ExitCodeOfAnswer);
            case CallFailureKind.Throttled:
                return Error(ErrorIds.CloudThrottled, ErrorKind.ResourceBusy, $"'{host}' takes no more requests for now: {call.Action} was tried until the time for it was over.{said}", null, $"Try again later, spread the associations over time, {Offline}.", call.ExitCodeOfAnswer);
            case CallFailureKind.TimedOut:
                return Error(ErrorIds.CloudUnreachable, ErrorKind.OperationTimeout, $"'{host}' did not answer {call.Action} in time.", host, $"Check the network, proxy and VPC endpoints, {Offline}.", call.ExitCode);
            case CallFailureKind.Unreachable:
                return Error(ErrorIds.CloudUnreachable, ErrorKind.ConnectionError, $"'{host}' cannot be reached for {call.Action}: {failure.Says}.", host, $"Check the network, proxy and VPC endpoints, {Offline}.", call.ExitCode);
            case CallFailureKind.NotUnderstood:
                return NotUnderstood(call, failure.Says.Length == 0 ? "it is none of the service" : failure.Says);
            case CallFailureKind.ServiceFault:
                return Error(ErrorIds.CloudRequestRefused, ErrorKind.ResourceUnavailable, $"'{host}' fails with {call.Action}.{said}", null, $"Try again later, {Offline}.", call.ExitCodeOfAnswer);
            default:
                return Error(ErrorIds.CloudRequestRefused, ErrorKind.InvalidOperation, $"'{host}' refuses {call.Action}.{said}", call.Resource, $"Correct what it names, {Offline}.", call.ExitCodeOfAnswer);
        }
    }

    public static PatchException NotUnderstood(AwsCall call, string why) => Error(
        ErrorIds.CloudAnswerNotUnderstood,
        ErrorKind.InvalidResult,
        $"The answer to {call.Action} cannot be understood: {why.TrimEnd('.')}.",
        call.Resource,
        $"Check whether a proxy answers instead of AWS, {Offline}.",
        call.ExitCodeOfAnswer);

    private static PatchException Error(string id, ErrorKind kind, string message, object? target, string advice, int exitCode) =>
        new(id, kind, message, target, advice) { ExitCode = exitCode };
}
