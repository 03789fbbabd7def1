using Amazon.Runtime.CredentialManagement;

namespace PatchBaselineAssociation.Aws;

/// <summary>The shared configuration files.</summary>
internal static class AwsProfiles
{
    /// <summary>Reads them where the environment says now: the SDK looks at it once in a process.</summary>
    public static CredentialProfileStoreChain Open() => new(Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE"));
}
