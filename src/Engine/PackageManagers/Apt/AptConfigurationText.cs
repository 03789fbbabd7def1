using System.Text;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads the text of an apt.conf file (apt.conf(5)) without apt: an image's configuration is data here, and apt itself runs programs that a configuration names. Pure.</summary>
internal static class AptConfigurationText
{
    /// <summary>Gives the settings that are plain values, by their full names; lists, includes and clears are passed over.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        Stack<string> scopes = new();
        string? name = null;
        string? value = null;
        foreach (string token in Tokens(text))
        {
            switch (token)
            {
                case "{":
                    scopes.Push(FullName(scopes, name ?? ""));
                    name = null;
                    value = null;
                    break;
                case "}":
                    if (scopes.Count > 0)
                        scopes.Pop();
                    name = null;
                    value = null;
                    break;
                case ";":
                    if (name is not null && value is not null)
                        settings[FullName(scopes, name)] = value;
                    name = null;
                    value = null;
                    break;
                default:
                    if (name is null)
                        name = token;
                    else
                        value = token.Trim('"');
                    break;
            }
        }

        return settings;
    }

    private static string FullName(Stack<string> scopes, string name) =>
        scopes.Count == 0 || scopes.Peek().Length == 0 ? name : name.Length == 0 ? scopes.Peek() : $"{scopes.Peek()}::{name}";

    private static IEnumerable<string> Tokens(string text)
    {
        StringBuilder word = new();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted)
            {
                word.Append(c);
                isQuoted = c != '"';
                continue;
            }

            bool isLineComment = c == '#' || (c == '/' && i + 1 < text.Length && text[i + 1] == '/');
            bool isBlockComment = c == '/' && i + 1 < text.Length && text[i + 1] == '*';
            if (!isLineComment && !isBlockComment && !char.IsWhiteSpace(c) && c is not ('{' or '}' or ';'))
            {
                word.Append(c);
                isQuoted = c == '"';
                continue;
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isLineComment)
                i = EndOf(text, i, "\n");
            else if (isBlockComment)
                i = EndOf(text, i + 2, "*/");
            else if (c is '{' or '}' or ';')
                yield return c.ToString();
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    /// <summary>The index of the last character of <paramref name="end"/>, or of the text.</summary>
    private static int EndOf(string text, int start, string end)
    {
        int found = start >= text.Length ? -1 : text.IndexOf(end, start, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + end.Length - 1;
    }
}
