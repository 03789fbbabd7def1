using System.Text.RegularExpressions;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Sources;

/// <summary>What holds for the configuration of a baseline's source, whichever package manager it is for. Pure.</summary>
internal static class SourceConfiguration
{
    private const int LongestConfiguration = 1024;
    private const int LongestQuote = 120;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly Regex s_name = new(@"^[a-zA-Z0-9_\-.]{3,50}\z", RegexOptions.CultureInvariant, s_limit);

    // Beyond what is redacted everywhere: addresses that are not well-formed.
    private static readonly Regex s_password = new(@"(?<=[:/])[^\s:/@]*:[^\s@]*@", RegexOptions.CultureInvariant, s_limit);

    /// <summary>Reads one.</summary>
    /// <param name="source">The source.</param>
    /// <param name="read">Reads its lines; what is wrong with one it throws as <see cref="SourceException"/>.</param>
    /// <param name="nothing">What it means that nothing came of them, as the end of a sentence.</param>
    /// <param name="form">What a source for this package manager takes, as a sentence.</param>
    /// <exception cref="PatchException">BaselineSourcesUnusable.</exception>
    public static IReadOnlyList<T> Read<T>(PatchSource source, Func<IReadOnlyList<string>, IReadOnlyList<T>> read, string nothing, string form)
    {
        if (!s_name.IsMatch(source.Name))
            throw Unusable(source, "its name is none; legal are 3 to 50 of A-Z a-z 0-9 _ - .", form);
        if (source.Configuration.Length > LongestConfiguration)
            throw Unusable(source, $"its configuration has {source.Configuration.Length} characters; legal are at most {LongestConfiguration}", form);
        string[] lines = [.. source.Configuration.Split('\n').Select(line => line.EndsWith("\r", StringComparison.Ordinal) ? line.Substring(0, line.Length - 1) : line)];
        try
        {
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Any(c => char.IsControl(c) && c != '\t'))
                    throw new SourceException(i, "it holds control characters");
            }

            IReadOnlyList<T> entries = read(lines);
            return entries.Count > 0 ? entries : throw Unusable(source, nothing, form);
        }
        catch (SourceException e)
        {
            string shown = PrintableText.Of(s_password.Replace(SecretRedactor.Redact(lines[e.Line]), "***@").Trim(), LongestQuote);
            throw Unusable(source, $"line {e.Line + 1}, '{shown}': {e.Message}", form, e);
        }
    }

    public static PatchException Unusable(PatchSource source, string problem, string form, Exception? cause = null) => new(
        ErrorIds.BaselineSourcesUnusable,
        ErrorKind.InvalidData,
        $"The source {QuotedText.Quote(source.Name)} of the baseline cannot be used: {problem}. Nothing was fetched or changed.",
        source.Name,
        $"Mend the source in the baseline. {form}",
        cause);
}
