using System.Globalization;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>One entry of an install override list.</summary>
public sealed record OverrideEntry
{
    private static readonly Regex s_knowledgeBase = new(@"^(KB)?[0-9]{5,}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    private static readonly Regex s_bulletin = new(@"^MS[0-9]{2}-[0-9]{3}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public required string Id { get; init; }

    /// <summary>Narrows the id down (but on Windows, where it is for people); null where there is none.</summary>
    public string? Title { get; init; }

    /// <summary>The line in which the entry starts, from 1; 0 for an entry that is from no file.</summary>
    public int Line { get; init; }

    public int Column { get; init; }

    public OverrideEntryKind Kind =>
        s_knowledgeBase.IsMatch(Id) ? OverrideEntryKind.KnowledgeBase
        : s_bulletin.IsMatch(Id) ? OverrideEntryKind.Bulletin
        : GlobPattern.HasWildcards(Id) ? OverrideEntryKind.Pattern
        : OverrideEntryKind.Exact;

    public override string ToString()
    {
        string text = Title is null ? OverrideText.Quote(Id) : $"{OverrideText.Quote(Id)} with title {OverrideText.Quote(Title)}";
        return Line == 0 ? text : string.Format(CultureInfo.InvariantCulture, "{0} (line {1}, column {2})", text, Line, Column);
    }
}
