using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.HelpBuilder;

/// <summary>A page about one cmdlet: Markdown with the sections Synopsis, Description, Parameters, Examples, Outputs and Related links.</summary>
internal sealed partial record HelpPage(
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters,
    IReadOnlyList<HelpExample> Examples,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Links)
{
    public static HelpPage Read(string path, string cmdlet)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"The cmdlet {cmdlet} has no page '{Path.GetFileName(path)}'.");

        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Dictionary<string, string> sections = Split(text, "## ").ToDictionary(part => part.Title, part => part.Body, StringComparer.Ordinal);
        string Section(string title) =>
            sections.TryGetValue(title, out string? body) && body.Length > 0 ? body : throw new InvalidDataException($"The page of {cmdlet} has no text under '{title}'.");

        return new HelpPage(
            string.Join(' ', Paragraphs(Section("Synopsis"))),
            Paragraphs(Section("Description")),
            Split(Section("Parameters"), "### ").ToDictionary(part => part.Title.TrimStart('-'), part => Paragraphs(part.Body), StringComparer.Ordinal),
            [.. Split(Section("Examples"), "### ").Select(part => ReadExample(cmdlet, part.Title, part.Body))],
            Paragraphs(Section("Outputs")),
            Paragraphs(Section("Related links")));
    }

    private static HelpExample ReadExample(string cmdlet, string title, string body)
    {
        Match code = CodePattern().Match(body);
        return code.Success
            ? new HelpExample(title, code.Groups["code"].Value, Paragraphs(body[(code.Index + code.Length)..]))
            : throw new InvalidDataException($"The example '{title}' of {cmdlet} has no code.");
    }

    private static IEnumerable<(string Title, string Body)> Split(string text, string heading)
    {
        foreach (string part in ("\n" + text).Split("\n" + heading).Skip(1))
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            yield return end < 0 ? (part.Trim(), "") : (part[..end].Trim(), part[end..].Trim());
        }
    }

    private static IReadOnlyList<string> Paragraphs(string text) =>
        [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(paragraph => paragraph.Replace('\n', ' '))];

    [GeneratedRegex("```powershell\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();
}
