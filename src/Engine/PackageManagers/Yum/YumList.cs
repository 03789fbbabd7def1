using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>Reads <c>yum --showduplicates list available</c>: every version of every package that yum would take. Pure.</summary>
internal static class YumList
{
    private const string Heading = "Available Packages";
    private const string OtherHeading = " Packages";
    private const int FieldCount = 3;

    /// <summary>Before the heading, and between rows, plugins have their say: what does not begin with a package and its architecture is none.</summary>
    /// <exception cref="PatchException">ToolOutputNotUnderstood: the row of a package has another shape.</exception>
    public static IReadOnlyList<DnfOffer> Parse(string output)
    {
        List<DnfOffer> offers = [];
        bool isInTable = false;
        foreach ((IReadOnlyList<string> words, string line) in YumRows.Read(output.Split('\n'), indent: 0))
        {
            if (line.EndsWith(OtherHeading, StringComparison.Ordinal))
                isInTable = string.Equals(line, Heading, StringComparison.Ordinal);
            else if (isInTable && line[0] != ' ' && YumArchitectures.TrySplit(words[0], out string name, out string architecture))
                offers.Add(Read(name, architecture, words, line));
        }

        return offers;
    }

    private static DnfOffer Read(string name, string architecture, IReadOnlyList<string> words, string line)
    {
        if (words.Count != FieldCount || words[1].IndexOf('-') <= 0 || words[1].EndsWith("-", StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.ToolOutputNotUnderstood,
                ErrorKind.InvalidResult,
                $"'yum list' printed a line that is not understood: {QuotedText.Quote(line)}.",
                "yum",
                "Look at what 'yum --showduplicates list available' prints.");
        }

        return new DnfOffer { Name = name, Architecture = architecture, Version = WithEpoch(words[1]), Repository = words[2] };
    }

    /// <summary>yum leaves an epoch of 0 out.</summary>
    public static string WithEpoch(string version) => version.IndexOf(':') < 0 ? "0:" + version : version;
}
