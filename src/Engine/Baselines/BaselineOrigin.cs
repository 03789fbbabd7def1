using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Where a baseline came from and why it was chosen.</summary>
/// <param name="Kind">The step that answered.</param>
/// <param name="Location">Path, baseline id or resource name.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record BaselineOrigin(BaselineOriginKind Kind, string Location, string Reason)
{
    public string? PatchGroup { get; init => field = value is null ? null : PrintableText.Of(value); }

    public string? SnapshotId { get; init; }

    /// <summary>The search: what was asked, what answered, what was passed over. Empty where nothing was searched for.</summary>
    public IReadOnlyList<BaselineStep> Steps { get; init => field = value.Indexed(); } = [];
}
