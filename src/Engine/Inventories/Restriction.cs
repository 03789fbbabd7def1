namespace PatchBaselineAssociation.Inventories;

/// <summary>Something that keeps a version from being installed, with the words that the reason of the patch shows.</summary>
/// <param name="Kind">Who restricts it, and how.</param>
/// <param name="Reason">A sentence naming the setting, without a full stop.</param>
public sealed record Restriction(RestrictionKind Kind, string Reason)
{
    /// <summary>True where the publisher has not offered the version to this node: then it is no candidate, and not missing.
    /// False where only a local setting or missing trust keeps it away: then it is reported all the same.</summary>
    public bool IsWithheldByPublisher => Kind is RestrictionKind.Phased or RestrictionKind.NotAutomatic;
}
