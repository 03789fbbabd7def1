namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>A repository that a source entry names.</summary>
/// <param name="BaseUri">The folder of its Release file, with a slash at the end.</param>
/// <param name="ListPrefix">What the names of its files in the lists folder begin with.</param>
internal sealed record AptRepository(string BaseUri, string ListPrefix)
{
    private const string Distributions = "/dists/";

    /// <summary>As apt's messages name it: site and suite with a space between.</summary>
    public string Name
    {
        get
        {
            string uri = PublicUri;
            int distributions = uri.LastIndexOf(Distributions, StringComparison.Ordinal);
            if (distributions >= 0)
                return uri.Substring(0, distributions) + " " + uri.Substring(distributions + Distributions.Length).TrimEnd('/');
            int slash = uri.LastIndexOf('/', uri.Length - 2);
            return uri.Substring(0, slash) + " " + uri.Substring(slash + 1);
        }
    }

    /// <summary>Where it is, without the credentials that a source entry may hold: apt's messages leave them out.</summary>
    private string PublicUri
    {
        get
        {
            int scheme = BaseUri.IndexOf("://", StringComparison.Ordinal);
            int host = scheme < 0 ? -1 : BaseUri.IndexOf('/', scheme + 3);
            int at = host < 0 ? -1 : BaseUri.LastIndexOf('@', host - 1, host - scheme - 3);
            return at < 0 ? BaseUri : BaseUri.Substring(0, scheme + 3) + BaseUri.Substring(at + 1);
        }
    }

    /// <summary>Whether a line of apt's output is about this repository: it names the site and suite, the folder, or one of its list files.</summary>
    public bool IsNamedIn(string text) =>
        text.IndexOf(PublicUri, StringComparison.Ordinal) >= 0
        || text.IndexOf(BaseUri, StringComparison.Ordinal) >= 0
        || text.IndexOf(Name + " ", StringComparison.Ordinal) >= 0
        || text.IndexOf(Name + "'", StringComparison.Ordinal) >= 0
        || text.IndexOf("/" + ListPrefix, StringComparison.Ordinal) >= 0;
}
