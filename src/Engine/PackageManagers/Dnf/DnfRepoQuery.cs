using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What is asked of <c>dnf repoquery</c>, and its answer read.</summary>
internal static class DnfRepoQuery
{
    private const int FieldCount = 8;
    private const string Mark = "package:";

    /// <summary>One line a package, fields by tabs. dnf itself reads the escapes. The summary stands last: it may hold anything.</summary>
    public const string Format = Mark + @"\t%{name}\t%{epoch}\t%{version}\t%{release}\t%{arch}\t%{repoid}\t%{summary}";

    /// <summary>Lines without the mark are others' words: of plugins, or the rest of a summary with a line feed.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood: a line with the mark has another shape.</exception>
    public static IReadOnlyList<DnfOffer> Parse(string output)
    {
        List<DnfOffer> offers = [];
        foreach (string line in output.Split('\n'))
        {
            if (!line.StartsWith(Mark + "\t", StringComparison.Ordinal))
                continue;
            string[] fields = line.Split(['\t'], FieldCount);
            if (fields.Length != FieldCount || fields.Take(FieldCount - 1).Any(field => field.Length == 0))
            {
                throw new PatchException(
                    ErrorIds.ToolOutputNotUnderstood,
                    ErrorKind.InvalidResult,
                    $"'dnf repoquery' printed a line that is not understood: {QuotedText.Quote(line)}.",
                    "dnf",
                    "Look at what 'dnf repoquery --upgrades' prints.");
            }

            offers.Add(new DnfOffer
            {
                Name = fields[1],
                Version = $"{fields[2]}:{fields[3]}-{fields[4]}",
                Architecture = fields[5],
                Repository = fields[6],
                Summary = fields[7].Trim(),
            });
        }

        return offers;
    }
}
