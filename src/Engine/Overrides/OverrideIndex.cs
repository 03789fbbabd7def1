using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Finds the few entries whose id may name a version: literal ids by a table, patterns by the character they start with and a text they hold.</summary>
internal sealed class OverrideIndex
{
    private readonly Dictionary<string, List<CompiledOverride>> _literals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<char, List<CompiledOverride>> _patternsByStart = [];
    private readonly List<CompiledOverride> _otherPatterns = [];

    public OverrideIndex(IReadOnlyList<CompiledOverride> entries)
    {
        foreach (CompiledOverride entry in entries)
        {
            if (entry.Pattern is null)
                Add(_literals, entry.Id, entry);
            else if (entry.Pattern.Prefix.Length > 0)
                Add(_patternsByStart, entry.Pattern.Prefix[0], entry);
            else
                _otherPatterns.Add(entry);
        }
    }

    /// <summary>The entries whose id names the version, in the order of the list.</summary>
    public void Find(in OverrideCandidates candidates, List<(CompiledOverride Entry, OverrideMatchKind Kind)> found)
    {
        found.Clear();
        HashSet<CompiledOverride>? seen = null;
        string starts = "";
        string? folded = null;
        IReadOnlyList<string> texts = candidates.Texts;
        for (int i = 0; i < texts.Count; i++)
        {
            string text = texts[i];
            if (_literals.TryGetValue(text, out List<CompiledOverride>? literals))
            {
                foreach (CompiledOverride entry in literals)
                {
                    if ((seen ??= []).Add(entry))
                        Try(entry, candidates, found);
                }
            }

            if (text.Length == 0 || _patternsByStart.Count == 0)
                continue;
            char start = GlobPattern.Fold(text[0]);
            if (starts.IndexOf(start) < 0)
            {
                starts += start;
                if (_patternsByStart.TryGetValue(start, out List<CompiledOverride>? patterns))
                    TryAll(patterns, candidates, folded ??= Fold(texts), found);
            }
        }

        if (_otherPatterns.Count > 0)
            TryAll(_otherPatterns, candidates, folded ?? Fold(texts), found);
        if (found.Count > 1)
            found.Sort((left, right) => left.Entry.Index.CompareTo(right.Entry.Index));
    }

    private static void TryAll(List<CompiledOverride> patterns, in OverrideCandidates candidates, string folded, List<(CompiledOverride Entry, OverrideMatchKind Kind)> found)
    {
        foreach (CompiledOverride entry in patterns)
        {
            if (MayMatch(entry, folded))
                Try(entry, candidates, found);
        }
    }

    private static bool MayMatch(CompiledOverride entry, string folded)
    {
        IReadOnlyList<string> literals = entry.Literals;
        for (int i = 0; i < literals.Count; i++)
        {
            if (folded.AsSpan().IndexOf(literals[i].AsSpan()) < 0)
                return false;
        }

        return true;
    }

    private static void Try(CompiledOverride entry, in OverrideCandidates candidates, List<(CompiledOverride Entry, OverrideMatchKind Kind)> found)
    {
        if (entry.MatchId(candidates) is { } kind)
            found.Add((entry, kind));
    }

    private static string Fold(IReadOnlyList<string> texts)
    {
        char[] all = string.Join("\0", texts).ToCharArray();
        for (int i = 0; i < all.Length; i++)
            all[i] = GlobPattern.Fold(all[i]);
        return new string(all);
    }

    private static void Add<TKey>(Dictionary<TKey, List<CompiledOverride>> table, TKey key, CompiledOverride entry)
        where TKey : notnull
    {
        if (!table.TryGetValue(key, out List<CompiledOverride>? entries))
            table[key] = entries = [];
        entries.Add(entry);
    }
}
