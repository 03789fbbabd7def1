using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace PatchBaselineAssociation.Aws;

/// <summary>Which region, and so which partition, a request starts in.</summary>
internal static class AwsRegions
{
    /// <summary>Where S3 tells of every bucket of its partition where it is.</summary>
    private const string First = "us-east-1";

    /// <param name="given">By the user.</param>
    /// <param name="agent">The agent's; empty where there is none.</param>
    /// <param name="profileName">The profile that the user gave.</param>
    public static string Of(string? given, string agent, string? profileName) => Find(given, agent, profileName) ?? First;

    /// <summary>As <see cref="Of"/>; null where nobody names one.</summary>
    public static string? Find(string? given, string agent, string? profileName)
    {
        string? region = given
            ?? (AwsOptions.IsRegion(agent) ? agent : null)
            ?? Environment.GetEnvironmentVariable("AWS_REGION")
            ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")
            ?? RegionOfProfile(profileName ?? Environment.GetEnvironmentVariable("AWS_PROFILE"));
        return region is not null && AwsOptions.IsRegion(region) ? region : null;
    }

    private static string? RegionOfProfile(string? name)
    {
        try
        {
            return AwsProfiles.Open().TryGetProfile(name ?? SharedCredentialsFile.DefaultProfileName, out CredentialProfile profile) ? profile.Region?.SystemName : null;
        }
        catch (AmazonClientException)
        {
            // A file that cannot be read is told by the search for credentials, which needs more of it.
            return null;
        }
    }
}
