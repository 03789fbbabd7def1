using System.Text;

namespace PatchBaselineAssociation.Nodes;

/// <summary>The assignments of an os-release(5) file, or one of the same form. Reading it never fails: a line that is none is left out.</summary>
public sealed class OsRelease
{
    private readonly Dictionary<string, string> _values;

    private OsRelease(Dictionary<string, string> values) => _values = values;

    public static OsRelease Empty { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public string Id => this["ID"].ToLowerInvariant();

    /// <summary>The systems that this one is derived from, closest first.</summary>
    public IReadOnlyList<string> IdLike => this["ID_LIKE"].ToLowerInvariant().Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);

    public string Name => this["NAME"];

    public string PrettyName => this["PRETTY_NAME"];

    public string VersionId => this["VERSION_ID"];

    private static readonly char[] s_blanks = [' ', '\t'];

    /// <summary>The value of a key; empty where the file has none.</summary>
    public string this[string key] => _values.TryGetValue(key, out string? value) ? value : "";

    /// <summary>Reads assignments as a shell would, without expanding anything. The last assignment to a key wins.</summary>
    public static OsRelease Parse(string text)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string line in text.TrimStart('\uFEFF').Split('\n'))
        {
            ReadOnlySpan<char> assignment = line.AsSpan().Trim();
            int equals = assignment.IndexOf('=');
            if (equals > 0 && IsKey(assignment.Slice(0, equals)) && TryUnquote(assignment.Slice(equals + 1), out string value))
                values[assignment.Slice(0, equals).ToString()] = value;
        }

        return new OsRelease(values);
    }

    private static bool IsKey(ReadOnlySpan<char> text)
    {
        if (text[0] is >= '0' and <= '9')
            return false;
        foreach (char c in text)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
                return false;
        }

        return true;
    }

    private static bool TryUnquote(ReadOnlySpan<char> text, out string value)
    {
        StringBuilder unquoted = new(text.Length);
        value = "";
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && quote != '\'')
            {
                if (++i >= text.Length)
                    return false;
                // Within double quotes a backslash is one, except before what would have a meaning there.
                if (quote == '"' && text[i] is not ('"' or '\\' or '$' or '`'))
                    unquoted.Append('\\');
                unquoted.Append(text[i]);
            }
            else if (quote != '\0')
            {
                if (c == quote)
                    quote = '\0';
                else
                    unquoted.Append(c);
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (char.IsWhiteSpace(c))
            {
                // A second word makes the line a command; a comment does not.
                if (text.Slice(i).TrimStart()[0] != '#')
                    return false;
                break;
            }
            else if (c is ';' or '&' or '|' or '<' or '>' or '(' or ')')
            {
                return false;
            }
            else
            {
                unquoted.Append(c);
            }
        }

        if (quote != '\0')
            return false;

        value = unquoted.ToString();
        return true;
    }
}
