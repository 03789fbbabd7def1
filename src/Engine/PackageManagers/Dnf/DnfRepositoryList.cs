namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads <c>dnf repolist</c>: every repository that is enabled, reachable or not.</summary>
internal static class DnfRepositoryList
{
    private const string Heading = "repo id";

    /// <returns>Their ids.</returns>
    public static IReadOnlyList<string> Parse(string output)
    {
        List<string> ids = [];
        bool isInTable = false;
        foreach (string line in output.Split('\n'))
        {
            if (isInTable && line.Split(' ')[0] is { Length: > 0 } id)
                ids.Add(id);
            isInTable |= line.StartsWith(Heading, StringComparison.Ordinal);
        }

        return ids;
    }
}
