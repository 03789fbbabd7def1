using System.Text.RegularExpressions;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.PackageManagers.Sources;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Reads what a source of a baseline tells apt: lines or deb822 stanzas, as sources.list(5) has them. What is not known there is refused, never handed on. Pure.</summary>
internal static class AptSourceReader
{
    private const string Form = "It takes entries of the type deb, as lines or deb822 stanzas; apt's checks of signatures and dates stay on.";

    private static readonly Regex s_line = new(@"^[ \t]*deb(-src)?[ \t]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The entries of all sources, in their order.</summary>
    /// <exception cref="PatchException">BaselineSourcesUnusable: one of them is not valid.</exception>
    public static IReadOnlyList<AptSourceEntry> Read(IEnumerable<PatchSource> sources) => [.. sources.SelectMany(Read)];

    /// <exception cref="PatchException">BaselineSourcesUnusable.</exception>
    public static IReadOnlyList<AptSourceEntry> Read(PatchSource source) => SourceConfiguration.Read(source, ReadLines, "its configuration has no entry of the type deb", Form);

    /// <summary>As in apt one file is of one format; there its extension tells which, here the first entry does.</summary>
    private static IReadOnlyList<AptSourceEntry> ReadLines(IReadOnlyList<string> lines)
    {
        string first = lines.FirstOrDefault(line => line.Trim().Length > 0 && line.TrimStart()[0] != '#') ?? "";
        return s_line.IsMatch(first) ? AptSourceLines.Read(lines) : AptSourceStanzas.Read(lines);
    }
}
