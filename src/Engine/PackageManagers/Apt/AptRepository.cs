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
            int distributions = BaseUri.LastIndexOf(Distributions, StringComparison.Ordinal);
            if (distributions >= 0)
                return BaseUri.Substring(0, distributions) + " " + BaseUri.Substring(distributions + Distributions.Length).TrimEnd('/');
            int slash = BaseUri.LastIndexOf('/', BaseUri.Length - 2);
            return BaseUri.Substring(0, slash) + " " + BaseUri.Substring(slash + 1);
        }
    }

    /// <summary>Whether a line of apt's output is about this repository: it names the site and suite, the folder, or one of its list files.</summary>
    public bool IsNamedIn(string text) =>
        text.IndexOf(BaseUri, StringComparison.Ordinal) >= 0
        || text.IndexOf(Name + " ", StringComparison.Ordinal) >= 0
        || text.IndexOf(Name + "'", StringComparison.Ordinal) >= 0
        || text.IndexOf("/" + ListPrefix, StringComparison.Ordinal) >= 0;
}
