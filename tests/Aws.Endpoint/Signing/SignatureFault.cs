namespace PatchBaselineAssociation.AwsEndpoints.Signing;

/// <summary>Why a signature is not taken.</summary>
internal enum SignatureFault
{
    Missing,
    Malformed,
    UnknownKey,
    WrongToken,
    ExpiredToken,
    WrongService,
    WrongRegion,
    UnsignedHeaders,
    SignedTooEarly,
    SignedTooLate,
    LinkExpired,
    WrongPayload,
    WrongSignature,
}
