using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.Runtime;
using PatchBaselineAssociation.Aws.Calls;

namespace PatchBaselineAssociation.AwsTests.Connection;

public sealed class CallFailureTests
{
    public static TheoryData<Exception, string> Causes => new()
    {
        { new TaskCanceledException(), nameof(CallFailureKind.TimedOut) },
        { new TimeoutException(), nameof(CallFailureKind.TimedOut) },
        { new AmazonClientException("", new TaskCanceledException()), nameof(CallFailureKind.TimedOut) },
        { new WebException("", WebExceptionStatus.Timeout), nameof(CallFailureKind.TimedOut) },
        { new HttpRequestException("", new SocketException((int)SocketError.HostNotFound)), nameof(CallFailureKind.Unreachable) },
        { new IOException(), nameof(CallFailureKind.Unreachable) },
        { new AmazonServiceException("Unable to reach it"), nameof(CallFailureKind.Unreachable) },
        { new JsonException(), nameof(CallFailureKind.NotUnderstood) },
        { new AmazonServiceException("<html>", null, ErrorType.Sender, "", "", HttpStatusCode.Forbidden), nameof(CallFailureKind.NotUnderstood) },
        { new AmazonServiceException("", null, ErrorType.Sender, "RequestTimeTooSkewed", "", HttpStatusCode.Forbidden), nameof(CallFailureKind.ClockSkewed) },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_cause_is_told_by_what_it_means(Exception cause, string kind) => Assert.Equal(kind, CallFailures.Of(cause)?.Kind.ToString());

    [Fact]
    public void What_nobody_foresaw_is_none() => Assert.Null(CallFailures.Of(new InvalidOperationException()));

    [Theory]
    [InlineData("Throttled", 8)]
    [InlineData("ServiceFault", 8)]
    [InlineData("Unreachable", 3)]
    [InlineData("TimedOut", 3)]
    [InlineData("NotUnderstood", 3)]
    [InlineData("Denied", 1)]
    [InlineData("Refused", 1)]
    public void Only_what_may_pass_is_tried_again(string kind, int attempts) =>
        Assert.Equal(attempts, new CallFailure(Enum.Parse<CallFailureKind>(kind), "", "").AttemptsOf(8));

    [Fact]
    public void What_others_say_is_cut_after_its_secrets_are()
    {
        string text = new string('x', 290) + "\n https://host/?X-Amz-Signature=0123456789abcdef";
        Assert.DoesNotContain("0123", CallText.Of(text), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', CallText.Of(text));
    }
}
