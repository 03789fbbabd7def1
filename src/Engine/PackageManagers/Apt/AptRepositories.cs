namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads <c>apt-get update --print-uris</c>: every repository that the sources name, reachable or not.</summary>
internal static class AptRepositories
{
    private const string ReleaseFile = "InRelease";

    public static IReadOnlyList<AptRepository> Parse(string output)
    {
        List<AptRepository> repositories = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string line in output.Split('\n'))
        {
            // 'http://deb.debian.org/debian/dists/bookworm/InRelease' deb.debian.org_debian_dists_bookworm_InRelease 0
            int quote = line.IndexOf("' ", StringComparison.Ordinal);
            if (quote < 1 || line[0] != '\'')
                continue;
            string uri = line.Substring(1, quote - 1);
            if (!uri.EndsWith("/" + ReleaseFile, StringComparison.Ordinal))
                continue;
            string baseUri = uri.Substring(0, uri.Length - ReleaseFile.Length);
            string fileName = line.Substring(quote + 2).Split(' ')[0];
            if (fileName.EndsWith(ReleaseFile, StringComparison.Ordinal) && seen.Add(baseUri))
                repositories.Add(new AptRepository(baseUri, fileName.Substring(0, fileName.Length - ReleaseFile.Length)));
        }

        return repositories;
    }
}
