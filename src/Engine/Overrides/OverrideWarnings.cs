using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>What an entry does that its author can hardly have meant.</summary>
internal static class OverrideWarnings
{
    private const int MostExamples = 3;

    public static IEnumerable<WarningEvent> Of(CompiledOverride compiled, OverrideMatchView matches, OverrideMatchView ruledOut)
    {
        OverrideEntry entry = compiled.Entry;
        if (matches.Count == 0)
            yield return new WarningEvent(ErrorIds.OverrideEntryMatchesNothing, $"The entry {entry} {NoMatch(compiled, ruledOut)}", entry);

        if (Examples(matches, OverrideMatchKind.Version) is { } byVersion)
        {
            yield return new WarningEvent(
                ErrorIds.OverrideEntryMatchesVersion,
                $"The id of the entry {entry} is the version, not the name, of {byVersion}. Write the name into the id and the version into the title.",
                entry);
        }

        if (Examples(matches, OverrideMatchKind.AnyVersion) is { } byWildcard)
        {
            yield return new WarningEvent(
                ErrorIds.OverrideEntryMatchesAnyVersion,
                $"The wildcard of the entry {entry} also stands for the version of {byWildcard}. If that is not meant, write the names out.",
                entry);
        }
    }

    private static string NoMatch(CompiledOverride compiled, OverrideMatchView ruledOut)
    {
        if (ruledOut.Count > 0)
        {
            IEnumerable<string> examples = ruledOut.Take(MostExamples).Select(match => $"{match.Package.Id} {match.Version}");
            return $"matches nothing on this node: its id names {string.Join(", ", examples)}{More(ruledOut.Count)}, and its title allows none of these versions.";
        }

        if (compiled.IsUpdate && GlobPattern.HasWildcards(compiled.Id))
            return "matches nothing: on Windows an id is a KB or bulletin number, without wildcards.";

        foreach (char c in compiled.Id)
        {
            if (c > '~')
                return string.Format(CultureInfo.InvariantCulture, "matches nothing on this node: it holds the character U+{0:X4}, which no package has in its name.", (int)c);
        }

        return "matches nothing on this node.";
    }

    private static string? Examples(OverrideMatchView matches, OverrideMatchKind kind)
    {
        List<string> names = [];
        int count = 0;
        for (int i = 0; i < matches.Count; i++)
        {
            if (matches.KindAt(i) == kind && count++ < MostExamples)
                names.Add($"{matches[i].Package.Id} {matches[i].Version}");
        }

        return count == 0 ? null : string.Join(", ", names) + More(count);
    }

    private static string More(int count) =>
        count > MostExamples ? string.Format(CultureInfo.InvariantCulture, " and {0} more", count - MostExamples) : "";
}
