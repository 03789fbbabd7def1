using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>What is asked of <c>dnf repoquery</c>, and its answer read.</summary>
internal static class DnfRepoQuery
{
    private const int FieldCount = 8;
    private const string Mark = "package:";

    /// <summary>What a publisher cannot know. A repository's metadata may have tabs and line feeds in every field, and would tell of packages of other repositories by them.</summary>
    public static readonly string Separator = $"<{Guid.NewGuid():N}>";

    private static readonly string[] s_fields = ["%{name}", "%{epoch}", "%{version}", "%{release}", "%{arch}", "%{repoid}", "%{summary}"];

    /// <summary>One line a package, each field behind the separator.</summary>
    public static readonly string Format = string.Concat(s_fields.Select(field => Separator + field));

    /// <summary>The answer with fields by tabs, as it is kept. Lines that do not begin with the separator are others' words: of plugins, or the rest of a summary with a line feed.</summary>
    public static string Plain(string output) => string.Concat(
        from line in output.Split('\n')
        where line.StartsWith(Separator, StringComparison.Ordinal)
        select $"{Mark}\t{string.Join("\t", line.Substring(Separator.Length).Split([Separator], StringSplitOptions.None).Select(field => field.Replace('\t', ' ')))}\n");

    /// <summary>Reads an answer that was made plain.</summary>
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
