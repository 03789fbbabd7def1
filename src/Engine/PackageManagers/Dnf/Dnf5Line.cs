using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>A line of dnf 5 about something that it does, and the lines about it after that: <c>[1/2] app-0:2-1.noarch   100% |   1.3 MiB/s | …</c>, <c>&gt;&gt;&gt; Already downloaded</c>.</summary>
/// <param name="Subject">A repository by its name, a package, or what is done.</param>
/// <param name="IsWhole">It came to its end.</param>
/// <param name="Messages">What was said of it.</param>
internal sealed record Dnf5Line(string Subject, bool IsWhole, IReadOnlyList<string> Messages)
{
    public const string MessageMark = ">>> ";

    private static readonly Regex s_line = new(
        @"^(?:\[ *\d+/ *\d+\] | )(?<subject>\S.*?) +(?<part>\?\?\?|\d+)% \|[^|]*\|[^|]*\|[^|]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>Those of an output, in their order.</summary>
    public static IReadOnlyList<Dnf5Line> Parse(string output)
    {
        List<Dnf5Line> lines = [];
        List<string> messages = [];
        foreach (string raw in output.Split('\n'))
        {
            if (raw.StartsWith(MessageMark, StringComparison.Ordinal))
            {
                messages.Add(raw.Substring(MessageMark.Length).Trim());
            }
            else if (s_line.Match(raw) is { Success: true } match)
            {
                messages = [];
                lines.Add(new Dnf5Line(match.Groups["subject"].Value, match.Groups["part"].Value is "100", messages));
            }
        }

        return lines;
    }
}
