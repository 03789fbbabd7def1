namespace PatchBaselineAssociation.AwsEndpoints.Http;

internal enum ServiceKind
{
    SystemsManager,
    Tagging,
    Storage,
    Metadata,
    Tokens,
    Unknown,
}
