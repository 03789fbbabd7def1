using System.Management.Automation.Language;

namespace PatchBaselineAssociation.Commands;

/// <summary>What completion is given and gives.</summary>
internal static class CompletionText
{
    private static readonly char[] s_quotes = ['\'', '"'];

    /// <summary>The word as far as it was typed, without the quote that it may begin with.</summary>
    public static string Begun(string word) => (word ?? "").Trim(s_quotes);

    /// <summary>Quoted where a script would read something else in it.</summary>
    public static string Quoted(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '+' or ':') ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
