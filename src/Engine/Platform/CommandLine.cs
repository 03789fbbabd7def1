using System.Text;

namespace PatchBaselineAssociation.Platform;

/// <summary>A list of arguments as one text, by the rules that Windows programs and .NET's own start of a process read it with.</summary>
internal static class CommandLine
{
    private const int LongestShown = 1000;

    /// <summary>For messages: on one line, without secrets, and not with the names of a thousand packages.</summary>
    public static string Show(IReadOnlyList<string> arguments) => PrintableText.Of(SecretRedactor.Redact(Join(arguments)), LongestShown);

    public static string Join(IReadOnlyList<string> arguments)
    {
        StringBuilder line = new();
        foreach (var argument in arguments)
        {
            if (line.Length > 0)
                line.Append(' ');
            Append(line, argument);
        }

        return line.ToString();
    }

    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && !argument.Any(character => character == '"' || char.IsWhiteSpace(character)))
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            // Backslashes count as escapes only before a quote.
            line.Append('\\', character == '"' ? (2 * backslashes) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        line.Append('\\', 2 * backslashes).Append('"');
    }
}
