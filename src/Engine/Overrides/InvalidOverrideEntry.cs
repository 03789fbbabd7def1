using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An entry that is none, in a list that is one otherwise.</summary>
public sealed record InvalidOverrideEntry
{
    /// <summary>Empty where there is none that can be shown.</summary>
    public string Id { get; init; } = "";

    /// <summary>Empty where there is none that can be shown.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where the entry starts in the list, from 1.</summary>
    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>What the whole list is refused with because of it, with the place of the defect.</summary>
    public required PatchException Error { get; init; }
}
