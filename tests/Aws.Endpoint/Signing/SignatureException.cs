namespace PatchBaselineAssociation.AwsEndpoints.Signing;

/// <summary>A signature that is not taken; each service has its own words for it.</summary>
internal sealed class SignatureException(SignatureFault fault, string message) : Exception(message)
{
    public SignatureFault Fault { get; } = fault;

    /// <summary>The request in the form the endpoint has signed itself, where the signature is wrong.</summary>
    public string? CanonicalRequest { get; init; }
}
