using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An install override list: the patches that an install puts on instead of those of the baseline.</summary>
public sealed record OverrideList
{
    /// <summary>Where it is from: a path or an address.</summary>
    public required string SourceName { get; init; }

    /// <summary>In the order of the list.</summary>
    public required IReadOnlyList<OverrideEntry> Entries { get; init; }

    /// <summary>The entries that are not valid; an install and a plan refuse a list that has any. In the order of the list.</summary>
    public IReadOnlyList<InvalidOverrideEntry> Invalid { get; init; } = [];

    /// <summary>What is legal and yet hardly meant: no entries, or the same entry twice.</summary>
    public IReadOnlyList<WarningEvent> Warnings { get; init; } = [];
}
