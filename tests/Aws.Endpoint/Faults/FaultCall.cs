using Microsoft.AspNetCore.Http;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Faults;

/// <summary>A call that a fault answers instead of the operation.</summary>
/// <param name="Context">The connection.</param>
/// <param name="Kind">Whose errors it is to look like.</param>
/// <param name="Denial">Makes the error that says that the caller may not do it.</param>
/// <param name="Truth">What would be answered without a fault.</param>
/// <param name="Disposed">Set when the endpoint ends.</param>
internal sealed record FaultCall(
    HttpContext Context, ServiceKind Kind, Func<AwsErrorException> Denial, Func<Answer> Truth, CancellationToken Disposed);
