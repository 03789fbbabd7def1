using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws;

/// <summary>Refuses options that could not be meant, before anything is called.</summary>
internal static class AwsOptions
{
    private static readonly Regex s_region = new(@"^[a-z]{2,4}(-[a-z0-9]+)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <exception cref="PatchException">CloudEndpointInvalid or CloudRegionInvalid.</exception>
    public static CloudOptions Check(CloudOptions options)
    {
        if (options.EndpointUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0 && address.UserInfo.Length == 0))
        {
            throw new PatchException(
                ErrorIds.CloudEndpointInvalid,
                ErrorKind.InvalidArgument,
                $"'{SecretRedactor.Redact(url)}' is no endpoint: an endpoint is an http or https address without user and password.",
                SecretRedactor.Redact(url),
                "Give for example https://vpce-0123.s3.eu-west-1.vpce.amazonaws.com.");
        }

        if (options.Region is { } region && !IsRegion(region))
        {
            throw new PatchException(
                ErrorIds.CloudRegionInvalid, ErrorKind.InvalidArgument, $"'{region}' is no name of a region.", region, "Give for example eu-west-1.");
        }

        return options;
    }

    public static bool IsRegion(string text) => s_region.IsMatch(text);

    /// <summary>What messages call the other side.</summary>
    public static string HostOf(CloudOptions options, string region) =>
        options.EndpointUrl is { } url ? new Uri(url).Authority : $"S3 in {region}";
}
