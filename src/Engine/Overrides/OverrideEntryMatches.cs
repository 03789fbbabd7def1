namespace PatchBaselineAssociation.Overrides;

/// <summary>What one entry of a list names on a node.</summary>
public sealed record OverrideEntryMatches
{
    public required OverrideEntry Entry { get; init; }

    public required IReadOnlyList<OverrideMatch> Matches { get; init; }

    /// <summary>The versions that the id names and the title does not allow.</summary>
    public required IReadOnlyList<OverrideMatch> RuledOutByTitle { get; init; }
}
