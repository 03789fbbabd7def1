using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.AwsEndpoints.Models;

/// <summary>Patterns of models, which are those of Java: over the whole value, and with classes of ASCII letters and digits only.</summary>
internal static class ShapePattern
{
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    public static bool Matches(string pattern, string value) => Known.GetOrAdd(pattern, Translate).IsMatch(value);

    private static Regex Translate(string pattern)
    {
        StringBuilder translated = new(@"\A(?:");
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                char escaped = pattern[++i];
                string? set = escaped switch { 'w' => "a-zA-Z0-9_", 'd' => "0-9", _ => null };
                translated.Append(set is null ? $@"\{escaped}" : inClass ? set : $"[{set}]");
                continue;
            }

            if (c == '[')
                inClass = true;
            else if (c == ']')
                inClass = false;
            translated.Append(c);
        }

        return new Regex(translated.Append(@")\z").ToString(), RegexOptions.CultureInvariant);
    }
}
