using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.Sources;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads source entries of a line each: <c>deb [options] uri suite components</c>. Pure.</summary>
internal static class AptSourceLines
{
    private const string SourceType = "deb-src";

    private static readonly char[] s_blanks = [' ', '\t'];

    private static readonly Regex s_entry = new(
        @"^(?<type>deb(-src)?)[ \t]+(\[(?<options>[^\[\]]*)\][ \t]+)?(?<words>[^\[ \t].*)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    private static readonly Regex s_option = new(
        @"^(?<name>[A-Za-z-]*[A-Za-z][+-]?)=(?<value>.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <exception cref="SourceException">A line is not valid.</exception>
    public static IReadOnlyList<AptSourceEntry> Read(IReadOnlyList<string> lines)
    {
        List<AptSourceEntry> entries = [];
        for (int i = 0; i < lines.Count; i++)
        {
            string line = WithoutComment(lines[i]).Trim(s_blanks);
            if (line.Length > 0 && ReadEntry(line, i) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    private static AptSourceEntry? ReadEntry(string line, int number)
    {
        Match match = s_entry.Match(line);
        if (!match.Success)
            throw new SourceException(number, "it is no line of the form 'deb [options] uri suite components'");
        if (string.Equals(match.Groups["type"].Value, SourceType, StringComparison.Ordinal))
            return null;
        string[] words = [.. match.Groups["words"].Value.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries).Select(AptSourceWords.Decode)];
        if (AptSourceWords.ComplainAboutUri(words[0]) is { } complaint)
            throw new SourceException(number, complaint);
        string[] suites = [.. words.Skip(1).Take(1)], components = [.. words.Skip(2)];
        if (AptSourceWords.ComplainAboutSuites(suites, components) is { } other)
            throw new SourceException(number, other);

        List<KeyValuePair<string, IReadOnlyList<string>>> options = [];
        IReadOnlyList<string> signedBy = [];
        foreach ((string field, IReadOnlyList<string> values) in Options(match.Groups["options"].Value, number))
        {
            if (string.Equals(field, AptSourceOptions.SignedBy, StringComparison.Ordinal))
                signedBy = values;
            else
                options.Add(new KeyValuePair<string, IReadOnlyList<string>>(field, values));
        }

        return new AptSourceEntry { Uris = [words[0]], Suites = suites, Components = components, Options = options, SignedBy = signedBy };
    }

    private static IEnumerable<(string Field, IReadOnlyList<string> Values)> Options(string text, int number)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string word in text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            Match match = s_option.Match(word);
            if (!match.Success)
                throw new SourceException(number, "an option in it is not of the form name=value");
            string[] values = match.Groups["value"].Value.Split(',');
            if (!values.All(AptSourceWords.IsValue))
                throw new SourceException(number, $"the value of its option {match.Groups["name"].Value} has characters that none has, or is empty");
            string field = AptSourceOptions.FieldOfOption(match.Groups["name"].Value)
                ?? throw new SourceException(number, $"an option in it is not known; known are {AptSourceOptions.NamesInLines}");
            if (AptSourceOptions.Complain(field, values) is { } complaint)
                throw new SourceException(number, complaint);
            if (!seen.Add(field))
                throw new SourceException(number, "an option is there twice");
            yield return (field, values);
        }
    }

    /// <summary>A comment begins anywhere but in the options.</summary>
    private static string WithoutComment(string line)
    {
        int options = 0;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '[')
                options++;
            else if (line[i] == ']')
                options--;
            else if (line[i] == '#' && options <= 0)
                return line.Substring(0, i);
        }

        return line;
    }
}
