using PatchBaselineAssociation.Overrides;

namespace PatchBaselineAssociation.Operations;

/// <summary>What one entry of an install override list names on the node, and what an install would make of it.</summary>
public sealed record OverrideListEntryResult
{
    public required string Id { get; init; }

    /// <summary>Empty where the entry has none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where the entry starts in the list, from 1.</summary>
    public required int Line { get; init; }

    public required int Column { get; init; }

    public required OverrideEntryKind Kind { get; init; }

    public required OverrideListEntryStatus Status { get; init; }

    /// <summary>The versions that it names.</summary>
    public required IReadOnlyList<OverrideListMatch> Matches { get; init; }

    /// <summary>Why nothing is installed by it, or what is doubtful about it; empty where there is nothing to say.</summary>
    public string Reason { get; init; } = "";
}
