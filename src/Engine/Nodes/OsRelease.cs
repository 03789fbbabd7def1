using System.Text;

namespace PatchBaselineAssociation.Nodes;

/// <summary>An os-release file (os-release(5)) or lsb-release: assignments in a subset of shell syntax. Pure; lines that make no sense are passed over.</summary>
public sealed class OsRelease
{
    private readonly Dictionary<string, string> _values;

    private OsRelease(Dictionary<string, string> values) => _values = values;

    /// <summary>The value, or an empty text where the file does not say.</summary>
    public string this[string name] => _values.TryGetValue(name, out string? value) ? value : "";

    public bool IsEmpty => _values.Count == 0;

    /// <summary>ID and what it is derived from, nearest first, in lower case.</summary>
    public IReadOnlyList<string> Lineage =>
        [.. new[] { this["ID"] }.Concat(this["ID_LIKE"].Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
            .Where(id => id.Length > 0).Select(id => id.ToLowerInvariant())];

    public static OsRelease Parse(string text)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string rawLine in text.Split('\n'))
        {
            string line = rawLine.Trim();
            int equals = line.IndexOf('=');
            if (equals > 0 && line[0] != '#' && IsName(line, equals))
                values[line.Substring(0, equals)] = Unquote(line.Substring(equals + 1));
        }

        return new OsRelease(values);
    }

    private static bool IsName(string line, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (line[i] is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
                return false;
        }

        return true;
    }

    private static string Unquote(string text)
    {
        if (text.Length == 0 || text[0] is not ('"' or '\''))
            return text.Trim();
        char quote = text[0];
        StringBuilder value = new();
        for (int i = 1; i < text.Length && text[i] != quote; i++)
        {
            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\' or '$' or '`')
                i++;
            value.Append(text[i]);
        }

        return value.ToString();
    }
}
