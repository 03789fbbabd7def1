using System.Globalization;

namespace PatchBaselineAssociation.Platform;

/// <summary>A document on the web.</summary>
internal static class DocumentDownload
{
    /// <exception cref="PatchException">It cannot be fetched.</exception>
    public static async Task<byte[]> FetchAsync(IWebFetcher web, Uri address, string displayName, DocumentTerms terms, CancellationToken cancellationToken)
    {
        try
        {
            return await web.FetchAsync(address, terms.MaximumBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (WebFetchException e)
        {
            throw Explain(e, displayName, terms);
        }
    }

    private static PatchException Explain(WebFetchException e, string name, DocumentTerms terms) => e switch
    {
        { Failure: WebFailure.TooLarge } => terms.TooLarge(name, length: null, e),
        { StatusCode: 404 or 410 } => new PatchException(
            terms.NotFound,
            ErrorKind.ObjectNotFound,
            string.Format(CultureInfo.InvariantCulture, "There is no {2} '{0}': the server answered with status {1}.", name, e.StatusCode, terms.Noun),
            name,
            "Check the address.",
            e) { ExitCode = terms.ExitCodeOfFetching },
        { StatusCode: 401 or 403 } => Denied(e, name, terms),
        _ => new PatchException(
            terms.DownloadFailed,
            KindOf(e),
            $"The {terms.Noun} '{name}' cannot be fetched. {e.Message}",
            name,
            AdviceFor(e),
            e) { ExitCode = terms.ExitCodeOfFetching },
    };

    /// <summary>S3 tells in XML why it says no.</summary>
    private static PatchException Denied(WebFetchException e, string name, DocumentTerms terms)
    {
        string why = Says(e, "expired") ? "its signed address has expired"
            : Says(e, "AccessDenied") || Says(e, "Access Denied") ? "Amazon S3 says that access is denied"
            : string.Format(CultureInfo.InvariantCulture, "the server answered with status {0}", e.StatusCode);
        return new PatchException(
            terms.AccessDenied,
            ErrorKind.PermissionDenied,
            $"Access denied to the {terms.Noun} '{name}': {why}.",
            name,
            "A file in a private bucket needs an address of the form s3://bucket/key, or one that is signed and has not expired.",
            e)
        { ExitCode = terms.ExitCodeOfDenial };
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
        WebFailure.NotHttps or WebFailure.RedirectsWrong => "Give the address at which the file itself is, with https.",
        WebFailure.NameUnknown => "Check the name of the host, and the name servers and the proxy of this machine.",
        WebFailure.NotConnected => "Check host and port, the proxy of this machine, and whether a firewall lets it through.",
        WebFailure.Untrusted => "Check the address and this machine's clock. If the server is the right one, add the issuer of its certificate to those that this system trusts.",
        WebFailure.Compressed => "Store it as plain text, without a content encoding.",
        WebFailure.Status when e.StatusCode is not (429 or >= 500) => "Check the address.",
        _ => "Try again later. If that does not help, check the network and the proxy of this machine.",
    };
}
