using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>The entries of a list, ready to be searched: literal ids by a table, patterns all at once. Safe for use by several threads.</summary>
internal sealed class OverrideIndex
{
    private readonly Dictionary<string, List<CompiledOverride>> _literals = new(StringComparer.OrdinalIgnoreCase);

    public OverrideIndex(IReadOnlyList<CompiledOverride> entries)
    {
        PatternEntries = [.. entries.Where(entry => entry.Pattern is not null)];
        Patterns = new GlobPatternSet([.. PatternEntries.Select(entry => entry.Pattern!)]);
        CompiledOverride[] titled = [.. entries.Where(entry => entry.TitlePattern is not null)];
        Titles = new GlobPatternSet([.. titled.Select(entry => entry.TitlePattern!)]);
        TitleSlots = new int[entries.Count];
        for (int i = 0; i < titled.Length; i++)
            TitleSlots[titled[i].Index] = Titles.SlotOf[i];

        foreach (CompiledOverride entry in entries)
        {
            if (entry.Pattern is not null)
                continue;
            if (!_literals.TryGetValue(entry.Id, out List<CompiledOverride>? same))
                _literals[entry.Id] = same = [];
            same.Add(entry);
        }
    }

    /// <summary>The entries whose ids are patterns, as they are numbered in <see cref="Patterns"/>.</summary>
    public CompiledOverride[] PatternEntries { get; }

    public GlobPatternSet Patterns { get; }

    public GlobPatternSet Titles { get; }

    /// <summary>By the number of the entry; without meaning where its title is no pattern.</summary>
    public int[] TitleSlots { get; }

    /// <summary>The entries whose id is this text; null where there are none.</summary>
    public List<CompiledOverride>? LiteralsOf(string text) => _literals.TryGetValue(text, out List<CompiledOverride>? entries) ? entries : null;
}
