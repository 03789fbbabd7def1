using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;

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
    public required IReadOnlyList<OverrideListMatch> Matches { get; init => field = value.Indexed(); }

    /// <summary>What is wrong or doubtful about the entry itself; empty where nothing is. Why a version is not put on stands with the version.</summary>
    public string Reason { get; init => field = PrintableText.Lines(value); } = "";
}
