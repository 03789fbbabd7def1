using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws;

/// <summary>Credentials as the AWS tools find them: environment, shared files, container, instance.</summary>
internal static class AwsCredentials
{
    private const string SearchFailed = "Failed to resolve AWS credentials";
    private const string Offline = "Give AWS credentials by the instance's role, the environment or a profile (-ProfileName), or work without AWS: with a baseline from a file (-Path) or the predefined one (-Offline), and lists from files or https addresses.";

    /// <exception cref="PatchException">CloudCredentialsMissing.</exception>
    public static AWSCredentials Find(string? profileName)
    {
        try
        {
            if (profileName is null)
                return DefaultAWSCredentialsIdentityResolver.GetCredentials();
            return AwsProfiles.Open().TryGetAWSCredentials(profileName, out AWSCredentials credentials)
                ? credentials
                : throw Missing($"There is no profile '{profileName}' with credentials in the shared configuration files.", profileName);
        }
        catch (AmazonClientException e)
        {
            // What the SDK says of its search is a page, and most of it about ways that nobody took.
            throw Missing(
                e.Message.StartsWith(SearchFailed, StringComparison.Ordinal)
                    ? "No AWS credentials were found: neither the environment nor the shared configuration files, a container or the instance's role gave any."
                    : $"No AWS credentials were found: {CallText.Of(e.Message)}.",
                profileName);
        }
    }

    /// <summary>Sees that they can be had: some are only promised until the first call.</summary>
    /// <exception cref="PatchException">CloudCredentialsMissing.</exception>
    public static async Task TryAsync(AWSCredentials credentials, string? profileName)
    {
        try
        {
            await credentials.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or WebException or InvalidOperationException)
        {
            throw Missing($"The AWS credentials that were found cannot be had: {CallText.Of(e.Message)}.", profileName);
        }
    }

    /// <summary>The credentials were found and cannot be had, as those of an instance without a role.</summary>
    public static PatchException Missing(string message, object? target) =>
        new(ErrorIds.CloudCredentialsMissing, ErrorKind.PermissionDenied, message, target, Offline) { ExitCode = ExitCodes.NoCredentials };

    /// <summary>AWS knows them, and takes them no more or not at all.</summary>
    public static PatchException Refused(string message) =>
        new(ErrorIds.CloudCredentialsRefused, ErrorKind.PermissionDenied, message, target: null, "Renew the credentials, and check this machine's clock.") { ExitCode = ExitCodes.NoCredentials };
}
