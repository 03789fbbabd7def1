namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>A call that failed, told without a type of the AWS SDK and without secrets.</summary>
/// <param name="Kind">What kept it from its answer.</param>
/// <param name="Code">The service's code; empty where it gave none.</param>
/// <param name="Says">What the service or the system says.</param>
internal sealed record CallFailure(CallFailureKind Kind, string Code, string Says)
{
    private const int FewAttempts = 3;

    /// <summary>What the service's clock shows, where it told.</summary>
    public DateTimeOffset? ServiceTime { get; init; }

    /// <summary>How often the call may be made in all, given how often a busy service is asked.</summary>
    /// <remarks>A node without a network must not wait for minutes, and half an answer is seldom followed by another.</remarks>
    public int AttemptsOf(int most) => Kind switch
    {
        CallFailureKind.Throttled or CallFailureKind.ServiceFault => most,
        CallFailureKind.Unreachable or CallFailureKind.TimedOut or CallFailureKind.NotUnderstood => Math.Min(FewAttempts, most),
        _ => 1,
    };
}
