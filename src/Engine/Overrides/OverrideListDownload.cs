using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An install override list on the web.</summary>
internal static class OverrideListDownload
{
    /// <exception cref="PatchException">The list cannot be fetched.</exception>
    public static async Task<byte[]> FetchAsync(IWebFetcher web, Uri address, string displayName, CancellationToken cancellationToken)
    {
        try
        {
            return await web.FetchAsync(address, OverrideListReader.MaximumBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (WebFetchException e)
        {
            throw Explain(e, displayName);
        }
    }

    private static PatchException Explain(WebFetchException e, string name) => e switch
    {
        { Failure: WebFailure.TooLarge } => OverrideListReader.TooLarge(name, length: null, e),
        { StatusCode: 404 or 410 } => new PatchException(
            ErrorIds.OverrideListNotFound,
            ErrorKind.ObjectNotFound,
            string.Format(CultureInfo.InvariantCulture, "There is no install override list '{0}': the server answered with status {1}.", name, e.StatusCode),
            name,
            "Check the address.",
            e),
        { StatusCode: 401 or 403 } => Denied(e, name),
        _ => new PatchException(
            ErrorIds.OverrideListDownloadFailed,
            KindOf(e),
            $"The install override list '{name}' cannot be fetched. {e.Message}",
            name,
            AdviceFor(e),
            e),
    };

    /// <summary>S3 tells in XML why it says no.</summary>
    private static PatchException Denied(WebFetchException e, string name)
    {
        string why = Says(e, "expired") ? "its signed address has expired"
            : Says(e, "AccessDenied") || Says(e, "Access Denied") ? "Amazon S3 says that access is denied"
            : string.Format(CultureInfo.InvariantCulture, "the server answered with status {0}", e.StatusCode);
        return new PatchException(
            ErrorIds.OverrideListAccessDenied,
            ErrorKind.PermissionDenied,
            $"Access denied to the install override list '{name}': {why}.",
            name,
            "A list in a private bucket needs an address of the form s3://bucket/key, or one that is signed and has not expired.",
            e);
    }

    private static bool Says(WebFetchException e, string text) =>
        e.Answer.IndexOf("<Error", StringComparison.OrdinalIgnoreCase) >= 0 && e.Answer.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;

    private static ErrorKind KindOf(WebFetchException e) => e.Failure switch
    {
        WebFailure.TimedOut => ErrorKind.OperationTimeout,
        WebFailure.NotHttps or WebFailure.RedirectsWrong => ErrorKind.InvalidResult,
        WebFailure.Compressed => ErrorKind.InvalidData,
        WebFailure.Status when e.StatusCode is 429 or >= 500 => ErrorKind.ResourceUnavailable,
        WebFailure.Status => ErrorKind.InvalidResult,
        _ => ErrorKind.ConnectionError,
    };

    private static string AdviceFor(WebFetchException e) => e.Failure switch
    {
        WebFailure.NotHttps or WebFailure.RedirectsWrong => "Give the address at which the list itself is, with https.",
        WebFailure.NameUnknown => "Check the name of the host, and the name servers and the proxy of this machine.",
        WebFailure.NotConnected => "Check host and port, the proxy of this machine, and whether a firewall lets it through.",
        WebFailure.Untrusted => "Check the address and this machine's clock. If the server is the right one, add the issuer of its certificate to those that this system trusts.",
        WebFailure.Compressed => "Store the list as plain text, without a content encoding.",
        WebFailure.Status when e.StatusCode is not (429 or >= 500) => "Check the address.",
        _ => "Try again later. If that does not help, check the network and the proxy of this machine.",
    };
}
