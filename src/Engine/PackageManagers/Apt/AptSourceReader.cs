using System.Text.RegularExpressions;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads what a source of a baseline tells apt: lines or deb822 stanzas, as sources.list(5) has them. What is not known there is refused, never handed on. Pure.</summary>
internal static class AptSourceReader
{
    private const int LongestConfiguration = 1024;
    private const int LongestQuote = 120;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly Regex s_name = new(@"^[a-zA-Z0-9_\-.]{3,50}\z", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_line = new(@"^[ \t]*deb(-src)?[ \t]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    // Beyond what is redacted everywhere: addresses that are not well-formed.
    private static readonly Regex s_password = new(@"(?<=[:/])[^\s:/@]*:[^\s@]*@", RegexOptions.CultureInvariant, s_limit);

    /// <summary>The entries of all sources, in their order.</summary>
    /// <exception cref="PatchException">BaselineSourcesUnusable: one of them is not valid.</exception>
    public static IReadOnlyList<AptSourceEntry> Read(IEnumerable<PatchSource> sources) => [.. sources.SelectMany(Read)];

    /// <exception cref="PatchException">BaselineSourcesUnusable.</exception>
    public static IReadOnlyList<AptSourceEntry> Read(PatchSource source)
    {
        if (!s_name.IsMatch(source.Name))
            throw Unusable(source, "its name is none; legal are 3 to 50 of A-Z a-z 0-9 _ - .");
        if (source.Configuration.Length > LongestConfiguration)
            throw Unusable(source, $"its configuration has {source.Configuration.Length} characters; legal are at most {LongestConfiguration}");
        string[] lines = [.. source.Configuration.Split('\n').Select(line => line.EndsWith("\r", StringComparison.Ordinal) ? line.Substring(0, line.Length - 1) : line)];
        try
        {
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Any(c => char.IsControl(c) && c != '\t'))
                    throw new AptSourceException(i, "it holds control characters");
            }

            // As in apt one file is of one format; there its extension tells which, here the first entry does.
            string first = lines.FirstOrDefault(line => line.Trim().Length > 0 && line.TrimStart()[0] != '#') ?? "";
            IReadOnlyList<AptSourceEntry> entries = s_line.IsMatch(first) ? AptSourceLines.Read(lines) : AptSourceStanzas.Read(lines);
            return entries.Count > 0 ? entries : throw Unusable(source, "its configuration has no entry of the type deb");
        }
        catch (AptSourceException e)
        {
            string shown = PrintableText.Of(s_password.Replace(SecretRedactor.Redact(lines[e.Line]), "***@").Trim(), LongestQuote);
            throw Unusable(source, $"line {e.Line + 1}, '{shown}': {e.Message}", e);
        }
    }

    private static PatchException Unusable(PatchSource source, string problem, Exception? cause = null) => new(
        ErrorIds.BaselineSourcesUnusable,
        ErrorKind.InvalidData,
        $"The source {QuotedText.Quote(source.Name)} of the baseline cannot be used: {problem}. Nothing was fetched or changed.",
        source.Name,
        "Mend the source in the baseline. It takes entries of the type deb, as lines or deb822 stanzas; apt's checks of signatures and dates stay on.",
        cause);
}
