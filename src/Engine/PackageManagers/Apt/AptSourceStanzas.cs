using PatchBaselineAssociation.PackageManagers.Sources;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads source entries of a deb822 stanza each. Pure.</summary>
internal static class AptSourceStanzas
{
    private const string KeyStart = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const string Binary = "deb";

    private static readonly char[] s_blanks = [' ', '\t'];
    private static readonly char[] s_separators = [' ', '\t', ','];
    private static readonly string[] s_types = ["deb", "deb-src"];
    private static readonly string[] s_yes = ["yes", "true", "with", "on", "enable", "1"];
    private static readonly string[] s_no = ["no", "false", "without", "off", "disable", "0"];
    private static readonly string[] s_places = ["Types", "URIs", "Suites", "Components", "Enabled"];

    /// <exception cref="SourceException">A stanza is not valid.</exception>
    public static IReadOnlyList<AptSourceEntry> Read(IReadOnlyList<string> lines)
    {
        List<AptSourceEntry> entries = [];
        foreach (Dictionary<string, Field> stanza in Split(lines))
        {
            if (ReadEntry(stanza) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    private static IEnumerable<Dictionary<string, Field>> Split(IReadOnlyList<string> lines)
    {
        Dictionary<string, Field> stanza = new(StringComparer.OrdinalIgnoreCase);
        Field? last = null;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i];
            if (line.Length == 0)
            {
                if (stanza.Count > 0)
                    yield return stanza;
                stanza = new Dictionary<string, Field>(StringComparer.OrdinalIgnoreCase);
                last = null;
            }
            else if (line[0] is ' ' or '\t')
            {
                if (last is null && line.Trim(s_blanks).Length > 0)
                    throw new SourceException(i, "it goes on from a field, but there is none before it");
                last?.Values.Add(line.Trim(s_blanks));
            }
            else if (line[0] != '#')
            {
                int colon = line.IndexOf(':');
                string name = colon < 1 ? "" : line.Substring(0, colon);
                if (name.Length == 0 || !name.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                    throw new SourceException(i, "it is neither a line of the form 'deb [options] uri suite components' nor a field of the form 'Name: value'");
                last = new Field(i, [line.Substring(colon + 1).Trim(s_blanks)]);
                if (stanza.ContainsKey(name))
                    throw new SourceException(i, "the field is there twice");
                stanza.Add(name, last);
            }
        }

        if (stanza.Count > 0)
            yield return stanza;
    }

    private static AptSourceEntry? ReadEntry(Dictionary<string, Field> stanza)
    {
        int start = stanza.Values.Min(field => field.Line);
        List<KeyValuePair<string, IReadOnlyList<string>>> options = ReadOptions(stanza);
        string[] types = Words("Types", isNeeded: true);
        if (types.FirstOrDefault(type => !s_types.Contains(type, StringComparer.Ordinal)) is not null)
            throw new SourceException(LineOf("Types"), "it names a type other than deb and deb-src");
        string[] uris = Words("URIs", isNeeded: true), suites = Words("Suites", isNeeded: true), components = Words("Components", isNeeded: false);
        foreach (string uri in uris)
        {
            if (AptSourceWords.ComplainAboutUri(uri) is { } complaint)
                throw new SourceException(LineOf("URIs", uri), complaint);
        }

        if (AptSourceWords.ComplainAboutSuites(suites, components) is { } other)
            throw new SourceException(LineOf("Suites"), other);
        if (!IsEnabled(stanza) || !types.Contains(Binary, StringComparer.Ordinal))
            return null;
        (IReadOnlyList<string> signedBy, IReadOnlyList<string> key) = ReadSignedBy(stanza);
        return new AptSourceEntry { Uris = uris, Suites = suites, Components = components, Options = options, SignedBy = signedBy, EmbeddedKey = key };

        string[] Words(string name, bool isNeeded)
        {
            string[] words = stanza.TryGetValue(name, out Field? field) ? field.Words(s_blanks) : [];
            return words.Length > 0 || !isNeeded ? words : throw new SourceException(LineOf(name), $"the stanza has no {name}");
        }

        int LineOf(string name, string word = "")
        {
            if (!stanza.TryGetValue(name, out Field? field))
                return start;
            int index = word.Length == 0 ? 0 : field.Values.FindIndex(value => value.Split(s_blanks).Contains(word, StringComparer.Ordinal));
            return field.Line + Math.Max(index, 0);
        }
    }

    private static List<KeyValuePair<string, IReadOnlyList<string>>> ReadOptions(Dictionary<string, Field> stanza)
    {
        List<KeyValuePair<string, IReadOnlyList<string>>> options = [];
        foreach (KeyValuePair<string, Field> pair in stanza)
        {
            if (s_places.Contains(pair.Key, StringComparer.OrdinalIgnoreCase) || IsForPeople(pair.Key))
                continue;
            string field = AptSourceOptions.FieldOfStanza(pair.Key)
                ?? throw new SourceException(pair.Value.Line, $"the field is not known; known are {string.Join(", ", s_places)}, {AptSourceOptions.NamesInStanzas}");
            if (string.Equals(field, AptSourceOptions.SignedBy, StringComparison.Ordinal))
                continue;
            string[] values = pair.Value.Words(s_separators);
            if (!values.All(AptSourceWords.IsValue))
                throw new SourceException(pair.Value.Line, "a value in it has characters that none has");
            if (AptSourceOptions.Complain(field, values) is { } complaint)
                throw new SourceException(pair.Value.Line, complaint);
            options.Add(new KeyValuePair<string, IReadOnlyList<string>>(field, values));
        }

        return options;
    }

    private static (IReadOnlyList<string> SignedBy, IReadOnlyList<string> Key) ReadSignedBy(Dictionary<string, Field> stanza)
    {
        if (!stanza.TryGetValue(AptSourceOptions.SignedBy, out Field? field))
            return ([], []);
        string[] lines = [.. field.Values.SkipWhile(line => line.Length == 0)];
        if (lines.Length > 0 && string.Equals(lines[0], KeyStart, StringComparison.Ordinal))
        {
            return lines.All(line => line.All(c => c is >= ' ' and <= '~'))
                ? ([], [.. lines.Select(line => line.Length == 0 ? "." : line)])
                : throw new SourceException(field.Line, "the key has characters that none has");
        }

        string[] values = field.Words(s_separators);
        if (!values.All(AptSourceWords.IsValue))
            throw new SourceException(field.Line, "a value in it has characters that none has");
        return AptSourceOptions.Complain(AptSourceOptions.SignedBy, values) is { } complaint ? throw new SourceException(field.Line, complaint) : (values, []);
    }

    private static bool IsEnabled(Dictionary<string, Field> stanza)
    {
        if (!stanza.TryGetValue("Enabled", out Field? field))
            return true;
        string value = string.Join(" ", field.Words(s_blanks));
        if (s_yes.Contains(value, StringComparer.OrdinalIgnoreCase))
            return true;
        return s_no.Contains(value, StringComparer.OrdinalIgnoreCase) ? false : throw new SourceException(field.Line, "it is neither yes nor no");
    }

    /// <summary>Fields that apt does not read.</summary>
    private static bool IsForPeople(string name) =>
        string.Equals(name, "Description", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-", StringComparison.OrdinalIgnoreCase);

    /// <param name="Line">Where it begins, from nought.</param>
    /// <param name="Values">A line each.</param>
    private sealed record Field(int Line, List<string> Values)
    {
        public string[] Words(char[] separators) => [.. Values.SelectMany(value => value.Split(separators, StringSplitOptions.RemoveEmptyEntries))];
    }
}
